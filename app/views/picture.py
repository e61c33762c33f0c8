"""What comes with a new trace: all that a page shows of it first, so that it asks only once."""

import base64
import re

import numpy as np
from pydantic import BaseModel, Field

from ...engine.trace.schedule import Order, first_step, position
from ...engine.trace.trace import Trace
from ..choices import Framework, Merge
from ..runs.run import Run
from .arrays import floats, window
from .decimals import shortest
from .names import NamesView, names
from .summary import Summary, steps_together, summary

Cell = tuple[int, int, int]
"""(layer, direction, t)"""


class Look(BaseModel):
    """What is looked at. Of what the trace has not got, the nearest that it has is shown."""

    step: int = Field(0, ge=0, description="of the schedule")
    order: Order = "layers"
    b: int = Field(0, ge=0, description="the row of the batch")
    cell: str = Field("", description="layer:direction:t; where it is left out, one of the step")
    names: Framework | None = Field(None, description="whose names to send; none are sent")
    merge: Merge = "concat"


class WindowView(BaseModel):
    """What ``window`` sends of t0 ≤ t < t1 of row ``b``, the same bytes, as base64."""

    b: int
    t0: int
    t1: int
    floats: str = Field(json_schema_extra={"contentEncoding": "base64"})


class CellView(BaseModel):
    """All numbers of a cell by the names of its gates and states, H each; not finite: null."""

    gates: dict[str, list[float | None]]
    states: dict[str, list[float | None]]


class PredictionView(BaseModel):
    """y at one step: what the head made of ``output``, O each; not finite: null.

    ``logits`` are what the softmax is taken of; null where the head has none.
    """

    y: list[float | None]
    logits: list[float | None] | None


class LookedAt(CellView):
    """The numbers of the cell that is looked at."""

    layer: int
    direction: int
    t: int


class NewTrace(Summary):
    """A summary, and what is looked at.

    ``window`` holds the step; it is null where even one step is more than may be sent. ``numbers``
    are those of the cell, null in padding; ``names`` are null where none were asked for.
    """

    window: WindowView | None
    numbers: LookedAt | None
    names: NamesView | None


def new_trace(address: str, run: Run, look: Look, most: int) -> NewTrace:
    """Say what a new trace is, and show what is looked at.

    Args:
        address: of the trace.
        run: that was computed.
        look: what is looked at.
        most: numbers that may be sent.

    Returns:
        The summary with a window, one cell's numbers and one framework's names.
    """
    trace, b = run.trace, min(look.b, run.trace.B - 1)
    current = _current(trace, look.order, look.step, b)
    return NewTrace(
        **dict(summary(address, run, most)),
        window=_window(run, current[2], b, most),
        numbers=_numbers(trace, _cell(trace, look.cell) or current, b),
        names=None if look.names is None else names(run, look.names, look.merge),
    )


def cell_view(trace: Trace, cell: Cell, b: int) -> CellView:
    """All numbers of a cell in a row; an EngineError where there is no such cell."""
    layer, direction, t = cell
    gates = trace.gates(layer, direction)
    trace.check_step(t, b)
    states = {name: trace.state(name, layer, direction) for name in trace.network.kind.states}
    return CellView(
        gates={name: shortest(values[t, b]) for name, values in gates.items()},
        states={name: shortest(values[t, b]) for name, values in states.items()},
    )


def prediction_view(run: Run, t: int, b: int) -> PredictionView:
    """What the head makes of ``output`` at t, in row b; an EngineError where there is no such t."""
    trace, net = run.trace, run.trace.network
    trace.check_step(t, b)
    # One step of trace.top, which is long where T is.
    top = [trace.state("h", net.num_layers - 1, direction)[t, b] for direction in net.directions]
    sums = run.head.sums(np.concatenate(top))
    logits = shortest(sums) if run.head.activation == "softmax" else None
    return PredictionView(y=shortest(run.y[t, b]), logits=logits)


def _window(run: Run, t: int, b: int, most: int) -> WindowView | None:
    steps = steps_together(run, most)
    t0 = t // steps * steps
    t1 = min(run.trace.T, t0 + steps)
    arrays = window(run, t0, t1, b).values()
    if sum(a.size for a in arrays) > most:
        return None
    return WindowView(b=b, t0=t0, t1=t1, floats=base64.b64encode(floats(arrays)).decode())


def _numbers(trace: Trace, cell: Cell, b: int) -> LookedAt | None:
    layer, direction, t = cell
    if t >= trace.packing.lengths[b]:
        return None
    view = cell_view(trace, cell, b)
    return LookedAt(layer=layer, direction=direction, t=t, gates=view.gates, states=view.states)


def _cell(trace: Trace, key: str) -> Cell | None:
    """A cell out of its key; None where the trace has none of that name."""
    if not re.fullmatch("[0-9]{1,9}(:[0-9]{1,9}){2}", key):
        return None
    layer, direction, t = map(int, key.split(":"))
    is_there = (layer, direction) in trace.records and t < trace.T
    return (layer, direction, t) if is_there else None


def _current(trace: Trace, order: Order, step: int, b: int) -> Cell:
    """A cell of a step; where the row rests, of the last step in which it ran, or its first."""
    T, net, length = trace.T, trace.network, int(trace.packing.lengths[b])
    firsts = [first_step(order, layer, T, net.num_directions) for layer in range(net.num_layers)]
    for now in range(min(step, firsts[-1] + T - 1), -1, -1):
        for layer, first in enumerate(firsts):
            for direction in net.directions if 0 <= now - first < T else ():
                t = position(now - first, direction, T)
                if t < length:
                    return layer, direction, t
    return 0, net.directions[-1], length - 1
