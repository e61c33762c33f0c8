"""Products and dense layers: a result is read from a whole row, and a whole column."""

import math
from typing import Any

import numpy as np

from engine.language import arguments, shapes
from engine.language.errors import AskError
from engine.places import NOWHERE
from engine.sources import AnyArray, Tracked

products_an_element = 50
"""So many products of two numbers take the time of an element."""


def matmul(input: Any, other: Any) -> Tracked:
    """The matrix product: an element was read from a row of the one and a column of the other."""
    a, b = arguments.tensor("input", input), arguments.tensor("other", other)
    if not a.value.ndim or not b.value.ndim:
        raise AskError("both arguments to matmul need to be at least 1D, but they are 0D.")
    left = a.value.ndim == 1
    right = b.value.ndim == 1
    a = shapes.unsqueeze(a, 0) if left else a
    b = shapes.unsqueeze(b, 1) if right else b
    if a.shape[-1] != b.shape[-2] or a.value.dtype != b.value.dtype:
        raise AskError(
            "mat1 and mat2 shapes cannot be multiplied "
            f"({arguments.shape_text(a.shape)} {a.value.dtype} and "
            f"{arguments.shape_text(b.shape)} {b.value.dtype})."
        )
    try:
        ahead = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    except ValueError:
        raise AskError(
            f"The batches {arguments.shape_text(a.shape[:-2])} and "
            f"{arguments.shape_text(b.shape[:-2])} cannot be broadcast."
        ) from None
    shape = (*ahead, a.shape[-2], b.shape[-1])
    shapes.fits(shape)
    a.sets.spend(math.prod(shape) * a.shape[-1] // products_an_element)
    with np.errstate(all="ignore"):
        value = np.matmul(a.value, b.value)
    rows = a.sets.unite(a.ids)[..., :, None]
    columns = b.sets.unite(np.swapaxes(b.ids, -1, -2))[..., None, :]
    pairs = np.stack([np.broadcast_to(rows, shape), np.broadcast_to(columns, shape)], axis=-1)
    ids = a.sets.unite(pairs)
    found = Tracked(
        np.asarray(value), ids, (*(None for _ in ahead), a.axes[-2], b.axes[-1]), a.sets
    )
    found = shapes.squeeze(found, -1) if right else found
    return shapes.squeeze(found, -1 if right else -2) if left else found


def bmm(input: Any, mat2: Any) -> Tracked:
    """The matrix product of batches of matrices."""
    a, b = arguments.tensor("input", input), arguments.tensor("mat2", mat2)
    if a.value.ndim != 3 or b.value.ndim != 3 or a.shape[0] != b.shape[0]:
        raise AskError(
            "batch1 and batch2 must be 3D tensors of as many matrices, got "
            f"{arguments.shape_text(a.shape)} and {arguments.shape_text(b.shape)}."
        )
    return matmul(a, b)


def mixed(a: Tracked, values: AnyArray | None, outputs: int, name: str | None) -> Tracked:
    """What a dense layer gives: each number is read from all of the last axis.

    Args:
        a: (..., n).
        values: (..., outputs); None where the weights aren't known, which gives NaN.
        outputs: the size of the last axis.
        name: of the last axis.
    """
    if not a.value.ndim:
        raise AskError("a dense layer reads the last axis, and this tensor has none.")
    shape = (*a.shape[:-1], outputs)
    shapes.fits(shape)
    a.sets.spend(a.value.size)
    united = a.sets.unite(a.ids)[..., None] if a.shape[-1] else np.full((*shape[:-1], 1), NOWHERE)
    ids = np.ascontiguousarray(np.broadcast_to(united, shape))
    unknown = np.full(shape, np.nan, np.float32)
    return Tracked(unknown if values is None else values, ids, (*a.axes[:-1], name), a.sets)
