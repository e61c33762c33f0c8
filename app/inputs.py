"""From what a person typed, pasted or chose to the numbers that the network reads."""

import csv
import io
from dataclasses import dataclass

import numpy as np

from app.errors import ApiError
from app.settings import Settings
from app.spec import CsvInput, RandomInput, SeriesInput, TextInput, largest
from engine.arrays import Array
from engine.presets import alphabet, sunspots


@dataclass(frozen=True)
class Sequence:
    """An input with the names that belong to it.

    Attributes:
        x: (T, 1, I) float32.
        features: the names of the I features, where they have any.
        first: what the step t = 0 is called where steps are years; t = 1 is one more.
    """

    x: Array
    features: tuple[str, ...] = ()
    first: int | None = None


def read(given: TextInput | SeriesInput | CsvInput | RandomInput, settings: Settings) -> Sequence:
    """Make the sequence, or raise an ApiError that names the field at fault."""
    match given:
        case TextInput(text=text):
            _limit(len(text), "input.text", "letters", settings)
            return Sequence(_one_hot(text), tuple(alphabet))
        case SeriesInput():
            year, numbers = sunspots()
            _limit(len(numbers), "input.name", "years", settings)
            return Sequence(numbers[:, None, :], ("sunspots",), year)
        case CsvInput(csv=text):
            return _from_csv(text, settings)
        case RandomInput(seed=seed, steps=T, input_size=I):
            _limit(T, "input.steps", "steps", settings)
            rng = np.random.default_rng(seed)
            return Sequence(rng.standard_normal((T, 1, I)).astype("float32"))


def _limit(steps: int, field: str, what: str, settings: Settings) -> None:
    if steps > settings.max_steps:
        most = f"{settings.max_steps:,}"
        message = f"The input has {steps:,} {what}; at most {most} are run at once: shorten it."
        raise ApiError("too_large", message, field, 413)


def _one_hot(text: str) -> Array:
    if not text:
        message = f"The text is empty; type letters out of {alphabet}."
        raise ApiError("bad_value", message, "input.text")
    for t, letter in enumerate(text):
        if letter not in alphabet:
            message = (
                f"Letter {t + 1} of the text is {letter!r}, which this network has no input for; "
                f"use the letters {' '.join(alphabet)} only."
            )
            raise ApiError("bad_value", message, "input.text")
    indices = [alphabet.index(letter) for letter in text]
    return np.eye(len(alphabet), dtype="float32")[indices][:, None, :]  # (T, 1, I)


def _from_csv(text: str, settings: Settings) -> Sequence:
    lines = io.StringIO(text.removeprefix("\ufeff"), newline=None)  # whatever ends them
    head = lines.getvalue().lstrip()[:4096].split("\n", 1)[0]
    # Spreadsheets write whichever of these their country uses; numpy and people write spaces.
    delimiter = max(",;\t", key=head.count)
    if delimiter not in head and head and all(_is_number(word) for word in head.split()):
        delimiter = " "
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    rows: list[list[float]] = []
    header: tuple[str, ...] = ()
    width = 0
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            if not width:
                width = len(cells)
                if width > 64:
                    raise _bad_csv(f"The CSV has {width} columns; at most 64 are read.", 413)
                if not any(_is_number(cell) for cell in cells):
                    header = tuple(cells)
                    continue
            rows.append(_numbers(cells, width, reader.line_num))
            _limit(len(rows), "input.csv", "rows or more", settings)
    except csv.Error as error:
        raise _bad_csv(f"Line {reader.line_num} of the CSV can't be read: {error}.") from error
    if not rows:
        what = "only a header" if header else "empty"
        raise _bad_csv(f"The CSV is {what}; give at least one row of numbers.")
    return Sequence(np.array(rows, dtype="float32")[:, None, :], header)


def _numbers(cells: list[str], width: int, line: int) -> list[float]:
    if len(cells) != width:
        raise _bad_csv(
            f"Line {line} of the CSV has {_count(len(cells), 'column')}, the first has {width}; "
            "every row needs one number for each feature."
        )
    numbers = []
    for column, cell in enumerate(cells):
        place = f"Line {line}, column {column + 1} of the CSV is {cell[:20]!r}"
        if not _is_number(cell):
            raise _bad_csv(f"{place}; it has to be a number, with a point for decimals.")
        number = float(cell)
        if not abs(number) <= largest:
            raise _bad_csv(f"{place}; it has to be finite in float32: mend or drop the row.")
        numbers.append(number)
    return numbers


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return "_" not in cell  # Python reads 1_000, nobody else does


def _bad_csv(message: str, status: int = 422) -> ApiError:
    return ApiError("too_large" if status == 413 else "bad_value", message, "input.csv", status)


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"
