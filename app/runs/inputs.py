"""What goes in: each kind of input makes the numbers that the network reads out of itself."""

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from ...engine import Head, Network
from ...engine.arrays import Array
from ...engine.presets import alphabet, sunspots
from ...engine.presets import symbols as taught
from ..errors import ApiError, missing
from . import limits, table
from .fields import RequestModel, Seed, Text, whole
from .stock import Stock
from .table import count

most_rows = 64  # B


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


class Input(RequestModel):
    """What all kinds have in common."""

    symbols: ClassVar[str] = ""
    """What a head that has to be made answers with; where empty, with the next row of x."""

    @abstractmethod
    def _read(self, stock: Stock, network: Network | None) -> Sequence:
        """The sequence, of any dtype; an ApiError where it can't be read."""

    def sequence(self, stock: Stock, network: Network | None = None) -> Sequence:
        """Make the sequence that a network reads.

        Args:
            stock: tables and limits.
            network: the one that reads it, where it is there before its input; otherwise x is
                float32.

        Returns:
            The sequence with its names.

        Raises:
            ApiError: the input can't be read or doesn't fit the network; it names the field at
                fault.
        """
        sequence = self._read(stock, network)
        if network is None:
            return replace(sequence, x=sequence.x.astype("float32"))
        width = sequence.x.shape[2]
        if width != network.input_size:
            message = (
                f"The network reads {count(network.input_size, 'feature')} a step, but the input "
                f"has {width}; give it another input."
            )
            raise ApiError("bad_value", message, "input")
        return replace(sequence, x=sequence.x.astype(network.dtype))

    def head(self, network: Network, seed: int) -> Head:
        """A random head that answers to such an input."""
        width = network.state_sizes["h"] * network.num_directions
        if self.symbols:
            return Head.random(width, len(self.symbols), "softmax", network.dtype, seed)
        return Head.random(width, network.input_size, "linear", network.dtype, seed)


class TextInput(Input):
    """Letters, one-hot; white space stands between the rows of a batch.

    Rows that are shorter than the longest are padded with zero vectors.
    """

    symbols = taught

    kind: Literal["text"]
    text: Text

    def _read(self, stock: Stock, network: Network | None) -> Sequence:
        rows = self.text.split()
        if not rows:
            message = f"The text is empty; type letters out of {alphabet}."
            raise ApiError("bad_value", message, "input.text")
        if len(rows) > most_rows:
            message = f"The text has {len(rows):,} rows; at most {most_rows} are run: drop some."
            raise ApiError("too_large", message, "input.text", 413)
        limits.steps(max(map(len, rows)), "input.text", "letters", stock.settings)
        return Sequence(_one_hot(rows), tuple(alphabet))


class SeriesInput(Input):
    """A series that comes with the program."""

    kind: Literal["series"]
    name: Literal["sunspots"]

    def _read(self, stock: Stock, network: Network | None) -> Sequence:
        year, numbers = sunspots()
        limits.steps(len(numbers), "input.name", "years", stock.settings)
        return Sequence(numbers[:, None, :], ("sunspots",), year)


class CsvInput(Input):
    """One row a step, one column a feature, with or without a header."""

    kind: Literal["csv"]
    csv: Text

    def _read(self, stock: Stock, network: Network | None) -> Sequence:
        return _of_csv(self.csv, stock, network)


class TableInput(Input):
    """A CSV that the server keeps; POST /api/tables answers with its id."""

    kind: Literal["table"]
    id: Text

    def _read(self, stock: Stock, network: Network | None) -> Sequence:
        return _of_csv(stock.tables.text(self.id, "input.id"), stock, network)


class RandomInput(Input):
    """Numbers from a standard normal distribution."""

    symbols = taught

    kind: Literal["random"]
    seed: Seed = 0
    steps: whole(1, 10**9)  # type: ignore[valid-type]
    rows: whole(1, most_rows) = 1  # type: ignore[valid-type]
    input_size: whole(1, 64) | None = Field(  # type: ignore[valid-type]
        None, description="may be left out where the weights come from a file"
    )

    def _read(self, stock: Stock, network: Network | None) -> Sequence:
        limits.steps(self.steps, "input.steps", "steps", stock.settings)
        width = self.input_size or (network.input_size if network else 0)
        if not width:
            raise missing("input.input_size")
        limits.drawn(self.steps * self.rows * width, stock.settings)
        rng = np.random.default_rng(self.seed)
        # A row after the other, so that another one leaves those that are there as they are.
        x = rng.standard_normal((self.rows, self.steps, width)).swapaxes(0, 1)
        return Sequence(x)


AnyInput = Annotated[
    TextInput | SeriesInput | CsvInput | TableInput | RandomInput, Field(discriminator="kind")
]


def _of_csv(text: str, stock: Stock, network: Network | None) -> Sequence:
    widest = max(64, network.input_size if network else 0)
    numbers = table.read(text, stock.settings.max_steps, widest)
    return Sequence(numbers.rows[:, None, :], numbers.header)


def _one_hot(rows: list[str]) -> Array:
    """(T, B, I), zero past a row's end."""
    x = np.zeros((max(map(len, rows)), len(rows), len(alphabet)), "float32")
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
