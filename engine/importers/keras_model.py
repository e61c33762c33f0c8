"""The layers of a Keras model, what each reads, and where its weights lie."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.errors import EngineError
from engine.importers.contents import shown
from engine.importers.keras_config import Config

DEEPEST = 8  # models within models

MODELS = ("Sequential", "Functional", "Model")


class Paths:
    """What Keras calls the things of one list in a path: their classes, counted from the second."""

    def __init__(self) -> None:
        """Start with none."""
        self._used: dict[str, int] = {}

    def of(self, kind: str) -> str:
        """The next one of a class: LSTM -> lstm, then lstm_1; SimpleRNN -> simple_rnn."""
        name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", re.sub(r"\W+", "", kind))
        name = re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()
        self._used[name] = number = self._used.get(name, -1) + 1
        return f"{name}_{number}" if number else name


@dataclass(frozen=True)
class Layer:
    """One layer of a model.

    Attributes:
        name: unique in its model.
        kind: its class, "LSTM".
        config: its settings.
        path: where its weights lie, "layers/lstm_1".
        group: the outermost layer's name that it lies in, by which files of Keras 2 group.
        sources: the tensors that it reads: a layer's name and which of its outputs.
        states_given: whether a call hands it its first states.
        calls: how often the model calls it.
    """

    name: str
    kind: str
    config: Config
    path: str
    group: str
    sources: tuple[tuple[str, int], ...] = ()
    states_given: bool = False
    calls: int = 1


@dataclass(frozen=True)
class Model:
    """A model's layers by name, and in front of the names what it is nested in."""

    prefix: str
    layers: dict[str, Layer] = field(default_factory=dict)


def models(config: Config, prefix: str = "", path: str = "", group: str = "") -> Iterator[Model]:
    """Find a model's layers, and those of the models in it.

    Args:
        config: of a model, with ``class_name`` and ``config``.
        prefix: the names of the model and of those around it, each with a dot behind.
        path: where its weights lie, with a slash behind.
        group: the outermost layer that it is.

    Yields:
        Each model, the outer before the inner.

    Raises:
        EngineError: it isn't as Keras writes it.
    """
    if path.count("/") > 2 * DEEPEST:  # "layers/functional/layers/"
        raise EngineError(f"The Keras model has models in models, more than {DEEPEST} deep.")
    settings = config.part("config")
    model = Model(prefix)
    inner = []
    paths = Paths()
    before: tuple[tuple[str, int], ...] = ()
    for entry in settings.parts("layers"):
        kind, inside = entry.text("class_name"), entry.part("config")
        name = inside.text("name")
        inside.where = f"The layer {shown(name)}"
        if name in model.layers:
            raise EngineError(f"The Keras model has two layers {shown(name)}.")
        here = f"{path}layers/{paths.of(kind)}"
        sources, states_given, calls = before, False, 1
        if entry.get("inbound_nodes") is not None:  # a Sequential model's layers have none
            sources, states_given, calls = _calls(entry.get("inbound_nodes"))
        model.layers[name] = Layer(
            name, kind, inside, here, group or name, sources, states_given, calls
        )
        before = ((name, 0),)
        if kind in MODELS:
            inner.append((entry, f"{prefix}{name}.", f"{here}/", group or name))
    yield model
    for arguments in inner:
        yield from models(*arguments)


def _calls(nodes: object) -> tuple[tuple[tuple[str, int], ...], bool, int]:
    """What the first call of a layer reads, whether it is given states, how many calls there are.

    A call is {"args": [...], "kwargs": {...}} in Keras 3, and in Keras 2 a list of
    [layer, call, output, kwargs], in which a recurrent layer's states follow its input.
    """
    match nodes:
        case []:
            return (), False, 0
        case [{"args": list(args), "kwargs": dict(kwargs)}, *_]:
            sources = _tensors(args[0] if args else list(kwargs.values()))
            states = _tensors([args[1:2], kwargs.get("initial_state")])
            return tuple(sources), len(sources) > 1 or bool(states), len(nodes)
        case [list(call), *_]:
            sources = _tensors(call)
            return tuple(sources), len(sources) > 1, len(nodes)
    raise EngineError("A layer's inbound_nodes in the Keras file aren't as Keras writes them.")


def _tensors(value: object, deeper: int = 4) -> list[tuple[str, int]]:
    """The tensors in the arguments of a call: a layer's name and which of its outputs."""
    match value:
        case {"config": {"keras_history": [str(name), int(), int(i)]}}:
            return [(name, i)]
        case [str(name), int(), int(i), *_]:
            return [(name, i)]
        case list() if deeper:
            return [tensor for each in value for tensor in _tensors(each, deeper - 1)]
    return []
