"""A network as a script of Keras 3."""

from ...arrays import Named
from ...network.stack import Stack
from .. import dialects
from .parts import comparison, hard_sigmoid, head, layers, words

LAYERS = {"rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU"}
_HARD_SIGMOID = (1 / 6, 0.5)  # Keras' own
# Keras multiplies in float32 on every backend but TensorFlow's, whatever a layer's dtype is.
_TOLERANCE = 1e-5


def weights(net: Stack) -> Named:
    """The parameters as Keras' layers have them: kernel_l0, recurrent_kernel_l0, bias_l0, ..."""
    found: Named = {}
    for end, ours in layers(net):
        theirs = dialects.from_pytorch("keras", net.cell, ours, reset_after=net.reset_after)
        found |= {f"{name}_{end}": value for name, value in theirs.items()}
    return found


def lines(net: Stack) -> list[str]:
    """The script, but for the arrays: ``as_code`` says what it does."""
    kind = f"keras.layers.{LAYERS[net.cell]}"
    ends = words("_reverse" if direction else "" for direction in net.directions)
    names = words(["kernel", "recurrent_kernel", *(["bias"] if net.bias else [])])
    initial = words(f"{name}_0" for name in net.kind.states)
    count, D = len(net.kind.states), net.num_directions
    row = f"{D} * i + direction" if D > 1 else "i"
    body = [
        '    output = arrays["x"].swapaxes(0, 1)  # Keras has the batch in front',
        *(f"    {name}_n = []" for name in net.kind.states),
        f"    for i in range({net.num_layers}):",
        *_layer(net, kind),
        "        layer.build(output.shape)",
        "        names = [",
        '            f"{name}_l{i}{end}"',
        f"            for end in {ends}",
        f"            for name in {names}",
        "        ]",
        "        layer.set_weights([arrays[name] for name in names])",
        "        initial = [",
        f"            arrays[name][{row}]",
        *([f"            for direction in range({D})"] if D > 1 else []),
        f"            for name in {initial}",
        "        ]",
        "        output, *states = layer(output, initial_state=initial)",
    ]
    if net.reverse:
        body.append("        output = keras.ops.flip(output, axis=1)  # it begins with the last")
    for i, name in enumerate(net.kind.states):
        body.append(f"        {name}_n += states[{i}::{count}]")
    if net.head:
        softmax = ', activation="softmax"' if net.head.activation == "softmax" else ""
        outputs = len(net.head.weight)
        body += [
            "",
            f'    head = keras.layers.Dense({outputs}{softmax}, dtype="{net.dtype}")',
            "    head.build(output.shape)",
            '    head.set_weights([arrays["head.weight"].T, arrays["head.bias"]])',
            "    y = keras.ops.swapaxes(head(output), 0, 1)",
        ]
    imports = ["import keras", "import numpy as np", *gate_function(net)]
    return [
        *head(kind, "Keras", imports),
        *body,
        "    output = keras.ops.swapaxes(output, 0, 1)",
        *(f"    {name}_n = keras.ops.stack({name}_n)" for name in net.kind.states),
        *comparison(net, _TOLERANCE, "keras.ops.convert_to_numpy({})"),
    ]


def gate_function(net: Stack) -> list[str]:
    """The lines of a function for the gates, where it is not one of Keras' own."""
    if not net.hard_sigmoid or net.hard_sigmoid == _HARD_SIGMOID:
        return []
    registered = "@keras.saving.register_keras_serializable()"
    return ["", "", registered, *hard_sigmoid(net.hard_sigmoid, "keras.ops")]


def arguments(net: Stack) -> list[str]:
    """A layer's arguments, but for those that are its defaults."""
    found = [str(net.hidden_size)]
    if net.nonlinearity != "tanh":
        found.append(f'activation="{net.nonlinearity}"')
    if net.hard_sigmoid == _HARD_SIGMOID:
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


def _layer(net: Stack, kind: str) -> list[str]:
    """The lines that make a layer."""
    made = [
        f"        layer = {kind}(",
        *(f"            {argument}," for argument in arguments(net)),
        "            return_sequences=True,",
        "            return_state=True,",
        "        )",
    ]
    if net.bidirectional:
        made.append(f'        layer = keras.layers.Bidirectional(layer, dtype="{net.dtype}")')
    return made
