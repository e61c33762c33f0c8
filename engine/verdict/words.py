"""Parts and shapes in words."""

import numpy as np

from ..language.tensors import Tensors
from ..sources.tracked import Tracked
from ..trace.trace import Trace
from .readings import Reading, Whole

_directions = {0: "forward", 1: "reverse"}

_all_of = {1: "its only step", 2: "both steps"}

_past_the_end = {
    "h": "zeros past the row’s length: no cell computed them",
    "c": "zeros past the row’s length: no cell computed them",
    "x": "past the row’s length: no cell has read it",
    "y": "made of zeros past the row’s length: no cell computed those",
}


def shape(tensors: Tensors, a: Tracked) -> str:
    """A shape with its axes named, "(T=7, B=1, D·H=8)"."""
    return f"({', '.join(axes(tensors, a))}{',' if len(a.shape) == 1 else ''})"


def axes(tensors: Tensors, a: Tracked) -> list[str]:
    """Each axis with its name and length; where it is part of a longer one, "4 of D·H=8"."""
    sizes = tensors.places.sizes | {
        "T": len(tensors.trace.x) if _reads_x(tensors, a) else tensors.trace.T
    }
    found = []
    for name, n in zip(_names(tensors, a), a.shape, strict=True):
        whole = sizes.get(name or "")
        if name is None:
            found.append(str(n))
        elif whole is None or whole == n:
            found.append(f"{name}={n}")
        elif n > whole:
            found.append(str(n))
        else:
            found.append(f"{n} of {name}={whole}")
    return found


def _names(tensors: Tensors, a: Tracked) -> list[str | None]:
    """The axes' names; half of D·H, of one direction or of the sum of both, is H."""
    names = list(a.axes)
    h = tensors.places.h_size
    for k, name in enumerate(names):
        is_half = name == f"D·{h}" and a.shape[k] == tensors.places.sizes[h]
        if is_half and tensors.trace.network.bidirectional and _goes_along_units(tensors, a, k):
            names[k] = h
    return names


def _goes_along_units(tensors: Tensors, a: Tracked, axis: int) -> bool:
    """Whether each position along an axis is read from the unit of that number alone."""
    if a.value.size > 4096:
        return False
    unit = np.indices(a.shape, sparse=True)[axis]
    column = np.broadcast_to(unit, a.shape).ravel()
    ids, first, last = a.sets.reached(a.ids.ravel(), column, column)
    units = tensors.places.where(ids).unit
    return bool(len(ids) and (first == units).all() and (last == units).all())


def _reads_x(tensors: Tensors, a: Tracked) -> bool:
    x = tensors.places.blocks[0]
    return bool(a.ids.size) and bool((a.ids < x.first + np.prod(x.shape)).all())


def place(trace: Trace, reading: Reading) -> str:
    """Which states a reading is, "layer 1, forward, t = 6"."""
    rows = _rows(trace, reading.b)
    times = f"t = {_times(trace, reading)}"
    cells = f"layer {reading.layer}, {_directions[reading.direction or 0]}"
    match reading.state:
        case "x":
            return f"x, the input, {times}{rows}"
        case "y":
            return f"y, the prediction, {times}{rows}"
        case "padding":
            of = (
                reading.kind
                if reading.layer is None
                else f"{'c of ' * (reading.kind == 'c')}{cells}"
            )
            return f"padding of {of}, {times}{rows}"
        case "h_0" | "c_0":
            return f"{reading.state} of {cells}{rows}"
    return f"{'' if reading.state == 'h' else 'c of '}{cells}, {times}{rows}"


def seen(trace: Trace, reading: Reading) -> str:
    """How much of the sequence a reading has seen."""
    match reading.state:
        case "x":
            return "the input itself"
        case "y":
            return "made of output at the same t"
        case "padding":
            return _past_the_end[reading.kind]
        case "h_0" | "c_0":
            return "the state before the first step: it has read nothing"
    reads, of = np.unique(reading.read), np.unique(reading.length)
    if reading.is_whole and len(of) == 1:
        return f"has read {_all_of.get(of[0], f'all {of[0]} steps')}"
    if reading.is_whole:
        return "has read all steps, each row to its own end"
    if len(reads) == 1 or _is_one_a_row(reading):
        own = (
            str(of[0])
            if len(of) == 1
            else f"each row’s own {numbers(reading.length, ordered=False)}"
        )
        count = str(reads[0]) if len(reads) == 1 else numbers(reading.read, ordered=False)
        read = f"has read {count} of {own} steps"
    elif reading.direction:
        end = str(of[0] - 1) if len(of) == 1 else "its row’s end"
        read = f"each has read from its own t to {end}"
    else:
        read = "each has read from 0 to its own t"
    if reading.layer and trace.network.bidirectional:
        # What it reads at each of these steps has come from both ends of the sequence.
        read += f" of layer {reading.layer - 1}, where each t knows of the whole sequence"
    return read


def _times(trace: Trace, reading: Reading) -> str:
    last = trace.packing.lengths[reading.b] - 1
    if reading.is_state and len(np.unique(last)) > 1 and (reading.t == last).all():
        return f"each row’s own last ({numbers(reading.t, ordered=False)})"
    is_spread = _is_one_a_row(reading) and len(np.unique(reading.t)) > 1
    return numbers(reading.t, ordered=not is_spread)


def _is_one_a_row(reading: Reading) -> bool:
    return len(np.unique(reading.b)) == len(reading.b)


def _rows(trace: Trace, b: Whole) -> str:
    rows = np.unique(b)
    if trace.B == 1 or len(rows) == trace.B:
        return ""
    return f", row{'s' if len(rows) > 1 else ''} {numbers(rows)}"


def numbers(values: Whole, ordered: bool = True) -> str:
    """Whole numbers: "6", "0 … 6", "1, 3, 5"; many that are in no row "0, 2, 4, … 98"."""
    found = [int(n) for n in (np.unique(values) if ordered else values)]
    if ordered and len(found) > 2 and found == list(range(found[0], found[-1] + 1)):
        return f"{found[0]} … {found[-1]}"
    if len(found) > 6:
        return f"{', '.join(map(str, found[:3]))}, … {found[-1]}"
    return ", ".join(map(str, found))
