"""The layers of a Keras model, what each reads, and where its weights lie."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...errors import EngineError
from ..wording import shown
from .config import Config

DEEPEST = 8  # models within models

LayerOutput = tuple[str, int, int]
"""A tensor: the layer that gives it, in which of its calls, and which of that call's outputs."""

MODELS = ("Sequential", "Functional", "Model")

# What changes nothing when a trained model is evaluated.
IDENTITIES = (
    "Dropout",
    "SpatialDropout1D",
    "GaussianDropout",
    "AlphaDropout",
    "GaussianNoise",
    "ActivityRegularization",
    "Identity",
)


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
class KerasLayer:
    """One layer of a model.

    Attributes:
        name: unique in its model.
        kind: its class, "LSTM".
        config: its settings.
        path: where its weights lie, "layers/lstm_1".
        group: the outermost layer's name that it lies in, by which files of Keras 2 group.
        calls: the tensors that it reads, for each time that the model calls it.
        states_given: whether a call hands it its first states.
        last_step: whether it only takes the last step, [:, -1], of what it reads.
    """

    name: str
    kind: str
    config: Config
    path: str
    group: str
    calls: tuple[tuple[LayerOutput, ...], ...] = ()
    states_given: bool = False
    last_step: bool = False

    @property
    def sources(self) -> tuple[LayerOutput, ...]:
        """What its first call reads."""
        return self.calls[0] if self.calls else ()


@dataclass(frozen=True)
class KerasModel:
    """A model's layers by name, and where it stands.

    Attributes:
        prefix: what stands in front of its layers' names: what it is nested in, and its own.
        outer: the prefix of the model that it is a layer of.
        calls: how often that one calls it.
        layers: its layers.
    """

    prefix: str
    outer: str = ""
    calls: int = 1
    layers: dict[str, KerasLayer] = field(default_factory=dict)


def models(
    config: Config, within: KerasModel | None = None, path: str = "", group: str = ""
) -> Iterator[KerasModel]:
    """Find a model's layers, and those of the models in it.

    Args:
        config: of a model, with ``class_name`` and ``config``.
        within: the model, as yet without layers; None is the outermost one.
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
    model = within or KerasModel("")
    inner = []
    paths = Paths()
    before: tuple[LayerOutput, ...] = ()
    for entry in settings.parts("layers"):
        kind, inside = entry.text("class_name"), entry.part("config")
        name = inside.text("name")
        inside.where = f"The layer {shown(name)}"
        if name in model.layers:
            raise EngineError(f"The Keras model has two layers {shown(name)}.")
        here = f"{path}layers/{paths.of(kind)}"
        calls: tuple[tuple[LayerOutput, ...], ...] = (before,)
        nodes, states_given = entry.get("inbound_nodes"), False
        if nodes is not None:  # a Sequential model's layers have none
            calls, states_given = _calls(nodes)
        last_step = kind == "GetItem" and _takes_last_step(nodes)
        model.layers[name] = KerasLayer(
            name, kind, inside, here, group or name, calls, states_given, last_step
        )
        before = ((name, 0, 0),)
        if kind in MODELS:
            nested = KerasModel(f"{model.prefix}{name}.", model.prefix, len(calls))
            inner.append((entry, nested, f"{here}/", group or name))
    yield model
    for arguments in inner:
        yield from models(*arguments)


def _calls(nodes: object) -> tuple[tuple[tuple[LayerOutput, ...], ...], bool]:
    """What each call of a layer reads, and whether one of them is given states."""
    if not isinstance(nodes, list):
        raise _unknown()
    calls = [_call(node) for node in nodes]
    return tuple(sources for sources, _ in calls), any(given for _, given in calls)


def _call(node: object) -> tuple[tuple[LayerOutput, ...], bool]:
    """What a call reads, and whether it is given states.

    It is {"args": [...], "kwargs": {...}} in Keras 3, and in Keras 2 a list of
    [layer, call, output, kwargs], in which a recurrent layer's states follow its input.
    """
    match node:
        case {"args": list(args), "kwargs": dict(kwargs)}:
            sources = _tensors(args[0] if args else list(kwargs.values()))
            states = _tensors([args[1:2], kwargs.get("initial_state")])
            return tuple(sources), len(sources) > 1 or bool(states)
        case list(call):
            sources = _tensors(call)
            return tuple(sources), len(sources) > 1
    raise _unknown()


def _unknown() -> EngineError:
    return EngineError(
        "A layer's inbound_nodes in the Keras file aren't as Keras writes them; save the model "
        "again."
    )


def _tensors(value: object, deeper: int = 4) -> list[LayerOutput]:
    """The tensors in the arguments of a call."""
    match value:
        case {"config": {"keras_history": [str(name), int(call), int(i)]}}:
            return [(name, call, i)]
        case [str(name), int(call), int(i), *_]:
            return [(name, call, i)]
        case list() if deeper:
            return [tensor for each in value for tensor in _tensors(each, deeper - 1)]
    return []


def _takes_last_step(nodes: object) -> bool:
    """Whether the only call is x[:, -1] or x[:, -1, :] of an x (B, T, ...)."""
    match nodes:
        case [{"args": [_, [batch, -1, *others]]}]:
            return all(map(_takes_all, (batch, *others)))
    return False


def _takes_all(index: object) -> bool:
    match index:
        case {"class_name": "__slice__", "config": {"start": None, "stop": None, "step": None}}:
            return True
    return False
