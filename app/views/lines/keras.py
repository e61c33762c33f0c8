"""The same run in Keras 3."""

from ....engine import Trace
from ....engine.frameworks.scripts.keras import LAYERS, arguments, gate_function
from ....engine.frameworks.scripts.parts import words
from ....engine.network.stack import Stack
from .parts import end_of, gates, opening, order, reading, x_of


def lines(trace: Trace, merge: str) -> list[str]:
    """Lines that bind every tensor of ``unrolled.returned(trace, "keras", merge)``."""
    net = trace.network
    D, both = net.num_directions, net.bidirectional
    states = words(f"{name}_0" for name in net.kind.states)
    first = f"{D} * l + d" if D > 1 else "l"
    over = f"for d in range({D}) " if D > 1 else ""
    ends = ["", "_reverse"] if both else ["_reverse" if net.reverse else ""]
    merge_mode = 'merge_mode="concat", ' if both else ""
    stored = " + ".join(f'weights(f"l{{l}}{end}")' for end in ends)
    return [
        "import keras",
        "import numpy as np",
        "from safetensors.numpy import load_file",
        *gate_function(net),
        "",
        *opening,
        *(['mask = np.arange(file["lengths"].max()) < file["lengths"][:, None]'] * trace.packed),
        "",
        "",
        "def weights(end):  # kernel, recurrent_kernel, bias",
        *_weights(trace),
        "",
        "",
        f"def build(l, x, {merge_mode}return_sequences=True):",
        f"    layer = keras.layers.{LAYERS[net.cell]}(",
        f"        {', '.join(arguments(net))},",
        "        return_sequences=return_sequences, return_state=True)",
        *_wrapped(net),
        "    layer.build(x.shape)",
        f"    layer.set_weights({stored})",
        "    return layer",
        "",
        "",
        "def start(l):",
        f"    return [file[name][{first}] {over}for name in {states}]",
        "",
        "",
        f"x = {x_of(trace, True)}  # Keras has the batch in front",
        *_run(trace, merge),
    ]


def _weights(trace: Trace) -> list[str]:
    net = trace.network
    found = reading(net, zeros=False)
    rows, two = "", net.cell == "gru" and net.reset_after
    if index := gates(trace, "keras"):
        found.append(f"    gates = {index}  # {order(trace, 'keras')}")
        rows = "[gates]"
    bias = f"np.stack([b{rows}, c{rows}])" if two else f"(b + c){rows}" if rows else "b + c"
    return [*found, f"    return [W{rows}.T, R{rows}.T{f', {bias}' if net.bias else ''}]"]


def _wrapped(net: Stack) -> list[str]:
    if not net.bidirectional:
        return []
    dtype = "" if net.dtype == "float32" else f', dtype="{net.dtype}"'
    return [
        "    layer = keras.layers.Bidirectional(",
        f"        layer, merge_mode=merge_mode{dtype})",
    ]


def _run(trace: Trace, merge: str) -> list[str]:
    net, found = trace.network, []
    mask = ", mask=mask" if trace.packed else ""
    sides = ("forward", "backward") if net.bidirectional else ("state",)
    top = net.num_layers - 1
    mode = f', "{merge}"' if net.bidirectional and merge != "concat" else ""
    for layer in range(net.num_layers):
        names = [
            f"{side}_{name}{end_of(trace, layer)}" for side in sides for name in net.kind.states
        ]
        end_mode = mode if layer == top else ""
        found += [
            f"layer = build({layer}, x{end_mode})",
            f"outputs, {', '.join(names)} = layer(",
            f"    x, initial_state=start({layer}){mask})",
        ]
        if layer < top:
            found.append("x = keras.ops.flip(outputs, axis=1)" if net.reverse else "x = outputs")
    found += [
        f"output, *_ = build({top}, x{mode}, return_sequences=False)(",
        f"    x, initial_state=start({top}){mask})",
    ]
    if net.bidirectional:
        half = len(net.kind.states)
        found += [
            "backward_outputs, *_ = layer.backward_layer(",
            f"    x, initial_state=start({top})[{half}:]{mask})",
        ]
    return found
