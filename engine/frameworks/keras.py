"""What Keras' SimpleRNN, LSTM and GRU return, alone or in a Bidirectional.

Source: https://keras.io/api/layers/recurrent_layers/bidirectional/ and
https://github.com/keras-team/keras/blob/master/keras/src/layers/rnn/bidirectional.py
"""

from typing import cast

from ..trace.trace import Trace
from .tensor import Join, Returned, When

_words = {"concat": "side by side", "sum": "added", "mul": "multiplied", "ave": "averaged"}


def names(trace: Trace, merge: str) -> dict[str, Returned]:
    """``outputs``, ``output``, the states of each layer, and what a backward layer gives alone."""
    net = trace.network
    top, both = net.num_layers - 1, net.bidirectional
    join = cast(Join, merge) if both else "concat"
    units = "D·H" if both and join == "concat" else "H"
    directions = tuple(("h", top, d) for d in net.directions)
    # A layer alone repeats a row's last output past its length, Bidirectional puts zeros there.
    when: When = "each" if both else "turned" if net.reverse else "held"
    how = f": forward and backward {_words[join]}" if both else ""
    turned = ", the last t first" if net.reverse else ""
    found = {
        "outputs": Returned(
            trace,
            f"return_sequences=True{how}{turned}",
            directions,
            when,
            join,
            ("B", "T", units),
        ),
        "output": Returned(
            trace,
            "return_sequences=False: each direction’s own last h" if both else "its last h",
            directions,
            "last",
            join,
            ("B", units),
        ),
    }
    for layer, d in trace.records:
        for state in net.kind.states:
            side = ("backward" if d else "forward") if both else "state"
            end = f"_l{layer}" if top else ""
            says = f"return_state=True: {_side(d) if both else 'its'} last {state}"
            found[f"{side}_{state}{end}"] = Returned(
                trace, says, ((state, layer, d),), "last", "concat", ("B", "H")
            )
    if both:
        says = "the backward layer alone: the last t first"
        found["backward_outputs"] = Returned(
            trace, says, directions[1:], "turned", "concat", ("B", "T", "H")
        )
    return found


def _side(direction: int) -> str:
    return "backward’s" if direction else "forward’s"


def whole(trace: Trace) -> str:
    """What to write for each direction of the top layer after the whole sequence."""
    return "output"
