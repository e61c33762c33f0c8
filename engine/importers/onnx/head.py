"""The dense layer behind the top recurrent layer of an ONNX graph."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...errors import EngineError
from ...network.head import Activation, Head
from ..remarks import GOES_ON, LAST_STATES, remark
from ..tensors import check_size
from ..wording import shown
from .graph.constants import constant, is_fed
from .graph.graph import OnnxGraph, whole
from .signal import NodeLine, Signal

if TYPE_CHECKING:
    from onnx import NodeProto

SOFTMAX_BY_LAST_AXIS = 13  # the version since which Softmax' default axis is the last
FARTHEST = 10  # nodes between the dense layer and its softmax
# Dense layers as quantizers and optimizers write them.
OTHER_PRODUCTS = (
    "FusedGemm", "FusedMatMul", "MatMulInteger", "MatMulIntegerToFloat", "DynamicQuantizeMatMul",
    "QGemm", "QLinearMatMul", "MatMulNBits",
)  # fmt: skip
PASSING = ("Cast", "Identity", "Reshape", "Squeeze", "Transpose")


@dataclass(frozen=True)
class DenseNode:
    """A Gemm, or a MatMul and an Add, that reads a network's output.

    Attributes:
        name: the node's.
        weight: the name of its matrix.
        bias: the name of its vector, "" where there is none.
        transposed: whether the matrix is stored as (D·H, O).
        activation: "softmax" or "linear".
        assumed: what it leaves open.
    """

    name: str
    weight: str
    bias: str
    transposed: bool
    activation: Activation
    assumed: tuple[str, ...] = ()


def find_dense(
    graph: OnnxGraph, signals: Mapping[str, Signal]
) -> dict[tuple[NodeLine, ...], list[DenseNode]]:
    """The dense layers that read recurrent nodes' outputs.

    Args:
        graph: the model's graph.
        signals: what tensors hold of those outputs.

    Returns:
        The dense layers by what they read.
    """
    found: defaultdict[tuple[NodeLine, ...], list[DenseNode]] = defaultdict(list)
    for name, signal in signals.items():
        if signal.axes[-1:] == ("F",) and "D" not in signal.axes:
            for node in graph.readers[name]:
                reads = node.input[0] == name
                if reads and _is_dense(graph, node) and _is_plain(graph, node):
                    found[signal.lines].append(_dense(graph, node, signal))
    return found


def dense_names(graph: OnnxGraph) -> list[str]:
    """What messages call the graph's dense layers."""
    return [
        _title(graph, node)
        for node in graph.nodes
        if _is_dense(graph, node) or node.op_type in OTHER_PRODUCTS
    ]


def _is_dense(graph: OnnxGraph, node: "NodeProto") -> bool:
    """Whether a node multiplies what it reads by a constant matrix."""
    return (
        node.op_type in ("Gemm", "MatMul")
        and len(node.input) > 1
        and bool(node.input[1])
        and not is_fed(graph, node.input[1])
        and any(node.output)
    )


def _is_plain(graph: OnnxGraph, node: "NodeProto") -> bool:
    """Whether a dense layer has numbers that can be read, and doesn't scale or turn its input."""
    factors = [each.f for each in node.attribute if each.name in ("alpha", "beta")]
    return (
        all(factor == 1 for factor in factors)
        and not whole(node, "transA")
        and all(_is_known(graph, name) for name in node.input[1:] if name)
    )


def _is_known(graph: OnnxGraph, name: str) -> bool:
    return graph.origin(name) in graph.tensors or constant(graph, name) is not None


def _title(graph: OnnxGraph, node: "NodeProto") -> str:
    return node.name or graph.origin(node.input[1] if len(node.input) > 1 else node.op_type)


def _dense(graph: OnnxGraph, node: "NodeProto", signal: Signal) -> DenseNode:
    made, bias = node.output[0], node.input[2] if len(node.input) > 2 else ""
    if node.op_type == "MatMul":
        for add in graph.readers[made]:
            if add.op_type == "Add" and add.output and len(add.input) == 2:
                other = add.input[add.input[0] == made]
                if _is_known(graph, other):
                    made, bias = add.output[0], other
                    break
    name = _title(graph, node)
    activation, assumed = _activation(graph, made, signal.rank, name)
    if signal.step == "own" and len(signal.lines) > 1:
        assumed += (remark(LAST_STATES, name),)
    transposed = node.op_type == "MatMul" or not whole(node, "transB")
    weight = graph.origin(node.input[1])
    return DenseNode(name, weight, graph.origin(bias), transposed, activation, assumed)


def _activation(
    graph: OnnxGraph, name: str, rank: int, dense: str
) -> tuple[Activation, tuple[str, ...]]:
    """Whether it is followed by a softmax, and what else comes behind the dense layer."""
    steps = 0
    last_axes = {-1, rank - 1}
    while len(graph.readers[name]) == 1 and steps < FARTHEST:
        reader = graph.readers[name][0]
        if reader.op_type in PASSING and reader.output:
            name, steps = reader.output[0], steps + 1
            last_axes = {-1}  # the rank may be another now
            continue
        axis = whole(reader, "axis")
        if axis is None:
            axis = -1 if graph.opset >= SOFTMAX_BY_LAST_AXIS else 1
        if reader.op_type == "Softmax" and axis in last_axes:
            return "softmax", ()
        return "linear", (remark(GOES_ON, dense, reader.op_type),)
    return "linear", ()


def build_head(graph: OnnxGraph, dense: DenseNode, width: int, dtype: str) -> Head:
    """Make the head.

    Args:
        graph: the model's graph.
        dense: one of its dense layers.
        width: D·H, what it reads.
        dtype: of the network.

    Returns:
        The head.

    Raises:
        EngineError: its numbers are not there or don't fit the network.
    """
    weight, bias = (constant(graph, name) for name in (dense.weight, dense.bias))
    check_size([tensor for tensor in (weight, bias) if tensor], graph.file_size)
    W = np.zeros((0, 0)) if weight is None else weight.floats()
    W = W.T if dense.transposed else W  # (O, D·H)
    if W.ndim != 2 or W.shape[1] != width:
        raise EngineError(
            f"{shown(dense.weight)} has shape {W.T.shape if dense.transposed else W.shape}; "
            f"the layer below gives {width} numbers.",
            "weight",
        )
    b = np.zeros(len(W)) if bias is None else bias.floats()
    if b.size != len(W):
        raise EngineError(
            f"{shown(dense.bias)} has shape {b.shape}; expected ({len(W)},), as many as "
            f"{shown(dense.weight)} has outputs.",
            "bias",
        )
    return Head(np.ascontiguousarray(W, dtype), b.reshape(-1).astype(dtype), dense.activation)
