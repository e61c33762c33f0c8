"""An ONNX file's bytes to its protocol buffer, with an end to what the bytes may ask for.

An empty message takes two bytes in a file and two hundred in memory, and a number as short as one
byte takes eight, so the parser alone would take a hundred times the file's size. All entries are
counted first, without making any, and a file that has far too many is refused.

Source: https://protobuf.dev/programming-guides/encoding/ and onnx.proto of
https://github.com/onnx/onnx.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from engine.errors import EngineError

if TYPE_CHECKING:
    import onnx

MOST_ENTRIES = 400_000  # an export of five thousand nodes, with its notes, has fewer
OF_MESSAGE = 5  # entries that a message counts for, as it takes that much more memory

NUMBER, BYTES = 0, 2  # protobuf's wire types: a number of any length; bytes with their length
FIXED = {1: 8, 5: 4}  # and numbers of a fixed size


def parse(data: bytes) -> "onnx.ModelProto":
    """Parse an ONNX model.

    Args:
        data: the file's bytes.

    Returns:
        The model; nothing in it is checked.

    Raises:
        EngineError: the package onnx is missing, or the bytes are no such file.
    """
    try:
        import onnx
        from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
    except ImportError as error:
        raise EngineError(
            "Reading an ONNX file needs the package onnx: pip install 'unrolled[onnx]'."
        ) from error
    _count_entries(data, onnx.ModelProto.DESCRIPTOR)
    try:
        model: onnx.ModelProto = onnx.ModelProto.FromString(data)
    except DecodeError as error:
        raise EngineError(
            f"The file of {len(data)} bytes is no ONNX model, or a part of it is missing."
        ) from error
    return model


def _count_entries(data: bytes, root: Any) -> None:
    entries = 0
    messages = [(0, len(data), root)]  # where each starts and ends, and its descriptor
    while messages:
        at, end, descriptor = messages.pop()
        inner, long_numbers = _kinds(descriptor)
        while at < end:
            entries += 1
            if entries > MOST_ENTRIES:
                raise EngineError(
                    "The ONNX file has far more parts than a network of "
                    "recurrent layers needs: export those layers alone."
                )
            tag, at = _varint(data, at, end)
            field, wire_type = tag >> 3, tag & 7
            if wire_type == NUMBER:
                _, at = _varint(data, at, end)
                continue
            if wire_type == BYTES:
                size, at = _varint(data, at, end)
            elif wire_type in FIXED:
                size = FIXED[wire_type]
            else:
                raise EngineError(f"The file is no ONNX model: byte {at} has type {wire_type}.")
            if size > end - at:
                raise EngineError(
                    f"The ONNX file is cut off: byte {at} announces {size} more bytes, "
                    f"but {end - at} are left."
                )
            if wire_type == BYTES and field in inner:
                entries += OF_MESSAGE
                messages.append((at, at + size, inner[field]))
            elif wire_type == BYTES and field in long_numbers:
                entries += size // 2
            at += size


def _varint(data: bytes, at: int, end: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where it ends."""
    value = shift = 0
    while at < end and shift < 70:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
    raise EngineError(f"The file is no ONNX model, or is cut off at byte {at}.")


@cache
def _kinds(descriptor: Any) -> tuple[dict[int, Any], frozenset[int]]:
    """A message's fields that are messages, and those that are 64-bit numbers of any length."""
    fields = descriptor.fields_by_number
    inner = {number: each.message_type for number, each in fields.items() if each.message_type}
    long_types = (descriptor.fields[0].TYPE_INT64, descriptor.fields[0].TYPE_UINT64)
    return inner, frozenset(number for number, each in fields.items() if each.type in long_types)
