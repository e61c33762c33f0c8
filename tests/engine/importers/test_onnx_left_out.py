"""A dense layer that can't be the head is told, with what is in the way and by its name."""

from typing import Any

import numpy as np
import pytest
from onnx import helper

from tests.engine.importers.onnx_graphs import Nodes, Tensors, ints, layer, make, opened
from tests.golden.onnx_cases import B, H, I, O, T, draw, model
from unrolled.engine.importers.onnx.file import read

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


# nodes behind a bidirectional LSTM of two layers, and what is said of the dense layer y
BEHIND: dict[str, tuple[Nodes, str]] = {
    "the lower layer": (of_states(0, 1), "it reads the states of another layer"),
    "both layers": (of_states(1, 3), "it reads the states of another layer"),
    "another order": (of_states(3, 2), "it reads the directions in another order"),
    "one direction of h_n": (
        [make("Gather", ["h_n", "last"], "h", axis=0), ON_ONE], "it reads one direction of two",
    ),
    "one direction of output": (
        [LAST, make("Slice", ["step", "zero", "half", "i1s"], "h"), ON_ONE],
        "it reads one direction of two",
    ),
    "some of both directions": (
        [LAST, make("Slice", ["step", "i1s", "beyond", "i1s"], "h"), ON_ONE],
        "h (Slice) is between",
    ),
    "c_n": ([make("Gather", ["bY_c", "i0"], "h", axis=0), ON_ONE], "it reads c_n"),
    "relu": ([LAST, make("Relu", ["step"], "h"), DENSE], "h (Relu) is between"),
    "relu and dropout": (
        [LAST, make("Relu", ["step"], "r"), make("Dropout", ["r"], "h"), DENSE],
        "r (Relu) is between",
    ),
    "mean": (
        [make("ReduceMean", ["output"], "h", axes=[0], keepdims=0), DENSE],
        "h (ReduceMean) is between",
    ),
    "max": (
        [make("ReduceMax", ["output"], "h", axes=[0], keepdims=0), DENSE],
        "h (ReduceMax) is between",
    ),
    "norm": (
        [make("LayerNormalization", ["output", "one"], "h"), make("MatMul", ["h", "W"], "y")],
        "h (LayerNormalization) is between",
    ),
    "scaled": (
        [LAST, make("Gemm", ["step", "W", "b"], "y", alpha=2.0)],
        "it is a Gemm that scales or turns what it reads",
    ),
    "a computed matrix": (
        [LAST, make("Erf", ["W"], "U"), make("MatMul", ["step", "U"], "y")],
        "U comes from the node U (Erf)",
    ),
    "integers": (
        [
            LAST,
            make("Cast", ["step"], "h", to=3),
            make("MatMulInteger", ["h", "Q"], "y"),
        ],
        "h (Cast) is between",
    ),
    "along another axis": (
        [make("MatMul", ["bY", "V"], "y")], "the features it reads lie along another axis",
    ),
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
def test_why_a_dense_layer_is_no_head_is_said(kind: str) -> None:
    nodes, reason = BEHIND[kind]
    net = network(*nodes)
    assert (net.num_layers, net.head) == (2, None)
    inputs = {name for node in nodes for name in node.input}
    assert inputs & {"W", "V", "Q"} <= set(net.origin.ignored)
    assert net.origin.assumed == (
        f"y can't be the head: {reason}, and a head reads the output of bnode itself.",
    )


def test_a_product_of_an_optimizer_is_told_as_what_it_is() -> None:
    """No reference runs it: com.microsoft's FusedMatMul may turn and scale what it reads."""
    node, weights = layer("GRU", "x", "a")
    fused = helper.make_node("FusedMatMul", ["h", "V"], ["y"], "dense", domain="com.microsoft")
    nodes = [node, make("Squeeze", ["aY", "i1s"], "h"), fused]
    tensors = {**weights, "V": NUMBERS["V"], "i1s": ints(1)}
    built = model(nodes, tensors, {"x": draw("x", T, B, I)}, ["y"])
    net = read(built.SerializeToString()).load()
    assert net.head is None
    assert net.origin is not None
    (sentence,) = net.origin.assumed
    assert sentence.startswith("dense can't be the head: it is a FusedMatMul,")


def test_dense_layers_with_the_same_reason_share_a_sentence() -> None:
    net = network(
        LAST,
        make("Relu", ["step"], "h"),
        make("Gemm", ["h", "W", "b"], "one_dense"),
        make("MatMul", ["h", "W"], "y"),
    )
    (sentence,) = net.origin.assumed
    assert sentence.startswith("one_dense, y can't be the head: h (Relu) is between")


def test_a_head_beside_another_dense_layer_is_taken_and_the_other_told() -> None:
    pooled = make("ReduceMax", ["output"], "pooled", axes=[0], keepdims=0)
    net = network(LAST, make("Gemm", ["step", "W", "b"], "y"), pooled,
                  make("MatMul", ["pooled", "W"], "of_max"))  # fmt: skip
    assert net.head is not None
    (sentence,) = net.origin.assumed
    assert sentence.startswith("of_max can't be the head: pooled (ReduceMax) is between")


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
