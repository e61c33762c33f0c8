"""The states that a recurrent layer is given to begin with, held to what PyTorch takes.

Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html
"""

from typing import Any

import numpy as np

from ...sources.tracked import Tracked
from ...trace.packing import Whole
from ..errors import AskError
from ..operations import arguments
from ..tensors import Tensors
from .opaque import Opaque


def check_initial(tensors: Tensors, name: str, states: Any, rows: Whole, notes: list[str]) -> None:
    """Refuse initial states that the layer doesn't take, or that the trace did not begin with.

    Args:
        tensors: the trace's.
        name: of the layer.
        states: what it is given; None for zeros.
        rows: (B,), which row of the trace each row of its input is.
        notes: gets a sentence where states that are not known are taken for the trace's.

    Raises:
        AskError: it says what the layer takes.
    """
    kinds = tensors.trace.network.kind.states
    if states is None:
        if any(state.any() for state in tensors.trace.initial.values()):
            raise AskError(
                f"{name} is given no states and begins with zeros, but this trace began with "
                f"others: write {name}(x, {_written(kinds)})."
            )
        return
    if isinstance(states, Opaque):
        _take(tensors, name, states, notes)
        return
    given = pair_of(name, kinds, states)
    for kind, state in zip(kinds, given, strict=True):
        if isinstance(state, Opaque):
            _take(tensors, name, state, notes)
        else:
            _check(tensors, kind, arguments.tensor(f"{kind}_0", state), rows)


def _written(kinds: tuple[str, ...]) -> str:
    names = ", ".join(f"{kind}_0" for kind in kinds)
    return f"({names})" if len(kinds) > 1 else names


def pair_of(name: str, kinds: tuple[str, ...], states: Any) -> tuple[Any, ...]:
    """The states one by one: an LSTM takes a pair of them, others one alone.

    Raises:
        AskError: it is given the other.
    """
    is_pair = isinstance(states, tuple | list)
    if len(kinds) == 1:
        if is_pair:
            raise AskError(
                f"{name} is given {arguments.shown(tuple(states))} of states, but takes h_0 alone: "
                "only an LSTM has a pair (PyTorch: 'tuple' object has no attribute 'dim')."
            )
        return (states,)
    if not is_pair or len(states) != len(kinds):
        raise AskError(
            f"{name} is given {arguments.shown(states)} to begin with, but an LSTM takes a pair: "
            f"write ({', '.join(f'{kind}_0' for kind in kinds)})."
        )
    return tuple(states)


def _take(tensors: Tensors, name: str, states: Opaque, notes: list[str]) -> None:
    """Take states that are not known for those that the trace began with, which they are."""
    if not states.layer:
        raise AskError(states.why)
    places = tensors.places
    for each in states.read:
        ids = tensors.sets.places_of(each.ids)
        if len(ids) and any(
            places.blocks[k].state in ("h", "c", "y") for k in np.unique(places.where(ids).block)
        ):
            raise _another(tensors, "h")
    notes.append(
        f"{states.layer}() is taken for the states that the trace began with, as {name} is given "
        "them."
    )


def _another(tensors: Tensors, state: str) -> AskError:
    net = tensors.trace.network
    joined = (
        f" {state}_n has L·D = {net.num_layers * 2} rows, and a decoder of one direction wants L: "
        f"torch.cat(({state}_n[0::2], {state}_n[1::2]), dim=-1) joins the two directions."
    )
    return AskError(
        "This begins with states that the network has computed: it is another network, "
        "and this trace holds the states of the first alone."
        f"{joined if net.bidirectional else ''}"
    )


def _check(tensors: Tensors, kind: str, state: Tracked, rows: Whole) -> None:
    first = tensors.first(kind)
    if not (np.diff(rows) == 1).all():
        first = first.moved(lambda array: array.take(rows, 1), first.axes)
    own = first.value
    if not state.is_constant and not np.array_equal(state.ids, first.ids):
        raise _another(tensors, kind)
    if state.shape != own.shape:
        net = tensors.trace.network
        rows_of_states = f"L·D = {net.num_layers * net.num_directions}"
        raise AskError(
            f"{kind}_0 has shape {arguments.shape_text(state.shape)}; expected "
            f"{arguments.shape_text(own.shape)}: {rows_of_states} rows, one for each layer and "
            "direction, whatever batch_first is."
        )
    if not np.array_equal(state.value, own):
        raise AskError(
            f"{kind}_0 is {arguments.shown(state)}, but the trace began with others; run it from "
            "these."
        )
