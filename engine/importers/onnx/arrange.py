"""Follows the outputs of recurrent nodes through the nodes that only arrange axes.

Exporters put such nodes between two layers. A layer reads the one below exactly where every node
on the way is known and the axes arrive as they left: time, rows, features. A Reshape that mixes
rows with steps, which is a well-known mistake, is not taken for a stack.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..tensors import FLOATS
from .graph.graph import AxisSize, OnnxGraph, whole, wholes
from .graph.tensor import TYPES
from .node import RecurrentNode
from .shapes import ComputedShapes
from .signal import TO_THE_END, Signal, outputs

if TYPE_CHECKING:
    from onnx import NodeProto

MOST_LINES = 256  # L·D, of all layers' states one after another


def follow(graph: OnnxGraph, nodes: Mapping[int, RecurrentNode]) -> dict[str, Signal]:
    """Follow the outputs of all recurrent nodes.

    Args:
        graph: the model's graph.
        nodes: its recurrent nodes by their places in ``graph.nodes``.

    Returns:
        The tensors that hold states and nothing else, by name.
    """
    signals: dict[str, Signal] = {}
    shapes = ComputedShapes(graph)
    for place, node in enumerate(graph.nodes):
        if place in nodes:
            below = signals.get(nodes[place].inputs.get("X", ""))
            signals |= outputs(graph, nodes[place], place, below)
            continue
        shapes.note(node, signals)
        read = [signals.get(name) for name in node.input]
        if node.op_type == "Split" and read and read[0]:
            signals |= dict(_split(node, read[0], shapes))
        elif node.output and any(read) and (made := _arranged(graph, node, read, shapes)):
            signals[node.output[0]] = made
    return signals


def _arranged(
    graph: OnnxGraph, node: "NodeProto", read: Sequence[Signal | None], shapes: ComputedShapes
) -> Signal | None:
    if node.op_type == "Concat":
        return _joined(read, whole(node, "axis"))
    signal = read[0]
    if signal is None:
        return None
    given = [shapes.of(name) for name in node.input[1:]]  # the inputs that say how
    match node.op_type, given:
        case (("Dropout" | "Identity"), _):
            return signal
        case "Cast", _:
            kind, _ = TYPES.get(whole(node, "to") or 0, ("", ""))
            return signal if kind in FLOATS else None
        case "Transpose", _:
            order = wholes(node, "perm") or range(signal.rank)[::-1]
            return signal.arranged(order) if sorted(order) == [*range(signal.rank)] else None
        case "Squeeze", _:
            return _squeezed(signal, given[0] if given else wholes(node, "axes"))
        case "Unsqueeze", _:
            return _unsqueezed(signal, given[0] if given else wholes(node, "axes"))
        case "Reshape", [[*target]]:
            declared = graph.shape(node.output[0])
            return _reshaped(signal, target, declared, bool(whole(node, "allowzero")))
        case "Flatten", _ if whole(node, "axis") in (None, 1):
            return _reshaped(signal, [signal.sizes[0], -1], None, allowzero=True)
        case "Gather", [[int(index)]]:
            axis = whole(node, "axis") or 0
            chosen = signal.sliced(axis, index, TO_THE_END if index == -1 else index + 1)
            indices = graph.tensors.get(graph.origin(node.input[1]))
            if chosen is None or indices is None or indices.dims:
                return chosen
            axis %= signal.rank
            return chosen.without(axis) if chosen.axes[axis] != "F" else None
        case "Slice", _:
            # Attributes in the first versions, inputs later.
            older: list[list[AxisSize] | None] = [
                None if (numbers := wholes(node, key)) is None else [*numbers]
                for key in ("starts", "ends", "axes")
            ]
            match given or older:
                case [[*starts], [*ends]] | [[*starts], [*ends], None]:
                    return _cut(signal, starts, ends, range(len(starts)))
                case [[*starts], [*ends], [*axes], *steps] if steps in ([], [[1] * len(axes)]):
                    return _cut(signal, starts, ends, axes)
    return None


def _reshaped(
    signal: Signal, target: Sequence[AxisSize], declared: Sequence[AxisSize] | None, allowzero: bool
) -> Signal | None:
    """Reshape a signal.

    Args:
        signal: before.
        target: the shape that the node is given, -1 and 0 as ONNX has them.
        declared: the shape that the file declares for the outcome, if it does.
        allowzero: whether 0 is a length rather than "as before".

    Returns:
        The signal with its directions side by side in F, or as an axis beside that of the layers,
        or with steps and rows in one axis; None where it is something else.
    """
    made = signal
    if declared and len(declared) == len(target):
        named = zip(target, declared, strict=True)
        target = [name if size == -1 and name else size for size, name in named]
    if "".join(made.axes) == "DBF" and len(target) == 4:
        layers, D = target[:2]
        if isinstance(layers, int) and isinstance(D, int) and layers * D == len(made.lines):
            made = made.changed(0, "D", D).with_one(0).changed(0, "L", layers)
            return made if _fits(target[2:], made.sizes[2:]) else None
    if "L" in made.axes:
        return None
    if "D" in made.axes:
        D = made.axes.index("D")
        width = made.sizes[-1]
        if made.sizes[D] != 1:
            if D != made.rank - 2 or made.axes[-1] != "F" or not isinstance(width, int):
                return None
            made = made.changed(made.rank - 1, "F", width * len(made.lines))
        made = made.without(D)
    while "1" in made.axes:
        made = made.without(made.axes.index("1"))
    if made.axes[-1:] == ("F",) and made.rank == 3 and list(target) == [-1, made.sizes[-1]]:
        return Signal(("N", "F"), (None, made.sizes[-1]), made.lines, made.step)
    if len(target) != made.rank:
        return None
    kept = [
        made.sizes[axis]
        if length == 0 and not allowzero and signal.axes[axis] == made.axes[axis]
        else length
        for axis, length in enumerate(target)
    ]
    return made if _fits(kept, made.sizes) else None


def _fits(target: Sequence[AxisSize], sizes: Sequence[AxisSize]) -> bool:
    """Whether all lengths but one are known to be the same: then that one is too.

    A reshape keeps the number of elements.
    """
    pairs = zip(target, sizes, strict=True)
    return sum(length is None or length != size for length, size in pairs) < 2


def _cut(signal: Signal, *bounds: Sequence[AxisSize]) -> Signal | None:
    """Sliced along some axes: ``bounds`` are the starts, the ends and the axes."""
    cut: Signal | None = signal
    for each in zip(*bounds, strict=False):
        match each:
            case int(start), int(end), int(axis) if cut:
                cut = cut.sliced(axis, start, end)
            case _:
                return None
    return cut


def _joined(read: Sequence[Signal | None], axis: int | None) -> Signal | None:
    """Signals side by side in F, or one after another in D."""
    signals = [signal for signal in read if signal]
    first = signals[0]
    if len(signals) < len(read) or axis is None or not -first.rank <= axis < first.rank:
        return None
    axis %= first.rank
    label = first.axes[axis]
    rest = first.without(axis)
    alike = all(
        signal.axes == first.axes and signal.without(axis).sizes == rest.sizes for signal in signals
    )
    same_step = all(signal.step == first.step for signal in signals)
    lines = tuple(part for signal in signals for part in signal.lines)
    size = 0
    for signal in signals:
        length = signal.sizes[axis]
        size += length if isinstance(length, int) else 0
    if (
        not alike
        or not (same_step or all(signal.ends for signal in signals))
        or len(lines) > MOST_LINES
        or label not in "DF"
        or "L" in first.axes
        or (label == "F" and "D" in first.axes)
    ):
        return None
    return replace(first.changed(axis, label, size, lines), step=first.step if same_step else "own")


def _squeezed(signal: Signal, axes: Sequence[AxisSize] | None) -> Signal | None:
    """Without some axes of length 1, features excepted."""
    if axes is None:
        axes = [axis for axis in range(signal.rank) if signal.sizes[axis] == 1]
    wanted = [axis % signal.rank for axis in axes if isinstance(axis, int)]
    for axis in wanted:
        size = signal.sizes[axis]
        if signal.axes[axis] == "F" or (isinstance(size, int) and size != 1):
            return None
    kept = [axis for axis in range(signal.rank) if axis not in wanted]
    return signal.arranged(kept) if len(wanted) == len(axes) else None


def _unsqueezed(signal: Signal, axes: Sequence[AxisSize] | None) -> Signal | None:
    """With one more axis."""
    match axes:
        case [int(axis)] if -signal.rank <= axis + 1 <= signal.rank + 1:
            return signal.with_one(axis % (signal.rank + 1))
    return None


def _split(
    node: "NodeProto", signal: Signal, shapes: ComputedShapes
) -> Iterator[tuple[str, Signal]]:
    """Each direction on its own."""
    axis = whole(node, "axis") or 0
    sizes = shapes.of(node.input[1]) if len(node.input) > 1 else wholes(node, "split")
    if sizes is None and -signal.rank <= axis < signal.rank:
        size, count = signal.sizes[axis], len(node.output)
        if isinstance(size, int) and size % count == 0:
            sizes = [size // count] * count
    at = 0
    for name, length in zip(node.output, sizes or (), strict=False):
        if not isinstance(length, int):
            return
        part = signal.sliced(axis, at, at + length)
        at += length
        if part:
            yield name, part
