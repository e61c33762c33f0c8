"""The machine's own Chromium: where it is; run as a script, that there is one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

# The shell has no windows of its own to draw, and takes half the time for a page.
_ON_PATH = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
_ON_MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)

# Chromium asks the network for things of its own; tests have to pass where there is none.
_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def find() -> str | None:
    """The program that CHROMIUM names, else the first of the usual ones, else None."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    on_path = [path for name in _ON_PATH if (path := shutil.which(name))]
    on_macos = [path for path in _ON_MACOS if Path(path).exists()]
    return next(iter(on_path + on_macos), None)


def launch_arguments() -> dict[str, Any]:
    """What Playwright's ``chromium.launch`` takes on this machine."""
    # The sandbox refuses to work for root, who runs things in containers.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": find(), "args": [*_FLAGS, *sandbox]}


def install() -> None:
    """Let apt install it, waiting for another apt at work; whether it did, ``find`` tells."""
    words = "install --no-install-recommends chromium-headless-shell fonts-dejavu-core"
    print(f"The browser tests need Chromium, and here is none: as root, `apt-get {words}` now.")
    sys.stdout.flush()
    apt_get = ["apt-get", "--quiet", "--yes", "--option", "DPkg::Lock::Timeout=600"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for line in ("update", words):
        subprocess.run([*apt_get, *line.split()], env=environment, check=False)


def main() -> None:
    """Install Chromium where that needs no question, as root on Debian; say how elsewhere."""
    is_named = bool(os.environ.get("CHROMIUM"))
    if not find() and not is_named and os.geteuid() == 0 and shutil.which("apt-get"):
        install()
    if not find():
        sys.exit(
            "The browser tests found no Chromium or Chrome: install one (on Debian "
            "`sudo apt install chromium-headless-shell`) or name its program, as in "
            "`CHROMIUM=/a/path make test`."
        )


if __name__ == "__main__":
    main()
