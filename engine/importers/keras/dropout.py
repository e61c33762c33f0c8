"""What acts in training only: Keras' dropout layers, and dropout inside its recurrent layers."""

from collections.abc import Iterable, Sequence

from ..wording import shown
from .config import Config
from .model import Layer

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


def said(layers: Iterable[Layer]) -> list[str]:
    """Sentences on layers that are seen through, as far as they act in training.

    Args:
        layers: of the kinds in ``IDENTITIES``.

    Returns:
        A sentence for each that has a rate, and for noise.
    """
    sentences = []
    for layer in layers:
        rate = layer.config.fraction("rate")
        if rate or layer.kind == "GaussianNoise":
            strength = f", rate {rate:g}" if rate else ""
            sentences.append(
                f"{shown(layer.name)} ({layer.kind}{strength}) acts in training only; a run is an "
                "evaluation, in which it changes nothing."
            )
    return sentences


def said_inside(config: Config) -> list[str]:
    """Sentences on the dropout of a recurrent layer's own.

    Args:
        config: the settings of the layer or its cell.

    Returns:
        A sentence for each of its two rates that isn't 0.
    """
    return [
        f"{config.where} has {key} = {config.fraction(key):g}, which acts in training only; a run "
        "is an evaluation, in which it changes nothing."
        for key in ("dropout", "recurrent_dropout")
        if config.fraction(key)
    ]


def rate(between: Sequence[Sequence[Layer]]) -> float:
    """The dropout of a network, if it is PyTorch's: the same one between all of its layers.

    Args:
        between: for each layer but the lowest, the layers seen through between it and the next
            lower one.

    Returns:
        The rate, 0 where there is none or it isn't the same everywhere.
    """
    rates = set()
    for layers in between:
        plain = [each.kind == "Dropout" and not each.config.get("noise_shape") for each in layers]
        rates.add(layers[0].config.fraction("rate") if plain == [True] else 0.0)
    return rates.pop() if len(rates) == 1 else 0.0
