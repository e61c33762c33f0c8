"""A file on its way in: written and hashed piece by piece, gone again unless it is kept."""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from ..errors import ApiError


class Upload:
    """A temporary file; use it in a ``with``, which takes away what was not kept."""

    def __init__(self, folder: Path, most: int) -> None:
        """Begin a file in a folder, of at most ``most`` bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._most, self._size = folder, most, 0
        self._hash = hashlib.sha256()
        file, path = tempfile.mkstemp(dir=folder)
        self._file, self.path = os.fdopen(file, "wb"), Path(path)

    def expect(self, size: int) -> None:
        """Refuse a size that is too large by an ApiError, before any of it is read."""
        if size > self._most:
            message = (
                f"The file has more than {self._most / 2**20:,.4g} MB; "
                "save the recurrent layers' weights alone, or split it."
            )
            raise ApiError("too_large", message, "file", 413)

    def write(self, piece: bytes) -> None:
        """Take the next piece of the file; an ApiError once they are too many bytes."""
        self._size += len(piece)
        self.expect(self._size)
        self._hash.update(piece)
        self._file.write(piece)

    def finish(self) -> str:
        """No more pieces come; returns the SHA-256 of all of them."""
        self._file.close()
        return self._hash.hexdigest()

    def keep(self) -> None:
        """Leave the file in the folder, under its SHA-256."""
        self.path.replace(self._folder / self.finish())

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()
        with suppress(OSError):  # kept, or swept away by another worker
            self.path.unlink()
