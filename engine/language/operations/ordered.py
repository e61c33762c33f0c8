"""What goes along an axis in an order: sorted, rolled, over again, or summed up to each place."""

from typing import Any

import numpy as np

from ...sources.places import Ids
from ...sources.tracked import Tracked, view_cost
from ..errors import AskError
from . import arguments, shapes
from .reductions import Extremes


def sort(a: Tracked, dim: Any = -1, descending: Any = False, stable: Any = False) -> Extremes:
    """The elements of an axis in order, and where each stood; equal ones stay as they were."""
    k = arguments.axis(dim, a.value.ndim)
    if not a.value.ndim:
        return Extremes(a, Tracked(np.array(0), a.ids, (), a.sets))
    falls = arguments.truth("descending", descending)
    value = np.flip(a.value, k) if falls else a.value
    order = np.argsort(value, axis=k, kind="stable")
    if falls:  # sorted the other way round, and turned, equal ones are in their order again
        order = np.flip(a.shape[k] - 1 - order, k)
    found = a.moved(lambda array: np.take_along_axis(array, order, k), a.axes)
    return Extremes(found, Tracked(order, found.ids, found.axes, found.sets))


def argsort(a: Tracked, dim: Any = -1, descending: Any = False, stable: Any = False) -> Tracked:
    """Where the elements of an axis in order stood."""
    return sort(a, dim, descending).indices


def topk(a: Tracked, k: Any, dim: Any = -1, largest: Any = True, sorted: Any = True) -> Extremes:
    """The k largest, or smallest, of an axis, and where each stood."""
    axis, n = arguments.axis(dim, a.value.ndim), arguments.whole("k", k)
    if not a.value.ndim or not 0 <= n <= a.shape[axis]:
        raise AskError(
            f"selected index k out of range: k is {n}, and the shape "
            f"{arguments.shape_text(a.shape)}."
        )
    first = (*[slice(None)] * axis, slice(n))
    values, indices = (
        each.moved(lambda array: array[first], a.axes) for each in sort(a, axis, largest)
    )
    return Extremes(values, indices)


def cumsum(a: Tracked, dim: Any) -> Tracked:
    """The sum up to each place of an axis, which was read from all places up to there."""
    k = arguments.axis(dim, a.value.ndim)
    if not a.value.size or not a.value.ndim:
        return a
    dtype = a.value.dtype if a.value.dtype.kind == "f" else np.dtype(np.int64)
    ids = a.ids if a.is_constant else np.moveaxis(_united_up_to(a, k), 0, k)
    with np.errstate(all="ignore"):
        value = np.cumsum(a.value, axis=k, dtype=dtype)
    return Tracked(value, ids, a.axes, a.sets)


def _united_up_to(a: Tracked, k: int) -> Ids:
    a.sets.spend(view_cost * a.shape[k])
    lines = np.moveaxis(a.ids, k, 0)
    read = [lines[0]]
    for line in lines[1:]:
        read.append(a.sets.unite(np.stack([read[-1], line], axis=-1)))
    return np.stack(read)


def roll(a: Tracked, shifts: Any, dims: Any = None) -> Tracked:
    """The elements of an axis some places on, the last ones in front; all flat without an axis."""
    by = arguments.wholes("shifts", shifts)
    if dims is None:
        if len(by) != 1:
            raise AskError(f"roll(): {len(by)} shifts need as many dims.")
        return a.moved(lambda array: np.roll(array, by[0]), a.axes)
    along = tuple(arguments.axis(each, a.value.ndim) for each in arguments.wholes("dims", dims))
    if len(by) != len(along):
        raise AskError(f"roll(): {len(by)} shifts and {len(along)} dims; give as many.")
    return a.moved(lambda array: np.roll(array, by, along), a.axes)


def repeat_interleave(a: Tracked, repeats: Any, dim: Any = None) -> Tracked:
    """Each element of an axis over and over; of all elements, flat, without an axis."""
    n = arguments.whole("repeats", repeats)
    if n < 0:
        raise AskError(f"repeats is {n}; it can't be negative.")
    if dim is None:
        shapes.fits((a.value.size * n,))
        return a.moved(lambda array: np.repeat(array, n), (None,))
    k = arguments.axis(dim, a.value.ndim)
    shapes.fits(tuple(size * (n if j == k else 1) for j, size in enumerate(a.shape)))
    axes = tuple(None if j == k and n != 1 else name for j, name in enumerate(a.axes))
    return a.moved(lambda array: np.repeat(array, n, axis=k), axes)
