"""The cell of one step, called: ``h = self.gru_cell(x[t], h)``, which returns h and no output.

Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.GRUCell.html
"""

from typing import Any

import numpy as np

from ...sources.places import Ids
from ...sources.tracked import Tracked
from ..errors import AskError
from ..operations import arguments
from ..tensors import Tensors
from .initial import pair_of
from .opaque import known
from .recurrent import as_in_pytorch


def cell(tensors: Tensors, name: str, given: Any, states: Any, notes: list[str]) -> Any:
    """Call a cell on one step.

    Args:
        tensors: the trace's.
        name: of the cell.
        given: its input, (B, I), or (I,) where x came without a batch.
        states: those of the step before, as the cell takes them; None for zeros.
        notes: gets a sentence on which cell of the trace it is.

    Returns:
        h, or the pair (h, c) of an LSTM.

    Raises:
        AskError: the trace has no cell that read this.
    """
    as_in_pytorch(tensors, name)
    trace = tensors.trace
    a = arguments.tensor(f"what {name} is given", known(given))
    axes = 1 if trace.unbatched else 2
    if a.value.ndim > 2:
        raise AskError(
            f"{name} is given {arguments.shown(a)}: a cell reads one step, (B, I), as in "
            f"x[{':, ' * trace.batch_first}t], and returns the next {_returned(tensors)}."
        )
    kinds = trace.network.kind.states
    before = None if states is None else pair_of(name, kinds, known(states))
    found = _where(tensors, a, before, axes)
    if found is None:
        raise AskError(
            f"This trace has no cell that reads what {name} is given: a step of x, or of the layer "
            "below, with the states of the step before."
        )
    layer, direction, t = found
    notes.append(
        f"{name} is taken for the cell of layer {layer}, {'reverse' if direction else 'forward'}, "
        f"at t = {t}."
    )
    at = t if trace.unbatched or not trace.batch_first else (slice(None), t)
    result = []
    for kind in kinds:
        state = tensors.state(kind, layer, direction)
        names = tuple(axis for axis in state.axes if axis != "T")
        result.append(state.moved(lambda array: array[at], names))
    return tuple(result) if len(result) > 1 else result[0]


def _returned(tensors: Tensors) -> str:
    kinds = tensors.trace.network.kind.states
    return f"({', '.join(kinds)})" if len(kinds) > 1 else "h"


def _where(
    tensors: Tensors, a: Tracked, before: tuple[Any, ...] | None, axes: int
) -> tuple[int, int, int] | None:
    """The layer, direction and t of the cell that read this input and these states."""
    trace, places = tensors.trace, tensors.places
    ids = a.ids
    if a.value.ndim != axes or not ids.size or not ((ids >= 0) & (ids < places.count)).all():
        return None
    t = int(places.where(ids.ravel()[:1]).t[0])
    if (trace.packing.lengths <= t).any():
        return None  # a cell runs on past a row's length, which this trace did not
    for layer in range(trace.network.num_layers):
        for direction in trace.network.directions:
            if _is_read(tensors, ids, layer, t) and _is_before(
                tensors, before, layer, direction, t
            ):
                return layer, direction, t
    return None


def _is_read(tensors: Tensors, ids: Ids, layer: int, t: int) -> bool:
    """Whether a layer reads these at a step."""
    places = tensors.places
    below = (
        [places.ids("h", layer - 1, d) for d in tensors.trace.network.directions]
        if layer
        else [places.ids("x")]
    )
    return np.array_equal(_rows(tensors, np.concatenate(below, axis=2)[t]), ids)


def _is_before(
    tensors: Tensors, before: tuple[Any, ...] | None, layer: int, direction: int, t: int
) -> bool:
    """Whether these are the states that a cell begins its step with."""
    trace = tensors.trace
    last = trace.T - 1 if direction else 0
    kinds = trace.network.kind.states
    line = list(trace.records).index((layer, direction))
    for kind, state in zip(kinds, before or (None,) * len(kinds), strict=True):
        first = trace.initial[kind][line]
        if state is None or (isinstance(state, Tracked) and state.is_constant):
            value = 0 if state is None else state.value
            own = _rows(tensors, first)
            shape = own.shape if state is None else state.shape
            if t != last or shape != own.shape or not (own == value).all():
                return False
            continue
        if t == last:
            ids = tensors.places.ids(f"{kind}_0", layer, direction)[0]
        else:
            ids = tensors.places.ids(kind, layer, direction)[t + 1 if direction else t - 1]
        if not isinstance(state, Tracked) or not np.array_equal(state.ids, _rows(tensors, ids)):
            return False
    return True


def _rows(tensors: Tensors, array: Any) -> Any:
    """(B, ...), without B where x came without a batch."""
    return array[0] if tensors.trace.unbatched else array
