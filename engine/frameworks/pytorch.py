"""What PyTorch's nn.RNN, nn.LSTM and nn.GRU return."""

from ..trace.trace import Trace
from .tensor import Returned


def names(trace: Trace, merge: str) -> dict[str, Returned]:
    """``output``, ``h_n`` and, of an LSTM, ``c_n``."""
    net = trace.network
    h, top = "P" if net.proj_size else "H", net.num_layers - 1
    ahead = ("B", "T") if trace.batch_first else ("T", "B")
    directions = tuple(("h", top, d) for d in net.directions)
    output = Returned(
        trace, "top layer, every step", directions, "each", "concat", (*ahead, f"D·{h}")
    )
    found = {"output": output}
    for state in net.kind.states:
        size = h if state == "h" else "H"
        every = tuple((state, layer, d) for layer, d in trace.records)
        says = f"every layer, each direction’s last {state}"
        found[f"{state}_n"] = Returned(trace, says, every, "last", "stack", ("L·D", "B", size))
    if not trace.unbatched:
        return found
    return {name: _without_batch(each) for name, each in found.items()}


def _without_batch(a: Returned) -> Returned:
    return Returned(
        a.trace, a.says, a.states, a.when, a.join, tuple(axis for axis in a.axes if axis != "B")
    )


def whole(trace: Trace) -> str:
    """What to write for each direction of the top layer after the whole sequence."""
    return "torch.cat((h_n[-2], h_n[-1]), dim=-1)" if trace.network.bidirectional else "h_n[-1]"
