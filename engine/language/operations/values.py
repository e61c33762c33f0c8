"""What a tensor tells of itself as numbers of Python's."""

from typing import Any

from ...sources.tracked import Tracked
from ..errors import AskError
from . import arguments


def shape_of(other: Any) -> tuple[int, ...]:
    """The shape of a tensor that another is to have."""
    return arguments.tensor("other", other).shape


def size(a: Tracked, dim: Any = None) -> Any:
    """The shape, or the length of one axis."""
    shape = tuple(a.shape)
    return shape if dim is None else shape[arguments.axis(dim, len(shape))]


def numel(a: Tracked) -> int:
    """How many elements there are."""
    return a.value.size


def dim(a: Tracked) -> int:
    """How many axes there are."""
    return a.value.ndim


def tolist(a: Tracked) -> Any:
    """Lists of numbers; what was read from states stays a tensor, which can be indexed alike."""
    return arguments.bounded(a.value.tolist()) if a.is_constant else a


def item(a: Tracked) -> Any:
    """The number of a single element; one that was read from states keeps its source."""
    if a.value.size != 1:
        raise AskError("a Tensor with several elements cannot be converted to Scalar.")
    return a.value.item() if a.is_constant else a.moved(lambda array: array.reshape(()), ())
