"""A Reshape is followed where it provably keeps steps and rows apart, in files of open axes too."""

from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

from tests.engine.importers.onnx.graphs import Nodes, Tensors, ints, layer, make
from tests.golden.onnx_cases import B, H, I, O, T, draw, model
from unrolled.engine.importers.onnx.file import read


def built(
    behind: Nodes, tensors: Tensors, axes: list[str | int], declared: list[str | int] | None
) -> onnx.ModelProto:
    """A GRU whose x has these axes, open where they have names, and a Reshape behind it."""
    node, weights = layer("GRU", "x", "a")
    tensors = {**weights, **tensors, "W": draw("W", H, O)}
    nodes = [node, *behind, make("MatMul", ["h", "W"], "y")]
    made = model(nodes, tensors, {"x": draw("x", T, B, I)}, ["y"])
    made.graph.input[0].CopyFrom(helper.make_tensor_value_info("x", TensorProto.FLOAT, axes))
    if declared:
        info = helper.make_tensor_value_info("h", TensorProto.FLOAT, declared)
        made.graph.value_info.append(info)
    return made


def head_of(made: onnx.ModelProto) -> Any:
    """The network's head, held to what the reference gives; None where there is none."""
    x = draw("x", T, B, I)
    net = read(made.SerializeToString()).load()
    if net.head is not None:
        reference: Any = ReferenceEvaluator(made)
        (y,) = reference.run(["y"], {"x": x})
        output = net.run(x).output
        mine = net.head.run(output if y.ndim == 3 else output[-1])
        np.testing.assert_allclose(mine, y, rtol=0, atol=1e-5)
    return net.head


RESHAPE = make("Reshape", ["aY", "to"], "h")
TURN = make("Transpose", ["aY"], "t", perm=[2, 0, 1, 3])  # rows in front
TURNED = make("Reshape", ["t", "to"], "h")


@pytest.mark.parametrize(
    ("target", "axes", "declared", "is_kept"),
    [
        ((T, -1, H), ["t", "b", I], [T, "b", H], True),
        ((T, -1, H), ["t", B, I], None, False),
        ((T, B, H), ["t", B, I], None, True),
        ((-1, B, H), ["t", B, I], None, True),
        ((T, -1, H), ["t", "b", I], None, False),
        ((-1, T, H), ["t", "b", I], ["b", T, H], False),
        ((B, -1, H), ["t", B, I], [B, "t", H], False),
    ],
)
def test_one_unknown_axis_is_told_by_the_others(
    target: tuple[int, ...],
    axes: list[str | int],
    declared: list[str | int] | None,
    is_kept: bool,
) -> None:
    """As many numbers as before: where all axes but one have kept their length, that one has."""
    made = built([RESHAPE], {"to": ints(*target)}, axes, declared)
    assert (head_of(made) is not None) == is_kept


@pytest.mark.parametrize(("which", "is_kept"), [(1, True), (0, False)])
def test_the_shape_of_x_tells_what_a_reshape_keeps(which: int, is_kept: bool) -> None:
    """``h_n.reshape(x.size(1), -1)`` in files in which T and B are open."""
    behind = [
        make("Shape", ["x"], "shape"),
        make("Gather", ["shape", "which"], "rows", axis=0),
        make("Concat", ["rows", "rest"], "to", axis=0),
        make("Transpose", ["aY_h"], "t", perm=[1, 0, 2]),
        TURNED,
    ]
    made = built(behind, {"which": ints(which), "rest": ints(-1)}, ["t", "b", I], None)
    if not is_kept:  # T doesn't divide B·H, so nothing runs it
        assert read(made.SerializeToString()).load().head is None
    else:
        assert head_of(made) is not None


def test_rows_in_front_are_kept_apart_as_well() -> None:
    made = built([TURN, TURNED], {"to": ints(-1, T, H)}, ["t", "b", I], ["b", T, H])
    net = read(made.SerializeToString()).load()
    assert net.head is not None
    mixed = built([TURN, TURNED], {"to": ints(T, -1, H)}, ["t", "b", I], [T, "b", H])
    assert read(mixed.SerializeToString()).load().head is None
