"""What a tensor of an ONNX graph holds of the states h, axis by axis."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.importers.onnx_graph import Graph
from engine.importers.onnx_node import Recurrent

Part = tuple[int, int]
"""A recurrent node, by its place in the graph, and a direction."""

Symbol = int | str | None
"""The length of an axis: a number, or the axis' name where it may have any; None is unknown."""


@dataclass(frozen=True)
class Signal:
    """States h, arranged.

    Attributes:
        axes: of each axis: "T" steps, "B" rows, "D" directions, "F" features, "1" one chosen step,
            "N" steps and rows in one.
        sizes: of each axis.
        parts: the nodes and directions that lie along D, or else side by side in F.
        last: whether it is Y_h, of each direction its own last step, rather than Y.
    """

    axes: tuple[str, ...]
    sizes: tuple[Symbol, ...]
    parts: tuple[Part, ...]
    last: bool = False

    @property
    def rank(self) -> int:
        """How many axes there are."""
        return len(self.axes)

    def arranged(self, order: Sequence[int]) -> "Signal":
        """The same with its axes in another order, or some left out."""
        axes = tuple(self.axes[axis] for axis in order)
        return replace(self, axes=axes, sizes=tuple(self.sizes[axis] for axis in order))

    def without(self, axis: int) -> "Signal":
        """The same without an axis, whose length is 1."""
        return self.arranged([other for other in range(self.rank) if other != axis])

    def changed(
        self, axis: int, label: str, size: Symbol, parts: tuple[Part, ...] | None = None
    ) -> "Signal":
        """The same with another axis in the place of one."""
        axes, sizes = list(self.axes), list(self.sizes)
        axes[axis], sizes[axis] = label, size
        return Signal(tuple(axes), tuple(sizes), self.parts if parts is None else parts, self.last)


def outputs(graph: Graph, node: Recurrent, place: int, below: Signal | None) -> dict[str, Signal]:
    """The signals that a recurrent node makes; ``below`` is the one that it reads, if any."""
    shape = below.sizes if below else graph.shape(node.inputs.get("X", "")) or (None, None, None)
    sizes: dict[str, Symbol] = {"D": len(node.directions), "F": node.hidden_size}
    for label, size in zip("BT" if node.layout else "TB", shape, strict=False):
        sizes[label] = label if size is None else size
    parts = tuple((place, direction) for direction in node.directions)
    Y, Y_h = node.outputs
    axes = {Y: "BTDF", Y_h: "BDF"} if node.layout else {Y: "TDBF", Y_h: "DBF"}
    return {
        name: Signal(tuple(labels), tuple(map(sizes.get, labels)), parts, last=name == Y_h)
        for name, labels in axes.items()
        if name and len(shape) == 3
    }
