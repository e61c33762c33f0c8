"""What a page has to know of a trace before it asks for numbers."""

from typing import Literal, cast

import numpy as np
from pydantic import BaseModel

from ...engine import Trace
from ...engine.arrays import Array
from ...engine.network.head import Activation
from ...engine.trace.schedule import first_step, orders
from ..runs.run import Run
from .arrays import tensors
from .explanation import Equation, equations

Cell = Literal["rnn", "lstm", "gru"]
Dtype = Literal["float32", "float64"]


class Schedule(BaseModel):
    """An order of computation: layer l starts at step ``first[l]``, then one cell a step.

    The i-th cell of a layer is t = i forward, and t = T - 1 - i in reverse.
    """

    steps: int
    first: list[int]


class Summary(BaseModel):
    """Sizes, shapes, names and schedules of a trace.

    ``P`` is the size of h, ``directions`` are those of each layer, 0 forward and 1 reverse.
    ``first`` is what t = 0 is called where steps are years, ``largest`` the largest absolute
    h, c, input and prediction, ``equations`` those of the cell by direction. ``lengths`` and what
    PyTorch's PackedSequence holds are null where the batch is not packed. ``dropout`` are the
    layers on whose h dropout would act in training, before the next layer reads it. Windows are
    best asked for ``steps_together`` at a time.
    """

    id: str
    cell: Cell
    states: list[str]
    gates: list[str]
    dtype: Dtype
    directions: list[int]
    T: int
    B: int
    L: int
    D: int
    I: int
    H: int
    P: int
    O: int
    shapes: dict[str, list[int]]
    axes: dict[str, list[str]]
    schedules: dict[str, Schedule]
    features: list[str]
    symbols: list[str]
    activation: Activation
    first: int | None
    largest: dict[str, float]
    equations: dict[int, list[Equation]]
    lengths: list[int] | None
    sorted_indices: list[int] | None
    unsorted_indices: list[int] | None
    dropout: list[int]
    steps_together: int


def summary(address: str, run: Run, most: int) -> Summary:
    """Sizes, shapes, names of axes, schedules and the largest finite values; ``most`` are sent."""
    trace, net = run.trace, run.trace.network
    T, L, D = trace.T, net.num_layers, net.num_directions
    arrays = tensors(run)
    return Summary(
        id=address,
        cell=cast(Cell, net.cell),
        states=list(net.kind.states),
        gates=list(net.kind.gates),
        dtype=cast(Dtype, net.dtype),
        directions=list(net.directions),
        T=T,
        B=trace.B,
        L=L,
        D=D,
        I=net.input_size,
        H=net.hidden_size,
        P=net.state_sizes["h"],
        O=run.y.shape[-1],
        shapes={name: list(array.shape) for name, (array, _) in arrays.items()},
        axes={name: axes for name, (_, axes) in arrays.items()},
        schedules={
            order: Schedule(
                steps=first_step(order, L - 1, T, D) + T,
                first=[first_step(order, layer, T, D) for layer in range(L)],
            )
            for order in orders
        },
        features=list(run.sequence.features),
        symbols=list(run.symbols),
        activation=run.head.activation,
        first=run.sequence.first,
        largest={
            **{
                name: max(_largest(record[name]) for record in trace.records.values())
                for name in net.kind.states
            },
            "x": _largest(trace.x),
            "y": _largest(run.y),
        },
        equations=equations(net),
        **_packing(trace),
        dropout=list(trace.dropout),
        steps_together=steps_together(run, most),
    )


def steps_together(run: Run, most: int) -> int:
    """The steps of a window that is neither too large to wait for nor too small to ask for."""
    net = run.trace.network
    states = net.num_layers * net.num_directions * sum(net.state_sizes[s] for s in net.kind.states)
    step = states + net.input_size + run.y.shape[-1]
    # The last states come with every window.
    return max(1, min(64, (min(most, 500_000) - states) // int(step)))


def _packing(trace: Trace) -> dict[str, list[int] | None]:
    names = ("lengths", "sorted_indices", "unsorted_indices")
    return {name: getattr(trace, name).tolist() if trace.packed else None for name in names}


def _largest(a: Array) -> float:
    # An overflowing relu network has infinite states; JSON has no infinity.
    return float(np.abs(a).max(initial=0, where=np.isfinite(a)))
