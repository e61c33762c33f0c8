"""The same run in JAX, with Flax linen."""

from ....engine import Trace
from ....engine.frameworks.dialects import DIALECTS
from ....engine.frameworks.scripts.jax import CELLS, arguments
from ....engine.frameworks.scripts.parts import hard_sigmoid
from ....engine.network.stack import Stack
from .parts import end_of, opening, reading, x_of


def lines(trace: Trace, merge: str) -> list[str]:
    """Lines that bind ``outputs`` and the carry of each layer."""
    net = trace.network
    found = [
        "import jax",
        "import numpy as np",
        "from flax import linen as nn",
        "from safetensors.numpy import load_file",
        "",
        'jax.config.update("jax_default_matmul_precision", "highest")',
        *(['jax.config.update("jax_enable_x64", True)'] if net.dtype == "float64" else []),
        *opening,
        "",
        "",
    ]
    if net.hard_sigmoid:
        found += [*hard_sigmoid(net.hard_sigmoid, "jax.numpy"), "", ""]
    found += [*_cell(net), "", "", *_layer(net), "", "", f"outputs = {x_of(trace, True)}"]
    return found + [
        f"carry{end_of(trace, layer)}, outputs = run({layer}, outputs)"
        for layer in range(net.num_layers)
    ]


def _cell(net: Stack) -> list[str]:
    order, G = DIALECTS["jax"].orders[net.cell], len(net.kind.is_gate)
    found = [
        "def cell(end):  # a Dense for each gate and side",
        *reading(net),
    ]
    if net.cell == "rnn":
        return [
            *found,
            '    return {"i": {"kernel": W.T, "bias": b + c}, "h": {"kernel": R.T}}',
        ]
    found += [
        "    found = {}",
        f"    parts = [np.split(a, {G}) for a in (W, R, b, c)]",
        f'    for gate, W, R, b, c in zip("{order}", *parts):',
    ]
    if net.cell == "lstm":
        found += [
            '        found["i" + gate] = {"kernel": W.T}',
            '        found["h" + gate] = {"kernel": R.T, "bias": b + c}',
        ]
    else:  # c of n alone stands inside of its reset
        found += [
            '        found["i" + gate] = {"kernel": W.T, "bias": b + c}',
            '        found["h" + gate] = {"kernel": R.T}',
            '    found["in"]["bias"] = b',
            '    found["hn"]["bias"] = c',
        ]
    return [*found, "    return found"]


def _layer(net: Stack) -> list[str]:
    made = f"nn.{CELLS[net.cell]}({', '.join(arguments(net))})"
    states, D = net.kind.states, net.num_directions
    rows = "2 * l:2 * l + 2" if D == 2 else "l"
    found = [
        "def run(l, x):",
        *(f'    {name} = file["{name}_0"][{rows}]' for name in states),
    ]
    if D == 1:
        reverse = "reverse=True, keep_order=True, " if net.reverse else ""
        end = "_reverse" if net.reverse else ""
        return [
            *found,
            f"    rnn = nn.RNN({made},",
            f"        {reverse}return_carry=True)",
            f'    params = {{"cell": cell(f"l{{l}}{end}")}}',
            '    return rnn.apply({"params": params}, x,',
            f"        initial_carry={'(c, h)' if 'c' in states else 'h'})",
        ]
    start = "((c[0], h[0]), (c[1], h[1]))" if "c" in states else "(h[0], h[1])"
    return [
        *found,
        "    rnn = nn.Bidirectional(",
        f"        nn.RNN({made}),",
        f"        nn.RNN({made}),",
        "        return_carry=True)",
        '    params = {"forward_rnn": {"cell": cell(f"l{l}")},',
        '              "backward_rnn": {"cell": cell(f"l{l}_reverse")}}',
        '    return rnn.apply({"params": params}, x,',
        f"        initial_carry={start})",
    ]
