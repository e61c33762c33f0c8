"""Keras 3: what SimpleRNN, LSTM and GRU return, alone or in a Bidirectional, and their lines.

Source: https://keras.io/api/layers/recurrent_layers/bidirectional/ and
https://github.com/keras-team/keras/blob/master/keras/src/layers/rnn/bidirectional.py
"""

from typing import cast

from ..network.head import Head
from ..network.stack import Stack
from ..trace.trace import Trace
from .lines import Lines, end_of, ends, hard_sigmoid, indented, quoted, weights, wrapped, x_of
from .tensor import Join, Returned, When, of_last_step

LAYERS = {"rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU"}
HARD_SIGMOID = (1 / 6, 0.5)  # Keras' own

_words = {"concat": "side by side", "sum": "added", "mul": "multiplied", "ave": "averaged"}


def names(trace: Trace, merge: str) -> dict[str, Returned]:
    """``outputs``, ``output``, the states of each layer, and what a backward layer gives alone."""
    net = trace.network
    top, both = net.num_layers - 1, net.bidirectional
    join = cast(Join, merge) if both else "concat"
    units = "D·H" if both and join == "concat" else "H"
    directions = tuple(("h", top, d) for d in net.directions)
    # A layer alone repeats a row's last output past its length, Bidirectional puts zeros there.
    when: When = "each" if both else "turned" if net.reverse else "held"
    last = of_last_step("h", "each direction’s" if both else "its")
    mixed = f", {_words[join]}" if both else ""
    how = f": forward and backward {_words[join]}" if both else ""
    turned = ", the last t first" if net.reverse else ""
    found = {
        "outputs": Returned(
            trace,
            f"return_sequences=True{how}{turned}",
            directions,
            when,
            join,
            ("B", "T", units),
        ),
        "output": Returned(
            trace,
            f"return_sequences=False: {last}{mixed}",
            directions,
            "last",
            join,
            ("B", units),
        ),
    }
    for layer, d in trace.records:
        for state in net.kind.states:
            side = ("backward" if d else "forward") if both else "state"
            end = f"_l{layer}" if top else ""
            says = f"return_state=True: {of_last_step(state, _side(d) if both else 'its')}"
            found[f"{side}_{state}{end}"] = Returned(
                trace, says, ((state, layer, d),), "last", "concat", ("B", "H")
            )
    if both:
        says = "the backward layer alone: the last t first"
        found["backward_outputs"] = Returned(
            trace, says, directions[1:], "turned", "concat", ("B", "T", "H")
        )
    return found


def _side(direction: int) -> str:
    return "backward’s" if direction else "forward’s"


def whole(trace: Trace) -> str:
    """What to write for each direction of the top layer after the whole sequence."""
    return "output"


def lines(trace: Trace, head: Head | None, merge: str) -> Lines:
    """Lines that bind every tensor of ``names``, and ``y`` where a head can read ``outputs``."""
    net = trace.network
    mask = 'mask = np.arange(file["lengths"].max()) < file["lengths"][:, None]'
    if net.bidirectional and merge != "concat":
        head = None  # it reads both directions side by side
    return Lines(
        imports=("import keras",),
        settings=(),
        functions=(
            *_gate_function(net),
            weights("keras", net),
            _build(net),
            _start(net),
        ),
        run=[
            f"x = {x_of(trace, True)}  # Keras has the batch in front",
            *([mask] if trace.packed else []),
            *_run(trace, merge),
            *(_head(head, net) if head else []),
        ],
        arrays="numpy",
        to_numpy="keras.ops.convert_to_numpy({})",
        # On every backend but TensorFlow's, whatever a layer's dtype is.
        dtype="float32",
    )


def _gate_function(net: Stack) -> list[list[str]]:
    """A function for the gates, where it is not one of Keras' own."""
    if not net.hard_sigmoid or net.hard_sigmoid == HARD_SIGMOID:
        return []
    registered = "@keras.saving.register_keras_serializable()"
    return [[registered, *hard_sigmoid(net.hard_sigmoid, "keras.ops")]]


def _build(net: Stack) -> list[str]:
    both = net.bidirectional
    dtype = "" if net.dtype == "float32" else f', dtype="{net.dtype}"'
    wrapper = [
        "    layer = keras.layers.Bidirectional(",
        f"        layer, merge_mode=merge_mode{dtype})",
    ]
    sides = " + ".join(f'weights(f"l{{l}}{end}")' for end in ends(net))
    merge_mode = 'merge_mode="concat", ' if both else ""
    return [
        f"def build(l, x, {merge_mode}return_sequences=True):",
        f"    layer = keras.layers.{LAYERS[net.cell]}(",
        *indented(
            wrapped([*_arguments(net), "return_sequences=return_sequences", "return_state=True"])
        ),
        *(wrapper if both else []),
        "    layer.build(x.shape)",
        f"    layer.set_weights({sides})",
        "    return layer",
    ]


def _arguments(net: Stack) -> list[str]:
    """A layer's arguments, but for those that are its defaults."""
    found = [str(net.hidden_size)]
    if net.nonlinearity != "tanh":
        found.append(f'activation="{net.nonlinearity}"')
    if net.hard_sigmoid == HARD_SIGMOID:
        found.append('recurrent_activation="hard_sigmoid"')
    elif net.hard_sigmoid:
        found.append("recurrent_activation=hard_sigmoid")
    if not net.bias:
        found.append("use_bias=False")
    if not net.reset_after:
        found.append("reset_after=False")
    if net.reverse:
        found.append("go_backwards=True")
    if net.dtype != "float32":
        found.append(f'dtype="{net.dtype}"')
    return found


def _start(net: Stack) -> list[str]:
    D = net.num_directions
    first, over = (f"{D} * l + d", f"for d in range({D}) ") if D > 1 else ("l", "")
    states = quoted(f"{name}_0" for name in net.kind.states)
    return ["def start(l):", f"    return [file[name][{first}] {over}for name in {states}]"]


def _run(trace: Trace, merge: str) -> list[str]:
    net, found = trace.network, []
    mask = ", mask=mask" if trace.packed else ""
    sides = ("forward", "backward") if net.bidirectional else ("state",)
    top = net.num_layers - 1
    mode = f', "{merge}"' if net.bidirectional and merge != "concat" else ""
    for layer in range(net.num_layers):
        last = [
            f"{side}_{name}{end_of(trace, layer)}" for side in sides for name in net.kind.states
        ]
        found += [
            f"layer = build({layer}, x{mode if layer == top else ''})",
            f"outputs, {', '.join(last)} = layer(",
            f"    x, initial_state=start({layer}){mask})",
        ]
        if layer < top:
            found.append(f"x = {_in_time(net)}")
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


def _in_time(net: Stack) -> str:
    """Every step's output at its own t: going backwards, Keras' begins with the last."""
    return "keras.ops.flip(outputs, axis=1)" if net.reverse else "outputs"


def _head(head: Head, net: Stack) -> list[str]:
    arguments = [str(len(head.weight))]
    if head.activation == "softmax":
        arguments.append('activation="softmax"')
    if net.dtype != "float32":
        arguments.append(f'dtype="{net.dtype}"')
    return [
        f"head = keras.layers.Dense({', '.join(arguments)})",
        "head.build(outputs.shape)",
        'head.set_weights([file["head.weight"].T, file["head.bias"]])',
        f"y = head({_in_time(net)})",
    ]
