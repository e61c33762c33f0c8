"""What gives axes another order, adds some or takes some away, in PyTorch's words."""

import math
from typing import Any

import numpy as np

from ...sources.sets import most_elements
from ...sources.tracked import Tracked, most_axes
from ..errors import AskError
from . import arguments


def permuted(a: Tracked, order: tuple[int, ...]) -> Tracked:
    """The axes in another order."""
    return a.moved(lambda array: array.transpose(order), tuple(a.axes[k] for k in order))


def permute(a: Tracked, *dims: Any) -> Tracked:
    """The axes in the order that is given; all of them have to stand in it."""
    wanted = arguments.spread("dims", dims)
    if len(wanted) != a.value.ndim:
        raise AskError(
            f"permute: the number of dimensions in the tensor input does not match the length of "
            f"the desired ordering of dimensions: {a.value.ndim} is not equal to {len(wanted)}."
        )
    order = tuple(arguments.axis(each, a.value.ndim) for each in wanted)
    if len(set(order)) < len(order):
        raise AskError("permute(): duplicate dims are not allowed.")
    return permuted(a, order)


def transpose(a: Tracked, dim0: Any, dim1: Any) -> Tracked:
    """Two axes exchanged."""
    i, j = arguments.axis(dim0, a.value.ndim), arguments.axis(dim1, a.value.ndim)
    order = list(range(a.value.ndim))
    if order:
        order[i], order[j] = order[j], order[i]
    return permuted(a, tuple(order))


def t(a: Tracked) -> Tracked:
    """The transpose of a matrix."""
    if a.value.ndim > 2:
        raise AskError(f"t() expects a tensor with <= 2 dimensions, but self is {a.value.ndim}D.")
    return permuted(a, tuple(reversed(range(a.value.ndim))))


def T(a: Tracked) -> Tracked:
    """All axes the other way round."""
    return permuted(a, tuple(reversed(range(a.value.ndim))))


def mT(a: Tracked) -> Tracked:
    """The last two axes exchanged."""
    if a.value.ndim < 2:
        raise AskError(f"tensor.mT needs at least 2 dimensions, but the tensor has {a.value.ndim}.")
    return transpose(a, -2, -1)


def movedim(a: Tracked, source: Any, destination: Any) -> Tracked:
    """Axes moved to other places, the rest in their order."""
    ndim = a.value.ndim
    old = [arguments.axis(each, ndim) for each in arguments.wholes("source", source)]
    new = [arguments.axis(each, ndim) for each in arguments.wholes("destination", destination)]
    if len(old) != len(new) or len(set(old)) < len(old) or len(set(new)) < len(new):
        raise AskError("movedim: source and destination have to be as many axes, each once.")
    rest = iter(k for k in range(ndim) if k not in old)
    given = dict(zip(new, old, strict=True))
    return permuted(a, tuple(given[k] if k in given else next(rest) for k in range(ndim)))


def squeeze(a: Tracked, dim: Any = None) -> Tracked:
    """Without axes of length 1."""
    chosen = () if dim == () else arguments.axes(dim, a.value.ndim)
    gone = tuple(k for k in chosen if a.shape[k] == 1)
    rest = tuple(name for k, name in enumerate(a.axes) if k not in gone)
    return a.moved(lambda array: array.squeeze(gone), rest)


def unsqueeze(a: Tracked, dim: Any) -> Tracked:
    """With another axis of length 1."""
    k = arguments.axis(dim, a.value.ndim + 1)
    return a.moved(lambda array: np.expand_dims(array, k), (*a.axes[:k], None, *a.axes[k:]))


def expand(a: Tracked, *sizes: Any) -> Tracked:
    """Axes of length 1 repeated without a copy; -1 leaves one as it is."""
    wanted = arguments.spread("sizes", sizes)
    ahead = len(wanted) - a.value.ndim
    if ahead < 0:
        raise AskError(
            f"expand: the number of sizes provided ({len(wanted)}) must be greater or equal to "
            f"the number of dimensions in the tensor ({a.value.ndim})."
        )
    shape = list(wanted)
    for k, (n, size) in enumerate(zip(wanted[ahead:], a.shape, strict=True), ahead):
        shape[k] = size if n == -1 else n
        if size not in (1, shape[k]):
            raise AskError(
                f"The expanded size of the tensor ({n}) must match the existing size ({size}) at "
                f"non-singleton dimension {k}. Target sizes: {list(wanted)}. "
                f"Tensor sizes: {arguments.shape_text(a.shape)}."
            )
    if min(shape, default=0) < 0:
        raise AskError("expand: -1 can't stand for an axis that the tensor hasn't got.")
    fits(tuple(shape))
    names = (*(None for _ in range(ahead)), *a.axes)
    return a.moved(lambda array: np.broadcast_to(array, shape), names)


def repeat(a: Tracked, *sizes: Any) -> Tracked:
    """The elements over again along each axis."""
    wanted = arguments.spread("repeats", sizes)
    ahead = len(wanted) - a.value.ndim
    if ahead < 0 or min(wanted, default=0) < 0:
        raise AskError(
            "Number of dimensions of repeat dims can not be smaller than number of dimensions of "
            f"tensor, {a.value.ndim}, and none may be negative."
        )
    shape = ((1,) * ahead) + a.shape
    fits(tuple(n * size for n, size in zip(wanted, shape, strict=True)))
    names = (*(None for _ in range(ahead)), *a.axes)
    names = tuple(name if n == 1 else None for n, name in zip(wanted, names, strict=True))
    return a.moved(lambda array: np.tile(array, wanted), names)


def tile(a: Tracked, *sizes: Any) -> Tracked:
    """As ``repeat``; axes for which nothing is given stay as they are."""
    wanted = arguments.spread("dims", sizes)
    return repeat(a, (*[1] * (a.value.ndim - len(wanted)), *wanted))


def contiguous(a: Tracked) -> Tracked:
    """The same elements, in memory as they are counted."""
    return a.moved(np.ascontiguousarray if a.value.ndim else lambda array: array, a.axes)


def fits(shape: tuple[int, ...]) -> None:
    """Refuse to make a tensor that is too large, be it along an axis beside one of length 0."""
    if len(shape) > most_axes:
        raise AskError(f"A tensor has at most {most_axes} axes; this would have {len(shape)}.")
    elements = math.prod(max(n, 1) for n in shape)
    if elements > most_elements // 4:
        raise AskError(
            f"A tensor of shape {arguments.shape_text(shape)} has {elements:,} elements; "
            f"at most {most_elements // 4:,} are made."
        )
