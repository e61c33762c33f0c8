"""Tracked arrays: beside every element stand the states that it was read from.

Moving elements moves their sources in the same way: an operation is done twice, on the values and
on the ids. What mixes elements, a sum or a dense layer, unites their sources into a set.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import EngineError
from .places import NOWHERE, Ids
from .sets import Sets

AnyArray = npt.NDArray[Any]
Move = Callable[[AnyArray], AnyArray]
Axes = tuple[str | None, ...]
"""What the axes of an array are called, "T" or "D·P"; None where a name wouldn't be true."""

most_axes = 64
view_cost = 1000
"""A view makes no elements, but takes the time that these take."""


@dataclass(frozen=True, eq=False)
class Tracked:
    """An array that knows where its elements came from.

    Attributes:
        value: the numbers.
        ids: of the value's shape, for each element the id of a place or a set.
        axes: the names of the axes.
        sets: what the ids past those of the places stand for.
        compared: the two sides, where this came of comparing them.
    """

    value: AnyArray
    ids: Ids
    axes: Axes
    sets: Sets
    compared: "tuple[Tracked, Tracked] | None" = None

    @classmethod
    def constant(cls, value: AnyArray, sets: Sets) -> "Tracked":
        """An array that was read from no state."""
        sets.spend(value.size)
        return cls(value, np.full(value.shape, NOWHERE), (None,) * value.ndim, sets)

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of the axes."""
        return self.value.shape

    @property
    def is_constant(self) -> bool:
        """Whether no element was read from a state."""
        return not (self.ids != NOWHERE).any()

    def moved(self, move: Move, axes: Axes) -> "Tracked":
        """The elements elsewhere: ``move`` is done to the values and to the ids.

        Raises:
            EngineError: they have too many axes, or the work is too much.
        """
        if len(axes) > most_axes:
            raise EngineError(
                f"A tensor has at most {most_axes} axes; this would have {len(axes)}."
            )
        value = move(self.value)
        is_view = np.may_share_memory(value, self.value)
        self.sets.spend(view_cost if is_view else max(value.size, view_cost))
        return Tracked(value, move(self.ids), axes, self.sets)

    def with_axes(self, axes: Axes) -> "Tracked":
        """The same under other names of the axes."""
        return Tracked(self.value, self.ids, axes, self.sets, self.compared)

    def reduced(
        self, reduce: Callable[..., Any], axis: tuple[int, ...], keepdims: bool
    ) -> "Tracked":
        """Some axes made one number: it was read from all that stood along them."""
        self.sets.spend(self.value.size)
        rest = [k for k in range(self.value.ndim) if k not in axis]
        along = math.prod(self.shape[k] for k in axis)
        lines = self.ids.transpose(*rest, *axis)
        ids = self.sets.unite(lines.reshape(*(self.shape[k] for k in rest), along))
        axes = tuple(self.axes[k] for k in rest)
        if keepdims:
            ids = np.expand_dims(ids, axis)
            axes = tuple(None if k in axis else name for k, name in enumerate(self.axes))
        with np.errstate(all="ignore"):
            value = np.asarray(reduce(self.value, axis=axis, keepdims=keepdims))
        return Tracked(value, ids, axes, self.sets)


def elementwise(function: Callable[..., Any], *operands: "Tracked | complex") -> Tracked:
    """Compute element by element, broadcasting: each result was read from what it was made of."""
    tracked = [each for each in operands if isinstance(each, Tracked)]
    sets = tracked[0].sets
    shape = np.broadcast_shapes(*(each.shape for each in tracked))
    sets.spend(math.prod(shape))
    arrays = (each.value if isinstance(each, Tracked) else each for each in operands)
    with np.errstate(all="ignore"):
        value = np.asarray(function(*arrays))
    read = [np.broadcast_to(each.ids, shape) for each in tracked if not each.is_constant]
    ids = sets.unite(np.stack(read, axis=-1)) if read else np.full(shape, NOWHERE)
    return Tracked(value, ids, shared_axes(tracked, len(shape)), sets)


def shared_axes(tracked: Sequence[Tracked], ndim: int) -> Axes:
    """The names that broadcast arrays agree on: the longest array along an axis names it."""
    names: list[str | None] = []
    for back in range(ndim, 0, -1):
        along = [
            (each.shape[-back], each.axes[-back]) for each in tracked if back <= len(each.shape)
        ]
        longest = max(size for size, _ in along)
        found = {name for size, name in along if size == longest and name}
        names.append(found.pop() if len(found) == 1 else None)
    return tuple(names)
