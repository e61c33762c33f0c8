"""Reshapes: the same elements in their order, under other axes, in PyTorch's words."""

import math
from typing import Any

import numpy as np

from ...sources.tracked import Axes, Tracked
from ..errors import AskError
from . import arguments


def reshaped(a: Tracked, shape: tuple[int, ...], *, may_copy: bool) -> Tracked:
    """The elements in their order, as another shape; where -1 stands, what is left."""
    whole = _completed(a, shape)
    named = _axes_of(a, whole)
    if not may_copy:
        try:
            np.reshape(a.value, whole, copy=False)
        except ValueError:
            raise AskError(
                "view size is not compatible with input tensor's size and stride (at least one "
                "dimension spans across two contiguous subspaces). Use .reshape(…) instead."
            ) from None
    return a.moved(lambda array: array.reshape(whole), named)


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
    if len(old) == 1 and sum(n != 1 for n in shape) == 1:
        return [old[0] if n != 1 else None for n in shape]
    sizes = a.sets.places.sizes
    split = (old[0] or "").split("·") if len(old) == 1 else []
    if [sizes.get(part) for part in split] == list(shape):
        return [*split]
    if len(old) == 1 and sum(n != 1 for n in shape) == 1:  # all of it, beside axes of length 1
        return [old[0] if n != 1 else None for n in shape]
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
