"""One kind of tensor taken for another."""

from engine.sources import Tracked
from engine.verdict.parts import parts_of
from engine.verdict.rules.asked import Asked, Warning, is_number


def c_for_h(asked: Asked) -> Warning | None:
    """C taken for h."""
    kinds = [
        {part.state for part in parts_of(asked.tensors, result) if part.is_state}
        for result in asked.results
    ]
    if asked.is_comparison and {"h"} in kinds and {"c"} in kinds:
        message = "One side is h, the other c: c_n is the cell’s memory, and output holds only h."
        return Warning(12, "c taken for h", message, "compare output with h_n")
    for event in asked.events:
        is_pair = isinstance(event.before, tuple) and len(event.before) == 2
        takes = event.name == "[]" and is_pair and event.args[0] in (-1, 1)
        if takes and kinds == [{"c"}] and all(isinstance(each, Tracked) for each in event.before):
            return Warning(
                12,
                "c taken for h",
                "An LSTM returns output, (h_n, c_n): the last entry of that pair is c_n, the "
                "cell’s memory.",
                "output, (h_n, c_n) = self.lstm(x)",
            )
    return None


def output_for_y(asked: Asked) -> Warning | None:
    """Output taken for y: no layer has made a prediction of it yet."""
    states = [{part.state for part in parts_of(asked.tensors, each)} for each in asked.results]
    units = (asked.tensors.places.h_size, f"D·{asked.tensors.places.h_size}")
    is_compared = asked.is_comparison and {"y"} in states and {"h"} in states
    is_used = False
    for event in asked.events:
        a = event.before
        if event.name in ("softmax", "log_softmax", "argmax") and isinstance(a, Tracked):
            along = event.args[0] if event.args else -1
            is_last = is_number(along) and along in (-1, a.value.ndim - 1)
            is_used |= is_last and a.axes[-1] in units and not (a.ids >= a.sets.places.count).any()
    if is_compared or is_used:
        return Warning(
            1,
            "output is h",
            "output is h, the hidden state, and not y: a prediction needs a dense layer behind it.",
            "self.fc(output)",
        )
    return None
