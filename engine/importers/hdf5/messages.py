"""The messages of an HDF5 object header that describe a dataset or an attribute.

Source: https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html, section IV.A.2
"""

import math
import struct
from dataclasses import dataclass

from .bytes import broken

DATASPACE, DATATYPE, EXTERNAL, LAYOUT, FILTERS, ATTRIBUTE, CONTINUATION, SYMBOLS = (
    *(0x01, 0x03, 0x07, 0x08, 0x0B, 0x0C, 0x10, 0x11),
)

_INTEGER, _FLOAT, _STRING, _OPAQUE, _VARIABLE = 0, 1, 3, 5, 9
_IEEE = {2: (10, 5, 0, 10), 4: (23, 8, 0, 23), 8: (52, 11, 0, 52)}  # where the exponent lies, ...


@dataclass(frozen=True)
class Datatype:
    """What one element is.

    Attributes:
        name: "float32", "int64" and so on; "opaque2" and "variable text" for what is none.
        size: of one element, in bytes.
        byte_order: "<" or ">".
    """

    name: str
    size: int
    byte_order: str = "<"


@dataclass(frozen=True)
class Attribute:
    """A word about an object, by its name; its value is where ``data`` says."""

    name: str
    datatype: Datatype
    shape: tuple[int, ...] | None
    data: bytes


def datatype(message: bytes) -> Datatype:
    """Read a datatype message.

    Args:
        message: its bytes, without the header in front.

    Returns:
        The datatype.

    Raises:
        EngineError: it is cut off.
    """
    head, b0, size = unpack("BB2xI", message)
    kind = head & 15
    order = "<>"[b0 & 1]
    if kind == _FLOAT:
        numbers = unpack("HHBBBB", message[8:])
        standard = size in _IEEE and numbers == (0, 8 * size, *_IEEE[size])
        return Datatype(f"float{8 * size}" if standard else "unknown float", size, order)
    if kind == _INTEGER:
        return Datatype(f"{'' if b0 & 8 else 'u'}int{8 * size}", size, order)
    if kind == _VARIABLE and b0 & 15 == 1:
        return Datatype("variable text", size)
    known = {_STRING: "text", _OPAQUE: f"opaque{size}"}
    return Datatype(known.get(kind, f"HDF5 class {kind}"), size)


def dataspace(message: bytes) -> tuple[int, ...] | None:
    """Read a dataspace message.

    Args:
        message: its bytes.

    Returns:
        The shape, () for a single value, None for no value at all.

    Raises:
        EngineError: it is cut off or of a later version.
    """
    version, axes, _, kind = unpack("BBBB", message)
    if version not in (1, 2):
        raise broken(f"a dataspace has version {version}")
    if version == 2 and kind == 2:
        return None
    return unpack(f"{axes}Q", message[8 if version == 1 else 4 :])


def attribute(message: bytes) -> Attribute:
    """Read an attribute message.

    Args:
        message: its bytes.

    Returns:
        The attribute.

    Raises:
        EngineError: it is cut off or of a later version.
    """
    version, _, *sizes = unpack("BBHHH", message)
    if version not in (1, 2, 3):
        raise broken(f"an attribute has version {version}")
    at = 9 if version == 3 else 8
    parts = []
    for size in sizes:
        parts.append(message[at : at + size])
        at += math.ceil(size / 8) * 8 if version == 1 else size
    name = parts[0].partition(b"\0")[0].decode(errors="replace")
    return Attribute(name, datatype(parts[1]), dataspace(parts[2]), message[at:])


def unpack(layout: str, message: bytes) -> tuple[int, ...]:
    """Little-endian numbers at the start of a message.

    Raises:
        EngineError: it is cut off.
    """
    size = struct.calcsize("<" + layout)
    if len(message) < size:
        raise broken(f"a message has {len(message)} bytes, fewer than {size}")
    return struct.unpack("<" + layout, message[:size])
