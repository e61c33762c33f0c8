"""A network as a script of PyTorch."""

from ...arrays import Named
from ...network.stack import Stack
from .parts import comparison, head, tolerance_of


def weights(net: Stack) -> Named:
    """The parameters under PyTorch's own names."""
    # torch.nn has no single reverse direction: its forward one reads the sequence from the end.
    return {
        name.removesuffix("_reverse" if net.reverse else ""): value
        for name, value in net.state_dict().items()
    }


def lines(net: Stack) -> list[str]:
    """The script, but for the arrays: ``as_code`` says what it does."""
    kind = f"torch.nn.{net.cell.upper()}"
    body = [
        f"    rnn = {kind}(",
        *(f"        {argument}," for argument in arguments(net)),
        "    )",
        "    rnn.load_state_dict({name: tensors[name] for name in rnn.state_dict()})",
        "    rnn.eval()  # no dropout",
        "",
    ]
    initial = ", ".join(f'tensors["{name}_0"]' for name in net.kind.states)
    last = ", ".join(f"{name}_n" for name in net.kind.states)
    if len(net.kind.states) > 1:
        initial, last = f"({initial})", f"({last})"
    if net.reverse:
        run = [
            "        # The sequence is turned around, and what comes out is turned back.",
            f'        output, {last} = rnn(tensors["x"].flip(0), {initial})',
            "        output = output.flip(0)",
        ]
    else:
        run = [f'        output, {last} = rnn(tensors["x"], {initial})']
    if net.head:
        dtype = ", dtype=torch.float64" if net.dtype == "float64" else ""
        outputs, width = net.head.weight.shape
        softmax = ".softmax(-1)" if net.head.activation == "softmax" else ""
        body += [
            f"    head = torch.nn.Linear({width}, {outputs}{dtype})",
            '    head.load_state_dict({"weight": tensors["head.weight"], '
            '"bias": tensors["head.bias"]})',
            "",
        ]
        run.append(f"        y = head(output){softmax}")
    return [
        *head(kind, "PyTorch", ["import numpy as np", "import torch"]),
        "    tensors = {name: torch.from_numpy(arrays[name]) for name in arrays}",
        *body,
        "    with torch.no_grad():",
        *run,
        *comparison(net, tolerance_of(net), "{}.numpy()"),
    ]


def arguments(net: Stack) -> list[str]:
    """The module's arguments, but for those that are its defaults."""
    found = [f"input_size={net.input_size}", f"hidden_size={net.hidden_size}"]
    if net.num_layers > 1:
        found.append(f"num_layers={net.num_layers}")
    if net.nonlinearity != "tanh":
        found.append(f'nonlinearity="{net.nonlinearity}"')
    if not net.bias:
        found.append("bias=False")
    if net.dropout and net.num_layers > 1:
        found.append(f"dropout={net.dropout}")
    if net.bidirectional:
        found.append("bidirectional=True")
    if net.proj_size:
        found.append(f"proj_size={net.proj_size}")
    if net.dtype == "float64":
        found.append("dtype=torch.float64")
    return found
