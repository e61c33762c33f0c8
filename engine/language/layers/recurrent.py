"""The recurrent layer, called: it returns the trace's tensors, for the input that it ran on."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ...sources.places import NOWHERE
from ...sources.tracked import Tracked
from ...trace.packing import Whole
from ..errors import AskError
from ..operations import arguments, shapes
from ..tensors import Tensors
from .packed import Packed, own_lengths, rows_of


def recurrent(tensors: Tensors, name: str, args: tuple[Any, ...], notes: list[str]) -> Any:
    """Call a recurrent layer.

    Args:
        tensors: the trace's.
        name: of the layer.
        args: its input, and the initial states or, of an encoder, the lengths.
        notes: gets a sentence where padding would have been read.

    Returns:
        ``output, h_n`` or ``output, (h_n, c_n)``, packed where the input is.

    Raises:
        AskError: the trace began with others, or ran on something else.
    """
    trace, given = tensors.trace, args[0]
    if tensors.names != "pytorch":
        raise AskError(
            f"{name}() is called as in PyTorch, but the names are {tensors.names!r}: write "
            f"{', '.join(tensors.returned)}, which it returns."
        )
    states = args[1] if len(args) > 1 else None
    is_lengths = isinstance(states, Tracked) and states.value.ndim == 1 and not trace.unbatched
    rows = given.rows if isinstance(given, Packed) else _rows(tensors, given)
    if is_lengths:
        own_lengths(tensors, states, rows)
    else:
        _initial(tensors, states, rows)
    time = 0 if trace.unbatched else int(not trace.batch_first)
    output = _ordered(tensors.output, rows, time)
    last: Any = _ordered(tensors.last("h"), rows, 1)
    if "c" in trace.network.kind.states:
        last = (last, _ordered(tensors.last("c"), rows, 1))
    if isinstance(given, Packed):
        _is_input(tensors, name, given.padded, trace.as_given, rows)
        ahead = shapes.transpose(output, 0, 1) if trace.batch_first else output
        return Packed(ahead, tensors, rows, given.is_sorted), last
    a = arguments.tensor(f"what {name} is given", given)
    is_turned = _is_input(tensors, name, a, lambda array: array, rows)
    lengths = trace.packing.lengths
    if not is_lengths and (lengths < len(trace.x)).any():
        notes.append(
            f"{name} is given x unpacked, but this trace ran packed, with lengths "
            f"{arguments.brief(lengths.tolist())}: unpacked, its states would have read the "
            "padding as well."
        )
    if not is_turned:
        return output, last
    notes.append(
        f"{name} is given x with its first two axes exchanged: it is taken for a layer with "
        f"batch_first={not trace.batch_first}, whose output has them in that order."
    )
    return shapes.transpose(output, 0, 1), last


def _rows(tensors: Tensors, given: Any) -> Whole:
    """The rows of an input that isn't packed."""
    if isinstance(given, Tracked) and given.value.ndim == 3:
        ahead = shapes.transpose(given, 0, 1) if tensors.trace.batch_first else given
        return rows_of(tensors, ahead)
    return np.arange(tensors.trace.B)


def _ordered(a: Tracked, rows: Whole, axis: int) -> Tracked:
    """A tensor with its rows of the batch in the order in which they were given."""
    if (np.diff(rows) == 1).all():
        return a
    return a.moved(lambda array: array.take(rows, axis), a.axes)


def _is_input(
    tensors: Tensors, name: str, a: Tracked, lay_out: Callable[[Any], Any], rows: Whole
) -> bool:
    """Refuse what isn't the input that the trace ran on; whether T and B are exchanged in it."""
    ids, x = lay_out(a.ids), _ordered(tensors.x, rows, int(not tensors.trace.batch_first)).ids
    if np.array_equal(ids, x):
        return False
    if ids.ndim == 3 and np.array_equal(ids.swapaxes(0, 1), x):
        return True
    places = tensors.sets.places_of(a.ids)
    last_of_x = x.max(initial=NOWHERE)
    if len(places) and places[0] > last_of_x:
        raise AskError(
            f"{name} is given {arguments.shown(a)} that the network has computed: it is a second "
            "one, and this trace holds the states of the first alone; ask up to here."
        )
    raise AskError(
        f"{name} is given {arguments.shown(a)} that is not x as the trace ran it; this trace holds "
        "the states of one network, run on x."
    )


def _initial(tensors: Tensors, states: Any, rows: Whole) -> None:
    """Refuse initial states that are others than the trace began with."""
    if states is None:
        return
    given = states if isinstance(states, tuple | list) else (states,)
    trace = tensors.trace
    for name, state in zip(trace.network.kind.states, given, strict=False):
        if not isinstance(state, Tracked):
            continue
        first = _ordered(tensors.first(name), rows, 1)
        own = first.value
        if not state.is_constant and not np.array_equal(state.ids, first.ids):
            both = trace.network.bidirectional
            joined = (
                f" {name}_n has L·D = {len(own)} rows, and a decoder of one direction wants L: "
                f"torch.cat(({name}_n[0::2], {name}_n[1::2]), dim=-1) joins the two directions."
            )
            raise AskError(
                "This begins with states that the network has computed: it is another network, "
                f"and this trace holds the states of the first alone.{joined if both else ''}"
            )
        if state.shape != own.shape or not np.array_equal(state.value, own):
            raise AskError(
                f"{name}_0 is {arguments.shown(state)}, but the trace began with others, of shape "
                f"{arguments.shape_text(own.shape)}; run it from these."
            )
