"""A network as a script of JAX, with the cells of Flax linen."""

from ...arrays import Named
from ...network.stack import Stack
from .. import dialects
from .parts import comparison, hard_sigmoid, head, layers, tolerance_of, words

CELLS = {"rnn": "SimpleCell", "lstm": "OptimizedLSTMCell", "gru": "GRUCell"}


def weights(net: Stack) -> Named:
    """The parameters as Flax' cells have them: l0/ii/kernel, l0_reverse/ii/kernel, ..."""
    found: Named = {}
    for end, ours in layers(net):
        theirs = dialects.from_pytorch("jax", net.cell, ours)
        found |= {f"{end}/{name}": value for name, value in theirs.items()}
    return found


def lines(net: Stack) -> list[str]:
    """The script, but for the arrays: ``as_code`` says what it does."""
    kind = f"flax.linen.{CELLS[net.cell]}"
    ends = words("_reverse" if direction else "" for direction in net.directions)
    if net.cell == "lstm":  # Flax puts c in front of h
        initial, carry = '(arrays["c_0"][row], arrays["h_0"][row])', "(c, h)"
    else:
        initial, carry = 'arrays["h_0"][row]', "h"
    body = [
        '    output = jnp.asarray(arrays["x"])',
        *(f"    {name}_n = []" for name in net.kind.states),
        f"    for layer in range({net.num_layers}):",
        "        sides = []",
        f"        for end in {ends}:",
        '            start = f"l{layer}{end}/"',
        "            names = [name for name in arrays if name.startswith(start)]",
        "            cell = {name.removeprefix(start): arrays[name] for name in names}",
        "            rnn = nn.RNN(",
        f"                nn.{CELLS[net.cell]}({', '.join(arguments(net))}),",
        "                time_major=True,",
        "                return_carry=True,",
        '                reverse=end == "_reverse",',
        "                keep_order=True,  # of the steps, in the reverse direction too",
        "            )",
        "            row = len(h_n)",
        f"            {carry}, side = rnn.apply(",
        '                {"params": {"cell": traverse_util.unflatten_dict(cell, sep="/")}},',
        "                output,",
        f"                initial_carry={initial},",
        "            )",
        "            sides.append(side)",
        *(f"            {name}_n.append({name})" for name in net.kind.states),
        "        output = jnp.concatenate(sides, axis=-1)",
    ]
    if net.head:
        y = 'output @ arrays["head.weight"].T + arrays["head.bias"]'
        y = f"nn.softmax({y})" if net.head.activation == "softmax" else y
        body += ["", f"    y = {y}"]
    imports = [
        "import jax",
        "import jax.numpy as jnp",
        "import numpy as np",
        "from flax import linen as nn",
        "from flax import traverse_util",
        "",
        'jax.config.update("jax_default_matmul_precision", "highest")',
    ]
    if net.dtype == "float64":
        imports.append('jax.config.update("jax_enable_x64", True)')
    if net.hard_sigmoid:
        imports += ["", "", *hard_sigmoid(net.hard_sigmoid, "jnp")]
    return [
        *head(kind, "JAX", imports),
        *body,
        *(f"    {name}_n = jnp.stack({name}_n)" for name in net.kind.states),
        *comparison(net, tolerance_of(net), "np.asarray({})"),
    ]


def arguments(net: Stack) -> list[str]:
    """A cell's arguments, but for those that are its defaults."""
    found = [str(net.hidden_size)]
    if net.nonlinearity == "relu":
        found.append("activation_fn=nn.relu")
    if net.hard_sigmoid:
        found.append("gate_fn=hard_sigmoid")
    return found
