"""What the lines have in common."""

from ....engine import Trace
from ....engine.frameworks.dialects import DIALECTS
from ....engine.network.stack import Stack

opening = ['file = load_file("unrolled.safetensors")']


def reading(net: Stack, zeros: bool = True) -> list[str]:
    """The lines in a function of ``end`` that bind W, R and the biases b and c.

    Without biases these are ``zeros``, or are left out.
    """
    bound = ['    W, R = file[f"weight_ih_{end}"], file[f"weight_hh_{end}"]']
    if net.bias:
        return [*bound, '    b, c = file[f"bias_ih_{end}"], file[f"bias_hh_{end}"]']
    return [*bound, *(["    b = c = np.zeros(len(W), W.dtype)"] if zeros else [])]


def gates(trace: Trace, framework: str) -> str:
    """The rows of PyTorch's gates in a framework's order, as an index; empty where it is the same.

    For example ``np.r_[8:16, 0:8, 16:24]``.
    """
    net, H = trace.network, trace.network.hidden_size
    ours, theirs = (DIALECTS[each].orders[net.cell] for each in ("pytorch", framework))
    if ours == theirs:
        return ""
    starts = [ours.index(gate) * H for gate in theirs]
    return f"np.r_[{', '.join(f'{start}:{start + H}' for start in starts)}]"


def order(trace: Trace, framework: str) -> str:
    """The comment beside ``gates``, "z r n, where PyTorch has r z n"."""
    ours, theirs = (DIALECTS[each].orders[trace.network.cell] for each in ("pytorch", framework))
    return f"{' '.join(theirs)}; PyTorch has {' '.join(ours)}"


def x_of(trace: Trace, batch_in_front: bool) -> str:
    """X out of the file, with the axes in a framework's order and as many steps as have run."""
    text = 'file["x"]'
    if trace.batch_first != batch_in_front:
        text += ".swapaxes(0, 1)"
    if len(trace.x) > trace.T:
        text += f"[:, :{trace.T}]" if batch_in_front else f"[:{trace.T}]"
    return text


def end_of(trace: Trace, layer: int) -> str:
    """What stands behind the names of one of several layers."""
    return f"_l{layer}" if trace.network.num_layers > 1 else ""
