"""Reads the RNN, LSTM and GRU nodes of an ONNX model.

Nodes that read one another, with nothing but arrangements of axes between them, form one network;
any other node is a network of its own.

Source: https://onnx.ai/onnx/operators/onnx__LSTM.html, onnx__GRU.html and onnx__RNN.html.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from ...errors import EngineError
from ...network.network import Network
from ..contents import Contents, Module
from ..tensors import FLOATS
from ..wording import listed, shown
from . import dropout as onnx_dropout
from . import head as onnx_head
from . import node as onnx_node
from .arrange import follow
from .front import front
from .graph import Graph
from .head import Dense
from .left_out import left_out
from .network import Stack
from .node import Recurrent
from .signal import Signal
from .stack import Layer, stacks
from .tensor import TYPES
from .wire import parse

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto

QUANTIZED = ("DynamicQuantizeLSTM", "QLinearLSTM")
FLOAT_TYPES = [code for code, (name, _) in TYPES.items() if name in FLOATS]
INT64 = 7  # TensorProto.DataType of shapes and axes, which are no weights


def read(data: bytes) -> Contents:
    """List the recurrent networks of an ONNX model.

    Args:
        data: the whole file.

    Returns:
        The networks, each under the name of its lowest node; none is built yet.

    Raises:
        EngineError: the bytes are no ONNX model, the package onnx is missing, or the model has no
            recurrent node.
    """
    model = parse(data)
    graph = Graph(model, len(data))
    modules = [*_networks(graph), *_out_of_reach(model, graph)]
    if not modules:
        raise EngineError(
            "The ONNX model has no RNN, LSTM or GRU node: got "
            f"{listed(dict.fromkeys(node.op_type for node in graph.nodes))}; export it so that "
            "layers stay whole, in PyTorch with torch.onnx.export(..., dynamo=False)."
        )
    keys = tuple(
        name
        for name, each in graph.tensors.items()
        if each.data_type != INT64
        # What exporters write as a Constant node is a weight only where it has axes.
        and (name not in graph.maker or (each.data_type in FLOAT_TYPES and len(each.dims) > 1))
    )
    return Contents("ONNX", tuple(modules), keys)


def _networks(graph: Graph) -> Iterator[Module]:
    nodes: dict[int, Recurrent] = {}
    names: set[str] = set()
    for place, node in enumerate(graph.nodes):
        if node.op_type in onnx_node.CELLS:
            name = node.name if node.name and node.name not in names else f"{node.op_type}_{place}"
            names.add(name)
            nodes[place] = onnx_node.describe(graph, node, name)
    signals = follow(graph, nodes)
    heads = onnx_head.find(graph, signals)
    for layers in stacks(nodes, signals):
        stack = _stack(graph, signals, layers, heads.get(layers[-1].parts, []))
        yield Module(stack.nodes[0].name, stack.keys, stack.make, stack.assumed)


def _stack(
    graph: Graph, signals: Mapping[str, Signal], layers: list[Layer], dense: list[Dense]
) -> Stack:
    """A network and what stands below, between and behind its layers."""
    nodes = [node for layer in layers for node in layer.nodes]
    read = [layer.nodes[0].inputs.get("X", "") for layer in layers]
    below, *between = (onnx_dropout.behind(graph, name) for name in read)
    above = [node for each in dense for node in onnx_dropout.behind(graph, each.reads)]
    notes = front(graph, nodes[0])
    notes += onnx_dropout.said(graph, chain(below, *between, above))
    known = [each.name for each in dense]
    notes += left_out(graph, signals, nodes, layers[-1].parts, known)
    return Stack(graph, layers, dense, onnx_dropout.rate(graph, between), notes)


def _out_of_reach(model: "ModelProto", graph: Graph) -> Iterator[Module]:
    """Recurrent nodes that can't be read, so that they are refused rather than overlooked."""
    for node in graph.nodes:
        if node.op_type in QUANTIZED:
            yield _refused(node, "is quantized; export the model before it is quantized.")
    inner = [each.g for node in graph.nodes for each in node.attribute if each.HasField("g")]
    bodies: list[Iterable[NodeProto]] = [function.node for function in model.functions]
    while inner:
        body = inner.pop()
        bodies.append(body.node)
        inner += [each.g for node in body.node for each in node.attribute if each.HasField("g")]
    for nodes in bodies:
        for node in nodes:
            if node.op_type in (*onnx_node.CELLS, *QUANTIZED):
                yield _refused(
                    node,
                    "stands inside a loop, a branch or a function of the graph; "
                    "only the main graph's own nodes can be read.",
                )


def _refused(node: "NodeProto", why: str) -> Module:
    name = node.name or node.op_type

    def make() -> Network:
        raise EngineError(f"{shown(name)} ({node.op_type}) {why}", name)

    return Module(name, (), make)
