"""Reads Keras' files: ``.keras``, ``.weights.h5``, and whole models in ``.h5``.

A model's configuration tells what its layers compute and how they stand on one another; a file of
weights alone doesn't, and what is assumed then is said.
"""

from ...errors import EngineError
from ..archive import Archive
from ..contents import Contents, Module
from ..hdf5.file import SIGNATURE, Hdf5File
from ..tensors import SPARE
from ..wording import listed, shown
from . import head as keras_head
from . import layers as keras_layers
from . import tensors as keras_tensors
from . import weights as keras_weights
from .config import LONGEST, MOST_PARTS, Config
from .graph import Graph
from .layers import Find
from .model import models
from .module import Recurrent, module, refused

MOST_UNPACKED = 4  # times the file's size

_CONFIG, _METADATA, _WEIGHTS = "config.json", "metadata.json", "model.weights.h5"


def read(data: bytes) -> Contents:
    """Read what a Keras file holds.

    Args:
        data: the whole file.

    Returns:
        Its recurrent networks, named after their layers.

    Raises:
        EngineError: it is truncated or damaged, isn't as Keras writes it, or holds nothing
            recurrent.
    """
    if data.startswith(SIGNATURE):
        file = Hdf5File(data)
        words = file.words.get("", {})
        if "model_config" in words:
            config = Config.parse(words["model_config"].encode(), "model_config")
            find, written_by = keras_tensors.by_names(file), words.get("keras_version", "")
            modules = _modules(config, find, written_by, file, len(data))
        else:
            modules = _weights_alone(file, len(data), ())
    else:
        modules, file = _archive(Archive(data), len(data))
    if not modules:
        raise EngineError(
            f"The Keras file holds no SimpleRNN, LSTM or GRU: got {listed(file.tensors)}."
        )
    return Contents("Keras", tuple(modules), tuple(file.tensors))


def _archive(archive: Archive, size: int) -> tuple[list[Module], Hdf5File]:
    """The networks and tensors of a ``.keras`` archive."""
    for name in (_CONFIG, _METADATA, _WEIGHTS):
        if name not in archive.entries:
            raise EngineError(
                f"{name} is missing in the archive; got {listed(archive.entries)}: expected what "
                "Keras' model.save writes."
            )
    config = Config.parse(archive.unpacked(_CONFIG, LONGEST + 1), _CONFIG)
    metadata = Config.parse(archive.unpacked(_METADATA, LONGEST + 1), _METADATA)
    most = MOST_UNPACKED * size + SPARE
    weights = archive.unpacked(_WEIGHTS, most + 1)
    if len(weights) > most:
        raise EngineError(
            f"{_WEIGHTS} unpacks to more than {most} bytes, {MOST_UNPACKED} times the file: save "
            "it uncompressed."
        )
    file = Hdf5File(weights)
    if config.part("config").get("layers") is None:
        kind = shown(config.text("class_name"))
        sentence = f"What {kind} does with its layers stands in its own code, not in the file."
        return _weights_alone(file, size, (sentence,)), file
    find = keras_tensors.by_paths(file)
    return _modules(config, find, metadata.text("keras_version"), file, size), file


def _modules(
    config: Config, find: Find, written_by: str, file: Hdf5File, size: int
) -> list[Module]:
    """The networks that a model's configuration tells of."""
    hard = keras_layers.hard_sigmoid(written_by)
    modules = []
    graphs: dict[str, Graph] = {}
    refusals: dict[str, dict[str, EngineError]] = {}
    count = 0
    for model in models(config):
        count += len(model.layers)
        if count > MOST_PARTS:
            raise EngineError(f"The Keras model has more than {MOST_PARTS} layers, too many.")
        if model.prefix in graphs:  # a name may have a dot in it
            raise EngineError(
                f"The Keras file has two models {shown(model.prefix[:-1])}; rename one of them."
            )
        found: dict[str, Recurrent] = {}
        wrong: dict[str, EngineError] = {}
        for layer in model.layers.values():
            if keras_layers.is_recurrent(layer.kind, layer.config):
                try:
                    found[layer.name] = keras_layers.recurrent(layer, find, hard)
                except EngineError as error:
                    wrong[layer.name] = error
        graphs[model.prefix] = Graph(model, found, file.tensors, wrong.keys())
        refusals[model.prefix] = wrong
    for prefix, graph in graphs.items():
        networks = graph.networks()
        for name in graph.model.layers:
            if name in refusals[prefix]:
                modules.append(refused(prefix + name, refusals[prefix][name]))
            elif name in networks:
                network = networks[name]
                dense, sentences = keras_head.head(graphs, graph, network[-1], find)
                layers = tuple(graph.found[layer.name] for layer in network)
                assumed = (*graph.front(network[0]), *graph.training(network), *sentences)
                dropout = graph.dropout(network)
                modules.append(module(prefix, layers, dense, assumed, file.tensors, size, dropout))
    return modules


def _weights_alone(file: Hdf5File, size: int, assumed: tuple[str, ...]) -> list[Module]:
    """The networks that paths and shapes tell of."""
    networks = keras_weights.stacks(file)
    modules = []
    for layers in networks:
        sentences = (*assumed, keras_weights.NO_WEIGHTS)
        if len(layers) > 1:
            names = listed(layer.name for layer in layers)
            sentences += (f"{names} fit on one another and are taken to be layers of one network.",)
        dense = keras_weights.dense(file, layers[-1]) if len(networks) == 1 else None
        sentences += tuple(keras_weights.left_out(file, dense))
        modules.append(module("", tuple(layers), dense, sentences, file.tensors, size))
    return modules
