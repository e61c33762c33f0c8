"""Two tensors held to each other: by what they hold, and by where it was read."""

from dataclasses import dataclass

import numpy as np

from engine.language.tensors import Tensors
from engine.places import NOWHERE
from engine.sources import Tracked
from engine.verdict import words


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
    """
    try:
        shape = np.broadcast_shapes(a.shape, b.shape)
    except ValueError:
        shapes = f"{words.shape(tensors, a)} and {words.shape(tensors, b)}"
        return Equality(False, False, f"Not equal: the shapes are {shapes}.")
    left, right = (a.sets.members(np.broadcast_to(side.ids, shape)) for side in (a, b))
    n = max(left.shape[-1], right.shape[-1])
    differ = (_wide(left, n) != _wide(right, n)).any(axis=-1)
    same = not differ.any()
    is_constant = a.is_constant or b.is_constant
    other = (
        ""
        if a.shape == b.shape
        else (
            f" The shapes {words.shape(tensors, a)} and {words.shape(tensors, b)} were broadcast."
        )
    )
    if holds and same and not is_constant:
        return Equality(True, True, f"Equal: {_count(a)}, read from the same places.{other}")
    if holds:
        where = (
            "one side was read from no state"
            if is_constant
            else f"{_some(differ)} read from other states; the numbers agree by chance or by rule"
        )
        return Equality(True, False, f"Equal in value, but not the same states: {where}.{other}")
    off = _difference(a, b)
    places = (
        ""
        if is_constant
        else (
            " They are read from the same states."
            if same
            else f" {_some(differ)} read from other states."
        )
    )
    return Equality(False, same, f"Not equal: {off}.{places[:1]}{places[1:]}{other}")


def _wide(members: np.ndarray, n: int) -> np.ndarray:
    extra = n - members.shape[-1]
    return np.pad(members, [(0, 0)] * (members.ndim - 1) + [(0, extra)], constant_values=NOWHERE)


def _count(a: Tracked) -> str:
    return "1 element" if a.value.size == 1 else f"all {a.value.size:,} elements"


def _some(differ: np.ndarray) -> str:
    n = int(differ.sum())
    return (
        f"{'all' if n == differ.size else n} of {differ.size:,} elements are"
        if differ.size > 1
        else "it is"
    )


def _difference(a: Tracked, b: Tracked) -> str:
    with np.errstate(all="ignore"):
        apart = np.asarray(a.value != b.value)
        n = int(apart.sum())
        largest = np.abs(a.value.astype(float) - b.value.astype(float)).max(initial=0)
    return f"{n:,} of {apart.size:,} elements differ, by up to {largest:.3g}"
