"""Which recurrent nodes of an ONNX graph are layers of one network."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .node import RecurrentNode
from .signal import NodeLine, Signal


@dataclass(frozen=True)
class OnnxLayer:
    """One layer: a node, or a forward and a reverse one that read the same and are joined.

    Attributes:
        nodes: one or two, by direction.
        lines: what its output consists of.
    """

    nodes: tuple[RecurrentNode, ...]
    lines: tuple[NodeLine, ...]

    @property
    def directions(self) -> tuple[int, ...]:
        """(0,), (1,) or (0, 1)."""
        return tuple(direction for _, direction in self.lines)

    def continues(self, below: "OnnxLayer") -> bool:
        """Whether it can be a layer of the same network as the one that it reads."""
        above, under = self.nodes[0], below.nodes[0]
        sizes = above.cell == under.cell and above.hidden_size == under.hidden_size
        return sizes and self.directions == below.directions and _same_form(above, under)


def group_layers(
    nodes: Mapping[int, RecurrentNode], signals: Mapping[str, Signal]
) -> list[list[OnnxLayer]]:
    """Group nodes into networks.

    Args:
        nodes: recurrent nodes by their places in the graph, in its order.
        signals: what tensors hold of their outputs.

    Returns:
        Each network's layers from the bottom up. A layer goes on where the next one reads all of
        it, and nothing else, and is the only one of its kind that does.
    """
    layers = list(_layers(nodes, signals))
    by_lines = {layer.lines: layer for layer in layers}
    above: dict[tuple[NodeLine, ...], list[OnnxLayer]] = {}
    for layer in layers:
        node = layer.nodes[0]
        signal = signals.get(node.inputs.get("X", ""))
        if signal and "".join(signal.axes) == ("BTF" if node.layout else "TBF"):
            below = by_lines.get(signal.lines)
            if below and layer.continues(below):
                above.setdefault(below.lines, []).append(layer)
    following = {lines: each[0] for lines, each in above.items() if len(each) == 1}
    upper = {layer.lines for layer in following.values()}
    found = []
    for layer in layers:
        if layer.lines not in upper:
            stack = [layer]
            while next_layer := following.get(stack[-1].lines):
                stack.append(next_layer)
            found.append(stack)
    return found


def _layers(
    nodes: Mapping[int, RecurrentNode], signals: Mapping[str, Signal]
) -> Iterator[OnnxLayer]:
    partner: dict[int, int] = {}
    for signal in signals.values():
        match signal.lines:
            case [(forward, 0), (reverse, 1)] if forward != reverse:
                one, other = nodes[forward], nodes[reverse]
                alike = (
                    one.cell == other.cell
                    and one.inputs.get("X") == other.inputs.get("X")
                    and (one.hidden_size, one.layout) == (other.hidden_size, other.layout)
                    and one.directions + other.directions == (0, 1)
                    and _same_form(one, other)
                )
                if alike and forward not in partner and reverse not in partner:
                    partner |= {forward: reverse, reverse: forward}
    for place, node in nodes.items():
        if place not in partner:
            yield OnnxLayer((node,), tuple((place, direction) for direction in node.directions))
        elif node.directions == (0,):
            yield OnnxLayer((node, nodes[partner[place]]), ((place, 0), (partner[place], 1)))


def _same_form(one: RecurrentNode, other: RecurrentNode) -> bool:
    """Whether two nodes compute alike; one that can't be read at all fits, to be told of it."""
    if None in (one.form, other.form):
        return True
    return (one.form, one.lengths) == (other.form, other.lengths)
