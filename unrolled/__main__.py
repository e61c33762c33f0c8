"""``python -m unrolled`` is the command ``unrolled``."""

from .app.command.main import main

if __name__ == "__main__":
    main()
