"""Follows the outputs of recurrent nodes through the nodes that only arrange axes.

Exporters put such nodes between two layers. A layer reads the one below exactly where every node
on the way is known and the axes arrive as they left: time, rows, features. A Reshape that mixes
rows with steps, which is a well-known mistake, is not taken for a stack.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.importers.onnx_graph import Graph, whole, wholes
from engine.importers.onnx_node import Recurrent
from engine.importers.onnx_shapes import Shapes
from engine.importers.onnx_signal import Signal, Symbol, outputs

if TYPE_CHECKING:
    from onnx import NodeProto

TO_THE_END = 2**31 - 1  # as an end, what exporters write for "all the rest", or more


def follow(graph: Graph, nodes: Mapping[int, Recurrent]) -> dict[str, Signal]:
    """Follow the outputs of all recurrent nodes.

    Args:
        graph: the model's graph.
        nodes: its recurrent nodes by their places in ``graph.nodes``.

    Returns:
        The tensors that hold states and nothing else, by name.
    """
    signals: dict[str, Signal] = {}
    shapes = Shapes(graph)
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
    graph: Graph, node: "NodeProto", read: Sequence[Signal | None], shapes: Shapes
) -> Signal | None:
    if node.op_type == "Concat":
        return _joined(read, whole(node, "axis"))
    signal = read[0]
    if signal is None:
        return None
    given = [shapes.of(name) for name in node.input[1:]]  # the inputs that say how
    match node.op_type, given:
        case "Identity", _:
            return signal
        case "Dropout", [] | [_]:  # a third input could say that this is training
            return signal
        case "Transpose", _:
            order = wholes(node, "perm") or range(signal.rank)[::-1]
            return signal.arranged(order) if sorted(order) == [*range(signal.rank)] else None
        case "Squeeze", _:
            return _squeezed(signal, given[0] if given else wholes(node, "axes"))
        case "Reshape", [[*target]]:
            return _reshaped(signal, target, bool(whole(node, "allowzero")))
        case "Gather", [[int(index)]]:
            axis = whole(node, "axis") or 0
            chosen = _sliced(signal, axis, index, TO_THE_END if index == -1 else index + 1)
            indices = graph.tensors.get(graph.origin(node.input[1]))
            scalar = indices is not None and not indices.dims
            return chosen.without(axis % signal.rank) if chosen and scalar else chosen
        case "Slice", _:
            # Attributes in the first versions, inputs later.
            older: list[list[Symbol] | None] = [
                None if (numbers := wholes(node, key)) is None else [*numbers]
                for key in ("starts", "ends", "axes")
            ]
            match given or older:
                case [[int(start)], [int(end)], [int(axis)], *step] if step in ([], [[1]]):
                    return _sliced(signal, axis, start, end)
    return None


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
        signal.axes == first.axes
        and signal.last == first.last
        and signal.without(axis).sizes == rest.sizes
        for signal in signals
    )
    parts = tuple(part for signal in signals for part in signal.parts)
    size = 0
    for signal in signals:
        length = signal.sizes[axis]
        size += length if isinstance(length, int) else 0
    if not alike or len(parts) > 2 or label not in "DF" or (label == "F" and "D" in first.axes):
        return None
    return first.changed(axis, label, size, parts)


def _squeezed(signal: Signal, axes: Sequence[Symbol] | None) -> Signal | None:
    """Without axes that have a single entry and are neither steps, rows nor features."""
    single = [
        axis for axis in range(signal.rank) if signal.axes[axis] in "D1" and signal.sizes[axis] == 1
    ]
    wanted = (
        single
        if axes is None
        else [axis % signal.rank if isinstance(axis, int) else None for axis in axes]
    )
    if any(axis not in single for axis in wanted):
        return None
    return signal.arranged([axis for axis in range(signal.rank) if axis not in wanted])


def _reshaped(signal: Signal, target: Sequence[Symbol], allowzero: bool) -> Signal | None:
    """With the directions side by side in F, or with steps and rows in one axis."""
    made = signal
    if "D" in made.axes:
        D = made.axes.index("D")
        width = made.sizes[-1]
        if made.sizes[D] != 1:
            if D != made.rank - 2 or made.axes[-1] != "F" or not isinstance(width, int):
                return None
            made = made.changed(made.rank - 1, "F", width * len(made.parts))
        made = made.without(D)
    while "1" in made.axes:
        made = made.without(made.axes.index("1"))
    if made.axes[-1:] == ("F",) and made.rank == 3 and list(target) == [-1, made.sizes[-1]]:
        return Signal(("N", "F"), (None, made.sizes[-1]), made.parts, made.last)
    if len(target) != made.rank or target.count(-1) > 1:
        return None
    for axis, length in enumerate(target):
        kept = length == 0 and not allowzero and signal.axes[axis] == made.axes[axis]
        if length is None or not (length in (-1, made.sizes[axis]) or kept):
            return None
    return made


def _sliced(signal: Signal, axis: int, start: int, end: int) -> Signal | None:
    """One step, some of the directions, or all of an axis."""
    if not -signal.rank <= axis < signal.rank:
        return None
    axis %= signal.rank
    if start == 0 and end >= TO_THE_END:
        return signal
    if signal.axes[axis] == "T" and (end - start == 1 or (start == -1 and end >= TO_THE_END)):
        return signal.changed(axis, "1", 1)
    if signal.axes[axis] == "D" and signal.parts[start:end]:
        parts = signal.parts[start:end]
        return signal.changed(axis, "D", len(parts), parts)
    return None


def _split(node: "NodeProto", signal: Signal, shapes: Shapes) -> Iterator[tuple[str, Signal]]:
    """Each direction on its own."""
    axis = whole(node, "axis") or 0
    sizes = shapes.of(node.input[1]) if len(node.input) > 1 else wholes(node, "split")
    ones = [1] * len(signal.parts)
    if len(node.output) == len(ones) and list(sizes or ones) == ones:
        for direction, name in enumerate(node.output):
            part = _sliced(signal, axis, direction, direction + 1)
            if part and part.axes[axis % signal.rank] == "D":
                yield name, part
