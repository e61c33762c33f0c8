"""Graphs for the importer's tests, put together by hand."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from onnx import helper
from onnx.reference import ReferenceEvaluator

from tests.golden.onnx_cases import GATES, H, I, draw, model, recurrent
from tests.golden.store import AnyArray
from unrolled.engine.importers.contents import Contents
from unrolled.engine.importers.onnx.file import read

Nodes = list[onnx.NodeProto]
Tensors = dict[str, AnyArray]


def layer(
    op: str, x: str, prefix: str, inputs: int = I, direction: str = "forward", **settings: Any
) -> tuple[onnx.NodeProto, Tensors]:
    """A node with weights of its own, all names prefixed."""
    D, rows = (2 if direction == "bidirectional" else 1), GATES[op] * H
    shapes = {"W": (D, rows, inputs), "R": (D, rows, H), "B": (D, 2 * rows)}
    weights = {key: draw(prefix + key, *shape) for key, shape in shapes.items()}
    settings |= {"direction": direction, "hidden_size": H}
    node = recurrent(op, x, weights, f"{prefix}node", prefix, **settings)
    return node, {prefix + key: value for key, value in weights.items()}


def make(op: str, inputs: list[str], output: str, **settings: Any) -> onnx.NodeProto:
    return helper.make_node(op, inputs, [output], output, **settings)


def ints(*numbers: int) -> AnyArray:
    return np.array(numbers, np.int64)


def opened(nodes: Nodes, tensors: Tensors, shape: Sequence[int], y: str) -> tuple[Contents, Any]:
    """What the importer finds in a graph, and what the reference computes with x of a shape."""
    x = draw("x", *shape)
    built = model(nodes, tensors, {"x": x}, [y])
    (answer,) = ReferenceEvaluator(built).run([y], {"x": x})
    return read(built.SerializeToString()), answer
