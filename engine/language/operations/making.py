"""What makes tensors out of nothing, and types them anew."""

from typing import Any

import numpy as np

from ...sources.sets import Sets
from ...sources.tracked import Tracked
from ..errors import AskError
from ..text.allowed import largest_int
from . import arguments, cut_and_join, shapes

types = {
    "float": np.float32,
    "float32": np.float32,
    "double": np.float64,
    "float64": np.float64,
    "long": np.int64,
    "int64": np.int64,
    "bool": np.bool_,
}
"""The types that tensors here have, by PyTorch's names; its ``int`` has 32 bits, and is none."""


def arange(
    sets: Sets,
    *ends: Any,
    start: Any = None,
    end: Any = None,
    step: Any = None,
    dtype: Any = None,
    device: Any = None,
) -> Tracked:
    """Whole numbers, or numbers a step apart, from a start to before an end."""
    named = {"start": start, "end": end, "step": step}
    places = ("end",) if len(ends) == 1 and start is end is None else ("start", "end", "step")
    if len(ends) > 3 or any(named[place] is not None for place in places[: len(ends)]):
        raise AskError("arange() takes an end, or a start, an end and a step, each once.")
    named |= zip(places, ends, strict=False)
    if named["end"] is None:
        raise AskError("arange() takes an end, or a start, an end and a step; got no end.")
    start, end, step = (
        default if each is None else arguments.number("arange()", each)
        for each, default in zip(named.values(), (0, 0, 1), strict=True)
    )
    if not np.isfinite([start, end, step]).all():
        raise AskError(f"arange() takes finite numbers; got {start}, {end} and {step}.")
    if dtype in ("long", "int64"):
        start, end, step = int(start), int(end), int(step)
    if step == 0 or (end - start) / step < 0:
        raise AskError("upper bound and larger bound inconsistent with step sign.")
    shapes.fits((int(min((end - start) / step, float(largest_int))) + 1,))
    value = np.arange(start, end, step)
    value = value.astype(np.float32) if value.dtype.kind == "f" else value
    return cast(Tracked.constant(value, sets), dtype)


def tensor(sets: Sets, data: Any, dtype: Any = None, device: Any = None) -> Tracked:
    """A tensor out of numbers and lists of them; tensors among them keep their sources."""
    if isinstance(data, Tracked):
        return cast(data, dtype)
    if _holds_tensors(data):
        return cast(cut_and_join.stack([tensor(sets, each) for each in data]), dtype)
    try:
        value = np.array(data)
    except ValueError:
        raise AskError("tensor(): the lists have to be of one length each.") from None
    if value.dtype.kind not in "iufb":
        raise AskError(f"tensor(): {arguments.shown(data)} is no number, nor a list of numbers.")
    value = value.astype(np.float32) if value.dtype.kind == "f" or not value.size else value
    return cast(Tracked.constant(value, sets), dtype)


def _holds_tensors(data: Any) -> bool:
    return isinstance(data, Tracked) or (
        isinstance(data, list | tuple) and any(map(_holds_tensors, data))
    )


def filled(sets: Sets, number: float, sizes: tuple[Any, ...], dtype: Any = None) -> Tracked:
    """A tensor of one number over and over."""
    shape = arguments.spread("size", sizes)
    if min(shape, default=0) < 0:
        raise AskError(f"a size is {min(shape)}; it can't be negative.")
    shapes.fits(shape)
    return Tracked.constant(np.full(shape, number, types.get(str(dtype), np.float32)), sets)


def zeros_like(a: Tracked, dtype: Any = None, device: Any = None) -> Tracked:
    """Zeros of a tensor's shape; they were read from nowhere."""
    zeros = Tracked.constant(np.zeros_like(a.value), a.sets).with_axes(a.axes)
    return cast(zeros, dtype)


def ones_like(a: Tracked, dtype: Any = None, device: Any = None) -> Tracked:
    """Ones of a tensor's shape."""
    return cast(Tracked.constant(np.ones_like(a.value), a.sets).with_axes(a.axes), dtype)


def cast(a: Tracked, dtype: Any) -> Tracked:
    """The same in another type; None and devices leave it as it is."""
    if not isinstance(dtype, str) or dtype not in types or a.value.dtype == types[dtype]:
        return a
    with np.errstate(all="ignore"):
        return Tracked(a.value.astype(types[dtype]), a.ids, a.axes, a.sets, a.compared)
