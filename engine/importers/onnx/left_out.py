"""The dense layers behind a network of an ONNX graph that can't be its head, and why."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from ..wording import listed, shown
from .graph import Graph
from .head import is_dense, is_scaled, title, unknown
from .node import CELLS, Recurrent
from .signal import Part, Signal

if TYPE_CHECKING:
    from onnx import NodeProto

# Dense layers as quantizers and optimizers write them.
OTHER_PRODUCTS = (
    "FusedGemm", "FusedMatMul", "MatMulInteger", "MatMulIntegerToFloat", "DynamicQuantizeMatMul",
    "QGemm", "QLinearMatMul", "MatMulNBits",
)  # fmt: skip


def left_out(
    graph: Graph,
    signals: Mapping[str, Signal],
    nodes: Sequence[Recurrent],
    top: tuple[Part, ...],
    known: Collection[str],
) -> list[str]:
    """Sentences on the dense layers behind a network, up to the next network.

    Args:
        graph: the model's graph.
        signals: what tensors hold of the nodes' outputs.
        nodes: the network's, from the bottom up.
        top: what the output of its top layer consists of.
        known: the names of the dense layers that have a sentence, or are the head.

    Returns:
        A sentence for each reason.
    """
    reasons: dict[str, dict[str, None]] = {}
    todo = [(name, "") for node in nodes for name in node.outputs[:2]]
    todo += [(node.outputs[2], "it reads c_n") for node in nodes]
    passed = set()
    for name, reason in todo:  # it grows on the way
        if not name or name in passed:
            continue
        passed.add(name)
        for node in graph.readers[name]:
            if node.op_type in (*CELLS, "Shape"):
                continue
            if is_dense(graph, node, name):
                if title(graph, node) not in known:
                    why = reason or _misfit(graph, node, signals.get(name), top)
                    reasons.setdefault(why, {})[title(graph, node)] = None
                continue
            if node.op_type in OTHER_PRODUCTS:
                why = reason or f"it is a {node.op_type}"
                reasons.setdefault(why, {})[node.name or node.op_type] = None
                continue
            for made in node.output:
                todo.append((made, "" if made in signals else reason or _between(node)))
    return [
        f"{listed(names)} can't be the head: {reason}, and a head reads the output of "
        f"{shown(nodes[-1].name)} itself."
        for reason, names in reasons.items()
    ]


def _between(node: "NodeProto") -> str:
    return f"{shown(node.name or node.output[0])} ({shown(node.op_type)}) is between"


def _misfit(graph: Graph, node: "NodeProto", signal: Signal | None, top: tuple[Part, ...]) -> str:
    """Why a dense layer on states alone is no head."""
    if signal is None:
        return "x has not three axes"
    if not {*signal.parts} <= {*top}:
        return "it reads the states of another layer"
    if len(signal.parts) < len(top):
        return "it reads one direction of two"
    if signal.parts != top:
        return "it reads the directions in another order"
    if is_scaled(node):
        return "it is a Gemm that scales or turns what it reads"
    missing = unknown(graph, node)
    if missing:
        return f"{shown(missing)} comes from {graph.described(missing)}"
    return "the features it reads lie along another axis"
