"""A dense layer that isn't known to be the head is not taken for it, and is told by its name."""

from typing import Any

import numpy as np
import pytest
from onnx import helper

from tests.engine.importers.onnx.graphs import Nodes, Tensors, ints, layer, make, opened
from tests.golden.onnx_cases import B, H, I, O, T, draw, model
from unrolled.engine.importers.onnx.file import read
from unrolled.engine.importers.remarks import NO_HEAD, remark

NUMBERS: Tensors = {
    "flat": ints(0, 0, -1),
    "axes": ints(0),
    "half": ints(H),
    "beyond": ints(H + 1),
    "zero": ints(0),
    "last": np.array(-1, np.int64),
    "W": draw("W", 2 * H, O),
    "b": draw("b", O),
    "V": draw("V", H, O),
    "one": np.ones(2 * H, np.float32),
    "Q": np.ones((2 * H, O), np.int8),
} | {f"i{i}": np.array(i, np.int64) for i in range(4)}
LAST = make("Gather", ["output", "last"], "step", axis=0)
DENSE = make("Gemm", ["h", "W", "b"], "y")
ON_ONE = make("Gemm", ["h", "V", "b"], "y")


def of_states(first: int, second: int) -> Nodes:
    """Two of h_n side by side, and the dense layer on them."""
    picked = [make("Gather", ["h_n", f"i{i}"], f"h{i}", axis=0) for i in (first, second)]
    return [*picked, make("Concat", [f"h{first}", f"h{second}"], "h", axis=1), DENSE]


# Nodes behind a bidirectional LSTM of two layers up to y, a dense layer that is no head of it.
BEHIND: dict[str, Nodes] = {
    "the lower layer": of_states(0, 1),
    "both layers": of_states(1, 3),
    "another order": of_states(3, 2),
    "one direction of h_n": [make("Gather", ["h_n", "last"], "h", axis=0), ON_ONE],
    "one direction of output": [LAST, make("Slice", ["step", "zero", "half", "i1s"], "h"), ON_ONE],
    "some of both directions": [LAST, make("Slice", ["step", "i1s", "beyond", "i1s"], "h"), ON_ONE],
    "c_n": [make("Gather", ["bY_c", "i0"], "h", axis=0), ON_ONE],
    "relu": [LAST, make("Relu", ["step"], "h"), DENSE],
    "mean": [make("ReduceMean", ["output"], "h", axes=[0], keepdims=0), DENSE],
    "max": [make("ReduceMax", ["output"], "h", axes=[0], keepdims=0), DENSE],
    "norm": [make("LayerNormalization", ["output", "one"], "h"), make("MatMul", ["h", "W"], "y")],
    "scaled": [LAST, make("Gemm", ["step", "W", "b"], "y", alpha=2.0)],
    "a computed matrix": [LAST, make("Erf", ["W"], "U"), make("MatMul", ["step", "U"], "y")],
    "integers": [
        LAST, make("Cast", ["step"], "h", to=3), make("MatMulInteger", ["h", "Q"], "y"),
    ],
    "along another axis": [make("MatMul", ["bY", "V"], "y")],
}  # fmt: skip


def network(*behind: Any) -> Any:
    """An LSTM of two layers and two directions, with these nodes behind it."""
    low, a = layer("LSTM", "x", "a", direction="bidirectional")
    high, b = layer("LSTM", "m", "b", 2 * H, "bidirectional")
    nodes = [
        low,
        make("Transpose", ["aY"], "at", perm=[0, 2, 1, 3]),
        make("Reshape", ["at", "flat"], "m"),
        high,
        make("Transpose", ["bY"], "bt", perm=[0, 2, 1, 3]),
        make("Reshape", ["bt", "flat"], "output"),
        make("Concat", ["aY_h", "bY_h"], "h_n", axis=0),
        *behind,
    ]
    tensors = {**a, **b, **NUMBERS, "i1s": ints(1)}
    contents, _ = opened(nodes, tensors, (T, B, I), "y")
    assert len(contents.modules) == 1
    return contents.load()


@pytest.mark.parametrize("kind", list(BEHIND))
def test_a_dense_layer_that_is_no_head_is_said(kind: str) -> None:
    net = network(*BEHIND[kind])
    assert (net.num_layers, net.head) == (2, None)
    inputs = {name for node in BEHIND[kind] for name in node.input}
    assert inputs & {"W", "V", "Q"} <= set(net.origin.ignored)
    assert net.origin.assumed == (remark(NO_HEAD, ["y"]),)


def test_a_product_of_an_optimizer_is_told_as_a_dense_layer() -> None:
    """No reference runs it: com.microsoft's FusedMatMul may turn and scale what it reads."""
    node, weights = layer("GRU", "x", "a")
    fused = helper.make_node("FusedMatMul", ["h", "V"], ["y"], "dense", domain="com.microsoft")
    nodes = [node, make("Squeeze", ["aY", "i1s"], "h"), fused]
    tensors = {**weights, "V": NUMBERS["V"], "i1s": ints(1)}
    built = model(nodes, tensors, {"x": draw("x", T, B, I)}, ["y"])
    net = read(built.SerializeToString()).load()
    assert net.head is None
    assert net.origin is not None
    assert net.origin.assumed == (remark(NO_HEAD, ["dense"]),)


def test_all_dense_layers_that_are_no_head_share_a_sentence() -> None:
    net = network(
        LAST,
        make("Relu", ["step"], "h"),
        make("Gemm", ["h", "W", "b"], "one_dense"),
        make("MatMul", ["h", "W"], "y"),
    )
    assert net.origin.assumed == (remark(NO_HEAD, ["one_dense", "y"]),)


def test_a_head_beside_another_dense_layer_is_taken() -> None:
    pooled = make("ReduceMax", ["output"], "pooled", axes=[0], keepdims=0)
    net = network(LAST, make("Gemm", ["step", "W", "b"], "y"), pooled,
                  make("MatMul", ["pooled", "W"], "of_max"))  # fmt: skip
    assert net.head is not None
    np.testing.assert_array_equal(net.head.weight, NUMBERS["W"].T)
    assert net.origin.assumed == ()


def test_a_dense_layer_behind_the_next_network_belongs_to_that_one() -> None:
    """An encoder's states go into a decoder, whose dense layer is no business of the encoder's."""
    encoder, a = layer("GRU", "x", "a")
    decoder, b = layer("GRU", "x", "b")
    decoder.input.extend(["", "aY_h"])
    nodes = [encoder, decoder, make("Squeeze", ["bY", "i1s"], "h"), make("MatMul", ["h", "V"], "y")]
    contents, _ = opened(nodes, {**a, **b, **NUMBERS, "i1s": ints(1)}, (T, B, I), "y")
    one, other = (contents.load(name) for name in ("anode", "bnode"))
    assert one.head is None
    assert one.origin is not None
    assert one.origin.assumed == ()
    assert other.head is not None
