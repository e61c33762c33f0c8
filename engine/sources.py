"""Tracked arrays: beside every element stand the states that it was read from.

Moving elements moves their sources in the same way: an operation is done twice, on the values and
on the ids. What mixes elements, a sum or a dense layer, unites their sources into a set; a set has
an id of its own, past those of the places.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.errors import EngineError
from engine.places import NOWHERE, Ids, Places

AnyArray = npt.NDArray[Any]
Move = Callable[[AnyArray], AnyArray]
Axes = tuple[str | None, ...]
"""What the axes of an array are called, "T" or "D·P"; None where a name wouldn't be true."""

most_elements = 20_000_000
most_seconds = 5.0
most_axes = 64
view_cost = 1000
"""A view makes no elements, but takes the time that these take."""


class Sets:
    """The sets of places that mixed elements were read from, and what all the work may cost."""

    def __init__(self, places: Places) -> None:
        """Begin with no sets.

        Args:
            places: the states that can be in them.
        """
        self.places = places
        self._members: list[Ids] = []  # of the sets, block by block, one set behind the other
        self._ends: Ids = np.zeros(1, np.int64)  # where each set ends among all members
        self._spent = 0
        self._deadline = time.monotonic() + most_seconds

    def spend(self, elements: int) -> None:
        """Count elements that are about to be made.

        Raises:
            EngineError: they are too many, or it has taken too long.
        """
        self._spent += elements
        if self._spent > most_elements:
            raise EngineError(
                f"This reads and mixes {self._spent:,} elements, at most {most_elements:,} are; "
                "ask for fewer steps or rows."
            )
        if time.monotonic() > self._deadline:
            raise EngineError(f"This takes over {most_seconds:.0f} s; ask for fewer steps or rows.")

    def unite(self, ids: Ids) -> Ids:
        """One id for each line of ids along the last axis.

        Args:
            ids: (*shape, n), of places or sets.

        Returns:
            (*shape), each the id of the union: of a place where it is a single one.

        Raises:
            EngineError: the work is too much.
        """
        shape, n = ids.shape[:-1], ids.shape[-1]
        if n == 1 or ids.size == 0:
            return ids[..., 0] if n else np.full(shape, NOWHERE)
        line, member = self.pairs(ids.reshape(-1, n))
        count = math.prod(shape)
        # Sorted, and each member of a line once.
        keys = distinct(line * self.places.count + member)
        line, member = np.divmod(keys, self.places.count)
        sizes = np.bincount(line, minlength=count)
        united = np.full(count, NOWHERE)
        firsts = np.cumsum(sizes) - sizes
        united[sizes == 1] = member[firsts[sizes == 1]]
        several = sizes > 1
        united[several] = self.places.count + len(self._ends) - 1 + np.arange(several.sum())
        self._members.append(member[several[line]])
        self._ends = np.concatenate([self._ends, self._ends[-1] + np.cumsum(sizes[several])])
        return united.reshape(shape)

    def members(self, ids: Ids) -> Ids:
        """The places behind ids.

        Args:
            ids: (*shape).

        Returns:
            (*shape, n), each line in ascending order, ``NOWHERE`` where there are fewer than n.

        Raises:
            EngineError: the work is too much.
        """
        flat = ids.reshape(-1, 1)
        line, member = self.pairs(flat)
        sizes = np.bincount(line, minlength=len(flat))
        n = int(sizes.max(initial=1))
        self.spend(n * len(flat))
        found = np.full((len(flat), n), NOWHERE)
        found[line, np.arange(len(line)) - np.repeat(np.cumsum(sizes) - sizes, sizes)] = member
        return found.reshape(*ids.shape, n)

    def places_of(self, ids: Ids) -> Ids:
        """Every place behind any of the ids, once each, in ascending order."""
        return distinct(self.pairs(distinct(ids)[None])[1])

    def pairs(self, ids: Ids) -> tuple[Ids, Ids]:
        """Lines of ids (count, n) as pairs of a line and a place in it."""
        self.spend(ids.size)
        line = np.repeat(np.arange(len(ids)), ids.shape[1])
        flat = ids.ravel()
        line, flat = line[flat != NOWHERE], flat[flat != NOWHERE]
        is_set = flat >= self.places.count
        if not is_set.any():
            return line, flat
        which = flat[is_set] - self.places.count
        starts = self._ends[which]
        sizes = self._ends[which + 1] - starts
        self.spend(int(sizes.sum()))
        # The members of each set, one set behind the other.
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        members = np.concatenate(self._members)[np.repeat(starts, sizes) + within]
        lines = np.concatenate([line[~is_set], np.repeat(line[is_set], sizes)])
        order = np.argsort(lines, kind="stable")
        return lines[order], np.concatenate([flat[~is_set], members])[order]


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


def distinct(values: Ids) -> Ids:
    """Every value once, in ascending order; of millions faster than ``np.unique``, which hashes."""
    found = np.sort(values, axis=None)
    return found[np.concatenate([[True], found[1:] != found[:-1]])] if len(found) else found


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
