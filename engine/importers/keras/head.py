"""The head of a network in a Keras model: the dense layer that alone reads it, where one does."""

from collections.abc import Mapping

from ..remarks import GOES_ON, LAST_STATES, LAST_STEP, NO_ACTIVATION, NOT_LAST, remark
from .config import Config
from .graph import KerasGraph
from .layers import FindTensors
from .model import KerasLayer
from .network import DenseLayer

DENSE_NAMES = ("kernel", "bias")


def find_head(
    graphs: Mapping[str, KerasGraph], graph: KerasGraph, top: KerasLayer, find: FindTensors
) -> tuple[DenseLayer | None, list[str]]:
    """The dense layer that alone reads the top one of a network, where a head can be it.

    Args:
        graphs: of the model and all around it, by their prefixes.
        graph: the network's.
        top: the highest layer of the network.
        find: a layer's tensors.

    Returns:
        The layer, and sentences on what it is or why that one is none.
    """
    readers, sentences = graph.readers[top.name], []
    if len(readers) == 1 and readers[0].last_step:
        readers = graph.readers[readers[0].name]
        sentences.append(LAST_STEP)
    config = _dense_config(readers[0]) if len(readers) == 1 else None
    if config is None:
        return None, []
    (layer,), model = readers, graph.model
    activation, after = config.word("activation", "linear"), graph.readers[layer.name]
    if activation == "linear" and len(after) == 1 and not graph.readers[after[0].name]:
        activation, after = _behind(after[0])
    if len(layer.calls) > 1 or after:
        return None, [remark(NOT_LAST, layer.name)]
    if activation not in ("linear", "softmax"):
        return None, [remark(NO_ACTIVATION, layer.name, activation)]
    keys = find(layer, "layer" if layer.kind == "TimeDistributed" else "", "", DENSE_NAMES)
    if keys.keys() != {"kernel", *(["bias"] if config.truth("use_bias", True) else [])}:
        return None, []
    if top.kind == "Bidirectional":
        inner = top.config.part("layer").part("config")
        if not inner.truth("return_sequences"):
            sentences.append(remark(LAST_STATES, layer.name))
    name = model.prefix.removeprefix(model.outer)[:-1]  # what the model around calls this one
    around = graphs[model.outer].readers[name] if model.prefix else []
    if around:
        sentences.append(remark(GOES_ON, layer.name, (each.name for each in around)))
    name = model.prefix + layer.name
    return DenseLayer(name, keys, "softmax" if activation == "softmax" else "linear"), sentences


def dense_names(graph: KerasGraph) -> list[str]:
    """What messages call the dense layers of a model."""
    layers = graph.model.layers.values()
    return [graph.model.prefix + layer.name for layer in layers if _dense_config(layer)]


def _dense_config(layer: KerasLayer) -> Config | None:
    """The settings of a dense layer, itself or in a TimeDistributed."""
    if layer.kind == "TimeDistributed":
        inner = layer.config.part("layer")
        return inner.part("config") if inner.text("class_name") == "Dense" else None
    return layer.config if layer.kind == "Dense" else None


def _behind(layer: KerasLayer) -> tuple[str, list[KerasLayer]]:
    """The activation of a dense layer whose output another layer reads; that one if it is none."""
    if layer.kind == "Activation":
        return layer.config.word("activation", "linear"), []
    if layer.kind == "Softmax" and layer.config.get("axis") in (-1, None):
        return "softmax", []
    return "linear", [layer]
