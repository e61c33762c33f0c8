"""An ONNX file's bytes to its protocol buffer, with an end to what the bytes may ask for.

An empty message takes two bytes in a file and two hundred in memory, and a number as short as one
byte takes eight, so the parser alone would take a hundred times the file's size. All entries are
looked at first, without making any, and a file that has far too many is refused.

Source: https://protobuf.dev/programming-guides/encoding/ and onnx.proto of
https://github.com/onnx/onnx.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from ....errors import EngineError

if TYPE_CHECKING:
    import onnx

MOST_ENTRIES = 400_000  # an export of five thousand nodes, with its notes, has fewer
OF_MESSAGE = 5  # entries that a message counts for, as it takes that much more memory

NUMBER, BYTES = 0, 2  # protobuf's wire types: a number of any length; bytes with their length
FIXED = {1: 8, 5: 4}  # and numbers of a fixed size
STRING, MESSAGE, LONG_NUMBERS = 9, 11, (3, 4)  # FieldDescriptor's types


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
    _check(data, onnx.ModelProto.DESCRIPTOR)
    try:
        model: onnx.ModelProto = onnx.ModelProto.FromString(data)
    except DecodeError as error:
        raise EngineError(
            f"The file of {len(data)} bytes is no ONNX model, or a part of it is missing."
        ) from error
    return model


def _check(data: bytes, root: Any) -> None:
    entries = 0
    messages = [(0, len(data), root)]  # where each starts and ends, and its descriptor
    while messages:
        at, end, descriptor = messages.pop()
        fields = _fields(descriptor)
        while at < end:
            entries += 1
            tag, at = _varint(data, at, end)
            field, wire_type = tag >> 3, tag & 7
            if tag >= 2**32 or wire_type not in (NUMBER, BYTES, *FIXED):
                raise EngineError(f"The file is no ONNX model: no field begins before byte {at}.")
            size = FIXED.get(wire_type, 0)
            if wire_type == NUMBER:
                _, at = _varint(data, at, end)
            elif wire_type == BYTES:
                size, at = _varint(data, at, end)
            if size > end - at:
                raise EngineError(
                    f"The ONNX file is cut off: byte {at} announces {size} more bytes, "
                    f"but {end - at} are left."
                )
            kind, message = fields.get(field, (0, None))
            if wire_type == BYTES and kind == MESSAGE:
                entries += OF_MESSAGE
                messages.append((at, at + size, message))
            elif wire_type == BYTES and kind in LONG_NUMBERS:
                entries += size // 2
            elif wire_type == BYTES and kind == STRING:
                _check_text(data[at : at + size], at)
            if entries > MOST_ENTRIES:
                raise EngineError(
                    "The ONNX file has far more parts than a network of recurrent layers needs: "
                    "export those layers alone."
                )
            at += size


def _check_text(text: bytes, at: int) -> None:
    try:
        text.decode()
    except UnicodeDecodeError as error:
        raise EngineError(
            f"The ONNX file is broken: byte {at} begins a text in no UTF-8."
        ) from error


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
def _fields(descriptor: Any) -> dict[int, tuple[int, Any]]:
    """A message's fields by their numbers: the type, and the descriptor of a message."""
    fields = descriptor.fields_by_number
    return {number: (each.type, each.message_type) for number, each in fields.items()}
