"""What Flax linen's RNN returns, alone or in a Bidirectional, with ``return_carry=True``.

Source: https://flax-linen.readthedocs.io/en/latest/api_reference/flax.linen/layers.html
"""

from typing import Any

from ..trace.trace import Trace
from .tensor import Returned


def names(trace: Trace, merge: str) -> dict[str, Any]:
    """The carry of each layer, of tuples as Flax nests them, and ``outputs``."""
    net = trace.network
    top = net.num_layers - 1
    found: dict[str, Any] = {}
    for layer in range(net.num_layers):
        carries = [_carry(trace, layer, d) for d in net.directions]
        end = f"_l{layer}" if top else ""
        found[f"carry{end}"] = tuple(carries) if net.bidirectional else carries[0]
    says = "every step" + (", forward and backward side by side" if net.bidirectional else "")
    units = "D·H" if net.bidirectional else "H"
    directions = tuple(("h", top, d) for d in net.directions)
    outputs = Returned(trace, says, directions, "each", "concat", ("B", "T", units))
    return {"outputs": outputs, **found}


def _carry(trace: Trace, layer: int, direction: int) -> Any:
    """Of one direction: (c, h) of an LSTM, in this order, otherwise h."""
    side = ("backward’s " if direction else "forward’s ") if trace.network.bidirectional else ""
    h, *c = (
        Returned(
            trace, f"{side}last {state}", ((state, layer, direction),), "last", "concat", ("B", "H")
        )
        for state in trace.network.kind.states
    )
    return (*c, h) if c else h


def whole(trace: Trace) -> str:
    """What to write for each direction of the top layer after the whole sequence."""
    h = "[1]" if trace.network.cell == "lstm" else ""
    if not trace.network.bidirectional:
        return f"carry{h}"
    return f"np.concatenate((carry[0]{h}, carry[1]{h}), axis=-1)"
