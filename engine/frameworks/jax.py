"""JAX: what Flax linen's RNN returns, alone or in a Bidirectional, and the lines that run it.

Source: https://flax-linen.readthedocs.io/en/latest/api_reference/flax.linen/layers.html
"""

from typing import Any

from ..network.head import Head
from ..network.stack import Stack
from ..trace.trace import Trace
from .dialects import DIALECTS
from .lines import Lines, end_of, ends, hard_sigmoid, indented, reading, stored, wrapped, x_of
from .tensor import Returned, of_last_step

CELLS = {"rnn": "SimpleCell", "lstm": "OptimizedLSTMCell", "gru": "GRUCell"}
CARRY = {"rnn": ("h",), "lstm": ("c", "h"), "gru": ("h",)}
"""The states that a cell carries, in Flax' order; one alone is no tuple."""


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
    """Of one direction."""
    whose = ("backward’s" if direction else "forward’s") if trace.network.bidirectional else "its"
    found = tuple(
        Returned(
            trace,
            of_last_step(state, whose),
            ((state, layer, direction),),
            "last",
            "concat",
            ("B", "H"),
        )
        for state in CARRY[trace.network.cell]
    )
    return found if len(found) > 1 else found[0]


def whole(trace: Trace) -> str:
    """What to write for each direction of the top layer after the whole sequence."""
    carry = CARRY[trace.network.cell]
    h = f"[{carry.index('h')}]" if len(carry) > 1 else ""
    if not trace.network.bidirectional:
        return f"carry{h}"
    return f"np.concatenate((carry[0]{h}, carry[1]{h}), axis=-1)"


def lines(trace: Trace, head: Head | None, merge: str) -> Lines:
    """Lines that bind every tensor of ``names``, and ``y`` where there is a head."""
    net = trace.network
    settings = ['jax.config.update("jax_default_matmul_precision", "highest")']
    if net.dtype == "float64":
        settings.append('jax.config.update("jax_enable_x64", True)')
    run = [f"outputs = {x_of(trace, True)}  # Flax has the batch in front"]
    run += [
        f"carry{end_of(trace, layer)}, outputs = run({layer}, outputs)"
        for layer in range(net.num_layers)
    ]
    if head:
        run.append('y = outputs @ file["head.weight"].T + file["head.bias"]')
        run += ["y = nn.softmax(y)"] if head.activation == "softmax" else []
    gates = [hard_sigmoid(net.hard_sigmoid, "jax.numpy")] if net.hard_sigmoid else []
    return Lines(
        imports=("import jax", "from flax import linen as nn"),
        settings=tuple(settings),
        functions=(*gates, _cell(net), _run(net)),
        run=run,
        arrays="numpy",
        to_numpy="np.asarray({})",
        dtype=net.dtype,
    )


def _cell(net: Stack) -> list[str]:
    """A function that makes a cell's parameters: a Dense for each gate and side, "ii/kernel"."""
    found = ["def cell(end):  # a Dense for each gate and side", *reading("jax", net)]
    gates = DIALECTS["pytorch"].order(net.cell)
    if len(gates) > 1:
        blocks = "W_ih, W_hh, b_ih, b_hh"
        found += [
            f"    {blocks} = (",
            f'        dict(zip("{gates}", np.split(a, {len(gates)})))',
            f"        for a in ({blocks}))",
        ]
    every: dict[str, list[str]] = {}
    for name, text in stored("jax", net).items():
        dense, kind = name.split("/")
        every.setdefault(dense, []).append(f'"{kind}": {text}')
    return [
        *found,
        "    return {",
        *(f'        "{dense}": {{{", ".join(kinds)}}},' for dense, kinds in every.items()),
        "    }",
    ]


def _run(net: Stack) -> list[str]:
    """A function that runs a layer, and returns its carry and outputs."""
    made = f"nn.{CELLS[net.cell]}({', '.join(_arguments(net))})"
    states, both = CARRY[net.cell], net.bidirectional
    rows = "2 * l:2 * l + 2" if both else "l"
    carries = [", ".join(f"{name}[{d}]" if both else name for name in states) for d in range(2)]
    carries = [f"({carry})" if len(states) > 1 else carry for carry in carries]
    found = [
        "def run(l, x):",
        *(f'    {name} = file["{name}_0"][{rows}]' for name in states),
    ]
    if not both:
        reverse = ["reverse=True", "keep_order=True"] if net.reverse else []
        return [
            *found,
            "    rnn = nn.RNN(",
            *indented(wrapped([made, *reverse, "return_carry=True"])),
            f'    params = {{"cell": cell(f"l{{l}}{ends(net)[0]}")}}',
            '    return rnn.apply({"params": params}, x,',
            f"        initial_carry={carries[0]})",
        ]
    return [
        *found,
        "    rnn = nn.Bidirectional(",
        f"        nn.RNN({made}),",
        f"        nn.RNN({made}),",
        "        return_carry=True)",
        '    params = {"forward_rnn": {"cell": cell(f"l{l}")},',
        '              "backward_rnn": {"cell": cell(f"l{l}_reverse")}}',
        '    return rnn.apply({"params": params}, x,',
        f"        initial_carry=({', '.join(carries)}))",
    ]


def _arguments(net: Stack) -> list[str]:
    """A cell's arguments, but for those that are its defaults."""
    found = [str(net.hidden_size)]
    if net.nonlinearity == "relu":
        found.append("activation_fn=nn.relu")
    if net.hard_sigmoid:
        found.append("gate_fn=hard_sigmoid")
    return found
