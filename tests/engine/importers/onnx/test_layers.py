"""Which nodes form one network, and that it computes what ONNX' reference does with the graph."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from onnx import helper

from tests.engine.importers.onnx.graphs import Nodes, Tensors, ints, layer, make, opened
from tests.golden.onnx_cases import GATES, B, H, I, T, draw, model
from tests.golden.store import AnyArray
from unrolled.engine.importers.contents import Contents
from unrolled.engine.importers.onnx.file import read


def assert_one(
    contents: Contents, layers: int, shape: Sequence[int], answer: AnyArray, **how: Any
) -> None:
    """One network of so many layers, whose output is the graph's."""
    assert len(contents.modules) == 1
    net = contents.load()
    assert net.num_layers == layers
    output = net.run(draw("x", *shape), **how).output
    np.testing.assert_allclose(output, answer.reshape(output.shape), rtol=0, atol=1e-5)


BETWEEN: dict[str, tuple[str, Nodes, Tensors]] = {
    "squeezed": ("forward", [make("Squeeze", ["aY", "axes"], "m")], {"axes": ints(1)}),
    "squeezed by its negative axis": (
        "reverse", [make("Squeeze", ["aY", "axes"], "m")], {"axes": ints(-3)},
    ),
    "squeezed wherever it can be": ("forward", [make("Squeeze", ["aY"], "m")], {}),
    "reshaped": (
        "bidirectional",
        [make("Transpose", ["aY"], "t", perm=[0, 2, 1, 3]), make("Reshape", ["t", "to"], "m")],
        {"to": ints(0, 0, -1)},
    ),
    "reshaped to numbers": (
        "bidirectional",
        [make("Transpose", ["aY"], "t", perm=[0, 2, 1, 3]), make("Reshape", ["t", "to"], "m")],
        {"to": ints(T, B, 2 * H)},
    ),
    "split and joined": (
        "bidirectional",
        [
            helper.make_node("Split", ["aY", "ones"], ["s0", "s1"], axis=1),
            make("Squeeze", ["s0", "axes"], "f"),
            make("Squeeze", ["s1", "axes"], "r"),
            make("Concat", ["f", "r"], "m", axis=2),
        ],
        {"ones": ints(1, 1), "axes": ints(1)},
    ),
    "gathered and joined": (
        "bidirectional",
        [
            make("Gather", ["aY", "zero"], "f", axis=1),
            make("Slice", ["aY", "one", "two", "one"], "s"),
            make("Squeeze", ["s", "one"], "r"),
            make("Concat", ["f", "r"], "m", axis=-1),
        ],
        {"zero": np.array(0, np.int64), "one": ints(1), "two": ints(2)},
    ),
    "split along the features": (
        "bidirectional",
        [
            make("Transpose", ["aY"], "t", perm=[0, 2, 1, 3]),
            make("Reshape", ["t", "to"], "o"),
            helper.make_node("Split", ["o"], ["f", "r"], axis=-1),
            make("Concat", ["f", "r"], "m", axis=2),
        ],
        {"to": ints(0, 0, -1)},
    ),
    "sliced along two axes": (
        "bidirectional",
        [
            make("Transpose", ["aY"], "t", perm=[0, 2, 1, 3]),
            make("Reshape", ["t", "to"], "o"),
            make("Slice", ["o", "low", "f_end", "both"], "f"),
            make("Slice", ["o", "r_low", "r_end", "both"], "r"),
            make("Concat", ["f", "r"], "m", axis=2),
        ],
        {"to": ints(0, 0, -1), "both": ints(-1, 1), "low": ints(0, 0),
         "f_end": ints(H, B), "r_low": ints(H, 0), "r_end": ints(2 * H, B)},
    ),
    "unsqueezed and squeezed": (
        "forward",
        [
            make("Squeeze", ["aY", "axes"], "s"),
            make("Unsqueeze", ["s", "last"], "u"),
            make("Squeeze", ["u", "last"], "m"),
        ],
        {"axes": ints(1), "last": ints(-2)},
    ),
    "cast": (
        "forward",
        [make("Squeeze", ["aY", "axes"], "s"), make("Cast", ["s"], "d", to=11),
         make("Cast", ["d"], "m", to=1)],
        {"axes": ints(1)},
    ),
    "turned to batches and back": (
        "forward",
        [
            make("Squeeze", ["aY", "axes"], "s"),
            make("Transpose", ["s"], "batches", perm=[1, 0, 2]),
            make("Dropout", ["batches"], "dropped"),
            make("Identity", ["dropped"], "same"),
            make("Transpose", ["same"], "m", perm=[1, 0, 2]),
        ],
        {"axes": ints(1)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("op", list(GATES))
@pytest.mark.parametrize("between", list(BETWEEN))
def test_arranged_axes_between_two_layers_leave_one_network(op: str, between: str) -> None:
    direction, nodes, tensors = BETWEEN[between]
    low, a = layer(op, "x", "a", direction=direction)
    width = 2 * H if direction == "bidirectional" else H
    high, b = layer(op, "m", "b", width, direction)
    end = make("Transpose", ["bY"], "y", perm=[0, 2, 1, 3])
    contents, y = opened([low, *nodes, high, end], {**a, **b, **tensors}, (T, B, I), "y")
    assert_one(contents, 2, (T, B, I), y)


@pytest.mark.parametrize("target", [(0, 0, -1), (B, T, 2 * H)])
def test_layers_with_batches_in_front_form_one_network(target: tuple[int, ...]) -> None:
    low, a = layer("GRU", "x", "a", direction="bidirectional", layout=1)
    high, b = layer("GRU", "m", "b", 2 * H, "bidirectional", layout=1)
    nodes = [low, make("Reshape", ["aY", "to"], "m"), high, make("Reshape", ["bY", "to"], "y")]
    contents, y = opened(nodes, {**a, **b, "to": ints(*target)}, (B, T, I), "y")
    assert_one(contents, 2, (B, T, I), y, batch_first=True)


def two_nodes(op: str, x: str, prefix: str, inputs: int, y: str) -> tuple[Nodes, Tensors]:
    """A bidirectional layer as a forward and a reverse node, joined to y."""
    forward, f = layer(op, x, f"{prefix}f", inputs)
    reverse, r = layer(op, x, f"{prefix}r", inputs, "reverse")
    squeezed = [make("Squeeze", [f"{prefix}{d}Y", "axes"], f"{prefix}{d}") for d in "fr"]
    joined = make("Concat", [f"{prefix}f", f"{prefix}r"], y, axis=2)
    return [reverse, forward, *squeezed, joined], {**f, **r, "axes": ints(1)}


@pytest.mark.parametrize("op", list(GATES))
def test_a_forward_and_a_reverse_node_joined_are_a_bidirectional_layer(op: str) -> None:
    low, a = two_nodes(op, "x", "a", I, "m")
    high, b = two_nodes(op, "m", "b", 2 * H, "y")
    contents, y = opened([*low, *high], {**a, **b}, (T, B, I), "y")
    assert_one(contents, 2, (T, B, I), y)
    assert contents.load().bidirectional


def names(nodes: Nodes, tensors: Tensors) -> list[str]:
    contents, _ = opened(nodes, tensors, (T, B, I), nodes[-1].output[0])
    for module in contents.modules:
        assert contents.load(module.name).num_layers == 1
    return [module.name for module in contents.modules]


def test_a_reshape_that_mixes_steps_and_rows_makes_no_stack() -> None:
    """What a view in the place of a transpose does: the numbers fit, the axes don't."""
    low, a = layer("LSTM", "x", "a")
    high, b = layer("LSTM", "m", "b", H)
    for target in ((B, T, H), (-1, T, H)):
        mixed = make("Reshape", ["aY", "to"], "m")
        assert names([low, mixed, high], {**a, **b, "to": ints(*target)}) == ["anode", "bnode"]
    turned = [make("Squeeze", ["aY", "to"], "s"), make("Transpose", ["s"], "m", perm=[1, 0, 2])]
    assert names([low, *turned, high], {**a, **b, "to": ints(1)}) == ["anode", "bnode"]


def test_swapped_directions_make_no_stack() -> None:
    low, a = layer("RNN", "x", "a", direction="bidirectional")
    high, b = layer("RNN", "m", "b", 2 * H, "bidirectional")
    parts = [make("Gather", ["aY", f"{d}"], f"p{d}", axis=1) for d in (0, 1)]
    swapped = make("Concat", ["p1", "p0"], "m", axis=2)
    tensors = {**a, **b, "0": np.array(0, np.int64), "1": np.array(1, np.int64)}
    assert names([low, *parts, swapped, high], tensors) == ["anode", "bnode"]


@pytest.mark.parametrize(
    ("above", "settings"),
    [
        ("LSTM", {"direction": "reverse"}),
        ("GRU", {}),
        ("LSTM", {"activations": ["HardSigmoid", "Tanh", "Tanh"]}),
    ],
)
def test_layers_of_different_kinds_are_networks_of_their_own(
    above: str, settings: dict[str, Any]
) -> None:
    low, a = layer("LSTM", "x", "a")
    high, b = layer(above, "m", "b", H, **settings)
    between = make("Squeeze", ["aY", "axes"], "m")
    assert names([low, between, high], {**a, **b, "axes": ints(1)}) == ["anode", "bnode"]


def test_something_else_between_two_layers_parts_them() -> None:
    low, a = layer("LSTM", "x", "a")
    high, b = layer("LSTM", "m", "b", H)
    between = [make("Squeeze", ["aY", "axes"], "s"), make("Relu", ["s"], "m")]
    assert names([low, *between, high], {**a, **b, "axes": ints(1)}) == ["anode", "bnode"]


def test_a_squeeze_that_takes_the_steps_makes_no_stack() -> None:
    """Where T is 1, axis 0 can go; what is left is (D, B, H), and the layer above takes D as T."""
    low, a = layer("LSTM", "x", "a")
    high, b = layer("LSTM", "m", "b", H)
    nodes = [low, make("Squeeze", ["aY", "axes"], "m"), high]
    contents, _ = opened(nodes, {**a, **b, "axes": ints(0)}, (1, B, I), "bY")
    assert len(contents.modules) == 2


def test_a_squeeze_that_takes_the_rows_is_not_followed() -> None:
    """An Unsqueeze could put steps where rows were; nothing behind it is taken for a stack."""
    low, a = layer("LSTM", "x", "a")
    high, b = layer("LSTM", "m", "b", H)
    nodes = [low, make("Squeeze", ["aY", "axes"], "s"), make("Unsqueeze", ["s", "zero"], "m"), high]
    tensors = {**a, **b, "axes": ints(1, 2), "zero": ints(0)}
    contents, _ = opened(nodes, tensors, (T, 1, I), "bY")
    assert len(contents.modules) == 2


def test_a_layer_on_the_last_states_is_a_network_of_its_own() -> None:
    """Y_h of one layout has the axes of Y in another: (D, B, H) can be taken for (T, B, H)."""
    low, a = layer("LSTM", "x", "a")
    high, b = layer("LSTM", "aY_h", "b", H)
    assert names([low, high], {**a, **b}) == ["anode", "bnode"]


def test_two_directions_that_read_different_inputs_are_networks_of_their_own() -> None:
    (reverse, forward, *joined), tensors = two_nodes("GRU", "x", "a", I, "y")
    forward.input[0], reverse.input[0] = "positive", "negative"
    inputs = [make("Abs", ["x"], "positive"), make("Neg", ["x"], "negative")]
    nodes = [*inputs, reverse, forward, *joined]
    assert names(nodes, tensors) == ["arnode", "afnode"]


def test_two_layers_on_one_are_networks_of_their_own() -> None:
    low, a = layer("GRU", "x", "a")
    between = make("Squeeze", ["aY", "axes"], "m")
    one, b = layer("GRU", "m", "b", H)
    other, c = layer("GRU", "m", "c", H)
    tensors = {**a, **b, **c, "axes": ints(1)}
    assert names([low, between, one, other], tensors) == ["anode", "bnode", "cnode"]


def test_a_layer_without_bias_in_a_stack_has_zeros() -> None:
    low, a = layer("LSTM", "x", "a")
    high, b = layer("LSTM", "m", "b", H)
    high.input[3] = ""
    del b["bB"]
    nodes = [low, make("Squeeze", ["aY", "axes"], "m"), high]
    contents, y = opened(nodes, {**a, **b, "axes": ints(1)}, (T, B, I), "bY")
    assert_one(contents, 2, (T, B, I), y)


def test_a_squeeze_of_two_directions_is_not_followed() -> None:
    low, a = layer("LSTM", "x", "a", direction="bidirectional")
    high, b = layer("LSTM", "m", "b", H, direction="bidirectional")
    nodes = [low, make("Squeeze", ["aY", "axes"], "m"), high]
    built = model(nodes, {**a, **b, "axes": ints(1)}, {"x": draw("x", T, B, I)}, ["bY"])
    assert len(read(built.SerializeToString()).modules) == 2


@pytest.mark.parametrize("given", ["", "same"])
def test_nodes_without_names_of_their_own_get_some(given: str) -> None:
    low, a = layer("LSTM", "x", "a")
    other, b = layer("LSTM", "x", "b")
    low.name = other.name = given
    built = model([low, other], {**a, **b}, {"x": draw("x", T, B, I)}, ["aY", "bY"])
    found = [each.name for each in read(built.SerializeToString()).modules]
    assert found == [given or "LSTM_0", "LSTM_1"]
