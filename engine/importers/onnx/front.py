"""What an ONNX graph does to the input of a network before its lowest layer reads it."""

from ..wording import shown
from .graph import Graph
from .node import Recurrent

ARRANGING = ("Cast", "Dropout", "Identity", "Reshape", "Squeeze", "Transpose", "Unsqueeze")
LONGEST_WAY = 100  # nodes that do no more than arrange


def front(graph: Graph, bottom: Recurrent) -> list[str]:
    """A sentence on what x is, where it isn't what the model is given.

    Args:
        graph: the model's graph.
        bottom: a node of the network's lowest layer.

    Returns:
        The sentence; none where nothing but arrangements of axes stands in front.
    """
    name = bottom.inputs.get("X", "")
    for _ in range(LONGEST_WAY):
        node = graph.maker.get(name)
        if node is None or not node.input or node.op_type not in ARRANGING:
            break
        name = node.input[0]
    if not name or name in graph.inputs:
        return []
    return [
        f"x is what {graph.described(name)} gives {shown(bottom.name)}; it is no part of the "
        "network."
    ]
