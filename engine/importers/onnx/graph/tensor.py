"""The numbers of one tensor in an ONNX file."""

from typing import TYPE_CHECKING, Any

import numpy as np

from ....errors import EngineError
from ...tensors import FLOATS
from ...wording import shown

if TYPE_CHECKING:
    from onnx import TensorProto

# TensorProto.DataType: the name of each, and the field that holds its numbers if raw_data doesn't.
TYPES = {
    1: ("float32", "float_data"),
    10: ("float16", "int32_data"),
    11: ("float64", "double_data"),
    16: ("bfloat16", "int32_data"),
    6: ("int32", "int32_data"),
    7: ("int64", "int64_data"),
}
IN_ANOTHER_FILE = 1  # TensorProto.DataLocation


def numbers_of(name: str, tensor: "TensorProto") -> Any:
    """The numbers of a tensor of one of TYPES, in its shape; bfloat16 as its bits."""
    if tensor.data_location == IN_ANOTHER_FILE:
        raise EngineError(
            f"The numbers of {shown(name)} lie in another file (external data): save the model as "
            "one file, onnx.save(model, path, save_as_external_data=False)."
        )
    if tensor.data_type not in TYPES:
        raise EngineError(
            f"{shown(name)} has the type {tensor.data_type} of ONNX' TensorProto.DataType; "
            f"expected {' or '.join(FLOATS)}: export the model without quantizing it."
        )
    dtype, field = TYPES[tensor.data_type]
    stored = np.dtype(FLOATS[dtype][0] if dtype in FLOATS else dtype).newbyteorder("<")
    if tensor.HasField("raw_data"):
        raw = tensor.raw_data
        numbers = np.frombuffer(raw, stored, len(raw) // stored.itemsize)
    else:
        values = getattr(tensor, field)
        if field == "int32_data" and dtype in FLOATS:  # two bytes of each number are its bits
            bits = np.fromiter(values, np.int32, len(values))
            numbers = bits.astype(np.uint16).view(stored)
        else:
            numbers = np.fromiter(values, stored, len(values))
    shape = tuple(tensor.dims)
    try:
        if min(shape, default=0) >= 0:  # or numpy would fill in a -1
            return numbers.reshape(shape)
    except ValueError:
        pass
    raise EngineError(
        f"{shown(name)} declares the shape {shown(str(shape))}, "
        f"but {numbers.size} numbers are there."
    )
