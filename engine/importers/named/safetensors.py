"""safetensors: a JSON header and one buffer. bfloat16, which numpy lacks, included.

Source: https://huggingface.co/docs/safetensors/index#format
"""

import json
import math
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import safetensors.numpy

from ...arrays import NamedArrays
from ...errors import EngineError
from ..tensors import TOO_LARGE, FileTensor, add, in_bytes
from ..wording import shown

LONGEST_HEADER = 2**21  # bytes; a hundred or so a tensor

_dtypes = {"F16": "float16", "BF16": "bfloat16", "F32": "float32", "F64": "float64"}
_widths = {"float16": 2, "bfloat16": 2, "float32": 4, "float64": 8}


def read(data: bytes) -> tuple[dict[str, FileTensor], dict[str, str]]:
    """Read what a safetensors file holds.

    Args:
        data: the whole file.

    Returns:
        Its tensors by name, and its words, the metadata.

    Raises:
        EngineError: it is truncated, or its header declares what isn't there.
    """
    header, start = _header(data)
    about = header.pop("__metadata__", {})
    if not isinstance(about, dict) or not all(isinstance(text, str) for text in about.values()):
        raise EngineError("The safetensors file's __metadata__ has values that are no strings.")
    buffer = memoryview(data)[start:]
    tensors: dict[str, FileTensor] = {}
    spans = []
    for key, entry in header.items():
        dtype, shape, begin, end = _entry(key, entry)
        numbers = partial(in_bytes, buffer[begin:end], dtype, shape)
        add(tensors, key, FileTensor(dtype, shape, numbers))
        spans.append((begin, end, key))
        width = _widths.get(dtype)
        if width and end - begin != math.prod(shape) * width:
            raise EngineError(
                f"{shown(key)} has {end - begin} bytes in the file; "
                f"expected {math.prod(shape) * width} for {dtype} of shape {shape}."
            )
    _check_spans(spans, len(buffer))
    return tensors, about


def write(tensors: NamedArrays, words: Mapping[str, str]) -> bytes:
    """The safetensors file of these tensors and words."""
    whole = {name: np.ascontiguousarray(value) for name, value in tensors.items()}
    return safetensors.numpy.save(whole, dict(words))


def _header(data: bytes) -> tuple[dict[str, Any], int]:
    """The parsed header, and where the buffer starts."""
    size = int.from_bytes(data[:8], "little")
    if size > min(LONGEST_HEADER, len(data) - 8):
        raise EngineError(
            f"The safetensors file declares a header of {size} bytes; expected at most "
            f"{LONGEST_HEADER}, and {len(data) - 8} are there: the file is truncated or no such."
        )
    try:
        header = json.loads(data[8 : 8 + size].decode(), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise EngineError(f"The safetensors file's header is no JSON ({error}).") from error
    if not isinstance(header, dict):
        raise EngineError("The safetensors file's header is no JSON object of tensors.")
    return header, 8 + size


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("it has a name twice")
    return found


def _entry(key: str, entry: object) -> tuple[str, tuple[int, ...], int, int]:
    """The dtype, shape, and the first and past-the-last byte of a tensor."""
    match entry:
        case {"dtype": str(dtype), "shape": list(shape), "data_offsets": [begin, end]}:
            if all(type(size) is int and 0 <= size < TOO_LARGE for size in (*shape, begin, end)):
                return _dtypes.get(dtype, dtype), tuple(shape), begin, end
    raise EngineError(
        f"{shown(key)} is declared wrongly in the safetensors header; "
        "expected dtype, shape and data_offsets."
    )


def _check_spans(spans: list[tuple[int, int, str]], size: int) -> None:
    """Tensors lie in the buffer one after another, and fill it."""
    at = 0
    for begin, end, key in sorted(spans):
        if begin != at or end < begin:
            raise EngineError(
                f"{shown(key)} is said to lie at bytes {begin} to {end} of the safetensors file's "
                f"buffer; expected it to begin at {at}, where the tensor before it ends."
            )
        at = end
    if at != size:
        raise EngineError(
            f"The safetensors file has {size} bytes of tensors and declares {at}: it is "
            "truncated, or has something appended."
        )
