"""Rows of different lengths: sorted, longest first, the rows that still run are a prefix.

That is what PyTorch's PackedSequence does; the names are its own. Nothing past a row's length is
ever computed, so padding is never read.
"""

import reprlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import EngineError

Whole = npt.NDArray[np.int64]

Lengths = Sequence[int] | npt.NDArray[np.integer[Any]]
"""What a person gives."""


@dataclass(frozen=True)
class Packing:
    """How the rows of a batch run.

    Attributes:
        lengths: (B,), of each row.
        sorted_indices: (B,), the rows from the longest to the shortest.
        unsorted_indices: (B,), where each row stands among the sorted.
        batch_sizes: (T,), how many rows run at each t, where T is the longest length.
        has_padding: whether a row is shorter than another.
    """

    lengths: Whole
    sorted_indices: Whole
    unsorted_indices: Whole
    batch_sizes: Whole
    has_padding: bool

    @property
    def T(self) -> int:
        """The longest length."""
        return len(self.batch_sizes)

    @property
    def padding(self) -> npt.NDArray[np.bool_]:
        """(T, B), True past a row's length."""
        return np.asarray(np.arange(self.T)[:, None] >= self.lengths)

    @property
    def last(self) -> tuple[Whole, Whole]:
        """The index (t, b) of each row's last step, for an array (T, B, ...)."""
        return self.lengths - 1, np.arange(len(self.lengths))

    def blocks(self, direction: int) -> Iterator[tuple[slice, int]]:
        """Stretches of t in which the same number of rows run, in the order of a direction.

        Yields:
            The stretch, stepping backward for the reverse direction, and its number of rows.
        """
        if not self.has_padding:
            yield slice(None, None, -1 if direction else 1), len(self.lengths)
            return
        ends = [*(np.flatnonzero(np.diff(self.batch_sizes)) + 1), self.T]
        stretches = list(zip([0, *ends[:-1]], ends, strict=True))
        for start, end in reversed(stretches) if direction else stretches:
            rows = int(self.batch_sizes[start])
            if direction:
                yield slice(end - 1, start - 1 if start else None, -1), rows
            else:
                yield slice(start, end), rows


def pack(lengths: Lengths | None, T: int, B: int) -> Packing:
    """Check lengths and sort the rows by them, as pack_padded_sequence does.

    Args:
        lengths: B whole numbers from 1 to T; None is T for all.
        T: steps of x.
        B: rows of x.

    Returns:
        The packing.

    Raises:
        EngineError: the lengths are none, not B in number, no whole numbers or out of range.
    """
    if lengths is None:
        return _full(T, B)
    got = _whole_numbers(lengths)
    if got.shape != (B,) or B == 0:
        raise EngineError(
            f"lengths has shape {got.shape}, but x has B = {B} rows; "
            "expected one length a row, and at least one row.",
            "lengths",
        )
    if got.min() < 1 or got.max() > T:
        row = int(np.argmax((got < 1) | (got > T)))
        raise EngineError(
            f"lengths[{row}] is {got[row]}; it has to be from 1 to T = {T}, the steps of x.",
            "lengths",
        )
    rows = got.astype(np.int64)
    order = np.argsort(-rows, kind="stable")
    sizes = (np.arange(rows.max())[:, None] < rows).sum(axis=1)
    return Packing(rows, order, np.argsort(order), sizes, bool(rows.min() < rows.max()))


@lru_cache(maxsize=8)  # a tenth of a short run's time; the arrays are shared, so read-only
def _full(T: int, B: int) -> Packing:
    rows, lengths, batch_sizes = np.arange(B), np.full(B, T), np.full(T, B)
    for shared in (rows, lengths, batch_sizes):
        shared.flags.writeable = False
    return Packing(lengths, rows, rows, batch_sizes, False)


def _whole_numbers(lengths: Any) -> npt.NDArray[np.integer[Any]]:
    try:
        got = np.asarray(lengths)
    except ValueError:  # rows of different length
        got = np.array([None])
    if got.size == 0:
        raise EngineError("lengths is empty; expected one length for each row of x.", "lengths")
    # numpy would take [2, True] for whole numbers.
    has_truths = isinstance(lengths, Sequence) and any(
        isinstance(n, bool | np.bool_) for n in lengths
    )
    if got.dtype.kind not in "iu" or has_truths:
        raise EngineError(
            f"lengths is {reprlib.repr(lengths)}; "
            "it has to be whole numbers, one for each row of x.",
            "lengths",
        )
    return got
