"""The head of a network in a Keras model: the dense layer that alone reads it, where one does."""

from collections.abc import Mapping

from ..wording import listed, shown
from . import dropout as keras_dropout
from .config import Config
from .graph import Graph
from .layers import Find
from .model import MODELS, Layer
from .module import Dense

DENSE_NAMES = ("kernel", "bias")


def head(
    graphs: Mapping[str, Graph], graph: Graph, top: Layer, find: Find
) -> tuple[Dense | None, list[str]]:
    """The dense layer that alone reads the top one of a network, where a head can be it.

    Args:
        graphs: of the model and all around and in it, by their prefixes.
        graph: the network's.
        top: the highest layer of the network.
        find: a layer's tensors.

    Returns:
        The layer, and sentences on what the head is or why there is none.
    """
    dense, sentences = _dense(graph, top, find)
    model = graph.model
    if dense is None:
        return None, sentences + _left_out(graphs, graph, top)
    after = graphs[model.outer].readers[_own_name(graph)] if model.prefix else []
    if after:
        sentences.append(
            f"{listed(each.name for each in after)} reads what the model "
            f"{shown(model.prefix[:-1])} gives, and is left out."
        )
    return dense, sentences


def _dense(graph: Graph, top: Layer, find: Find) -> tuple[Dense | None, list[str]]:
    readers, sentences = graph.readers[top.name], []
    if len(readers) == 1 and readers[0].last_step:
        sentences += keras_dropout.said(graph.seen_through(readers[0]))
        readers = graph.readers[readers[0].name]
        sentences.append("The head reads every step; in Keras it reads the last one, [:, -1].")
    dense = [layer for layer in readers if _dense_config(layer)]
    if not dense:
        return None, []
    if len(readers) > 1:
        return None, [f"{listed(each.name for each in readers)} read it, so none is the head."]
    layer, config = dense[0], _dense_config(dense[0])
    assert config
    activation, after = config.word("activation", "linear"), graph.readers[layer.name]
    if activation == "linear" and len(after) == 1 and not graph.readers[after[0].name]:
        activation, after = _activation(after[0]), []
    name = shown(layer.name)
    if len(layer.calls) > 1:
        return None, [f"{name} is left out: it is applied {len(layer.calls)} times."]
    if after:
        return None, [f"{name} is left out: {listed(each.name for each in after)} reads it."]
    if activation not in ("linear", "softmax"):
        return None, [
            f"{name} is left out: its activation is {shown(activation)}, and a head's is "
            "softmax or linear."
        ]
    wrapped = layer.kind == "TimeDistributed"
    keys = find(layer, "layer" if wrapped else "", "", DENSE_NAMES)
    if keys.keys() != {"kernel", *(["bias"] if config.truth("use_bias", True) else [])}:
        return None, [f"{name} is left out: it has {listed(keys)}; expected kernel and bias."]
    sentences += keras_dropout.said(graph.seen_through(layer))
    if top.kind == "Bidirectional":
        inner = top.config.part("layer").part("config")
        if not inner.truth("return_sequences"):
            sentences.append(
                f"{name} reads h_n of both directions in Keras (return_sequences = false); the "
                "head reads output, whose reverse half ends at the first step."
            )
    return Dense(keys, "softmax" if activation == "softmax" else "linear"), sentences


def _left_out(graphs: Mapping[str, Graph], graph: Graph, top: Layer) -> list[str]:
    """Sentences on the dense layers that are further behind a network, up to the next network."""
    reasons: dict[str, list[str]] = {}
    passed = set()
    todo = [(graph, layer, "it reads a state") for layer in graph.state_readers[top.name]]
    todo += [(graph, layer, "") for layer in graph.readers[top.name]]
    inside = graph
    while inside.model.prefix:  # what stands behind the models around it
        outer, name = graphs[inside.model.outer], _own_name(inside)
        reason = f"it isn't in the model {shown(inside.model.prefix[:-1])}"
        todo += [(outer, layer, reason) for layer in outer.readers[name]]
        inside = outer
    while todo:
        here, layer, reason = todo.pop(0)
        name = here.model.prefix + layer.name
        if name in passed or layer.name in here.found or layer.name in here.refused:
            continue
        passed.add(name)
        between = f"{shown(name)} ({shown(layer.kind)}) is between"
        if layer.kind == "InputLayer":  # of a nested model, which is named
            between = reason
        if _dense_config(layer):
            if reason:  # what reads the network itself has its own sentence
                reasons.setdefault(reason, []).append(name)
        elif layer.kind in MODELS:
            inner = graphs[f"{name}."]
            first = [each for each in inner.model.layers.values() if not each.sources]
            todo += [(inner, each, between) for each in first]
            todo += [(here, each, between) for each in here.readers[layer.name]]
        else:
            todo += [(here, each, between) for each in here.readers[layer.name]]
    return [
        f"{listed(names)} can't be the head: {reason}, and a head reads the output of "
        f"{shown(top.name)} itself."
        for reason, names in reasons.items()
    ]


def _own_name(graph: Graph) -> str:
    """What the model around calls this one."""
    return graph.model.prefix.removeprefix(graph.model.outer)[:-1]


def _dense_config(layer: Layer) -> Config | None:
    """The settings of a dense layer, itself or in a TimeDistributed."""
    if layer.kind == "TimeDistributed":
        inner = layer.config.part("layer")
        return inner.part("config") if inner.text("class_name") == "Dense" else None
    return layer.config if layer.kind == "Dense" else None


def _activation(layer: Layer) -> str:
    """What a layer that only squashes does; other layers by their class."""
    if layer.kind == "Activation":
        return layer.config.word("activation", "linear")
    if layer.kind == "Softmax" and layer.config.get("axis") in (-1, None):
        return "softmax"
    return f"followed by {layer.kind}"
