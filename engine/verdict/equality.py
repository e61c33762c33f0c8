"""Two tensors held to each other: by what they hold, and by where it was read."""

from dataclasses import dataclass

import numpy as np

from ..language.tensors import Tensors
from ..sources.places import NOWHERE, Ids
from ..sources.tracked import AnyArray, Tracked
from . import words


@dataclass(frozen=True)
class Equality:
    """Whether two tensors are equal.

    Attributes:
        by_value: whether what was asked holds for all elements.
        by_source: whether each element of the one was read from what the other's was.
        sentence: both, in words.
    """

    by_value: bool
    by_source: bool
    sentence: str


def equality(tensors: Tensors, a: Tracked, b: Tracked, holds: bool) -> Equality:
    """Hold two tensors to each other, broadcast as they were compared.

    Args:
        tensors: the trace's.
        a: the left side.
        b: the right side.
        holds: whether the comparison holds for all elements.

    Returns:
        What holds, in words.

    Raises:
        EngineError: there are too many elements.
    """
    shapes = f"{words.shape(tensors, a)} and {words.shape(tensors, b)}"
    try:
        shape = np.broadcast_shapes(a.shape, b.shape)
    except ValueError:
        return Equality(False, False, f"Not equal: the shapes are {shapes}.")
    broadcast = "" if a.shape == b.shape else f" The shapes are {shapes}, here broadcast."
    differ = _differ(a, b, shape)
    same = not differ.any() and not a.is_constant
    if holds and same:
        sentence = f"Equal: {_all(differ)} read from the same states."
    elif holds:
        sentence = f"Equal in value by chance or by rule: {_read(a, b, differ)}."
    elif a.shape != b.shape and (a.value == b.value).all():
        sentence = f"Not equal: the shapes differ, and no element: {_read(a, b, differ)}."
    else:
        sentence = f"Not equal: {_apart(a, b)}; {_read(a, b, differ)}."
    return Equality(holds, same, sentence + broadcast)


def _differ(a: Tracked, b: Tracked, shape: tuple[int, ...]) -> AnyArray:
    """Whether the elements at each position were read from other places, (*shape)."""
    left, right = (np.broadcast_to(side.ids, shape) for side in (a, b))
    differ = np.asarray(left != right)
    # Two sets may have the same members, and only they have to be looked into.
    both = differ & (np.minimum(left, right) >= a.sets.places.count)
    sides = a.sets.members(left[both]), a.sets.members(right[both])
    n = max(side.shape[-1] for side in sides)
    one, other = (_wide(side, n) for side in sides)
    differ[both] = (one != other).any(axis=-1)
    return differ


def _wide(members: Ids, n: int) -> Ids:
    extra = [(0, 0)] * (members.ndim - 1) + [(0, n - members.shape[-1])]
    return np.pad(members, extra, constant_values=NOWHERE)


def _all(differ: AnyArray) -> str:
    return "the one element is" if differ.size == 1 else f"all {differ.size:,} elements are"


def _read(a: Tracked, b: Tracked, differ: AnyArray) -> str:
    if a.is_constant or b.is_constant:
        return f"{'neither' if a.is_constant and b.is_constant else 'one'} side is read from states"
    n = int(differ.sum())
    if n in (0, differ.size):
        return f"{_all(differ)} read from {'other' if n else 'the same'} states"
    return f"{n:,} of {differ.size:,} elements are read from other states"


def _apart(a: Tracked, b: Tracked) -> str:
    with np.errstate(all="ignore"):
        apart = np.asarray(a.value != b.value)
        off = np.abs(a.value.astype(float) - b.value.astype(float))
    largest = off.max(initial=0, where=np.isfinite(off))
    return f"{int(apart.sum()):,} of {apart.size:,} elements differ, by up to {largest:.3g}"
