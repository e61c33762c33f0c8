"""What is right on this trace, and would be something else with another cell."""

from collections.abc import Iterator

from ..language.record import Event
from ..language.tensors import Tensors
from ..sources.tracked import Tracked


def remarks(tensors: Tensors, events: list[Event]) -> list[str]:
    """What is to be said of the operations beside the verdict.

    Args:
        tensors: the trace's.
        events: what was done.

    Returns:
        Sentences, each once.
    """
    return [*dict.fromkeys(_sizes(tensors, events))]


def _sizes(tensors: Tensors, events: list[Event]) -> Iterator[str]:
    """``hidden[0].size(1)``, of what a layer returned: B of an LSTM, H of others."""
    called = [event.after for event in events if event.name == "()"]
    last = [after[1] for after in called if isinstance(after, tuple)]
    shapes = {id(event.after): event.before for event in events if event.name == "shape"}
    firsts = [
        event.after
        for event in events
        if event.name == "[]" and event.args == (0,) and any(event.before is each for each in last)
    ]
    for event in events:
        of = shapes.get(id(event.before)) if event.name == "[]" else event.before
        is_size = event.name in ("size", "[]") and event.args == (1,)
        if not is_size or not any(of is each for each in firsts) or not isinstance(of, Tracked):
            continue
        sizes = tensors.places
        if "c" in tensors.trace.network.kind.states:
            yield (
                "Entry 0 of the states is h_n, as an LSTM returns a pair, so its size 1 is "
                f"B = {sizes.sizes['B']}; of a GRU or RNN it is the first row of h_n, and H."
            )
        else:
            yield (
                "Entry 0 of the states is the first row of h_n, as only an LSTM returns a pair, so "
                f"its size 1 is H = {sizes.sizes['H']}; of an LSTM it is h_n, and B."
            )
