"""Keras' layers: which are recurrent, what they compute, and what is not supported."""

import re
import reprlib
from collections.abc import Callable, Iterator
from dataclasses import fields

from ...errors import EngineError
from ...frameworks.dialects import DIALECTS
from ...frameworks.keras import HARD_SIGMOID
from ..remarks import BACKWARDS, NARROW, STATES, TRAINING, remark
from ..wording import listed, shown
from .config import Config
from .model import KerasLayer, Paths
from .network import KerasCell, Keys, RecurrentLayer

_CELLS = {"SimpleRNN": "rnn", "LSTM": "lstm", "GRU": "gru"}
_LOOKS_RECURRENT = re.compile("RNN|LSTM|GRU")

NAMES = tuple(DIALECTS["keras"].stored["lstm"])
"""A layer's tensors in the order in which Keras lists them, those of each cell alike."""
DROPOUT = ("dropout", "recurrent_dropout")

FindTensors = Callable[[KerasLayer, str, str, tuple[str, ...]], Keys]
"""A layer, a part's path in it, its word in Keras 2, its tensors' names in order -> its tensors."""


HardSigmoid = tuple[float, float]
"""(α, β) of clip(α·a + β, 0, 1)."""


def hard_sigmoid(version: str) -> HardSigmoid:
    """What a version of Keras, "3.15.1", calls hard_sigmoid; 3 where it isn't told.

    Source: https://keras.io/api/layers/activations/#hardsigmoid-function
    """
    return (0.2, 0.5) if version.startswith(("1.", "2.")) else HARD_SIGMOID


def is_recurrent(kind: str, config: Config) -> bool:
    """Whether a layer is recurrent, or wraps one that is, supported or not."""
    if kind in ("Bidirectional", "TimeDistributed"):
        inner = config.part("layer")
        return kind == "Bidirectional" or is_recurrent(inner.text("class_name"), config)
    return bool(_LOOKS_RECURRENT.search(kind))


def recurrent(layer: KerasLayer, find: FindTensors, hard: HardSigmoid) -> RecurrentLayer:
    """Read a recurrent layer's settings.

    Args:
        layer: one for which ``is_recurrent`` holds.
        find: its tensors.
        hard: what its version of Keras calls hard_sigmoid.

    Returns:
        What it computes, and from which tensors.

    Raises:
        EngineError: it has a setting that is not supported, which is named, or is applied twice.
    """
    if len(layer.calls) > 1:
        raise EngineError(
            f"{layer.config.where} is applied {len(layer.calls)} times in the Keras model, which "
            "is not supported; expected once: give each application a layer of its own with the "
            "same weights (set_weights), and save that model."
        )
    if layer.kind == "Bidirectional":
        return _bidirectional(layer, find, hard)
    keys = tuple((find(layer, path, word, NAMES),) for path, word in _places(layer))
    cell = _cell(layer.kind, layer.config, hard)
    assumed: list[str] = []
    reverse = layer.config.truth("go_backwards")
    if reverse:
        assumed.append(remark(BACKWARDS, layer.name))
    return RecurrentLayer(
        layer.name, cell, keys, reverse, (*assumed, *_remarks(layer.name, layer.kind, layer.config))
    )


def _bidirectional(layer: KerasLayer, find: FindTensors, hard: HardSigmoid) -> RecurrentLayer:
    merge_mode = layer.config.get("merge_mode")
    if merge_mode != "concat":
        raise _unsupported(layer.config, "merge_mode", merge_mode, "'concat'")
    forward = layer.config.part("layer")
    # Keras 2 writes a backward layer only where it is another one.
    has_other = layer.config.get("backward_layer") is not None
    backward = layer.config.part("backward_layer") if has_other else forward
    cells: list[KerasCell] = []
    remarks: list[str] = []
    for each in (forward, backward):
        inside = each.part("config")
        inside.where = layer.config.where
        cells.append(_cell(each.text("class_name"), inside, hard))
        remarks += _remarks(layer.name, each.text("class_name"), inside)
    different = [
        each.name
        for each in fields(KerasCell)
        if getattr(cells[0], each.name) != getattr(cells[1], each.name)
    ]
    if different:
        raise EngineError(
            f"{layer.config.where} has a backward_layer of another {listed(different)} than its "
            "layer, which is not supported; expected both directions to compute the same.",
            "backward_layer",
        )
    if forward.part("config").truth("go_backwards"):
        raise _unsupported(layer.config, "go_backwards", True, "a forward layer without it")
    if isinstance(forward.part("config").get("cell"), dict):
        kind = forward.part("config").part("cell").text("class_name")
        if kind == "StackedRNNCells":
            raise _unsupported(layer.config, "layer", kind, "one cell in each direction")
    keys = tuple(
        find(layer, f"{direction}_layer/cell", f"{direction}_", NAMES)
        for direction in ("forward", "backward")
    )
    return RecurrentLayer(layer.name, cells[0], (keys,), False, tuple(remarks))


def _cell(kind: str, config: Config, hard: HardSigmoid) -> KerasCell:
    """What a layer's cell computes; cells above each other have to compute the same."""
    cells = [_one_cell(each, settings, hard) for each, settings in _cells(kind, config)]
    if len(set(cells)) != 1:
        raise _unsupported(config, "cells", [each.units for each in cells], "cells that are alike")
    return cells[0]


def _cells(kind: str, config: Config) -> list[tuple[str, Config]]:
    """Class and settings of each cell from below."""
    if kind != "RNN":
        return [(kind, config)]
    cell = config.part("cell")
    stacked = cell.text("class_name") == "StackedRNNCells"
    found = []
    for each in cell.part("config").parts("cells") if stacked else [cell]:
        settings = each.part("config")
        settings.where = config.where
        found.append((each.text("class_name").removesuffix("Cell"), settings))
    return found


def _places(layer: KerasLayer) -> list[tuple[str, str]]:
    """Where each cell's tensors lie below the layer's, in the words of Keras 3 and of Keras 2."""
    cells = _cells(layer.kind, layer.config)
    if len(cells) == 1:
        return [("cell", "")]
    paths = Paths()
    return [
        (f"cell/cells/{paths.of(f'{kind}Cell')}", settings.text("name")) for kind, settings in cells
    ]


def _one_cell(kind: str, config: Config, hard: HardSigmoid) -> KerasCell:
    if kind not in _CELLS:
        raise EngineError(
            f"{config.where} is a {shown(kind)}, which is not supported; "
            f"expected {', '.join(_CELLS)}, or Bidirectional or RNN with one of them."
        )
    cell = _CELLS[kind]
    activation = config.word("activation", "tanh")
    if activation not in (("tanh", "relu") if cell == "rnn" else ("tanh",)):
        expected = "'tanh' or 'relu'" if cell == "rnn" else "'tanh'"
        raise _unsupported(config, "activation", activation, expected)
    gates = config.word("recurrent_activation", "sigmoid")
    if gates not in ("sigmoid", "hard_sigmoid"):
        raise _unsupported(config, "recurrent_activation", gates, "'sigmoid' or 'hard_sigmoid'")
    units = config.get("units")
    if type(units) is not int or units < 1:
        raise _unsupported(config, "units", units, "a whole number")
    return KerasCell(
        cell,
        units,
        config.truth("use_bias", True),
        activation,
        config.truth("reset_after", True) if cell == "gru" else True,
        hard if gates == "hard_sigmoid" else None,
    )


def _remarks(name: str, kind: str, config: Config) -> Iterator[str]:
    """Sentences on what a layer does in Keras that a network does not."""
    rates = [cell.fraction(key) for _, cell in _cells(kind, config) for key in DROPOUT]
    if any(rates):
        yield remark(TRAINING, f"the dropout of {name}")
    if config.truth("stateful"):
        yield remark(STATES, f"The initial state of {name}", "the batch before (stateful)")
    dtype = config.get("dtype")
    policy = Config(dtype, "dtype").get("config") if isinstance(dtype, dict) else None
    narrow = policy.get("name") if isinstance(policy, dict) else dtype
    if isinstance(narrow, str) and "float16" in narrow:
        yield remark(NARROW, name, narrow)


def _unsupported(config: Config, key: str, got: object, expected: str) -> EngineError:
    return EngineError(
        f"{config.where} has {key} = {shown(reprlib.repr(got))}, which is not supported; expected "
        f"{expected}.",
        key,
    )
