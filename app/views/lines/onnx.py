"""The same run as ONNX nodes, by ONNX Runtime."""

from ....engine import Trace
from ....engine.frameworks.scripts.parts import words
from ....engine.network.stack import Stack
from .parts import end_of, gates, opening, order, reading, x_of


def lines(trace: Trace, merge: str) -> list[str]:
    """Lines that bind ``Y``, and ``Y_h`` and ``Y_c`` of each layer."""
    return [
        "import numpy as np",
        "import onnxruntime",
        "from onnx import TensorProto, helper",
        "from safetensors.numpy import load_file",
        "",
        *opening,
        "",
        "",
        *_weights(trace),
        "",
        "",
        *_layer(trace),
        "",
        "",
        f"x = {x_of(trace, False)}",
        *_run(trace),
    ]


def _weights(trace: Trace) -> list[str]:
    net = trace.network
    found = [
        f"def weights(end):  # W, R, B{', P' if net.peepholes else ''}",
        *reading(net),
    ]
    rows = ""
    if index := gates(trace, "onnx"):
        found.append(f"    gates = {index}  # {order(trace, 'onnx')}")
        rows = "[gates]"
    peepholes = ""
    if net.peepholes:
        found.append('    P = file[f"weight_peephole_{end}"][[0, 2, 1]].ravel()  # i o f')
        peepholes = ", P"
    both = f"np.concatenate([b{rows}, c{rows}])"
    return [*found, f"    return W{rows}, R{rows}, {both}{peepholes}"]


def _layer(trace: Trace) -> list[str]:
    net, states = trace.network, trace.network.kind.states
    D = net.num_directions
    ends = words(["", "_reverse"] if D == 2 else ["_reverse" if net.reverse else ""])
    rows = "2 * l:2 * l + 2" if D == 2 else "l:l + 1"
    names = ["X", "W", "R", "B", "sequence_lens" if trace.packed else ""]
    names += [f"initial_{name}" for name in states]
    if net.peepholes:
        names.append("P")
    stored = ["W", "R", "B", *(["P"] if net.peepholes else [])]
    outputs = ["Y", *(f"Y_{name}" for name in states)]
    return [
        "def run(l, x):",
        f'    sides = [weights(f"l{{l}}{{end}}") for end in {ends}]',
        f"    {', '.join(stored)} = map(np.stack, zip(*sides))",
        f"    feed = dict({', '.join(f'{n}={n}' for n in stored)}, X=x)",
        *(f'    feed["initial_{name}"] = file["{name}_0"][{rows}]' for name in states),
        '    feed = {n: np.ascontiguousarray(a, "float32") for n, a in feed.items()}',
        "    node = helper.make_node(",
        f'        "{net.cell.upper()}", {_listed(names)},',
        f"        {_listed(outputs)},",
        f"        {', '.join(_attributes(net))})",
        "    value = helper.make_tensor_value_info",
        "    inputs = [value(n, TensorProto.FLOAT, None) for n in feed]",
        *(
            [
                '    feed["sequence_lens"] = file["lengths"].astype("int32")',
                '    inputs.append(value("sequence_lens", TensorProto.INT32, None))',
            ]
            if trace.packed
            else []
        ),
        f"    outputs = [value(n, TensorProto.FLOAT, None) for n in {_listed(outputs)}]",
        '    graph = helper.make_graph([node], "layer", inputs, outputs)',
        "    model = helper.make_model(graph, ir_version=10,",
        '        opset_imports=[helper.make_opsetid("", 21)])',
        "    session = onnxruntime.InferenceSession(model.SerializeToString())",
        "    return session.run(None, feed)",
    ]


def _attributes(net: Stack) -> list[str]:
    direction = "bidirectional" if net.bidirectional else "reverse" if net.reverse else "forward"
    found = [f"hidden_size={net.hidden_size}", f'direction="{direction}"']
    gate, D = "HardSigmoid" if net.hard_sigmoid else "Sigmoid", net.num_directions
    if net.hard_sigmoid:
        alpha, beta = net.hard_sigmoid
        each = [gate, "Tanh", "Tanh"] if net.cell == "lstm" else [gate, "Tanh"]
        found.append(f"activations={_listed(each * D)}")
        found.append(f"activation_alpha={[alpha] * D}")
        found.append(f"activation_beta={[beta] * D}")
    if net.nonlinearity == "relu":
        found.append(f"activations={_listed(['Relu'] * D)}")
    if net.cell == "gru":
        found.append(f"linear_before_reset={int(net.reset_after)}")
    return found


def _run(trace: Trace) -> list[str]:
    net, found = trace.network, []
    last: list[str] = []
    for layer in range(net.num_layers):
        names = [f"Y_{name}{end_of(trace, layer)}" for name in net.kind.states]
        last += names
        found.append(f"Y, {', '.join(names)} = run({layer}, x)")
        if layer < net.num_layers - 1:  # what the next one reads: the directions side by side
            found.append("x = np.concatenate(list(Y.swapaxes(0, 1)), axis=-1)")
    if trace.batch_first:
        found += [
            "# What layout=1 returns; ONNX Runtime has layout=0 alone.",
            "Y = Y.transpose(2, 0, 1, 3)",
            *(f"{name} = {name}.swapaxes(0, 1)" for name in last),
        ]
    return found


def _listed(names: list[str]) -> str:
    quoted = ", ".join(f'"{name}"' for name in names)
    return f"[{quoted}]"
