"""Reads the RNN, LSTM and GRU nodes of an ONNX model.

Nodes that read one another, with nothing but arrangements of axes between them, form one network;
any other node is a network of its own.

Source: https://onnx.ai/onnx/operators/onnx__LSTM.html, onnx__GRU.html and onnx__RNN.html.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ...errors import EngineError
from ...network.network import Network
from ..contents import Contents, Module
from ..remarks import NO_HEAD, remark
from ..tensors import FLOATS
from ..wording import listed, shown
from .around import dropout, training
from .arrange import follow
from .graph.graph import RECURRENT, OnnxGraph
from .graph.tensor import TYPES
from .graph.wire import parse
from .head import dense_names, find_dense
from .layers import group_layers
from .network import OnnxNetwork
from .node import RecurrentNode, describe_node

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
    graph = OnnxGraph(model, len(data))
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


def _networks(graph: OnnxGraph) -> Iterator[Module]:
    nodes: dict[int, RecurrentNode] = {}
    names: set[str] = set()
    for place, node in enumerate(graph.nodes):
        if node.op_type in RECURRENT:
            name = node.name if node.name and node.name not in names else f"{node.op_type}_{place}"
            names.add(name)
            nodes[place] = describe_node(graph, node, name)
    signals = follow(graph, nodes)
    heads = find_dense(graph, signals)
    networks = []
    for layers in group_layers(nodes, signals):
        dense = heads.get(layers[-1].lines, [])
        head = dense[0] if len(dense) == 1 else None
        networks.append(OnnxNetwork(graph, layers, head, dropout(graph, layers)))
    taken = {network.dense.name for network in networks if network.dense}
    left = [name for name in dense_names(graph) if name not in taken]
    in_training = training(graph)
    for network in networks:
        sentences = [*network.assumed, *in_training]
        if left and not network.dense:
            sentences.append(remark(NO_HEAD, left))
        assumed = tuple(dict.fromkeys(sentences))
        yield Module(network.nodes[0].name, network.keys, network.make, assumed)


def _out_of_reach(model: "ModelProto", graph: OnnxGraph) -> Iterator[Module]:
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
            if node.op_type in (*RECURRENT, *QUANTIZED):
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
