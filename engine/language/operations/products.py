"""Products and dense layers: a result is read from a whole row, and a whole column."""

import math
from typing import Any

import numpy as np

from ...sources.places import Ids
from ...sources.tracked import AnyArray, Tracked
from ..errors import AskError
from . import arguments, shapes

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


def mm(input: Any, mat2: Any) -> Tracked:
    """The product of two matrices."""
    return _of_axes("mm", 2, input, mat2)


def dot(input: Any, tensor: Any) -> Tracked:
    """The product of two vectors."""
    return _of_axes("dot", 1, input, tensor)


def _of_axes(name: str, ndim: int, *operands: Any) -> Tracked:
    for each in operands:
        if arguments.tensor(name, each).value.ndim != ndim:
            raise AskError(
                f"{name}() expects tensors of {ndim} axes, got shape "
                f"{arguments.shape_text(each.shape)}."
            )
    return matmul(*operands)


def einsum(equation: Any, *operands: Any) -> Tracked:
    """A sum of products: read from all that stands along the letters that are summed over."""
    if not isinstance(equation, str) or not equation.isascii() or "..." in equation:
        raise AskError("equation has to be a text of letters, such as 'tbh,sbh->bts'.")
    tensors = arguments.tensors("operands", operands)
    terms, arrow, to = equation.replace(" ", "").partition("->")
    letters = terms.split(",")
    once = sorted(letter for letter in set(terms) - {","} if terms.count(letter) == 1)
    to = to if arrow else "".join(once)
    _fit(letters, to, tensors)
    with np.errstate(all="ignore"):
        value = np.einsum(f"{terms}->{to}", *(each.value for each in tensors))
    names: dict[str, str | None] = {}
    for term, each in zip(letters, tensors, strict=True):
        for letter, name, size in zip(term, each.axes, each.shape, strict=True):
            names[letter] = name if size > 1 else names.get(letter, name)
    read = [
        np.broadcast_to(_along(term, to, each), value.shape)
        for term, each in zip(letters, tensors, strict=True)
    ]
    ids = tensors[0].sets.unite(np.stack(read, axis=-1))
    return Tracked(np.asarray(value), ids, tuple(names[letter] for letter in to), tensors[0].sets)


def _fit(letters: list[str], to: str, tensors: list[Tracked]) -> None:
    """Refuse letters that the tensors haven't got, and more work than there may be."""
    sizes: dict[str, int] = {}
    if len(letters) != len(tensors):
        raise AskError(f"einsum(): {len(letters)} operands are named, and {len(tensors)} given.")
    if len({each.value.dtype for each in tensors}) > 1:
        types = ", ".join(str(each.value.dtype) for each in tensors)
        raise AskError(f"einsum(): operands have to be of one type, got {types}.")
    for term, each in zip(letters, tensors, strict=True):
        if (term and not term.isalpha()) or len(term) != each.value.ndim:
            raise AskError(
                f"einsum(): {term!r} has {len(term)} letters, and its operand the shape "
                f"{arguments.shape_text(each.shape)}."
            )
        for letter, size in zip(term, each.shape, strict=True):
            if size != 1 and sizes.get(letter, 1) == 1:  # a single one is broadcast
                sizes[letter] = size
            if sizes.setdefault(letter, size) != size != 1:
                raise AskError(
                    f"einsum(): {letter} has the size {size} here, and {sizes[letter]} before."
                )
    if len(set(to)) < len(to) or not set(to) <= set(sizes):
        raise AskError(f"einsum(): {to!r} has to be letters of the operands, each once.")
    shapes.fits(tuple(sizes[letter] for letter in to))
    tensors[0].sets.spend(math.prod(sizes.values()) // products_an_element)


def _along(term: str, to: str, a: Tracked) -> Ids:
    """The ids of an operand, united along what is summed, in the order of the result's letters."""
    kept = [letter for letter in to if letter in term]
    summed = [letter for letter in dict.fromkeys(term) if letter not in to]
    lines = np.einsum(f"{term}->{''.join([*kept, *summed])}", a.ids)
    shape = lines.shape[: len(kept)]
    ids = a.sets.unite(lines.reshape(*shape, -1)) if summed else lines
    wide = iter(ids.shape)
    return ids.reshape([next(wide) if letter in term else 1 for letter in to])


def mixed(a: Tracked, values: AnyArray, name: str) -> Tracked:
    """What a dense layer gives: each number is read from all of the last axis.

    Args:
        a: (..., n).
        values: (..., outputs).
        name: of the last axis.
    """
    if not a.value.ndim:
        raise AskError("a dense layer reads the last axis, and this tensor has none.")
    shapes.fits(values.shape)
    a.sets.spend(a.value.size)
    ids = np.ascontiguousarray(np.broadcast_to(a.sets.unite(a.ids)[..., None], values.shape))
    return Tracked(values, ids, (*a.axes[:-1], name), a.sets)
