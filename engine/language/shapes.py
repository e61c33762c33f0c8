"""What gives elements another shape or order: views and permutations, in PyTorch's words."""

import math
from typing import Any

import numpy as np

from engine.language import arguments
from engine.language.errors import AskError
from engine.sources import Axes, Tracked, most_elements


def permuted(a: Tracked, order: tuple[int, ...]) -> Tracked:
    """The axes in another order."""
    return a.moved(lambda array: array.transpose(order), tuple(a.axes[k] for k in order))


def reshaped(a: Tracked, shape: tuple[int, ...], *, may_copy: bool) -> Tracked:
    """The elements in their order, as another shape; where -1 stands, what is left."""
    whole = _completed(a, shape)
    named = _axes_of(a, whole)
    if may_copy:
        return a.moved(lambda array: array.reshape(whole), named)
    try:
        return a.moved(lambda array: np.reshape(array, whole, copy=False), named)
    except ValueError:
        raise AskError(
            "view size is not compatible with input tensor's size and stride (at least one "
            "dimension spans across two contiguous subspaces). Use .reshape(…) instead."
        ) from None


def _completed(a: Tracked, shape: tuple[int, ...]) -> tuple[int, ...]:
    size, given = a.value.size, math.prod(n for n in shape if n != -1)
    if shape.count(-1) > 1:
        raise AskError("only one dimension can be inferred, and -1 stands twice.")
    if any(n < -1 for n in shape):
        raise AskError(f"invalid shape dimension {min(shape)}.")
    fits = given > 0 and size % given == 0 if -1 in shape else given == size
    if not fits:
        raise AskError(
            f"shape '{arguments.shape_text(shape)}' is invalid for input of size {size}, "
            f"which has shape {arguments.shape_text(a.shape)}."
        )
    return tuple(size // given if n == -1 else n for n in shape)


def _axes_of(a: Tracked, shape: tuple[int, ...]) -> Axes:
    """The names after a reshape: axes that are made one are named by their parts, as "T·B"."""
    if shape == a.shape:
        return a.axes
    names: list[str | None] = []
    i = j = 0
    while i < len(a.shape) and j < len(shape):
        i_end, j_end = i + 1, j + 1
        old, new = a.shape[i], shape[j]
        while old != new and i_end <= len(a.shape) and j_end <= len(shape):
            if old < new and i_end < len(a.shape):
                old, i_end = old * a.shape[i_end], i_end + 1
            elif new < old and j_end < len(shape):
                new, j_end = new * shape[j_end], j_end + 1
            else:
                return (None,) * len(shape)
        names += _group(a, i, i_end, shape[j:j_end])
        i, j = i_end, j_end
    return (*names, *(None for _ in shape[j:]))


def _group(a: Tracked, start: int, end: int, shape: tuple[int, ...]) -> list[str | None]:
    old = a.axes[start:end]
    if len(shape) == 1:
        if len(old) == 1:
            return [old[0]]
        # An axis of length 1 has no part in the order of the others.
        parts = [name for k, name in enumerate(old, start) if a.shape[k] != 1]
        return ["·".join(map(str, parts)) if all(parts) and parts else None]
    sizes = a.sets.places.sizes
    split = (old[0] or "").split("·") if len(old) == 1 else []
    if [sizes.get(part) for part in split] == list(shape):
        return [*split]
    return [None] * len(shape)


def view(a: Tracked, *shape: Any) -> Tracked:
    """The same elements without a copy; refused where PyTorch refuses it."""
    return reshaped(a, arguments.spread("shape", shape), may_copy=False)


def reshape(a: Tracked, *shape: Any) -> Tracked:
    """The same elements, copied where they have to be."""
    return reshaped(a, arguments.spread("shape", shape), may_copy=True)


def flatten(a: Tracked, start_dim: Any = 0, end_dim: Any = -1) -> Tracked:
    """The axes from one to another made one."""
    ndim = a.value.ndim
    start, end = arguments.axis(start_dim, ndim), arguments.axis(end_dim, ndim)
    if start > end:
        raise AskError("flatten() has invalid args: start_dim cannot come after end_dim.")
    if ndim == 0:
        return reshaped(a, (1,), may_copy=True)
    middle = math.prod(a.shape[start : end + 1])
    return reshaped(a, (*a.shape[:start], middle, *a.shape[end + 1 :]), may_copy=True)


def unflatten(a: Tracked, dim: Any, sizes: Any) -> Tracked:
    """One axis made several."""
    k = arguments.axis(dim, a.value.ndim)
    parts = arguments.wholes("sizes", sizes)
    given = math.prod(n for n in parts if n != -1)
    whole = tuple(a.shape[k] // max(given, 1) if n == -1 else n for n in parts)
    if math.prod(whole) != a.shape[k]:
        raise AskError(
            f"unflatten: Provided sizes {list(parts)} don't multiply up to the size of dim {k} "
            f"({a.shape[k]}) in the input tensor."
        )
    return reshaped(a, (*a.shape[:k], *whole, *a.shape[k + 1 :]), may_copy=False)


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
    chosen = arguments.axes(dim, a.value.ndim)
    gone = tuple(k for k in chosen if a.value.ndim and a.shape[k] == 1)
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


def contiguous(a: Tracked) -> Tracked:
    """The same elements, in memory as they are counted."""
    return a.moved(np.ascontiguousarray if a.value.ndim else lambda array: array, a.axes)


def fits(shape: tuple[int, ...]) -> None:
    """Refuse to make a tensor that is too large."""
    if math.prod(shape) > most_elements // 4:
        raise AskError(
            f"A tensor of shape {arguments.shape_text(shape)} has {math.prod(shape):,} elements; "
            f"at most {most_elements // 4:,} are made."
        )
