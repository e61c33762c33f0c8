"""CSV as spreadsheets and people write it."""

import csv
import io
import math
from dataclasses import dataclass

import numpy as np

from ...engine.arrays import Array
from ..errors import ApiError

largest = float(np.finfo("float32").max)


@dataclass(frozen=True)
class Table:
    """Numbers in rows.

    Attributes:
        rows: (rows, columns), float64.
        header: the names of the columns, where they have any.
    """

    rows: Array
    header: tuple[str, ...]


def read(text: str, most_rows: float = math.inf, most_columns: float = math.inf) -> Table:
    """Read a CSV, with or without a header.

    Args:
        text: rows in lines, columns between commas, semicolons, tabs or spaces.
        most_rows: of numbers that are read.
        most_columns: that are read.

    Returns:
        The numbers and the header.

    Raises:
        ApiError: it can't be read, or is too large.
    """
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
                if width > most_columns:
                    message = f"The CSV has {width} columns; at most {most_columns} are read."
                    raise _bad(message, 413)
                if not any(_is_number(cell) for cell in cells):
                    header = tuple(cells)
                    continue
            rows.append(_numbers(cells, width, reader.line_num))
            if len(rows) > most_rows:
                message = (
                    f"The input has {len(rows):,} rows or more; at most {most_rows:,} are run at "
                    "once: shorten it."
                )
                raise _bad(message, 413)
    except csv.Error as error:
        message = f"Line {reader.line_num} of the CSV can't be read: {error}."
        raise _bad(message) from error
    if not rows:
        what = "only a header" if header else "empty"
        raise _bad(f"The CSV is {what}; give at least one row of numbers.")
    return Table(np.array(rows), header)


def _numbers(cells: list[str], width: int, line: int) -> list[float]:
    if len(cells) != width:
        raise _bad(
            f"Line {line} of the CSV has {count(len(cells), 'column')}, the first has {width}; "
            "every row needs one number for each feature."
        )
    numbers = []
    for column, cell in enumerate(cells):
        place = f"Line {line}, column {column + 1} of the CSV is {cell[:20]!r}"
        if not _is_number(cell):
            raise _bad(f"{place}; it has to be a number, with a point for decimals.")
        number = float(cell)
        if not abs(number) <= largest:
            raise _bad(f"{place}; it has to be finite in float32: mend or drop the row.")
        numbers.append(number)
    return numbers


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return "_" not in cell  # Python reads 1_000, nobody else does


def _bad(message: str, status: int = 422) -> ApiError:
    return ApiError("too_large" if status == 413 else "bad_value", message, "input.csv", status)


def count(n: int, noun: str) -> str:
    """A number with its noun, "1 column" or "2 columns"."""
    return f"{n} {noun}{'' if n == 1 else 's'}"
