"""The same run in PyTorch: lines to copy, and the file of weights that they read."""

from safetensors.numpy import save

from ...engine import Trace
from ...engine.frameworks.dialects import lacking
from ...engine.frameworks.scripts.pytorch import arguments
from ...engine.network.stack import Stack
from ..runs.run import Scene

_packing = (
    "from torch.nn.utils.rnn import (",
    "    pack_padded_sequence, pad_packed_sequence)",
)


def tensors(scene: Scene) -> bytes:
    """Weights under PyTorch's names, ``head.*``, x, its lengths where it is packed, and h_0, c_0.

    x lies as the network takes it, (T, B, I), or (B, T, I) with ``batch_first``.
    """
    trace = scene.trace
    x = trace.x.swapaxes(0, 1).copy() if trace.batch_first else trace.x
    return save(
        {
            **trace.network.state_dict(),
            "head.weight": scene.head.weight,
            "head.bias": scene.head.bias,
            "x": x,
            **({} if trace.lengths is None else {"lengths": trace.lengths}),
            **{f"{name}_0": value for name, value in trace.initial.items()},
        }
    )


def pytorch(scene: Scene) -> str:
    """Lines of PyTorch that make this network and return these tensors.

    They read the file that ``tensors`` writes, under the name ``unrolled.safetensors``. For a
    network that PyTorch hasn't got, the only line is a comment on what is missing there.
    """
    trace, head = scene.trace, scene.head
    net = trace.network
    if missing := _missing(net):
        return f"# torch.nn.{net.cell.upper()} has no {' and no '.join(missing)}."
    constructor = arguments(net) + (["batch_first=True"] if trace.batch_first else [])
    dtype = ", dtype=torch.float64" if net.dtype == "float64" else ""
    states = ", ".join(f"{name}_n" for name in net.kind.states)
    initial = ", ".join(f'file.pop("{name}_0")' for name in net.kind.states)
    if len(net.kind.states) > 1:
        states, initial = f"({states})", f"({initial})"
    outputs, width = head.weight.shape
    y = "head(output)" + (".softmax(-1)" if head.activation == "softmax" else "")
    return "\n".join(
        [
            "import torch",
            "from safetensors.torch import load_file",
            *(_packing if trace.packed else ()),
            "",
            'file = load_file("unrolled.safetensors")',
            f"rnn = torch.nn.{net.cell.upper()}(",
            f"    {', '.join(constructor)})",
            f"head = torch.nn.Linear({width}, {outputs}{dtype})",
            'x = file.pop("x")',
            f"start = {initial}",
            'head.weight.data = file.pop("head.weight")',
            'head.bias.data = file.pop("head.bias")',
            *(['lengths = file.pop("lengths")'] if trace.packed else []),
            "rnn.load_state_dict(file)",
            *(["rnn.eval()  # no dropout"] if trace.dropout else []),
            "",
            *_run(trace, states),
            f"y = {y}",
        ]
    )


def _run(trace: Trace, states: str) -> list[str]:
    if not trace.packed:
        return [f"output, {states} = rnn(x, start)"]
    first = ", batch_first=True" if trace.batch_first else ""
    return [
        "packed = pack_padded_sequence(",
        f"    x, lengths{first}, enforce_sorted=False)",
        f"packed, {states} = rnn(packed, start)",
        f"output, lengths = pad_packed_sequence(packed{first})",
    ]


def _missing(net: Stack) -> list[str]:
    """What other frameworks' networks have and PyTorch's have not."""
    return [*lacking("pytorch", net), *(["single reverse direction"] if net.reverse else [])]
