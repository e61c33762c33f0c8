"""What ONNX' nodes RNN, LSTM and GRU return; a node is a layer, so that several are stacked.

Source: https://onnx.ai/onnx/operators/onnx__LSTM.html
"""

from ..trace.trace import Trace
from .tensor import Returned


def names(trace: Trace, merge: str) -> dict[str, Returned]:
    """``Y`` of the top node, ``Y_h`` and, of an LSTM, ``Y_c`` of each; B in front with layout=1."""
    net = trace.network
    top = net.num_layers - 1
    ahead = ("B", "T", "D") if trace.batch_first else ("T", "D", "B")
    directions = tuple(("h", top, d) for d in net.directions)
    found = {
        "Y": Returned(trace, "top node, every step", directions, "each", "stack", (*ahead, "H"))
    }
    last = ("B", "D", "H") if trace.batch_first else ("D", "B", "H")
    for layer in range(net.num_layers):
        for state in net.kind.states:
            states = tuple((state, layer, d) for d in net.directions)
            says = f"each direction’s last {state}"
            end = f"_l{layer}" if top else ""
            found[f"Y_{state}{end}"] = Returned(trace, says, states, "last", "stack", last)
    return found


def whole(trace: Trace) -> str:
    """What to write for each direction of the top layer after the whole sequence."""
    row = "Y_h[:, {}]" if trace.batch_first else "Y_h[{}]"
    if not trace.network.bidirectional:
        return row.format(0)
    return f"np.concatenate(({row.format(0)}, {row.format(1)}), axis=-1)"
