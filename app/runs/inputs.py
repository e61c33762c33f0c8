"""From what a person typed, pasted or chose to the numbers that the network reads."""

from dataclasses import dataclass, replace

import numpy as np

from ...engine import Network
from ...engine.arrays import Array
from ...engine.presets import alphabet, sunspots
from ..errors import ApiError, missing
from ..settings import Settings
from . import table
from .spec import AnyInput, CsvInput, RandomInput, SeriesInput, TextInput, most_rows
from .table import count


@dataclass(frozen=True)
class Sequence:
    """An input with the names that belong to it.

    Attributes:
        x: (T, B, I), in the network's dtype.
        features: the names of the I features, where they have any.
        first: what the step t = 0 is called where steps are years; t = 1 is one more.
    """

    x: Array
    features: tuple[str, ...] = ()
    first: int | None = None


def read(given: AnyInput, settings: Settings, network: Network | None = None) -> Sequence:
    """Make the sequence that a network reads.

    Args:
        given: as the spec has it.
        settings: limits.
        network: the one that reads it, where it is there before its input; otherwise x is float32.

    Returns:
        The sequence with its names.

    Raises:
        ApiError: the input can't be read or doesn't fit the network; it names the field at fault.
    """
    sequence = _read(given, settings, network)
    if network is None:
        return replace(sequence, x=sequence.x.astype("float32"))
    has = sequence.x.shape[2]
    if has != network.input_size:
        message = (
            f"The network reads {count(network.input_size, 'feature')} a step, but the input has "
            f"{has}; give it another input."
        )
        raise ApiError("bad_value", message, "input")
    return replace(sequence, x=sequence.x.astype(network.dtype))


def _read(given: AnyInput, settings: Settings, network: Network | None) -> Sequence:
    match given:
        case TextInput(text=text):
            return Sequence(_one_hot(text.split(), settings), tuple(alphabet))
        case SeriesInput():
            year, numbers = sunspots()
            _limit(len(numbers), "input.name", "years", settings)
            return Sequence(numbers[:, None, :], ("sunspots",), year)
        case CsvInput(csv=text):
            widest = max(64, network.input_size if network else 0)
            found = table.read(text, settings.max_steps, widest)
            return Sequence(found.rows[:, None, :], found.header)
        case RandomInput(steps=T):
            _limit(T, "input.steps", "steps", settings)
            width = given.input_size or (network.input_size if network else 0)
            if not width:
                raise missing("input.input_size")
            return Sequence(_random(given, width, settings))


def _limit(steps: int, field: str, what: str, settings: Settings) -> None:
    if steps > settings.max_steps:
        most = f"{settings.max_steps:,}"
        message = f"The input has {steps:,} {what}; at most {most} are run at once: shorten it."
        raise ApiError("too_large", message, field, 413)


def _one_hot(rows: list[str], settings: Settings) -> Array:
    """(T, B, I), zero past a row's end."""
    if not rows:
        message = f"The text is empty; type letters out of {alphabet}."
        raise ApiError("bad_value", message, "input.text")
    if len(rows) > most_rows:
        message = f"The text has {len(rows):,} rows; at most {most_rows} are run: drop some."
        raise ApiError("too_large", message, "input.text", 413)
    T = max(map(len, rows))
    _limit(T, "input.text", "letters", settings)
    x = np.zeros((T, len(rows), len(alphabet)), "float32")
    for b, row in enumerate(rows):
        for t, letter in enumerate(row):
            if letter not in alphabet:
                place = "the text" if len(rows) == 1 else f"row {b}"
                message = (
                    f"Letter {t + 1} of {place} is {letter!r}, which this network has no input "
                    f"for; use the letters {' '.join(alphabet)} only."
                )
                raise ApiError("bad_value", message, "input.text")
            x[t, b, alphabet.index(letter)] = 1
    return x


def _random(given: RandomInput, width: int, settings: Settings) -> Array:
    numbers = given.steps * given.rows * width
    if numbers > settings.max_recorded:
        message = (
            f"The input would be {numbers:,} numbers, at most {settings.max_recorded:,} are drawn: "
            "reduce its steps or rows."
        )
        raise ApiError("too_large", message, "input.steps", 413)
    rng = np.random.default_rng(given.seed)
    # A row after the other, so that another one leaves those that are there as they are.
    return rng.standard_normal((given.rows, given.steps, width)).swapaxes(0, 1)
