"""Packed sequences: rows of different lengths with the padding taken out, as PyTorch packs them."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...sources.places import NOWHERE
from ...sources.tracked import Tracked
from ...trace.packing import Whole, pack
from ..errors import AskError
from ..operations import arguments, shapes
from ..tensors import Tensors

_fields = ("data", "batch_sizes", "sorted_indices", "unsorted_indices")


@dataclass(frozen=True, eq=False)
class Packed:
    """A tensor (T, B, ...) that is known to be packed by the trace's own lengths.

    Attributes:
        padded: the tensor.
        tensors: the trace's.
        rows: (B,), which row of the trace each of its own is, where they were put in another order.
        is_sorted: whether the rows were given in order, so that nothing has to be turned back.
    """

    padded: Tracked
    tensors: Tensors
    rows: Whole
    is_sorted: bool = False

    def __str__(self) -> str:
        """As messages name it."""
        return "a PackedSequence"

    @property
    def fields(self) -> tuple[Tracked, ...]:
        """What it is made of, in order."""
        return tuple(self.attribute(name) for name in _fields)

    def attribute(self, name: str) -> Tracked:
        """What a PackedSequence holds: data, batch_sizes, sorted_indices or unsorted_indices."""
        lengths = self.tensors.trace.packing.lengths[self.rows]
        packing = pack(lengths, len(self.padded.value), len(lengths))
        if name == "data":
            # Row by row of the sorted batch, step after step, without the padding.
            rows = packing.sorted_indices
            t, place = np.nonzero(np.arange(len(rows)) < packing.batch_sizes[:, None])
            b = rows[place]
            axes = (None, *self.padded.axes[2:])
            return self.padded.moved(lambda array: array[t, b], axes)
        if name in _fields:
            return Tracked.constant(getattr(packing, name).copy(), self.tensors.sets)
        raise AskError(f"a PackedSequence has no {name}; it has data and batch_sizes.")


def pack_padded_sequence(
    tensors: Tensors,
    input: Any,
    lengths: Any,
    batch_first: Any = False,
    enforce_sorted: Any = True,
) -> Packed:
    """Pack the input by the lengths that the trace ran with."""
    a = arguments.tensor("input", input)
    is_sorted = arguments.truth("enforce_sorted", enforce_sorted)
    if a.value.ndim < 2:
        raise AskError(f"input is {arguments.shown(a)}; it has to have T and B.")
    T, B = tensors.trace.T, tensors.trace.B
    first = shapes.transpose(a, 0, 1) if arguments.truth("batch_first", batch_first) else a
    if first.shape[1] != B or first.shape[0] < T:
        raise AskError(
            f"input has shape {arguments.shape_text(a.shape)}, which doesn't hold T = {T} steps of "
            f"B = {B} rows where batch_first={bool(batch_first)} expects them."
        )
    rows = rows_of(tensors, first)
    own = own_lengths(tensors, lengths, rows)
    if is_sorted and (np.diff(own) > 0).any():
        raise AskError(
            "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True; "
            "write enforce_sorted=False."
        )
    return Packed(first, tensors, rows, is_sorted)


def rows_of(tensors: Tensors, a: Tracked) -> Whole:
    """Which row of the trace each row of a tensor (T, B, ...) is: people sort them by length."""
    as_they_are = np.arange(tensors.trace.B)
    if a.shape[1] != len(as_they_are) or not a.value.size:
        return as_they_are
    ids = a.ids.reshape(*a.shape[:2], -1)[0, :, 0]
    if ((ids < 0) | (ids >= tensors.places.count)).any():
        return as_they_are
    rows = tensors.places.where(ids).b
    return rows if np.array_equal(np.sort(rows), as_they_are) else as_they_are


def own_lengths(tensors: Tensors, lengths: Any, rows: Whole) -> Whole:
    """The trace's lengths, (B,), in the order of ``rows``; refused where a program has others."""
    own = tensors.trace.packing.lengths[rows]
    if isinstance(lengths, Tracked):
        given = lengths.value.tolist()
    else:
        given = list(arguments.wholes("lengths", lengths))
    if given != own.tolist():
        raise AskError(
            f"lengths is {arguments.brief(given)}, but the trace ran with "
            f"{arguments.brief(own.tolist())}; run it with these lengths."
        )
    return own


def pad_packed_sequence(
    sequence: Any, batch_first: Any = False, padding_value: Any = 0.0, total_length: Any = None
) -> tuple[Tracked, Tracked]:
    """The tensor with its padding, and the lengths."""
    if not isinstance(sequence, Packed):
        raise AskError(f"sequence is {arguments.shown(sequence)}; it has to be a PackedSequence.")
    number = arguments.number("padding_value", padding_value)
    trace, own = sequence.tensors.trace, sequence.tensors.lengths
    lengths = own.moved(lambda array: array[sequence.rows], own.axes)
    total = trace.T if total_length is None else arguments.whole("total_length", total_length)
    if total < trace.T:
        raise AskError(
            "Expected total_length to be at least the length of the longest sequence in input, "
            f"but got total_length={total} and max sequence length being {trace.T}."
        )
    a = sequence.padded
    shapes.fits((total, *a.shape[1:]))
    is_padding = np.arange(total)[:, None] >= lengths.value

    def longer(array: Any, fill: Any) -> Any:
        found = np.full((total, *a.shape[1:]), fill, array.dtype)
        found[: trace.T] = array[: trace.T]
        return found

    value = longer(a.value, number)
    value[is_padding] = number
    padded = Tracked(value, longer(a.ids, NOWHERE), a.axes, a.sets)
    if arguments.truth("batch_first", batch_first):
        padded = shapes.transpose(padded, 0, 1)
        # Where PyTorch turns the rows back into their order, it copies them.
        padded = padded if sequence.is_sorted else shapes.contiguous(padded)
    return padded, lengths
