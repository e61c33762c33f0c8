"""PyTorch: what nn.RNN, nn.LSTM and nn.GRU return, and the lines that run them.

Source: https://docs.pytorch.org/docs/stable/nn.html#recurrent-layers
"""

from ..network.head import Head
from ..network.stack import Stack
from ..trace.trace import Trace
from .lines import Lines, wrapped
from .tensor import Returned, of_last_step

PACKING = """\
from torch.nn.utils.rnn import (
    pack_padded_sequence, pad_packed_sequence)"""


def names(trace: Trace, merge: str) -> dict[str, Returned]:
    """``output``, ``h_n`` and, of an LSTM, ``c_n``."""
    net = trace.network
    h, top = "P" if net.proj_size else "H", net.num_layers - 1
    ahead = ("B", "T") if trace.batch_first else ("T", "B")
    directions = tuple(("h", top, d) for d in net.directions)
    both = ": forward and reverse side by side" if net.bidirectional else ""
    says = f"top layer, every step{both}"
    found = {"output": Returned(trace, says, directions, "each", "concat", (*ahead, f"D·{h}"))}
    whose = "each direction’s" if net.bidirectional else "its"
    for state in net.kind.states:
        size = h if state == "h" else "H"
        every = tuple((state, layer, d) for layer, d in trace.records)
        says = f"every layer, {of_last_step(state, whose)}"
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


def lines(trace: Trace, head: Head | None, merge: str) -> Lines:
    """Lines that bind every tensor of ``names``, and ``y`` where there is a head."""
    net = trace.network
    states = ", ".join(f"{name}_n" for name in net.kind.states)
    initial = ", ".join(f'file.pop("{name}_0")' for name in net.kind.states)
    if len(net.kind.states) > 1:
        states, initial = f"({states})", f"({initial})"
    load = ["rnn.load_state_dict(file)"]
    if net.reverse:
        load = [
            "rnn.load_state_dict(",
            '    {name.removesuffix("_reverse"): file[name] for name in file})',
        ]
    made, read, y = _head(head, net) if head else ([], [], [])
    return Lines(
        imports=("import torch", *([PACKING] if trace.packed else [])),
        settings=(),
        functions=(_turned(trace),) if net.reverse else (),
        run=[
            f"rnn = torch.nn.{net.cell.upper()}(",
            *wrapped(_arguments(trace)),
            *made,
            'x = file.pop("x")',
            f"start = {initial}",
            *read,
            *(['lengths = file.pop("lengths")'] if trace.packed else []),
            *load,
            *(["rnn.eval()  # no dropout"] if trace.dropout else []),
            "",
            *_run(trace, states),
            *y,
        ],
        arrays="torch",
        to_numpy="{}.detach().numpy()",
        dtype=net.dtype,
    )


def _arguments(trace: Trace) -> list[str]:
    """The module's arguments, but for those that are its defaults."""
    net = trace.network
    found = [f"input_size={net.input_size}", f"hidden_size={net.hidden_size}"]
    if net.num_layers > 1:
        found.append(f"num_layers={net.num_layers}")
    if net.nonlinearity != "tanh":
        found.append(f'nonlinearity="{net.nonlinearity}"')
    if not net.bias:
        found.append("bias=False")
    if trace.dropout:
        found.append(f"dropout={net.dropout}")
    if net.bidirectional:
        found.append("bidirectional=True")
    if net.proj_size:
        found.append(f"proj_size={net.proj_size}")
    if net.dtype == "float64":
        found.append("dtype=torch.float64")
    if trace.batch_first:
        found.append("batch_first=True")
    return found


def _head(head: Head, net: Stack) -> tuple[list[str], list[str], list[str]]:
    """The lines that make it, that give it its weights, and that read y off every step."""
    outputs, width = head.weight.shape
    dtype = ", dtype=torch.float64" if net.dtype == "float64" else ""
    softmax = ".softmax(-1)" if head.activation == "softmax" else ""
    return (
        [f"head = torch.nn.Linear({width}, {outputs}{dtype})"],
        [
            'head.weight.data = file.pop("head.weight")',
            'head.bias.data = file.pop("head.bias")',
        ],
        [f"y = head(output){softmax}"],
    )


def _turned(trace: Trace) -> list[str]:
    """A function that turns steps around; of a packed batch only those of a row's own length."""
    time = 1 if trace.batch_first else 0
    why = "# torch.nn has no single reverse direction"
    if not trace.packed:
        return [f"def turned(a):  {why}", f"    return a.flip({time})"]
    own = "[b, :length]" if trace.batch_first else "[:length, b]"
    return [
        f"def turned(a, lengths):  {why}",
        "    a = a.clone()",
        "    for b, length in enumerate(lengths):",
        f"        a{own} = a{own}.flip(0)",
        "    return a",
    ]


def _run(trace: Trace, states: str) -> list[str]:
    x, back = "x", []
    if trace.network.reverse:
        more = ", lengths" if trace.packed else ""
        x, back = f"turned(x{more})", [f"output = turned(output{more})"]
    if not trace.packed:
        return [f"output, {states} = rnn({x}, start)", *back]
    first = ", batch_first=True" if trace.batch_first else ""
    return [
        "packed = pack_padded_sequence(",
        f"    {x}, lengths{first}, enforce_sorted=False)",
        f"packed, {states} = rnn(packed, start)",
        f"output, lengths = pad_packed_sequence(packed{first})",
        *back,
    ]
