"""From a spec to what was computed: the network, its head, the trace and y."""

from dataclasses import dataclass

import numpy as np

from app.errors import ApiError
from app.inputs import Sequence, read
from app.settings import Settings
from app.spec import PresetWeights, RandomInput, Spec, TextInput
from engine import EngineError, Head, Network, Trace
from engine.arrays import Array
from engine.presets import Preset, symbols


@dataclass(frozen=True)
class Scene:
    """A run that can be drawn.

    Attributes:
        trace: of the recurrent layers.
        head: the dense layer behind them.
        y: (T, 1, O).
        sequence: the input with its names.
        symbols: what the O entries of y are called, where they have names.
    """

    trace: Trace
    head: Head
    y: Array
    sequence: Sequence
    symbols: str


def compute(spec: Spec, presets: dict[str, Preset], settings: Settings) -> Scene:
    """Run a spec; sizes are held to the limits before anything is computed."""
    sequence = read(spec.input, settings)
    T, B, input_size = sequence.x.shape
    if isinstance(spec.weights, PresetWeights):
        network, head = _preset(spec, spec.weights.name, presets, input_size)
    else:
        network = _random_network(spec, input_size, spec.weights.seed)
        head = _random_head(network, spec, spec.weights.seed)
    _limit(network.recorded_numbers(T, B), T, settings)
    x = sequence.x.swapaxes(0, 1) if spec.network.batch_first else sequence.x
    h_0, c_0 = _state("h_0", spec.h_0), _state("c_0", spec.c_0)
    trace = network.run(x, h_0, c_0, batch_first=spec.network.batch_first)
    named = symbols if isinstance(spec.input, TextInput | RandomInput) else ""
    return Scene(trace, head, head.run(trace.top), sequence, named)


def _preset(
    spec: Spec, name: str, presets: dict[str, Preset], input_size: int
) -> tuple[Network, Head]:
    if name not in presets:
        message = f"There is no preset {name[:40]!r}; GET /api/presets lists those that there are."
        raise ApiError("unknown_preset", message, "weights.name", 404)
    network = presets[name].network
    for argument, asked in spec.network.model_dump(exclude={"batch_first"}).items():
        has = getattr(network, argument)
        if has != asked:
            message = (
                f"{argument} is {asked}, but the preset {name} has {has}; "
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


def _random_network(spec: Spec, input_size: int, seed: int) -> Network:
    arguments = spec.network.model_dump(exclude={"batch_first"})
    try:
        return Network(input_size=input_size, seed=seed, **arguments)
    except EngineError as error:
        raise ApiError("bad_value", str(error), f"network.{error.name}") from error


def _random_head(network: Network, spec: Spec, seed: int) -> Head:
    width = network.hidden_size * network.num_directions
    if isinstance(spec.input, TextInput | RandomInput):
        return Head.random(width, len(symbols), "softmax", network.dtype, seed)
    # A series is answered with its next row.
    return Head.random(width, network.input_size, "linear", network.dtype, seed)


def _limit(recorded: int, T: int, settings: Settings) -> None:
    if recorded > settings.max_recorded:
        steps = settings.max_recorded * T // recorded
        message = (
            f"This run would record {recorded:,} numbers, at most {settings.max_recorded:,} are "
            f"computed: reduce hidden_size or num_layers, or the input to {steps:,} steps."
        )
        raise ApiError("too_large", message, "network.hidden_size", 413)


def _state(name: str, value: list[list[list[float]]] | None) -> Array | None:
    try:
        return None if value is None else np.array(value, "float32")
    except ValueError:
        message = f"{name} is ragged; it has to have the shape (L·D, 1, H)."
        raise EngineError(message, name) from None
