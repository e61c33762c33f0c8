"""From a spec to what was computed: the network, its head, the trace and y."""

from dataclasses import dataclass

import numpy as np

from ...engine import EngineError, Head, Network, Trace
from ...engine.arrays import Array
from ...engine.presets import Preset, symbols
from ..errors import ApiError, missing
from ..settings import Settings
from .files import Files
from .inputs import Sequence, read
from .spec import (
    FileWeights,
    NetworkSpec,
    PresetWeights,
    RandomInput,
    RandomWeights,
    Spec,
    State,
    TextInput,
)


@dataclass(frozen=True)
class Scene:
    """A run that can be drawn.

    Attributes:
        trace: of the recurrent layers.
        head: the dense layer behind them.
        y: (T, B, O).
        sequence: the input with its names.
        symbols: what the O entries of y are called, where they have names.
    """

    trace: Trace
    head: Head
    y: Array
    sequence: Sequence
    symbols: str


def compute(spec: Spec, presets: dict[str, Preset], settings: Settings, files: Files) -> Scene:
    """Run a spec; sizes are held to the limits before anything is computed."""
    asked, weights = spec.network, spec.weights
    if isinstance(weights, FileWeights):
        if asked:
            message = "network is given, but the file of the weights tells it; leave it out."
            raise ApiError("bad_value", message, "network")
        batch_first = weights.batch_first
        network = files.network(weights.id, weights.module, weights.nonlinearity)
        sequence = read(spec.input, settings, network)
        head = network.head or _random_head(network, spec, 0)
    elif asked:
        batch_first = asked.batch_first
        sequence = read(spec.input, settings)
        network, head = _own(spec, asked, presets, sequence.x.shape[2])
    else:
        raise missing("network")
    _limit(network, sequence, settings, isinstance(spec.weights, FileWeights))
    x = sequence.x.swapaxes(0, 1) if batch_first else sequence.x
    B = sequence.x.shape[1]
    h_0, c_0 = _start("h", spec.h_0, network, B), _start("c", spec.c_0, network, B)
    trace = network.run(x, h_0, c_0, spec.lengths, batch_first)
    has_file_head = isinstance(spec.weights, FileWeights) and network.head is not None
    has_names = not has_file_head and isinstance(spec.input, TextInput | RandomInput)
    named = symbols if has_names else ""
    return Scene(trace, head, head.run(trace.top), sequence, named)


def _own(
    spec: Spec, asked: NetworkSpec, presets: dict[str, Preset], input_size: int
) -> tuple[Network, Head]:
    if isinstance(spec.weights, PresetWeights):
        return _preset(asked, spec.weights.name, presets, input_size)
    seed = spec.weights.seed if isinstance(spec.weights, RandomWeights) else 0
    network = _random_network(asked, input_size, seed)
    return network, _random_head(network, spec, seed)


def _preset(
    asked: NetworkSpec, name: str, presets: dict[str, Preset], input_size: int
) -> tuple[Network, Head]:
    if name not in presets:
        message = f"There is no preset {name[:40]!r}; GET /api/presets lists those that there are."
        raise ApiError("unknown_preset", message, "weights.name", 404)
    network = presets[name].network
    for argument, value in asked.model_dump(exclude={"batch_first"}).items():
        has = getattr(network, argument)
        if has != value:
            message = (
                f"{argument} is {value}, but the preset {name} has {has}; "
                "ask for that or use random weights."
            )
            raise ApiError("bad_value", message, f"network.{argument}")
    if network.input_size != input_size:
        message = (
            f"The preset {name} reads {network.input_size} features, but the input has "
            f"{input_size}; give it another input or use random weights."
        )
        raise ApiError("bad_value", message, "input")
    return network, presets[name].head


def _random_network(asked: NetworkSpec, input_size: int, seed: int) -> Network:
    arguments = asked.model_dump(exclude={"batch_first"})
    try:
        return Network(input_size=input_size, seed=seed, **arguments)
    except EngineError as error:
        raise ApiError("bad_value", str(error), f"network.{error.name}") from error


def _random_head(network: Network, spec: Spec, seed: int) -> Head:
    width = network.state_sizes["h"] * network.num_directions
    if isinstance(spec.input, TextInput | RandomInput):
        return Head.random(width, len(symbols), "softmax", network.dtype, seed)
    # A series is answered with its next row.
    return Head.random(width, network.input_size, "linear", network.dtype, seed)


def _limit(network: Network, sequence: Sequence, settings: Settings, is_fixed: bool) -> None:
    T, B, _ = sequence.x.shape
    recorded = network.recorded_numbers(T, B)
    if recorded > settings.max_recorded:
        steps = settings.max_recorded * T * B // recorded
        together = f", its {B} rows together" if B > 1 else ""
        reduce = "reduce" if is_fixed else "reduce hidden_size or num_layers, or"
        message = (
            f"This run would record {recorded:,} numbers, at most {settings.max_recorded:,} are "
            f"computed: {reduce} the input to {steps:,} steps{together}."
        )
        field = "input" if is_fixed else "network.hidden_size"
        raise ApiError("too_large", message, field, 413)


def _start(state: str, value: State | None, network: Network, B: int) -> Array | None:
    """The states before the first step; None where the network knows them."""
    if value is None:
        carried = network.initial.get(state)
        if carried is None or carried.shape[1] in (1, B):
            return None
        return np.repeat(carried[:, :1], B, axis=1)
    try:
        return np.array(value, network.dtype)
    except ValueError:
        message = f"{state}_0 is ragged; it has to have the shape (L·D, B, H)."
        raise EngineError(message, f"{state}_0") from None
