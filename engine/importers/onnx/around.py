"""What stands in front of an ONNX network and between its layers: other nodes, and Dropout."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from ...errors import EngineError
from ..remarks import FRONT, TRAINING, remark
from .graph.graph import OnnxGraph, attributes
from .layers import OnnxLayer

if TYPE_CHECKING:
    from onnx import NodeProto

ARRANGING = ("Cast", "Dropout", "Identity", "Reshape", "Squeeze", "Transpose", "Unsqueeze")
JOINING = ("Concat", "Gather", "Slice", "Split")  # these give more than they read, or less
DEFAULT_RATIO = 0.5


def front(graph: OnnxGraph, bottom: OnnxLayer) -> list[str]:
    """A sentence on what x is, where it is more than the model's input with its axes arranged."""
    name = bottom.nodes[0].inputs.get("X", "")
    for node in _behind(graph, name, ARRANGING):
        name = node.input[0]
    if not name or name in graph.inputs:
        return []
    return [remark(FRONT, graph.described(name), bottom.nodes[0].name)]


def training(graph: OnnxGraph) -> list[str]:
    """A sentence on a graph's Dropout nodes, except those of ratio 0."""
    dropouts = [node for node in graph.nodes if node.op_type == "Dropout" and node.output]
    names = [node.name or node.output[0] for node in dropouts if _ratio(graph, node) != 0]
    return [remark(TRAINING, names)] if names else []


def dropout(graph: OnnxGraph, layers: Sequence[OnnxLayer]) -> float:
    """The dropout of a network, if it is PyTorch's: the same one between all of its layers.

    Args:
        graph: the model's graph.
        layers: the network's, from the bottom up.

    Returns:
        The rate, 0 where there is none, or it isn't the same everywhere or no constant.
    """
    ratios = set()
    for layer in layers[1:]:
        between = _behind(graph, layer.nodes[0].inputs["X"], (*ARRANGING, *JOINING))
        dropouts = [node for node in between if node.op_type == "Dropout"]
        ratios.add(_ratio(graph, dropouts[0]) if len(dropouts) == 1 else None)
    return (ratios.pop() or 0.0) if len(ratios) == 1 else 0.0


def _behind(graph: OnnxGraph, name: str, kinds: Collection[str]) -> "list[NodeProto]":
    """The nodes of some kinds that a tensor comes through, the nearest first."""
    nodes, names, known = [], [name], {name}
    for each in names:  # it grows on the way
        node = graph.maker.get(each)
        if node is not None and node.input and node.op_type in kinds:
            nodes.append(node)
            inputs = node.input if node.op_type == "Concat" else node.input[:1]
            names += [other for other in dict.fromkeys(inputs) if other not in known]
            known.update(inputs)
    return nodes


def _ratio(graph: OnnxGraph, node: "NodeProto") -> float | None:
    """From 0 to 1; None where it is no constant. It was an attribute up to version 11."""
    ratio = attributes(node).get("ratio", DEFAULT_RATIO)
    if len(node.input) > 1 and node.input[1]:
        try:
            tensor = graph.floats(node.input[1])
        except EngineError:
            return None
        numbers = [] if tensor is None else tensor.floats().reshape(-1).tolist()
        ratio = numbers[0] if len(numbers) == 1 else None
    return float(ratio) if isinstance(ratio, float) and 0 <= ratio <= 1 else None
