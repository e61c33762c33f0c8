"""The cell of one step, called: ``h = self.gru_cell(x[t], h)``, which returns h and no output.

Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.GRUCell.html
"""

from typing import Any

import numpy as np

from ...sources.places import Ids
from ...sources.tracked import AnyArray, Tracked
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
            if _is_read(tensors, a, layer, t) and _is_before(tensors, before, layer, direction, t):
                return layer, direction, t
    return None


def _is_read(tensors: Tensors, a: Tracked, layer: int, t: int) -> bool:
    """Whether a layer reads this at a step."""
    trace, places = tensors.trace, tensors.places
    directions = trace.network.directions
    below = [places.ids("h", layer - 1, d) for d in directions] if layer else [places.ids("x")]
    return _is_same(tensors, a, np.concatenate(below, axis=2)[t], trace.read_by(layer)[t])


def _is_before(
    tensors: Tensors, before: tuple[Any, ...] | None, layer: int, direction: int, t: int
) -> bool:
    """Whether these are the states that a cell begins its step with."""
    trace, places = tensors.trace, tensors.places
    line = list(trace.records).index((layer, direction))
    is_first = t == (trace.T - 1 if direction else 0)
    for kind, state in zip(trace.network.kind.states, before or (None, None), strict=False):
        first = trace.initial[kind][line]
        if is_first and state is None:
            if first.any():
                return False
        elif is_first and isinstance(state, Tracked) and state.is_constant:
            own = _row(tensors, first)
            if state.shape != own.shape or not np.array_equal(state.value, own):
                return False
        elif is_first:
            if not _is_same(tensors, state, places.ids(f"{kind}_0", layer, direction)[0], first):
                return False
        else:
            last = t + 1 if direction else t - 1
            ids = places.ids(kind, layer, direction)[last]
            if not _is_same(tensors, state, ids, trace.state(kind, layer, direction)[last]):
                return False
    return True


def _is_same(tensors: Tensors, a: Any, ids: Ids, value: AnyArray) -> bool:
    """Whether a tensor is these places, (B, size), with the numbers that they have."""
    return (
        isinstance(a, Tracked)
        and np.array_equal(a.ids, _row(tensors, ids))
        and np.array_equal(a.value, _row(tensors, value), equal_nan=True)
    )


def _row(tensors: Tensors, array: Any) -> Any:
    """(B, ...), without B where x came without a batch."""
    return array[0] if tensors.trace.unbatched else array
