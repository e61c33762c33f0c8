"""Initial states that a graph computes out of its own constants are read, or else refused."""

from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

from tests.engine.importers.onnx.graphs import Nodes, Tensors, ints, layer, make
from tests.golden.onnx_cases import B, H, I, T, draw, model
from tests.golden.store import AnyArray
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.onnx.file import read

h0, c0 = draw("h0", 1, 1, H), draw("c0", 2, 1, H)
# What a state computes in the batch of x, as exporters write Tensor.expand.
SHAPE: Nodes = [
    make("Shape", ["x"], "size"),
    make("Gather", ["size", "one"], "B", axis=0),
    make("Concat", ["one", "B", "H"], "shape", axis=0),
]
NUMBERS: Tensors = {"one": ints(1), "zero": ints(0), "two": ints(2), "H": ints(H)}
ONE = helper.make_tensor("value", TensorProto.FLOAT, [1], [1.0])

COMPUTED: dict[str, tuple[Nodes, Tensors]] = {
    "Expand": ([*SHAPE, make("Expand", ["h0", "shape"], "h")], {"h0": h0}),
    "Tile": ([*SHAPE, make("Concat", ["one", "B", "one"], "times", axis=0),
              make("Tile", ["h0", "times"], "h")], {"h0": h0}),
    "Slice of Expand": (
        [*SHAPE, make("Concat", ["two", "B", "H"], "both", axis=0),
         make("Expand", ["c0", "both"], "e"), make("Slice", ["e", "one", "two", "zero"], "h")],
        {"c0": c0},
    ),
    "Unsqueeze of Reshape": (
        [*SHAPE, make("Reshape", ["h0", "H"], "flat"), make("Unsqueeze", ["flat", "axes"], "u"),
         make("Identity", ["u"], "i"), make("Expand", ["i", "shape"], "h")],
        {"h0": h0, "axes": ints(0, 1)},
    ),
    "ConstantOfShape": ([*SHAPE, make("ConstantOfShape", ["shape"], "h", value=ONE)], {}),
}  # fmt: skip


def built(nodes: Nodes, tensors: Tensors, x: AnyArray, open_batch: bool) -> onnx.ModelProto:
    """A GRU whose initial state is what the nodes give as h."""
    node, weights = layer("GRU", "x", "a")
    node.input.extend(["", "h"])
    every = [*nodes, node]
    used = {name for each in every for name in each.input}
    numbers = {name: value for name, value in NUMBERS.items() if name in used}
    made = model(every, weights | numbers | tensors, {"x": x}, ["aY_h"])
    if open_batch:
        made.graph.input[0].type.tensor_type.shape.dim[1].dim_param = "batch"
    return made


@pytest.mark.parametrize("open_batch", [False, True], ids=["a fixed batch", "any batch"])
@pytest.mark.parametrize("kind", list(COMPUTED))
def test_a_state_computed_out_of_constants_is_read(kind: str, open_batch: bool) -> None:
    x = draw("x", T, B, I)
    made = built(*COMPUTED[kind], x, open_batch)
    reference: Any = ReferenceEvaluator(made)
    (theirs,) = reference.run(["aY_h"], {"x": x})
    net = read(made.SerializeToString()).load()
    assert net.initial["h"].shape == (1, 1 if open_batch else B, H)
    assert net.origin is not None
    assert net.origin.assumed == net.origin.ignored == ()
    h_0 = np.ascontiguousarray(np.broadcast_to(net.initial["h"], (1, B, H)))
    np.testing.assert_allclose(net.run(x, h_0).h_n, theirs, rtol=0, atol=1e-5)


@pytest.mark.parametrize("direction", ["forward", "bidirectional"])
@pytest.mark.parametrize("layout", [0, 1])
def test_a_state_that_is_as_long_as_the_layer_below_is_read(direction: str, layout: int) -> None:
    """Its rows are counted in what the layer below gives, whose shape no file declares."""
    D = 2 if direction == "bidirectional" else 1
    low, a = layer("GRU", "x", "a", direction=direction, layout=layout)
    high, b = layer("GRU", "m", "b", D * H, direction, layout=layout)
    between = [
        make("Transpose", ["aY"], "t", perm=[0, 1, 2, 3] if layout else [0, 2, 1, 3]),
        make("Reshape", ["t", "to"], "m"),
        make("Shape", ["m"], "size"),
        make("Gather", ["size", "at"], "B", axis=0),
        make("Concat", ["one", "one", "B"], "times", axis=0),
        make("Tile", ["h0", "times"], "turned"),
        make("Transpose", ["turned"], "h", perm=[2, 0, 1] if layout else [0, 2, 1]),
    ]
    high.input.extend(["", "h"])
    tensors = {"to": ints(0, 0, D * H), "at": ints(0 if layout else 1), "one": ints(1)}
    tensors["h0"] = draw("h0", D, H, 1)
    x = draw("x", *((B, T, I) if layout else (T, B, I)))
    made = model([low, *between, high], a | b | tensors, {"x": x}, ["bY_h"])
    made.graph.input[0].type.tensor_type.shape.dim[0 if layout else 1].dim_param = "batch"
    net = read(made.SerializeToString()).load()
    assert net.num_layers == 2
    assert net.initial["h"].shape == (2 * D, 1, H)
    trace = net.run(x, batch_first=bool(layout))
    theirs = _reference(made, x)
    ours = trace.h_n[D:].swapaxes(0, 1) if layout else trace.h_n[D:]
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-5, strict=True)


def _reference(made: onnx.ModelProto, x: AnyArray) -> AnyArray:
    reference: Any = ReferenceEvaluator(made)
    (answer,) = reference.run(["bY_h"], {"x": x})
    return np.asarray(answer)


@pytest.mark.parametrize(
    ("node", "tensors"),
    [
        (make("Erf", ["h0"], "h"), {"h0": h0}),
        (make("RandomNormal", [], "h", shape=[1, B, H]), {}),
        (make("Expand", ["h0", "huge"], "h"), {"h0": h0, "huge": ints(1, 2**40, H)}),
        (make("Shape", [], "h"), {}),
        (make("Shape", ["h0"], "h", start="first"), {"h0": h0}),
    ],
    ids=lambda each: getattr(each, "op_type", ""),
)
def test_a_state_that_cannot_be_computed_is_refused(node: onnx.NodeProto, tensors: Tensors) -> None:
    """It would be run as zeros."""
    made = built([node], tensors, draw("x", T, B, I), False)
    with pytest.raises(EngineError, match=node.op_type):
        read(made.SerializeToString()).load()


def test_small_constants_of_the_graph_are_not_listed_as_ignored() -> None:
    value = helper.make_tensor("value", TensorProto.FLOAT, [1], [1.0])
    matrix = helper.make_tensor("value", TensorProto.FLOAT, [1, 2], [1.0, 2.0])
    constants = [
        helper.make_node("Constant", [], [name], value=each)
        for name, each in (("/rnn/Constant_output_0", value), ("matrix", matrix))
    ]
    node, weights = layer("GRU", "x", "a")
    tensors = weights | {"unread": np.ones(1, np.float32)}
    made = model([*constants, node], tensors, {"x": draw("x", T, B, I)}, ["aY"])
    net = read(made.SerializeToString()).load()
    assert net.origin is not None
    assert set(net.origin.ignored) == {"matrix", "unread"}
