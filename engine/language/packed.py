"""Packed sequences: rows of different lengths with the padding taken out, as PyTorch packs them."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.language import arguments, shapes
from engine.language.errors import AskError
from engine.language.tensors import Tensors
from engine.sources import Tracked


@dataclass(frozen=True, eq=False)
class Packed:
    """A tensor (T, B, ...) that is known to be packed by the trace's own lengths."""

    padded: Tracked
    tensors: Tensors

    def __str__(self) -> str:
        """As messages name it."""
        return "a PackedSequence"

    def attribute(self, name: str) -> Tracked:
        """What a PackedSequence holds: data, batch_sizes, sorted_indices or unsorted_indices."""
        packing = self.tensors.trace.packing
        if name == "data":
            # Row by row of the sorted batch, step after step, without the padding.
            rows = packing.sorted_indices
            t, place = np.nonzero(np.arange(len(rows)) < packing.batch_sizes[:, None])
            b = rows[place]
            axes = (None, *self.padded.axes[2:])
            return self.padded.moved(lambda array: array[t, b], axes)
        if name in ("batch_sizes", "sorted_indices", "unsorted_indices"):
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
    given = lengths.value if isinstance(lengths, Tracked) else np.array(lengths)
    own = tensors.trace.packing.lengths
    if not np.array_equal(given, own):
        raise AskError(
            f"lengths is {np.array2string(given, threshold=8)}, but the trace ran with "
            f"{own.tolist()}; run it with these lengths."
        )
    if enforce_sorted is True and (np.diff(own) > 0).any():
        raise AskError(
            "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True; "
            "write enforce_sorted=False."
        )
    if a.value.ndim < 2:
        raise AskError(f"input is {arguments.shown(a)}; it has to have T and B.")
    T, B = tensors.trace.T, tensors.trace.B
    first = shapes.transpose(a, 0, 1) if arguments.truth("batch_first", batch_first) else a
    if first.shape[1] != B or first.shape[0] < T:
        raise AskError(
            f"input has shape {arguments.shape_text(a.shape)}, which doesn't hold T = {T} steps of "
            f"B = {B} rows where batch_first={bool(batch_first)} expects them."
        )
    return Packed(first, tensors)


def pad_packed_sequence(
    sequence: Any, batch_first: Any = False, padding_value: Any = 0.0, total_length: Any = None
) -> tuple[Tracked, Tracked]:
    """The tensor with its padding, and the lengths."""
    if not isinstance(sequence, Packed):
        raise AskError(f"sequence is {arguments.shown(sequence)}; it has to be a PackedSequence.")
    if arguments.number("padding_value", padding_value) or total_length is not None:
        raise AskError("padding_value and total_length can't be asked; the padding is 0, up to T.")
    a = sequence.padded
    turned = shapes.transpose(a, 0, 1) if arguments.truth("batch_first", batch_first) else a
    return turned, sequence.tensors.lengths
