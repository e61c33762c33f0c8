"""What a tensor of an ONNX graph holds of the states h, axis by axis."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .graph.graph import AxisSize, OnnxGraph
from .node import RecurrentNode

NodeLine = tuple[int, int]
"""One line of cells: a recurrent node, by its place in the graph, and a direction."""

Step = int | Literal["all", "own"]
"""All steps, one by its index, -1 being the last, or of each direction its own last step."""

TO_THE_END = 2**31 - 1  # as an end, what exporters write for "all the rest", or more


@dataclass(frozen=True)
class Signal:
    """States h, arranged.

    Attributes:
        axes: of each axis: "T" steps, "B" rows, "L" layers, "D" directions, of one layer after
            another where there is no "L", "F" features, "1" one chosen step, "N" steps and rows in
            one.
        sizes: of each axis.
        lines: those that lie along L and D, or else side by side in F.
        step: which steps: "all" in Y, "own" in Y_h.
        padded: whether a direction's own last step may be another in each row.
    """

    axes: tuple[str, ...]
    sizes: tuple[AxisSize, ...]
    lines: tuple[NodeLine, ...]
    step: Step = "all"
    padded: bool = False

    @property
    def rank(self) -> int:
        """How many axes there are."""
        return len(self.axes)

    @property
    def ends(self) -> bool:
        """Whether it is the last state that each direction computes; the reverse one's is at 0."""
        at_end = all(self.step == (0 if reverse else -1) for _, reverse in self.lines)
        return self.step == "own" or (at_end and not self.padded)

    def arranged(self, order: Sequence[int]) -> "Signal":
        """The same with its axes in another order, or some left out."""
        axes = tuple(self.axes[axis] for axis in order)
        return replace(self, axes=axes, sizes=tuple(self.sizes[axis] for axis in order))

    def without(self, axis: int) -> "Signal":
        """The same without an axis, whose length is 1."""
        return self.arranged([other for other in range(self.rank) if other != axis])

    def with_one(self, axis: int) -> "Signal":
        """The same with another axis, of length 1, in front of one."""
        axes, sizes = list(self.axes), list(self.sizes)
        axes.insert(axis, "1")
        sizes.insert(axis, 1)
        return replace(self, axes=tuple(axes), sizes=tuple(sizes))

    def changed(
        self,
        axis: int,
        label: str,
        size: AxisSize,
        lines: tuple[NodeLine, ...] | None = None,
    ) -> "Signal":
        """The same with another axis in the place of one."""
        axes, sizes = list(self.axes), list(self.sizes)
        axes[axis], sizes[axis] = label, size
        lines = self.lines if lines is None else lines
        return replace(self, axes=tuple(axes), sizes=tuple(sizes), lines=lines)

    def sliced(self, axis: int, start: int, end: int) -> "Signal | None":
        """One step, some of the directions, or all of an axis; None where it is none of these."""
        if not -self.rank <= axis < self.rank:
            return None
        axis %= self.rank
        label, size = self.axes[axis], self.sizes[axis]
        if start == 0 and end >= (size if isinstance(size, int) else TO_THE_END):
            return self
        if label == "T" and (end == start + 1 != 0 or (start == -1 and end >= TO_THE_END)):
            is_last = isinstance(size, int) and start == size - 1
            return replace(self.changed(axis, "1", 1), step=-1 if is_last else start)
        outermost = next((each for each in "LDF" if each in self.axes), "")
        if not isinstance(size, int) or size == 0 or label != outermost:
            return None
        begin, stop, _ = slice(start, end).indices(size)
        (first, inside), (last, inside_too) = (
            divmod(at * len(self.lines), size) for at in (begin, stop)
        )
        if inside or inside_too or first >= last:
            return None
        return self.changed(axis, label, stop - begin, self.lines[first:last])


def outputs(
    graph: OnnxGraph, node: RecurrentNode, place: int, below: Signal | None
) -> dict[str, Signal]:
    """The signals that a recurrent node makes; ``below`` is the one that it reads, if any."""
    shape = below.sizes if below else graph.shape(node.inputs.get("X", "")) or (None, None, None)
    sizes: dict[str, AxisSize] = {"D": len(node.directions), "F": node.hidden_size}
    for label, size in zip("BT" if node.layout else "TB", shape, strict=False):
        sizes[label] = f"?{label}" if size is None else size
    lines = tuple((place, direction) for direction in node.directions)
    Y, Y_h, _ = node.outputs
    padded = node.has_padding(sizes.get("T"))
    axes = ("BTDF", "BDF") if node.layout else ("TDBF", "DBF")
    steps: tuple[Step, Step] = ("all", "own")
    return {
        name: Signal(tuple(labels), tuple(map(sizes.get, labels)), lines, step, padded)
        for name, labels, step in zip((Y, Y_h), axes, steps, strict=True)
        if name and len(shape) == 3
    }
