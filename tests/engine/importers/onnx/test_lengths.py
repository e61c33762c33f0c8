"""Lengths that an ONNX graph is given are told, and given to run."""

from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from tests.engine.importers.onnx.graphs import Nodes, Tensors, ints, layer, make
from tests.golden.onnx_cases import B, H, I, T, draw, model
from unrolled.engine.errors import EngineError
from unrolled.engine.importers import remarks
from unrolled.engine.importers.contents import Contents
from unrolled.engine.importers.onnx.file import read

LENGTHS = [T, T - 1, 1]


def built(op: str, fed: bool, second: str = "n") -> onnx.ModelProto:
    """Two bidirectional layers with lengths, fed or in the file; ``second`` is the upper one's."""
    low, a = layer(op, "x", "a", direction="bidirectional")
    high, b = layer(op, "m", "b", 2 * H, "bidirectional")
    between = [
        make("Transpose", ["aY"], "t", perm=[0, 2, 1, 3]),
        make("Reshape", ["t", "to"], "m"),
    ]
    tensors = {**a, **b, "to": np.array([0, 0, -1])}
    made = model([low, *between, high], tensors, {"x": draw("x", T, B, I)}, ["bY_h"])
    for node, name in ((made.graph.node[0], "n"), (made.graph.node[-1], second)):
        node.input.append(name)
    for name in {"n", second}:
        if fed:
            made.graph.input.append(helper.make_tensor_value_info(name, TensorProto.INT32, [B]))
        else:
            constant = numpy_helper.from_array(np.array(LENGTHS, np.int32), name)
            made.graph.initializer.append(constant)
    return made


def alone(made: onnx.ModelProto, b: int, length: int) -> Any:
    """What the reference gives for one row, cut to its length, in a graph without lengths."""
    plain = onnx.ModelProto()
    plain.CopyFrom(made)
    for node in plain.graph.node:
        if "n" in node.input:
            node.input.remove("n")
    reference: Any = ReferenceEvaluator(plain)
    return reference.run(["bY_h"], {"x": draw("x", T, B, I)[:length, b : b + 1]})[0]


@pytest.mark.parametrize("op", ["LSTM", "GRU", "RNN"])
@pytest.mark.parametrize("fed", [True, False])
def test_lengths_are_the_files_own_or_told_and_given_to_run(op: str, fed: bool) -> None:
    made = built(op, fed)
    net = read(made.SerializeToString()).load()
    assert net.num_layers == 2
    assert net.origin is not None
    if fed:
        assert net.origin.assumed == (remarks.remark(remarks.LENGTHS, "the input n"),)
    else:
        assert net.origin.assumed == net.origin.ignored == ()
        assert net.lengths == tuple(LENGTHS)
    h_n = net.run(draw("x", T, B, I), lengths=LENGTHS if fed else None).h_n
    for b, length in enumerate(LENGTHS):
        theirs = alone(made, b, length)
        np.testing.assert_allclose(h_n[-2:, b : b + 1], theirs, rtol=0, atol=1e-5)


OF_X: Nodes = [
    make("Shape", ["x"], "size"),
    make("Gather", ["size", "zero"], "T", axis=0),
    make("Gather", ["size", "one"], "B", axis=0),
]
OWN: dict[str, tuple[Nodes, Tensors, tuple[int, ...] | None]] = {
    "as long as x": ([*OF_X, make("Expand", ["T", "B"], "n")], {}, None),
    "one for all": ([*OF_X, make("Expand", ["two", "B"], "n")], {"two": ints(2)}, (2,)),
    "cast": ([make("Cast", ["long"], "n", to=TensorProto.INT32)], {"long": ints(*LENGTHS)},
             tuple(LENGTHS)),
    "all of a fixed x": ([], {"n": np.full(B, T, np.int32)}, None),
    "all of a shorter x": ([], {"n": np.full(B, T - 1, np.int32)}, (T - 1,) * B),
}  # fmt: skip


def with_lengths(nodes: Nodes, tensors: Tensors, is_open: bool) -> Contents:
    """What is found in a GRU whose lengths are what the nodes give as n."""
    node, weights = layer("GRU", "x", "a", direction="bidirectional")
    node.input.append("n")
    used = {name for each in nodes for name in each.input}
    numbers = {k: v for k, v in {"zero": ints(0), "one": ints(1)}.items() if k in used}
    made = model([*nodes, node], weights | numbers | tensors, {"x": draw("x", T, B, I)}, ["aY"])
    if is_open:
        for axis, name in enumerate(("time", "batch")):
            made.graph.input[0].type.tensor_type.shape.dim[axis].dim_param = name
    return read(made.SerializeToString())


@pytest.mark.parametrize("kind", list(OWN))
def test_lengths_that_the_graph_computes_of_constants_are_read(kind: str) -> None:
    nodes, tensors, expected = OWN[kind]
    net = with_lengths(nodes, tensors, is_open=bool(nodes)).load()
    assert net.lengths == expected
    assert net.origin is not None
    assert net.origin.assumed == net.origin.ignored == ()


@pytest.mark.parametrize(
    ("nodes", "tensors", "word"),
    [
        ([make("Erf", ["f"], "n")], {"f": np.ones(B, np.float32)}, "Erf"),
        ([], {"n": np.ones(B, np.float32)}, "the constant n"),
        ([], {"n": np.ones((B, 1), np.int32)}, "the constant n"),
        ([*OF_X, make("Add", ["T", "one"], "n")], {}, "the shape of x"),
    ],
)
def test_lengths_that_cannot_be_read_are_refused(nodes: Nodes, tensors: Tensors, word: str) -> None:
    with pytest.raises(EngineError, match=f"sequence_lens .*{word}"):
        with_lengths(nodes, tensors, is_open=True).load()


def test_layers_whose_lengths_are_the_same_numbers_are_one_network() -> None:
    made = built("GRU", False, "m_lengths")
    assert len(read(made.SerializeToString()).modules) == 1
    made.graph.initializer[-1].raw_data = np.full(B, 1, np.int32).tobytes()
    assert len(read(made.SerializeToString()).modules) == 2


def test_layers_with_lengths_of_their_own_are_networks_of_their_own() -> None:
    contents = read(built("GRU", True, "m_lengths").SerializeToString())
    assert [each.name for each in contents.modules] == ["anode", "bnode"]


def test_the_last_step_of_output_is_no_last_state_where_there_are_lengths() -> None:
    """It is padding; beside the reverse direction's own last state it isn't h_n."""
    made = built("GRU", True)
    number = {f"i{i}": np.array(i, np.int64) for i in (-1, 0, 1)}
    nodes = [
        make("Gather", ["bY", "i0"], "f", axis=1),
        make("Gather", ["f", "i-1"], "f_n", axis=0),
        make("Gather", ["bY_h", "i1"], "r_n", axis=0),
        make("Concat", ["f_n", "r_n"], "h", axis=1),
        make("MatMul", ["h", "W"], "y"),
    ]
    made.graph.node.extend(nodes)
    tensors = number | {"W": draw("W", 2 * H, 3)}
    made.graph.initializer.extend(numpy_helper.from_array(v, k) for k, v in tensors.items())
    net = read(made.SerializeToString()).load()
    assert net.head is None
    assert net.origin is not None
    assert net.origin.assumed[-1] == remarks.remark(remarks.NO_HEAD, ["y"])
