"""Reads Keras' files: ``.keras``, ``.weights.h5``, and whole models in ``.h5``.

A model's configuration tells what its layers compute and how they stand on one another; a file of
weights alone doesn't, and what is assumed then is said.
"""

from ...errors import EngineError
from ..archive import Archive
from ..contents import Contents, Module
from ..hdf5.file import SIGNATURE, Hdf5File
from ..remarks import NO_HEAD, NO_MODEL, OWN_CODE, TRAINING, remark
from ..tensors import SPARE
from ..wording import listed, shown
from .config import LONGEST, MOST_PARTS, Config
from .graph import KerasGraph
from .head import dense_names, find_head
from .layers import FindTensors, hard_sigmoid, is_recurrent, recurrent
from .model import models
from .network import RecurrentLayer, describe_network, refused
from .tensors import by_names, by_paths
from .weights import dense_paths, find_dense, find_layers

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
            find, written_by = by_names(file), words.get("keras_version", "")
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
        sentence = remark(OWN_CODE, config.text("class_name"))
        return _weights_alone(file, size, (sentence,)), file
    find = by_paths(file)
    return _modules(config, find, metadata.text("keras_version"), file, size), file


def _modules(
    config: Config, find: FindTensors, written_by: str, file: Hdf5File, size: int
) -> list[Module]:
    """The networks that a model's configuration tells of."""
    hard = hard_sigmoid(written_by)
    graphs: dict[str, KerasGraph] = {}
    refusals: dict[str, EngineError] = {}
    count = 0
    for model in models(config):
        count += len(model.layers)
        if count > MOST_PARTS:
            raise EngineError(f"The Keras model has more than {MOST_PARTS} layers, too many.")
        if model.prefix in graphs:  # a name may have a dot in it
            raise EngineError(
                f"The Keras file has two models {shown(model.prefix[:-1])}; rename one of them."
            )
        found: dict[str, RecurrentLayer] = {}
        for layer in model.layers.values():
            if is_recurrent(layer.kind, layer.config):
                try:
                    found[layer.name] = recurrent(layer, find, hard)
                except EngineError as error:
                    refusals[model.prefix + layer.name] = error
        graphs[model.prefix] = KerasGraph(model, found, file.tensors)
    networks = {
        prefix + name: (layers, *find_head(graphs, graph, layers[-1], find))
        for prefix, graph in graphs.items()
        for name, layers in graph.networks().items()
    }
    taken = {dense.name for _, dense, _ in networks.values() if dense}
    left = [n for graph in graphs.values() for n in dense_names(graph) if n not in taken]
    in_training = [name for graph in graphs.values() for name in graph.in_training()]
    modules = []
    for prefix, graph in graphs.items():
        for name in graph.model.layers:
            if prefix + name in refusals:
                modules.append(refused(prefix + name, refusals[prefix + name]))
            elif prefix + name in networks:
                layers, dense, sentences = networks[prefix + name]
                if left and not dense and not sentences:
                    sentences.append(remark(NO_HEAD, left))
                if in_training:
                    sentences.append(remark(TRAINING, in_training))
                modules.append(
                    describe_network(
                        prefix,
                        tuple(graph.found[layer.name] for layer in layers),
                        dense,
                        (*graph.front(layers[0]), *sentences),
                        file.tensors,
                        size,
                        graph.dropout(layers),
                    )
                )
    return modules


def _weights_alone(file: Hdf5File, size: int, assumed: tuple[str, ...]) -> list[Module]:
    """The networks that paths and shapes tell of."""
    networks = find_layers(file)
    modules = []
    for layers in networks:
        dense = find_dense(file, layers[-1]) if len(networks) == 1 else None
        left = [] if dense else dense_paths(file)
        sentences = (*assumed, NO_MODEL, *([remark(NO_HEAD, left)] if left else []))
        modules.append(describe_network("", tuple(layers), dense, sentences, file.tensors, size))
    return modules
