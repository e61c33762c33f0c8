"""Where dropout acts in an ONNX graph, which a run leaves out."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ...errors import EngineError
from ..wording import shown
from .graph import Graph, attributes

if TYPE_CHECKING:
    from onnx import NodeProto

# What may stand between dropout and the layer that reads it.
ARRANGING = (
    "Cast", "Concat", "Dropout", "Gather", "Identity", "Reshape", "Slice", "Split", "Squeeze",
    "Transpose", "Unsqueeze",
)  # fmt: skip
DEFAULT_RATIO = 0.5


def behind(graph: Graph, name: str) -> "list[NodeProto]":
    """The Dropout nodes that a tensor comes through, down to the next layer of any kind."""
    found, names = [], [name]
    known = {name}
    for each in names:  # it grows on the way
        node = graph.maker.get(each)
        if node is not None and node.op_type in ARRANGING:
            if node.op_type == "Dropout":
                found.append(node)
            inputs = node.input if node.op_type == "Concat" else node.input[:1]
            names += [other for other in dict.fromkeys(inputs) if other not in known]
            known.update(inputs)
    return found


def said(graph: Graph, nodes: "Iterable[NodeProto]") -> list[str]:
    """A sentence for each Dropout node whose ratio isn't 0."""
    sentences = []
    for node in nodes:
        ratio = _ratio(graph, node)
        if ratio != 0:
            known = "" if ratio is None else f", ratio {ratio:g}"
            sentences.append(
                f"{shown(node.name or node.output[0])} (Dropout{known}) acts in training only; a "
                "run is an evaluation, in which it changes nothing."
            )
    return sentences


def rate(graph: Graph, between: "Sequence[Sequence[NodeProto]]") -> float:
    """The dropout of a network, if it is PyTorch's: the same one between all of its layers.

    Args:
        graph: the model's graph.
        between: for each layer but the lowest, the Dropout nodes between it and the next lower one.

    Returns:
        The rate, 0 where there is none, or it isn't the same everywhere or no constant.
    """
    rates = {_ratio(graph, nodes[0]) if len(nodes) == 1 else None for nodes in between}
    return (rates.pop() or 0.0) if len(rates) == 1 else 0.0


def _ratio(graph: Graph, node: "NodeProto") -> float | None:
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
