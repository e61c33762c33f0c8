"""The bytes of an HDF5 file: looked at within its bounds, and not without end."""

import struct
from typing import Any

from ...errors import EngineError

LIMIT = 2**25  # bytes of structure that are looked at; 10,000 tensors come to half of it
LONGEST_PART = 255  # bytes of one part of a path


class Hdf5Bytes:
    """Reads at addresses that the file itself declares.

    The structures point to one another, so a damaged file can send its reader in circles or to
    the same place a million times; what is looked at is therefore counted.
    """

    def __init__(self, data: bytes) -> None:
        """Keep a view of the whole file."""
        self._data = memoryview(data)
        self._left = LIMIT

    def __len__(self) -> int:
        """The file's size."""
        return len(self._data)

    def view(self, at: int, size: int) -> memoryview:
        """Bytes that lie in the file, without a copy and without counting.

        Raises:
            EngineError: they reach past its end.
        """
        if at + size > len(self):
            raise EngineError(
                f"The HDF5 file has {len(self)} bytes, but something in it is said to lie at "
                f"bytes {at} to {at + size}: it is truncated or damaged; copy or save it anew."
            )
        return self._data[at : at + size]

    def take(self, at: int, size: int) -> bytes:
        """A copy of bytes of structure.

        Raises:
            EngineError: they reach past the file's end, or too many were taken by now.
        """
        self._left -= size + 16
        if self._left < 0:
            raise broken(f"its structure comes to more than {LIMIT} bytes or leads in circles")
        return bytes(self.view(at, size))

    def fields(self, layout: str, at: int) -> tuple[Any, ...]:
        """Little-endian numbers in the notation of ``struct``."""
        return struct.unpack("<" + layout, self.take(at, struct.calcsize("<" + layout)))

    def marked(self, mark: bytes, at: int) -> None:
        """Hold the four letters in front of a structure.

        Raises:
            EngineError: they are others.
        """
        got = self.take(at, len(mark))
        if got != mark:
            raise broken(f"it has {got!r} at byte {at}, where {mark!r} should stand")

    def name(self, at: int) -> str:
        """A part of a path, up to the zero byte behind it.

        Raises:
            EngineError: it has no end, or is no name.
        """
        here = self.take(at, max(min(LONGEST_PART + 1, len(self) - at), 0))
        part, zero, _ = here.partition(b"\0")
        if not zero or not part or b"/" in part:
            raise broken(f"the name at byte {at} is empty, too long or has a slash")
        try:
            return part.decode()
        except UnicodeDecodeError as error:
            raise broken(f"the name at byte {at} is no UTF-8") from error


def broken(what: str) -> EngineError:
    """The error of a structure that HDF5 doesn't write."""
    return EngineError(f"The HDF5 file is damaged ({what}): copy or save it anew.")
