"""The dense layer behind the top node, and the forms in which weights and states are stored."""

from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from tests.engine.importers.onnx.graphs import Nodes, Tensors, ints, layer, make, opened
from tests.golden.onnx_cases import B, H, I, NodeCase, O, T, draw, model, one_node
from unrolled.engine.importers.onnx.file import read
from unrolled.engine.importers.remarks import GOES_ON, NO_HEAD, remark

W, b = draw("head W", 2 * H, O), draw("head b", O)
TOP: Nodes = [
    make("Transpose", ["aY"], "turned", perm=[0, 2, 1, 3]),
    make("Reshape", ["turned", "to"], "top"),
]
LAST: Nodes = [*TOP, make("Gather", ["top", "last"], "h", axis=0)]
FLAT: Nodes = [*TOP, make("Reshape", ["top", "flat"], "h")]
NUMBERS: Tensors = {
    "to": ints(0, 0, -1),
    "last": np.array(-1, np.int64),
    "flat": ints(-1, 2 * H),
    "W": W,
    "Wt": np.ascontiguousarray(W.T),
    "b": b,
}

# nodes behind the top layer up to y, and the activation
HEADS: dict[str, tuple[Nodes, str]] = {
    "MatMul and Add": (
        [*TOP, make("MatMul", ["top", "W"], "m"), make("Add", ["m", "b"], "y")], "linear",
    ),
    "Add the other way round": (
        [*TOP, make("MatMul", ["top", "W"], "m"), make("Add", ["b", "m"], "y")], "linear",
    ),
    "Gemm on the last step": ([*LAST, make("Gemm", ["h", "Wt", "b"], "y", transB=1)], "linear"),
    "Gemm on rows of all steps": ([*FLAT, make("Gemm", ["h", "W", "b"], "y")], "linear"),
    "softmax": (
        [*TOP, make("MatMul", ["top", "W"], "m"), make("Add", ["m", "b"], "a"),
         make("Softmax", ["a"], "y", axis=-1)], "softmax",
    ),
    "softmax by its place": (
        [*LAST, make("Gemm", ["h", "W", "b"], "a"), make("Softmax", ["a"], "y", axis=1)], "softmax",
    ),
    "softmax behind a cast": (
        [*LAST, make("Gemm", ["h", "W", "b"], "a"), make("Cast", ["a"], "c", to=1),
         make("Softmax", ["c"], "y", axis=-1)], "softmax",
    ),
    "a matrix that the file turns": (
        [*TOP, make("Transpose", ["Wt"], "turned W", perm=[1, 0]),
         make("MatMul", ["top", "turned W"], "y")], "linear",
    ),
    "softmax behind an arrangement": (
        [*TOP, make("MatMul", ["top", "W"], "m"), make("Add", ["m", "b"], "a"),
         make("Transpose", ["a"], "t", perm=[1, 0, 2]), make("Softmax", ["t"], "s"),
         make("Transpose", ["s"], "y", perm=[1, 0, 2])], "softmax",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", list(HEADS))
def test_a_dense_layer_behind_the_top_is_the_head(kind: str) -> None:
    nodes, activation = HEADS[kind]
    node, weights = layer("LSTM", "x", "a", direction="bidirectional")
    read_by = {name for each in nodes for name in each.input}
    numbers = {name: value for name, value in NUMBERS.items() if name in read_by}
    contents, y = opened([node, *nodes], {**weights, **numbers}, (T, B, I), "y")
    net = contents.load()
    assert net.head is not None
    assert net.head.activation == activation
    assert net.origin is not None
    assert net.origin.ignored == net.origin.assumed == ()
    mine = net.head.run(net.run(draw("x", T, B, I)).output)
    mine = mine[-1] if y.ndim == 2 and len(y) == B else mine.reshape(y.shape)
    np.testing.assert_allclose(mine, y, rtol=0, atol=1e-5)


def test_weights_that_the_file_casts_are_read() -> None:
    """As tools write them that halve a file."""
    node, weights = layer("LSTM", "x", "a")
    halves = {f"{name}16": value.astype(np.float16) for name, value in weights.items()}
    casts = [make("Cast", [f"{name}16"], name, to=TensorProto.FLOAT) for name in weights]
    contents, y = opened([*casts, node], halves, (T, B, I), "aY")
    net = contents.load()
    assert net.dtype == "float32"
    assert net.origin is not None
    assert net.origin.ignored == ()
    output = net.run(draw("x", T, B, I)).output
    np.testing.assert_allclose(output, y[:, 0], rtol=0, atol=1e-5)


def test_a_gemm_whose_bias_is_fed_is_no_head() -> None:
    node, weights = layer("GRU", "x", "a", direction="bidirectional")
    tensors = {name: NUMBERS[name] for name in ("to", "last", "W")}
    dense = make("Gemm", ["h", "W", "fed"], "y")
    inputs = {"x": draw("x", T, B, I), "fed": b}
    built = model([node, *LAST, dense], {**weights, **tensors}, inputs, ["y"])
    net = read(built.SerializeToString()).load()
    assert net.head is None
    assert net.origin is not None
    assert net.origin.assumed == (remark(NO_HEAD, ["y"]),)


def test_what_is_fed_and_added_is_no_bias() -> None:
    node, weights = layer("GRU", "x", "a", direction="bidirectional")
    nodes = [node, *TOP, make("MatMul", ["top", "W"], "m"), make("Add", ["m", "fed"], "y")]
    tensors = {**weights, "to": NUMBERS["to"], "W": W}
    built = model(nodes, tensors, {"x": draw("x", T, B, I), "fed": b}, ["y"])
    net = read(built.SerializeToString()).load()
    assert net.head is not None
    assert net.origin is not None
    assert net.origin.assumed == (remark(GOES_ON, "m", "Add"),)


def test_a_head_without_bias_has_zeros() -> None:
    node, weights = layer("GRU", "x", "a")
    nodes = [node, make("Squeeze", ["aY_h", "axes"], "h"), make("MatMul", ["h", "V"], "y")]
    contents, y = opened(nodes, {**weights, "V": W[:H], "axes": ints(0)}, (T, B, I), "y")
    net = contents.load()
    assert net.head is not None
    h_n = net.run(draw("x", T, B, I)).h_n[0]
    np.testing.assert_allclose(net.head.run(h_n), y, rtol=0, atol=1e-5)


def behind(*nodes: onnx.NodeProto, y: str = "y") -> Any:
    """The network of a bidirectional GRU with these nodes behind it."""
    node, weights = layer("GRU", "x", "a", direction="bidirectional")
    contents, _ = opened([node, *nodes], {**weights, **NUMBERS}, (T, B, I), y)
    return contents.load()


def test_what_comes_behind_the_dense_layer_is_told() -> None:
    head = [make("MatMul", ["top", "W"], "m"), make("Add", ["m", "b"], "a")]
    net = behind(*TOP, *head, make("Relu", ["a"], "y"))
    assert net.head.activation == "linear"
    (sentence,) = net.origin.assumed
    assert "Relu" in sentence
    net = behind(*TOP, *head, make("Softmax", ["a"], "y", axis=0))
    assert net.head.activation == "linear"
    assert "Softmax" in net.origin.assumed[0]


def test_a_softmax_along_another_axis_is_no_softmax_of_the_head() -> None:
    """Before version 13 the default axis is 1, here that of the rows; in a turned tensor too."""
    head = [*TOP, make("MatMul", ["top", "W"], "m"), make("Add", ["m", "b"], "a")]
    node, weights = layer("GRU", "x", "a", direction="bidirectional")
    for behind_it, opset in (
        ([make("Softmax", ["a"], "y")], 12),
        ([make("Transpose", ["a"], "t", perm=[0, 2, 1]), make("Softmax", ["t"], "y", axis=2)], 17),
    ):
        inputs = {"x": draw("x", T, B, I)}
        built = model([node, *head, *behind_it], weights | NUMBERS, inputs, ["y"], opset)
        net = read(built.SerializeToString()).load()
        assert net.head is not None
        assert net.head.activation == "linear"


def test_two_dense_layers_are_no_head_and_both_are_told() -> None:
    net = behind(*TOP, make("MatMul", ["top", "W"], "one"), make("MatMul", ["top", "W"], "y"))
    assert net.head is None
    (sentence,) = net.origin.assumed
    assert "one" in sentence
    assert "y" in sentence
    assert "W" in net.origin.ignored


def as_field(value: Any, data_type: int) -> TensorProto:
    """A tensor whose numbers lie in the field of their type rather than in raw_data."""
    return helper.make_tensor("", data_type, value.shape, value.reshape(-1), raw=False)


WAYS = {
    "float_data": lambda value: as_field(value, TensorProto.FLOAT),
    "float16": lambda value: numpy_helper.from_array(value.astype(np.float16)),
    "float16 as numbers": lambda value: as_field(value.astype(np.float16), TensorProto.FLOAT16),
    "bfloat16": lambda value: as_field(value, TensorProto.BFLOAT16),
    "double_data": lambda value: as_field(value.astype(np.float64), TensorProto.DOUBLE),
}


@pytest.mark.parametrize("way", list(WAYS))
@pytest.mark.parametrize("constant", [False, True])
def test_weights_may_be_stored_in_every_way(way: str, constant: bool) -> None:
    """As initializers or Constant nodes, behind an Identity or not, of every float type."""
    case = NodeCase("LSTM", bias=True)
    built = one_node(case)
    plain = read(built.SerializeToString()).load()
    tensors = list(built.graph.initializer)
    del built.graph.initializer[:]
    for each in tensors:
        stored = WAYS[way](numpy_helper.to_array(each))
        stored.name = f"{each.name}_stored"
        if constant:
            node = helper.make_node("Constant", [], [stored.name], value=stored)
            built.graph.node.insert(0, node)
        else:
            built.graph.initializer.append(stored)
        built.graph.node.insert(-1, make("Identity", [stored.name], each.name))
    net = read(built.SerializeToString()).load()
    assert net.dtype == ("float64" if way == "double_data" else "float32")
    for name, value in net.state_dict().items():
        step = {"float16": 2**-11, "bfloat16": 2**-8}.get(way.split()[0], 0)
        np.testing.assert_allclose(value, plain.state_dict()[name], rtol=step, atol=1e-7)


def test_initial_states_of_all_layers_are_read_and_zeros_are_none() -> None:
    nodes, tensors = [], {"axes": ints(1)}
    for prefix, x, width in (("a", "x", I), ("b", "m", H), ("c", "n", H)):
        node, weights = layer("LSTM", x, prefix, width)
        node.input.extend(["", f"{prefix}h", f"{prefix}c"])
        states = {f"{prefix}{s}": draw(f"{prefix}{s}", 1, B, H) for s in "hc"}
        tensors |= weights | states
        nodes += [
            node,
            make("Squeeze", [f"{prefix}Y", "axes"], {"a": "m", "b": "n", "c": "y"}[prefix]),
        ]
    tensors["bh"] = np.zeros((1, B, H), np.float32)
    for name in "abc":
        tensors[f"{name}c"] = np.zeros((1, B, H), np.float32)
    contents, y = opened(nodes, tensors, (T, B, I), "y")
    net = contents.load()
    assert list(net.initial) == ["h"]
    np.testing.assert_array_equal(
        net.initial["h"], np.concatenate([tensors[f"{name}h"] for name in "abc"]), strict=True
    )
    output = net.run(draw("x", T, B, I)).output
    np.testing.assert_allclose(output, y, rtol=0, atol=1e-5)


def test_states_that_the_graph_is_fed_are_told_and_given_to_run() -> None:
    node, weights = layer("GRU", "x", "a")
    node.input.extend(["", "h0"])
    built = model([node], weights, {"x": draw("x", T, B, I), "h0": draw("h0", 1, B, H)}, ["aY"])
    net = read(built.SerializeToString()).load()
    assert net.initial == {}
    assert net.origin is not None
    (sentence,) = net.origin.assumed
    assert "h0" in sentence
    assert "h_0" in sentence
