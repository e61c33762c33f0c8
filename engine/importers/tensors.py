"""Tensors as a file declares them: their numbers stay in the file until a network asks for them."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..arrays import Array
from ..errors import EngineError
from .wording import shown

MOST_TENSORS = 10_000
LONGEST_NAME = 1_000
MOST_AXES = 64
TOO_LARGE = 2**63
SPARE = 2**24  # bytes, beyond what grows with the file

# The type that a file stores, and the one that it is computed in; bfloat16 is read by its bits.
FLOATS = {
    "float16": ("f2", "float32"),
    "bfloat16": ("u2", "float32"),
    "float32": ("f4", "float32"),
    "float64": ("f8", "float64"),
}

Raw = npt.NDArray[Any]


@dataclass(frozen=True)
class FileTensor:
    """One tensor of a file.

    Attributes:
        dtype: "float32" and so on; a type that is no float by any name.
        shape: its axes.
        read: gives the numbers in this shape, in the file's own type and byte order; called for
            the types in ``FLOATS`` only.
    """

    dtype: str
    shape: tuple[int, ...]
    read: Callable[[], Raw]

    @property
    def count(self) -> int:
        """How many numbers it has."""
        return math.prod(self.shape)

    @property
    def computed(self) -> str:
        """The type that it is computed in."""
        return FLOATS[self.dtype][1]

    def floats(self) -> Array:
        """A copy of the numbers, float32 or float64; the narrower types are widened."""
        raw = self.read()
        if self.dtype != "bfloat16":
            return raw.astype(self.computed)
        bits = raw.astype(np.uint32)
        bits <<= 16  # bfloat16 is the upper half of a float32
        return bits.view(np.float32)


def in_bytes(data: memoryview, dtype: str, shape: tuple[int, ...], byte_order: str = "<") -> Raw:
    """The numbers of a float type that lie in ``data`` one after another; no copy."""
    return np.frombuffer(data, byte_order + FLOATS[dtype][0], math.prod(shape)).reshape(shape)


def add(tensors: dict[str, FileTensor], key: str, tensor: FileTensor) -> None:
    """Note one more tensor of a file.

    Raises:
        EngineError: the name is there already or is too long, the shape is none that an array can
            have, or there are too many tensors.
    """
    if len(key) > LONGEST_NAME or not _can_be_written(key):
        raise EngineError(
            f"The name {shown(key)} in the file has {len(key)} characters; "
            f"expected at most {LONGEST_NAME}, all of them valid Unicode."
        )
    if len(tensor.shape) > MOST_AXES or any(size >= TOO_LARGE for size in tensor.shape):
        raise EngineError(f"{shown(key)} has a shape in the file that no array has.")
    if key in tensors:
        raise EngineError(f"The file holds {shown(key)} twice; expected each name once.")
    if len(tensors) == MOST_TENSORS:
        raise EngineError(
            f"The file holds more than {MOST_TENSORS} tensors: save the state_dict alone."
        )
    tensors[key] = tensor


def check_size(tensors: Iterable[FileTensor], file_size: int) -> None:
    """Refuse tensors that come to far more bytes than the file has, before any is read.

    Raises:
        EngineError: compression, shared storages or strides of 0 blow them up.
    """
    size = sum(tensor.count * np.dtype(tensor.computed).itemsize for tensor in tensors)
    most = 2 * file_size + SPARE
    if size > most:
        raise EngineError(
            f"The network's tensors come to {size} bytes, but the file has {file_size}; expected "
            f"at most {most}: save them uncompressed, each with numbers of its own."
        )


def _can_be_written(key: str) -> bool:
    try:
        key.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True
