"""Shapes that an ONNX graph computes on the way, such as those that a Reshape is given."""

from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING

from .graph.graph import AxisSize, OnnxGraph, whole
from .signal import Signal

if TYPE_CHECKING:
    from onnx import NodeProto

LONGEST = 8  # numbers in a shape that is followed


class ComputedShapes:
    """Lists of a few whole numbers, constant or made of a signal's or an input's shape."""

    def __init__(self, graph: OnnxGraph) -> None:
        """Know the graph's constants."""
        self._graph = graph
        self._computed: dict[str, list[AxisSize]] = {}

    def of(self, name: str) -> list[AxisSize] | None:
        """The numbers of a tensor, None where it holds something else."""
        constant = self._graph.ints(name)
        if constant is not None:
            return [*constant]
        return self._computed.get(name)

    def note(self, node: "NodeProto", signals: Mapping[str, Signal]) -> None:
        """Compute a node's output, where it is one of the few that work on shapes."""
        read = [self.of(name) for name in node.input]
        made: list[AxisSize] | None = None
        match node.op_type, read:
            case "Shape", [_]:
                signal = signals.get(node.input[0])
                sizes = signal.sizes if signal else self._graph.shape(node.input[0])
                made = (
                    None if sizes is None else [*sizes[whole(node, "start") : whole(node, "end")]]
                )
            case "Gather", [[*numbers], [int(index)]] if -len(numbers) <= index < len(numbers):
                made = [numbers[index]]
            case "Slice", [[*numbers], [int(start)], [int(end)]]:
                made = numbers[start:end]
            case "Mul", [[int(one)], [int(other)]]:
                made = [one * other]
            case "Concat", _ if None not in read:
                made = list(chain.from_iterable(numbers for numbers in read if numbers))
            case (("Cast" | "Identity" | "Reshape" | "Squeeze" | "Unsqueeze"), [[*numbers], *_]):
                made = numbers
        if made is not None and len(made) <= LONGEST and node.output:
            self._computed[node.output[0]] = made
