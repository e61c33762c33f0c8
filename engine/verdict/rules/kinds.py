"""One kind of tensor taken for another."""

from ...sources.tracked import Tracked
from .asked import Asked, Finding, is_number
from .time import last_step, top_layer


def c_for_h(asked: Asked) -> Finding | None:
    """The memory c taken for h."""
    if asked.is_comparison and {"h"} in asked.kinds and {"c"} in asked.kinds:
        message = "One side is h, the other c: output holds h alone, and c is the cell’s memory."
        fix = f"{last_step(asked)} == h_n[-1]" if asked.D == 1 else ""
        return Finding(12, "c taken for h", message, fix)
    for event in asked.events:
        pair = event.before
        is_pair = isinstance(pair, tuple) and len(pair) == 2 and event.name == "[]"
        if not is_pair or not all(isinstance(each, Tracked) for each in pair):
            continue
        if is_number(event.args[0]) and event.args[0] in (-1, 1) and asked.kinds == [{"c"}]:
            return Finding(
                12,
                "c taken for h",
                "An LSTM returns output, (h_n, c_n): the last entry of that pair is c_n, the "
                "cell’s memory, and no layer’s h.",
                top_layer(asked),
            )
    return None


def output_for_y(asked: Asked) -> Finding | None:
    """The hidden state taken for y: no layer has made a prediction of it yet."""
    places = asked.tensors.places
    units = (places.h_size, f"D·{places.h_size}")
    is_used = asked.is_comparison and {"y"} in asked.kinds and {"h"} in asked.kinds
    for event in asked.events:
        a = event.before
        if event.name not in ("softmax", "log_softmax", "argmax") or not isinstance(a, Tracked):
            continue
        along = event.args[0] if event.args else None
        is_last = is_number(along) and along in (-1, a.value.ndim - 1)
        # What is mixed already has gone through a layer.
        is_used |= is_last and a.axes[-1] in units and not (a.ids >= places.count).any()
    if not is_used:
        return None
    message = (
        "output and h_n are h, the hidden state, and not y: a prediction needs a dense layer "
        "behind them."
    )
    return Finding(1, "output is h", message, "self.fc(output)")
