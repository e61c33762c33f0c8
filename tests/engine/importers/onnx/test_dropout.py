"""Where an ONNX graph has Dropout is said, and a network knows it where it can."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
import pytest

from tests.engine.importers.onnx.graphs import Nodes, Tensors, ints, layer, make
from tests.golden.onnx_cases import B, H, I, O, T, draw, model
from unrolled.engine.importers.onnx.file import read
from unrolled.engine.importers.remarks import TRAINING, remark

TRUE = np.array(True)
RATIOS: Tensors = {
    name: np.array(value, np.float32)
    for name, value in {"quarter": 0.25, "half": 0.5, "none": 0.0, "too much": 1.5}.items()
}


def stack(
    *between: list[str], behind: Sequence[onnx.NodeProto] = (), opset: int = 17, **attributes: Any
) -> Any:
    """LSTMs with one Dropout between each two of them, whose inputs behind x are given.

    Args:
        between: of each Dropout, the names of its ratio and its training_mode; may be empty.
        behind: nodes behind the output.
        opset: the version of ONNX' operators.
        attributes: of every Dropout.

    Returns:
        The network.
    """
    weights: Tensors = {}
    made: Nodes = []
    x, width = "x", I
    for i, name in enumerate("abcd"[: len(between) + 1]):
        node, tensors = layer("LSTM", x, name, width)
        made += [node, make("Reshape", [f"{name}Y", "to"], f"{name}o")]
        weights |= tensors
        x, width = f"{name}o", H
        if i < len(between):
            made.append(make("Dropout", [x, *between[i]], f"drop{i}", **attributes))
            x = f"drop{i}"
    every = [*made, make("Identity", [x], "output"), *behind]
    numbers = {**RATIOS, "true": TRUE, "to": ints(T, B, H), "W": draw("W", H, O)}
    read_by = {name for each in every for name in each.input}
    numbers = {name: value for name, value in numbers.items() if name in read_by}
    inputs = {"x": draw("x", T, B, I), "fed": np.array(0.5, np.float32)}
    built = model(every, weights | numbers, inputs, [every[-1].output[0]], opset)
    contents = read(built.SerializeToString())
    assert len(contents.modules) == 1
    return contents.load()


@pytest.mark.parametrize("inputs", [["quarter"], ["quarter", "true"]], ids=["evaluated", "trained"])
@pytest.mark.parametrize("layers", [2, 3])
def test_dropout_between_layers_is_said_and_is_the_networks(inputs: list[str], layers: int) -> None:
    net = stack(*[inputs] * (layers - 1))
    assert (net.num_layers, net.dropout) == (layers, 0.25)
    assert net.origin.assumed == (remark(TRAINING, [f"drop{i}" for i in range(layers - 1)]),)


@pytest.mark.parametrize(("attributes", "ratio"), [({"ratio": 0.125}, 0.125), ({}, 0.5)])
def test_the_ratio_was_an_attribute_once_and_is_a_half_by_default(
    attributes: dict[str, Any], ratio: float
) -> None:
    net = stack([], opset=11, **attributes)
    assert net.dropout == ratio
    assert net.origin.assumed == (remark(TRAINING, ["drop0"]),)


@pytest.mark.parametrize("ratio", ["fed", "too much"])
def test_a_ratio_that_is_no_fraction_of_the_file_is_not_taken(ratio: str) -> None:
    net = stack([ratio])
    assert (net.num_layers, net.dropout) == (2, 0)
    assert net.origin.assumed == (remark(TRAINING, ["drop0"]),)


def test_dropout_that_differs_between_layers_is_only_said() -> None:
    net = stack(["quarter"], ["half"])
    assert (net.num_layers, net.dropout) == (3, 0)
    assert net.origin.assumed == (remark(TRAINING, ["drop0", "drop1"]),)
    net = stack(["quarter"], ["none"])
    assert net.dropout == 0
    assert net.origin.assumed == (remark(TRAINING, ["drop0"]),)


def test_two_dropouts_in_one_place_are_only_said() -> None:
    low, a = layer("GRU", "x", "a")
    high, b = layer("GRU", "two", "b", H)
    between = [
        make("Squeeze", ["aY", "axes"], "s"),
        make("Dropout", ["s", "half"], "one"),
        make("Dropout", ["one", "half"], "two"),
    ]
    tensors = {**a, **b, "axes": ints(1), "half": RATIOS["half"]}
    built = model([low, *between, high], tensors, {"x": draw("x", T, B, I)}, ["bY"])
    net = read(built.SerializeToString()).load()
    assert (net.num_layers, net.dropout) == (2, 0)
    assert net.origin is not None
    assert net.origin.assumed == (remark(TRAINING, ["one", "two"]),)


def test_dropout_in_front_of_directions_that_are_parted_and_joined_is_the_networks() -> None:
    low, a = layer("GRU", "x", "a", direction="bidirectional")
    high, b = layer("GRU", "m", "b", 2 * H, "bidirectional")
    parted = make("Split", ["drop", "ones"], "f", axis=1)
    parted.output.append("r")
    between = [
        make("Dropout", ["aY", "quarter"], "drop"),
        parted,
        *(make("Squeeze", [side, "axes"], f"{side}s") for side in "fr"),
        make("Concat", ["fs", "rs"], "m", axis=2),
    ]
    tensors = {**a, **b, "axes": ints(1), "ones": ints(1, 1), "quarter": RATIOS["quarter"]}
    built = model([low, *between, high], tensors, {"x": draw("x", T, B, I)}, ["bY"])
    net = read(built.SerializeToString()).load()
    assert (net.num_layers, net.dropout) == (2, 0.25)


@pytest.mark.parametrize("inputs", [["half"], ["half", "true"], ["fed"]])
def test_dropout_in_front_of_the_head_is_said_and_ignored(inputs: list[str]) -> None:
    nodes = [make("Dropout", ["output", *inputs], "drop"), make("MatMul", ["drop", "W"], "y")]
    net = stack(behind=nodes)
    assert net.head is not None
    np.testing.assert_array_equal(net.head.weight, draw("W", H, O).T)
    assert net.dropout == 0
    assert net.origin.assumed == (remark(TRAINING, ["drop"]),)


def test_dropout_below_the_network_is_said() -> None:
    node, weights = layer("GRU", "turned", "a")
    below = [make("Dropout", ["x", "half"], "drop"), make("Transpose", ["drop"], "turned",
             perm=[1, 0, 2])]  # fmt: skip
    tensors = {**weights, "half": RATIOS["half"]}
    built = model([*below, node], tensors, {"x": draw("x", B, T, I)}, ["aY"])
    net = read(built.SerializeToString()).load()
    assert net.origin is not None
    assert net.origin.assumed == (remark(TRAINING, ["drop"]),)
