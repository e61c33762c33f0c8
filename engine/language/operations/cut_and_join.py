"""What takes some of the elements, or lays tensors side by side."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...sources.tracked import AnyArray, Tracked, shared_axes
from ..errors import AskError
from . import arguments, shapes
from .indexing import index


def _along(a: Tracked, k: int, entry: Any) -> Tracked:
    return index(a, (*[slice(None)] * k, entry))


def select(a: Tracked, dim: Any, index: Any) -> Tracked:
    """One entry of an axis, which is then gone."""
    return _along(a, arguments.axis(dim, a.value.ndim), arguments.whole("index", index))


def narrow(a: Tracked, dim: Any, start: Any, length: Any) -> Tracked:
    """Some entries of an axis, beside each other."""
    k = arguments.axis(dim, a.value.ndim)
    begin, n = arguments.whole("start", start), arguments.whole("length", length)
    begin += a.shape[k] if begin < 0 else 0
    if n < 0 or begin < 0 or begin + n > a.shape[k]:
        raise AskError(f"start ({begin}) + length ({n}) exceeds dimension size ({a.shape[k]}).")
    return _along(a, k, slice(begin, begin + n))


def index_select(a: Tracked, dim: Any, index: Any) -> Tracked:
    """The entries of an axis that a list of numbers names."""
    if isinstance(index, list | tuple):
        raise AskError("index_select(): index is a list; write torch.tensor([…]).")
    chosen = arguments.tensor("index", index)
    if chosen.value.ndim > 1 or chosen.value.dtype.kind not in "iu":
        raise AskError("index_select(): Index is supposed to be a vector of whole numbers.")
    k = arguments.axis(dim, a.value.ndim)
    if (chosen.value < 0).any():
        raise AskError("index out of range in self: index_select() takes no negative numbers.")
    return _along(a, k, Tracked.constant(np.atleast_1d(chosen.value), a.sets))


def gather(a: Tracked, dim: Any, index: Any) -> Tracked:
    """Along one axis, the entry that ``index`` names for each position of the others."""
    k, chosen = arguments.axis(dim, a.value.ndim), arguments.tensor("index", index)
    if chosen.value.dtype.kind not in "iu":
        raise AskError("gather(): Expected dtype int64 for index.")
    if chosen.value.ndim != a.value.ndim:
        raise AskError(
            "Index tensor must have the same number of dimensions as input tensor: "
            f"{chosen.value.ndim} and {a.value.ndim}."
        )
    if any(
        n > size for d, (n, size) in enumerate(zip(chosen.shape, a.shape, strict=True)) if d != k
    ):
        raise AskError(
            f"Size does not match at another dimension than {k}: expected index "
            f"{arguments.shape_text(chosen.shape)} to be no larger than self "
            f"{arguments.shape_text(a.shape)} apart from dimension {k}."
        )
    wrong = chosen.value[(chosen.value < 0) | (chosen.value >= a.shape[k])]
    if wrong.size:
        raise AskError(
            f"index {wrong[0]} is out of bounds for dimension {k} with size {a.shape[k]}."
        )
    key = list(np.indices(chosen.shape, sparse=True))
    key[k] = chosen.value
    return a.moved(lambda array: array[tuple(key)], a.axes)


def flip(a: Tracked, *dims: Any) -> Tracked:
    """Axes from their end to their beginning."""
    wanted = arguments.spread("dims", dims)
    turned = arguments.axes(wanted, a.value.ndim) if wanted else ()
    return a.moved(lambda array: np.flip(array, turned).copy(), a.axes)


def unbind(a: Tracked, dim: Any = 0) -> tuple[Tracked, ...]:
    """Every entry of an axis as a tensor of its own."""
    k = arguments.axis(dim, a.value.ndim)
    if not a.shape:
        raise AskError("a tensor of no dimension can't be unbound.")
    return tuple(_along(a, k, i) for i in range(a.shape[k]))


def split(a: Tracked, split_size_or_sections: Any, dim: Any = 0) -> tuple[Tracked, ...]:
    """Parts of an axis: of one size, or of the sizes that are given."""
    k, given = arguments.axis(dim, a.value.ndim), split_size_or_sections
    size = a.shape[k] if a.shape else 0
    if isinstance(given, list | tuple):
        sections = [arguments.whole("split_size", n) for n in given]
        if sum(sections) != size or min(sections, default=0) < 0:
            raise AskError(
                f"split_with_sizes expects split_sizes to sum exactly to {size} (input tensor's "
                f"size at dimension {k}), but got split_sizes={sections}."
            )
    else:
        n = arguments.whole("split_size", given)
        if n < 1:
            raise AskError(f"split_size is {n}; it has to be at least 1.")
        sections = [min(n, size - start) for start in range(0, size, n)] or [0]
    ends = np.cumsum(sections)
    return tuple(
        _along(a, k, slice(int(end) - n, int(end))) for end, n in zip(ends, sections, strict=True)
    )


def chunk(a: Tracked, chunks: Any, dim: Any = 0) -> tuple[Tracked, ...]:
    """An axis in parts of one size, of which the last may be shorter."""
    k, n = arguments.axis(dim, a.value.ndim), arguments.whole("chunks", chunks)
    if n < 1:
        raise AskError("chunk expects `chunks` to be greater than 0.")
    size = a.shape[k] if a.shape else 0
    return split(a, max(-(-size // n), 1), k)


def cat(tensors: Any, dim: Any = 0) -> Tracked:
    """Tensors one behind the other along an axis."""
    given = arguments.tensors("tensors", tensors)
    ndim = given[0].value.ndim
    k = arguments.axis(dim, ndim)
    if ndim == 0:
        raise AskError("zero-dimensional tensor (at position 0) cannot be concatenated.")
    for i, each in enumerate(given[1:], 1):
        if each.value.ndim != ndim:
            raise AskError(
                f"Tensors must have same number of dimensions: got {ndim} and {each.value.ndim}."
            )
        for d, (n, size) in enumerate(zip(each.shape, given[0].shape, strict=True)):
            if n != size and d != k:
                raise AskError(
                    f"Sizes of tensors must match except in dimension {k}. Expected size {size} "
                    f"but got size {n} for tensor number {i} in the list."
                )
    names = list(shared_axes(given, ndim))
    names[k] = _joined(given, k)
    return _joined_by(lambda arrays: np.concatenate(arrays, axis=k), given, tuple(names))


def _joined(given: Sequence[Tracked], k: int) -> str | None:
    """The name of an axis that tensors were laid along: two directions' P side by side are D·P."""
    names = {each.axes[k] for each in given}
    if len(names) > 1:
        return None
    (name,) = names
    places = given[0].sets.places
    both = f"D·{places.h_size}"
    is_both = name == places.h_size and len(given) > 1
    whole = sum(each.shape[k] for each in given) == places.sizes[both]
    return both if is_both and whole else name


def stack(tensors: Any, dim: Any = 0) -> Tracked:
    """Tensors of one shape along an axis of their own."""
    given = arguments.tensors("tensors", tensors)
    for i, each in enumerate(given):
        if each.shape != given[0].shape:
            raise AskError(
                f"stack expects each tensor to be equal size, but got "
                f"{arguments.shape_text(given[0].shape)} at entry 0 and "
                f"{arguments.shape_text(each.shape)} at entry {i}."
            )
    return cat([shapes.unsqueeze(each, dim) for each in given], dim)


def hstack(tensors: Any) -> Tracked:
    """Side by side: along the second axis, of vectors along the only one."""
    given = [_at_least(each, 1) for each in arguments.tensors("tensors", tensors)]
    return cat(given, 0 if given[0].value.ndim == 1 else 1)


def vstack(tensors: Any) -> Tracked:
    """One below the other: along the first axis, vectors as rows."""
    return cat([_at_least(each, 2) for each in arguments.tensors("tensors", tensors)], 0)


def _at_least(a: Tracked, ndim: int) -> Tracked:
    while a.value.ndim < ndim:
        a = shapes.unsqueeze(a, 0)
    return a


def _joined_by(join: Any, given: Sequence[Tracked], names: tuple[str | None, ...]) -> Tracked:
    size = sum(each.value.size for each in given)
    shapes.fits((size,))
    given[0].sets.spend(size)

    def of(arrays: list[AnyArray]) -> AnyArray:
        return np.asarray(join(arrays))

    value = of([each.value for each in given])
    return Tracked(value, of([each.ids for each in given]), names, given[0].sets)
