"""Indexing as PyTorch does it: numbers and slices first, then lists, tensors and masks."""

from typing import Any

import numpy as np

from ...sources.tracked import AnyArray, Tracked
from ..errors import AskError
from . import arguments, shapes


def index(a: Tracked, key: Any, as_numpy: bool = False) -> Tracked:
    """The elements that an index chooses.

    Args:
        a: the tensor.
        key: what stands between the brackets: a whole number, a slice, ``...``, None, a list or
            tensor of whole numbers or truths, or a tuple of these.
        as_numpy: whether the step of a slice may be negative, and a list of lists is an array;
            PyTorch refuses the one and takes the other for a tuple.

    Returns:
        The elements, views where PyTorch gives views.

    Raises:
        AskError: an index is out of range, too many, or of a kind that PyTorch refuses.
    """
    basic, chosen = _split(a, _completed(a, key, as_numpy))
    for k, each in enumerate(basic):
        if isinstance(each, slice):
            basic[k] = _slice(each, as_numpy)
    names, k = [], 0
    for each in basic:
        if isinstance(each, slice):
            names.append(a.axes[k])
        elif each is None:
            names.append(None)
        k += each is not None
    found = a.moved(lambda array: array[tuple(basic)], tuple(names))
    return _choose(found, chosen) if chosen else found


def _completed(a: Tracked, key: Any, as_numpy: bool) -> list[Any]:
    """One entry for each axis, ``...`` written out; None and truths stand for axes of their own."""
    # A list with more than numbers and truths in it is taken for a tuple, as in PyTorch.
    is_several = (
        isinstance(key, list) and not as_numpy and not all(isinstance(each, int) for each in key)
    )
    entries = list(key) if isinstance(key, tuple) or is_several else [key]
    entries = [_entry(each) for each in entries]
    if as_numpy and any(isinstance(each, np.ndarray) and each.ndim for each in entries):
        # Beside a list numpy counts a number among the lists, and PyTorch among the slices.
        entries = [np.array([each]) if type(each) is int else each for each in entries]
    used = sum(_width(each) for each in entries)
    if sum(each is Ellipsis for each in entries) > 1:
        raise AskError("an index can only have a single ellipsis ('...').")
    if used > a.value.ndim:
        raise AskError(
            f"too many indices for tensor of dimension {a.value.ndim}: it has shape "
            f"{arguments.shape_text(a.shape)}, and {used} are given."
        )
    missing = [slice(None)] * (a.value.ndim - used)
    if not any(each is Ellipsis for each in entries):
        return [*entries, *missing]
    at = next(k for k, each in enumerate(entries) if each is Ellipsis)
    return [*entries[:at], *missing, *entries[at + 1 :]]


def _entry(entry: Any) -> Any:
    """An entry as it is used: lists become arrays, tensors of no axis numbers."""
    if isinstance(entry, Tracked):
        if entry.value.dtype.kind not in "iub":
            raise AskError(
                f"tensors used as indices must be long or bool tensors, but this is "
                f"{entry.value.dtype}."
            )
        is_number = entry.value.ndim == 0 and not arguments.is_truths(entry)
        return int(entry.value) if is_number else entry.value
    if isinstance(entry, list | tuple):
        try:
            array = np.array([_entry(each) for each in entry])
        except ValueError:
            raise AskError("A list of indices has to have rows of one length.") from None
        if array.dtype.kind not in "iub" and array.size:
            raise AskError(f"{arguments.shown(entry)} is no index; use whole numbers or truths.")
        return array if array.size else array.astype(int)
    if isinstance(entry, bool):
        return np.array(entry)
    if entry is None or entry is Ellipsis or isinstance(entry, int | slice):
        return entry
    raise AskError(
        f"an index is {arguments.shown(entry)}; only integers, slices (`:`), ellipsis (`...`), "
        "None and long or bool tensors are valid indices."
    )


def _width(entry: Any) -> int:
    """How many axes an entry takes."""
    if isinstance(entry, np.ndarray):
        return entry.ndim if entry.dtype == np.bool_ else 1
    return 0 if entry is None or entry is Ellipsis else 1


def _split(a: Tracked, entries: list[Any]) -> tuple[list[Any], dict[int, AnyArray]]:
    """Numbers, slices and None; and the arrays, by the axis that they choose from after those."""
    basic: list[Any] = []
    chosen: dict[int, AnyArray] = {}
    old = new = 0
    for entry in entries:
        if isinstance(entry, np.ndarray):
            width = _width(entry)
            if entry.ndim == 0:
                basic.append(None)  # a truth alone has an axis of its own, of length 1 or 0
            else:
                basic += [slice(None)] * width
                _within(entry, a.shape[old : old + width], old)
            chosen[new] = entry
            old, new = old + width, new + max(width, 1)
            continue
        if isinstance(entry, int):
            size = a.shape[old]
            if not -size <= entry < size:
                raise AskError(
                    f"index {entry} is out of bounds for dimension {old} with size {size}."
                )
        basic.append(entry)
        old += entry is not None
        new += not isinstance(entry, int)
    return basic, chosen


def _within(entry: AnyArray, sizes: tuple[int, ...], axis: int) -> None:
    if entry.dtype == np.bool_:
        if entry.shape != sizes:
            raise AskError(
                f"The shape of the mask {arguments.shape_text(entry.shape)} at index {axis} does "
                f"not match the shape of the indexed tensor {arguments.shape_text(sizes)} there."
            )
        return
    wrong = entry[(entry < -sizes[0]) | (entry >= sizes[0])]
    if wrong.size:
        raise AskError(
            f"index {wrong.ravel()[0]} is out of bounds for dimension {axis} with size {sizes[0]}."
        )


def _slice(entry: slice, backward: bool) -> slice:
    start, stop = (
        None if each is None else arguments.whole("a slice's end", each)
        for each in (entry.start, entry.stop)
    )
    step = 1 if entry.step is None else arguments.whole("a slice's step", entry.step)
    if step < 1 and not (backward and step):
        raise AskError(
            f"slice step must be positive, and is {step}: PyTorch has no slices that go backward; "
            "write .flip(0), with the number of the axis."
        )
    return slice(start, stop, step)


def _choose(a: Tracked, chosen: dict[int, AnyArray]) -> Tracked:
    """Take elements by arrays, one for each of some axes, which broadcast together."""
    key: list[Any] = []
    for axis in range(a.value.ndim):
        inside = any(at < axis < at + _width(entry) for at, entry in chosen.items())
        if not inside:
            key.append(_numbers(chosen[axis]) if axis in chosen else slice(None))
    try:
        new = np.broadcast_shapes(*(_places(entry) for entry in chosen.values()))
    except ValueError:
        lengths = ", ".join(arguments.shape_text(_places(entry)) for entry in chosen.values())
        raise AskError(
            "shape mismatch: indexing tensors could not be broadcast together with shapes "
            f"{lengths}."
        ) from None
    shapes.fits((*new, *(n for axis, n in enumerate(a.shape) if axis not in _taken(chosen))))
    found = a.moved(lambda array: np.ascontiguousarray(array[tuple(key)]), a.axes)
    return found.with_axes(_names(a, chosen, len(new), found.value.ndim))


def _numbers(entry: AnyArray) -> AnyArray:
    """An array as numpy takes it: a single truth chooses once or never from its axis."""
    return entry if entry.ndim else np.zeros(int(entry), int)


def _places(entry: AnyArray) -> tuple[int, ...]:
    """The shape of the numbers that an array of indices stands for."""
    if entry.shape == ():
        return (int(entry),)
    return (int(entry.sum()),) if entry.dtype == np.bool_ else entry.shape


def _taken(chosen: dict[int, AnyArray]) -> set[int]:
    """The axes that are chosen from."""
    return {axis for at, entry in chosen.items() for axis in range(at, at + max(_width(entry), 1))}


def _names(a: Tracked, chosen: dict[int, AnyArray], new: int, ndim: int) -> tuple[str | None, ...]:
    taken = _taken(chosen)
    rest = [name for axis, name in enumerate(a.axes) if axis not in taken]
    is_one_block = taken == set(range(min(taken), max(taken) + 1))
    at = min(taken) if is_one_block else 0
    # A single list along one axis takes some of its entries, and the axis keeps its name.
    (first, *others) = chosen.items()
    kept = not others and new == 1 and _width(first[1]) == 1
    names = [a.axes[first[0]]] if kept else [None] * new
    return (*rest[:at], *names, *rest[at:])[:ndim]
