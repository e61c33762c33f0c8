"""Files under the SHA-256 of their bytes in one folder, which is held to a size."""

import os
import re
from contextlib import suppress
from pathlib import Path

from .uploads import Upload


class Kept:
    """A folder of files that any worker may add to, and drop from."""

    def __init__(self, folder: Path, most: int) -> None:
        """Keep at most ``most`` bytes; the folder is made with the first file."""
        self.folder, self._most = folder, most

    def keep(self, upload: Upload) -> None:
        """Take a file that has come into this folder; the oldest go where it is too full."""
        upload.keep()
        self._drop_oldest()

    def find(self, id: str) -> Path | None:
        """Where a file lies, by its SHA-256; None where it isn't here any more."""
        path = self.folder / id
        # Nothing but a hash may name a path.
        if not re.fullmatch("[0-9a-f]{64}", id) or not path.is_file():
            return None
        with suppress(OSError):
            os.utime(path)  # what is in use counts as new
        return path

    def _drop_oldest(self) -> None:
        """Hold the folder to its size; other workers may be at it too."""
        kept = []
        for path in self.folder.iterdir():
            with suppress(OSError):
                kept.append((path.stat().st_mtime_ns, path.stat().st_size, path))
        total = sum(size for _, size, _ in kept)
        for _, size, path in sorted(kept):
            if total <= self._most:
                break
            with suppress(OSError):
                path.unlink()
            total -= size
