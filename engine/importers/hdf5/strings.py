"""The strings of an HDF5 file: some stand where they are used, others in collections."""

import math

from .bytes import Hdf5Bytes
from .messages import Attribute, unpack


class Strings:
    """Reads attributes that are strings; each collection is looked through once."""

    def __init__(self, data: Hdf5Bytes) -> None:
        """Keep the file's bytes."""
        self._bytes = data
        self._collections: dict[int, dict[int, tuple[int, int]]] = {}

    def text(self, attribute: Attribute) -> str | None:
        """The value of an attribute, None where it isn't a single string.

        Raises:
            EngineError: it lies outside of the file, or is said to lie where no strings are.
        """
        if attribute.shape != ():
            return None
        if attribute.datatype.name == "text":
            data = attribute.data[: attribute.datatype.size]
        elif attribute.datatype.name == "variable text":
            size, collection, index = unpack("IQI", attribute.data)
            at, stored = self._heap(collection).get(index, (0, 0))
            data = self._bytes.take(at, min(size, stored))
        else:
            return None
        return data.partition(b"\0")[0].decode(errors="replace")

    def _heap(self, at: int) -> dict[int, tuple[int, int]]:
        """Where the strings of a collection lie, by their index."""
        if at not in self._collections:
            self._bytes.marked(b"GCOL", at)
            (size,) = self._bytes.fields("Q", at + 8)
            places = {}
            here, end = at + 16, at + size
            while here + 16 <= end:
                index, length = self._bytes.fields("H6xQ", here)
                if index == 0:  # the rest is free
                    break
                places[index] = (here + 16, length)
                here += 16 + math.ceil(length / 8) * 8
            self._collections[at] = places
        return self._collections[at]
