"""ONNX: what the nodes RNN, LSTM and GRU return, and the lines that run them by ONNX Runtime.

A node is a layer, so that several are stacked.

Source: https://onnx.ai/onnx/operators/onnx__LSTM.html
"""

from ..network.head import Head
from ..network.stack import Stack
from ..trace.trace import Trace
from .lines import Lines, end_of, ends, indented, quoted, stored, weights, wrapped, x_of
from .tensor import Returned, of_last_step

INPUTS = ("X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P")
"""What a recurrent node reads, in the operator's order."""


def names(trace: Trace, merge: str) -> dict[str, Returned]:
    """``Y`` of the top node, ``Y_h`` and, of an LSTM, ``Y_c`` of each; B in front with layout=1."""
    net = trace.network
    top = net.num_layers - 1
    ahead = ("B", "T", "D") if trace.batch_first else ("T", "D", "B")
    directions = tuple(("h", top, d) for d in net.directions)
    found = {
        "Y": Returned(trace, "top node, every step", directions, "each", "stack", (*ahead, "H"))
    }
    whose = "each direction’s" if net.bidirectional else "its"
    last = ("B", "D", "H") if trace.batch_first else ("D", "B", "H")
    for layer in range(net.num_layers):
        for state in net.kind.states:
            states = tuple((state, layer, d) for d in net.directions)
            says = of_last_step(state, whose)
            end = f"_l{layer}" if top else ""
            found[f"Y_{state}{end}"] = Returned(trace, says, states, "last", "stack", last)
    return found


def whole(trace: Trace) -> str:
    """What to write for each direction of the top layer after the whole sequence."""
    row = "Y_h[:, {}]" if trace.batch_first else "Y_h[{}]"
    if not trace.network.bidirectional:
        return row.format(0)
    return f"np.concatenate(({row.format(0)}, {row.format(1)}), axis=-1)"


def lines(trace: Trace, head: Head | None, merge: str) -> Lines:
    """Lines that bind every tensor of ``names``, and ``y`` where there is a head."""
    return Lines(
        imports=("import onnxruntime", "from onnx import TensorProto, helper"),
        settings=(),
        functions=(
            weights("onnx", trace.network),
            COMPUTE,
            _layer(trace),
            *([_head(head)] if head else []),
        ),
        run=[f"x = {x_of(trace, False)}", *_run(trace, head)],
        arrays="numpy",
        to_numpy="{}",
        dtype="float32",  # ONNX Runtime has these nodes in no other
    )


# A function that runs nodes; the numbers as ONNX Runtime has its recurrent nodes.
COMPUTE = """\
def compute(nodes, feed, outputs):
    types = {"f": "float32", "i": "int32"}
    feed = {n: np.ascontiguousarray(a, types[a.dtype.kind])
            for n, a in feed.items()}
    value = helper.make_tensor_value_info
    kind = helper.np_dtype_to_tensor_dtype
    graph = helper.make_graph(
        nodes, "graph",
        [value(n, kind(a.dtype), None) for n, a in feed.items()],
        [value(n, TensorProto.FLOAT, None) for n in outputs])
    model = helper.make_model(graph, ir_version=10,
        opset_imports=[helper.make_opsetid("", 21)])
    session = onnxruntime.InferenceSession(model.SerializeToString())
    return session.run(None, feed)""".splitlines()


def _layer(trace: Trace) -> list[str]:
    """A function that runs the node of a layer."""
    net = trace.network
    made = list(stored("onnx", net))
    states = {f"initial_{name}": name for name in net.kind.states}
    rows = "2 * l:2 * l + 2" if net.bidirectional else "l:l + 1"
    given = {*made, "X", *states, *(["sequence_lens"] if trace.packed else [])}
    inputs = [name if name in given else "" for name in INPUTS[: 1 + max(map(INPUTS.index, given))]]
    outputs = quoted(["Y", *(f"Y_{name}" for name in net.kind.states)])
    return [
        "def run(l, x):",
        f'    sides = [weights(f"l{{l}}{{end}}") for end in {quoted(ends(net))}]',
        f"    {', '.join(made)} = map(np.stack, zip(*sides))",
        f"    feed = dict(X=x, {', '.join(f'{name}={name}' for name in made)})",
        *(f'    feed["{key}"] = file["{name}_0"][{rows}]' for key, name in states.items()),
        *(['    feed["sequence_lens"] = file["lengths"]'] if trace.packed else []),
        "    node = helper.make_node(",
        f'        "{net.cell.upper()}",',
        *indented(wrapped([quoted(inputs)], ",")),
        f"        {outputs},",
        *indented(wrapped(_attributes(net))),
        f"    return compute([node], feed, {outputs})",
    ]


def _attributes(net: Stack) -> list[str]:
    direction = "bidirectional" if net.bidirectional else "reverse" if net.reverse else "forward"
    found = [f"hidden_size={net.hidden_size}", f'direction="{direction}"']
    D = net.num_directions
    if net.hard_sigmoid:
        alpha, beta = net.hard_sigmoid
        each = ["HardSigmoid", *["Tanh"] * (2 if net.cell == "lstm" else 1)]
        found.append(f"activations={quoted(each * D)}")
        found.append(f"activation_alpha={[alpha] * D}")
        found.append(f"activation_beta={[beta] * D}")
    if net.nonlinearity == "relu":
        found.append(f"activations={quoted(['Relu'] * D)}")
    if net.cell == "gru":
        found.append(f"linear_before_reset={int(net.reset_after)}")
    return found


def _head(head: Head) -> list[str]:
    """A function that reads y off every step."""
    sums = "a" if head.activation == "softmax" else "y"
    softmax = ['        helper.make_node("Softmax", ["a"], ["y"], axis=-1),']
    return [
        "def head(x):",
        "    nodes = [",
        '        helper.make_node("MatMul", ["X", "W"], ["p"]),',
        f'        helper.make_node("Add", ["p", "B"], ["{sums}"]),',
        *(softmax if head.activation == "softmax" else []),
        "    ]",
        '    feed = dict(X=x, W=file["head.weight"].T, B=file["head.bias"])',
        '    return compute(nodes, feed, ["y"])[0]',
    ]


def _run(trace: Trace, head: Head | None) -> list[str]:
    net, found = trace.network, []
    last: list[str] = []
    # What the layer above and the head read: the directions side by side.
    beside = "np.concatenate(list(Y.swapaxes(0, 1)), axis=-1)"
    for layer in range(net.num_layers):
        names = [f"Y_{name}{end_of(trace, layer)}" for name in net.kind.states]
        last += names
        found.append(f"Y, {', '.join(names)} = run({layer}, x)")
        if layer < net.num_layers - 1 or head:
            found.append(f"x = {beside}")
    if head:
        found.append("y = head(x)")
    if trace.batch_first:
        turned = [*last, *(["y"] if head else [])]
        found += [
            "# What layout=1 returns; ONNX Runtime has layout=0 alone.",
            "Y = Y.transpose(2, 0, 1, 3)",
            *(f"{name} = {name}.swapaxes(0, 1)" for name in turned),
        ]
    return found
