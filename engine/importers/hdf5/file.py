"""Reads HDF5 as Keras writes it: groups of whole tensors, and words about them.

The HDF5 library itself must not be given a stranger's file: one changed byte in a thousand ends
it in a crash of the process or an endless loop. What Keras writes is the oldest and smallest form
of the format, for which this is enough; every other form is refused by name.

Source: https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html
"""

import math
from collections.abc import Iterator
from functools import partial
from typing import Never

from ...errors import EngineError
from ..tensors import FLOATS, FileTensor, add, in_bytes
from ..wording import shown
from . import messages
from .bytes import Hdf5Bytes, broken
from .strings import Strings

SIGNATURE = b"\x89HDF\r\n\x1a\n"
DEEPEST = 32  # groups within groups

_SOFT_LINK = 2
_UNDEFINED = 2**64 - 1
_COMPACT, _CONTIGUOUS = 0, 1

Words = dict[str, dict[str, str]]
"""Path of a group or dataset -> its attributes that are single strings."""


class Hdf5File:
    """An HDF5 file in memory.

    Attributes:
        tensors: every dataset by its path, "layers/lstm/cell/vars/0"; no numbers are read yet.
        words: the attributes that are strings, by path; the root's is "".
    """

    def __init__(self, data: bytes) -> None:
        """Read the whole structure.

        Args:
            data: the file.

        Raises:
            EngineError: it is truncated or damaged, links elsewhere, or isn't in the form that
                Keras writes.
        """
        self._bytes = Hdf5Bytes(data)
        self._stored = 0
        self._strings = Strings(self._bytes)
        self.tensors: dict[str, FileTensor] = {}
        self.words: Words = {}
        self._object("", self._root(), DEEPEST)

    def _root(self) -> int:
        if self._bytes.take(0, min(8, len(self._bytes))) != SIGNATURE:
            raise EngineError("The file is no HDF5 file; expected one that Keras wrote.")
        version, sizes = self._bytes.fields("B4xH", 8)
        if version != 0 or sizes != 0x0808:
            raise _other_form()
        base, _, end, _, _, root = self._bytes.fields("6Q", 24)
        if base:
            raise _other_form()
        self._bytes.view(0, end)  # a truncated file ends before its declared end
        return int(root)

    def _object(self, path: str, at: int, deeper: int) -> None:
        found: dict[int, bytes] = {}
        words = {}
        for kind, message in self._messages(at):
            if kind == messages.ATTRIBUTE:
                attribute = messages.attribute(message)
                text = self._strings.text(attribute)
                if text is not None:
                    words[attribute.name] = text
            else:
                found.setdefault(kind, message)
        if words:
            self.words[path] = words
        if messages.SYMBOLS in found:
            if not deeper:
                raise broken(f"{shown(path)} lies more than {DEEPEST} groups deep")
            for name, child in self._children(*messages.unpack("QQ", found[messages.SYMBOLS])):
                self._object(f"{path}/{name}".lstrip("/"), child, deeper - 1)
        elif {messages.DATASPACE, messages.DATATYPE, messages.LAYOUT} <= found.keys():
            add(self.tensors, path, self._tensor(path, found, words))
        else:
            raise _other_form()

    def _messages(self, at: int) -> Iterator[tuple[int, bytes]]:
        """The messages of an object header, in its first block and those that continue it."""
        version, count, size = self._bytes.fields("BxH4xI4x", at)
        if version != 1:
            raise _other_form()
        blocks = [(at + 16, size)]
        for start, size in blocks:
            here, end = start, start + size
            while here + 8 <= end and count > 0:
                kind, length, flags = self._bytes.fields("HHB3x", here)
                message = self._bytes.take(here + 8, length)
                if flags & 2:  # it lies in another object
                    raise _other_form()
                if kind == messages.CONTINUATION:
                    start, size = messages.unpack("QQ", message)
                    blocks.append((start, size))
                else:
                    yield kind, message
                here += 8 + length
                count -= 1

    def _children(self, tree: int, heap: int) -> Iterator[tuple[str, int]]:
        """The links of a group: a tree of nodes, whose names lie in a heap."""
        self._bytes.marked(b"HEAP", heap)
        (names,) = self._bytes.fields("Q", heap + 24)
        nodes = [tree]
        while nodes:
            at = nodes.pop()
            if self._bytes.take(at, 4) == b"TREE":
                (used,) = self._bytes.fields("H", at + 6)
                below = self._bytes.fields(f"{2 * used}Q", at + 24)[1::2]
                nodes.extend(reversed(below))
                continue
            self._bytes.marked(b"SNOD", at)
            (count,) = self._bytes.fields("H", at + 6)
            for i in range(count):
                name, header, cache = self._bytes.fields("QQI", at + 8 + 40 * i)
                part = self._bytes.name(names + name)
                if cache == _SOFT_LINK:
                    raise EngineError(
                        f"{shown(part)} in the HDF5 file is a link to another place; expected each "
                        "tensor where Keras puts it: save the model anew."
                    )
                yield part, header

    def _tensor(self, path: str, found: dict[int, bytes], words: dict[str, str]) -> FileTensor:
        datatype = messages.datatype(found[messages.DATATYPE])
        shape = messages.dataspace(found[messages.DATASPACE])
        dtype, size = datatype.name, math.prod(shape or ()) * datatype.size
        if (dtype, words.get("dtype")) == ("opaque2", "bfloat16"):
            dtype = "bfloat16"
        if shape is None or not size:
            return FileTensor(dtype, shape or (0,), partial(_refuse, path, "has no numbers"))
        if dtype not in FLOATS:
            return FileTensor(dtype, shape, partial(_refuse, path, f"has the type {dtype}"))
        data = self._data(found, size)
        if data is None:
            how = "is compressed, cut into chunks or kept in another file"
            return FileTensor(dtype, shape, partial(_refuse, path, how))
        return FileTensor(dtype, shape, partial(in_bytes, data, dtype, shape, datatype.byte_order))

    def _data(self, found: dict[int, bytes], size: int) -> memoryview | None:
        """Where the numbers lie, if they lie in one piece."""
        layout = found[messages.LAYOUT]
        version, kind = messages.unpack("BB", layout)
        if version not in (3, 4) or messages.EXTERNAL in found or messages.FILTERS in found:
            return None
        if kind == _COMPACT:
            (stored,) = messages.unpack("H", layout[2:])
            data = memoryview(layout)[4 : 4 + stored]
        elif kind == _CONTIGUOUS:
            at, stored = messages.unpack("QQ", layout[2:])
            if at == _UNDEFINED:  # never written
                return None
            data = self._bytes.view(at, stored)
        else:
            return None
        self._stored += len(data)
        if len(data) != size:
            raise broken(f"a tensor has {len(data)} bytes, and its shape and type {size}")
        if self._stored > len(self._bytes):
            raise broken("its tensors lie on one another")
        return data


def _other_form() -> EngineError:
    return EngineError(
        "The HDF5 file is in another form than the one that Keras and h5py write by default: "
        "load the model in Keras and save it anew."
    )


def _refuse(path: str, how: str) -> Never:
    raise EngineError(
        f"{shown(path)} {how}; expected float numbers as Keras stores them: load the model in "
        "Keras and save it anew.",
        path,
    )
