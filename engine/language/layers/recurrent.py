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
from .initial import check_initial
from .opaque import Opaque
from .packed import Packed, rows_of


def recurrent(tensors: Tensors, name: str, given: Any, states: Any, notes: list[str]) -> Any:
    """Call a recurrent layer.

    Args:
        tensors: the trace's.
        name: of the layer.
        given: its input.
        states: those that it begins with; None for zeros.
        notes: gets a sentence where padding would have been read.

    Returns:
        ``output, h_n`` or ``output, (h_n, c_n)``, packed where the input is.

    Raises:
        AskError: the trace began with others, or ran on something else.
    """
    trace = tensors.trace
    as_in_pytorch(tensors, name)
    if isinstance(given, Opaque):
        given = _as_fed(tensors, name, given, notes)
    rows = given.rows if isinstance(given, Packed) else _rows(tensors, given)
    check_initial(tensors, name, states, rows, notes)
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
    if not np.isin(a.value, tensors.x.value).all():
        notes.append(f"What {name} is given is made of x: it is the x that the trace ran on.")
    lengths = trace.packing.lengths
    if (lengths < len(trace.x)).any():
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


def as_in_pytorch(tensors: Tensors, name: str) -> None:
    """Refuse to call a layer under the names of a framework that does it otherwise."""
    if tensors.names != "pytorch":
        raise AskError(
            f"{name}() is called as in PyTorch, but the names are {tensors.names!r}: write "
            f"{', '.join(tensors.returned)}, which it returns."
        )


def _as_fed(tensors: Tensors, name: str, given: Opaque, notes: list[str]) -> Tracked | Packed:
    """What the network is given that was made of x: the x that it ran on."""
    if not given.layer:
        raise AskError(given.why)
    if any(_computed_of(tensors, each) for each in given.read):
        raise _second(name, given)
    notes.append(f"What {given.layer} makes and {name} is given is the x that the trace ran on.")
    stand_in = given.stand_in
    if isinstance(stand_in, Packed):
        return stand_in
    rows = _rows(tensors, stand_in)
    fits = stand_in is not None and _standing(tensors, stand_in, rows)
    return stand_in if fits and stand_in is not None else tensors.x


def _computed_of(tensors: Tensors, a: Tracked) -> bool:
    """Whether the network has computed what a tensor was read from."""
    places = tensors.sets.places_of(a.ids)
    x = tensors.places.blocks[0]
    return bool(len(places)) and bool(places[-1] >= x.first + np.prod(x.shape))


def _second(name: str, given: Any) -> AskError:
    return AskError(
        f"{name} is given {arguments.shown(given)} that the network has computed: it is a second "
        "one, and this trace holds the states of the first alone; ask up to here."
    )


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


def _standing(tensors: Tensors, a: Tracked, rows: Whole) -> bool:
    """Whether a tensor is x, be it with its rows in another order or T and B exchanged."""
    x = _ordered(tensors.x, rows, int(not tensors.trace.batch_first)).ids
    return np.array_equal(a.ids, x) or (a.ids.ndim == 3 and np.array_equal(a.ids.swapaxes(0, 1), x))


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
        raise _second(name, a)
    raise AskError(
        f"{name} is given {arguments.shown(a)} that is not x as the trace ran it; this trace holds "
        "the states of one network, run on x."
    )
