"""Sets of states: what mixed elements were read from, and what all the work of Ask may cost.

A set has an id of its own, past those of the places. One that goes into another stays a member of
it, and is only opened where its places are asked for: an attention over T steps makes T sets of a
set, and not T times all of its places.
"""

import time
from itertools import pairwise

import numpy as np

from ..errors import EngineError
from .places import NOWHERE, Ids, Places

most_elements = 20_000_000
most_seconds = 5.0  # of work: a busy machine refuses no more than an idle one


class Sets:
    """The sets of places that mixed elements were read from, and what all the work may cost."""

    def __init__(self, places: Places) -> None:
        """Begin with no sets.

        Args:
            places: the states that can be in them.
        """
        self.places = places
        self._members: list[Ids] = []  # of the sets, one behind the other; older sets among them
        self._firsts: list[int] = []  # the first set of each ``unite``
        self._ends: Ids = np.zeros(1, np.int64)  # where each set ends among all members
        self._spent = 0
        self._deadline = time.thread_time() + most_seconds

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
        if time.thread_time() > self._deadline:
            raise EngineError(f"This takes over {most_seconds:.0f} s; ask for fewer steps or rows.")

    def unite(self, ids: Ids) -> Ids:
        """One id for each line of ids along the last axis.

        A set that is united with others stays one, as their member: nothing is written out before
        it is asked for.

        Args:
            ids: (*shape, n), of places or sets.

        Returns:
            (*shape), each the id of the union: of a place or set where it is a single one.

        Raises:
            EngineError: the work is too much.
        """
        shape, n = ids.shape[:-1], ids.shape[-1]
        if n == 1 or ids.size == 0:
            return ids[..., 0] if n else np.full(shape, NOWHERE)
        self.spend(ids.size)
        lines = np.sort(ids.reshape(-1, n), axis=1)
        counts = lines != NOWHERE  # and each member of a line once
        counts[:, 1:] &= lines[:, 1:] != lines[:, :-1]
        sizes = counts.sum(axis=1)
        united = np.full(len(lines), NOWHERE)
        united[sizes == 1] = lines[(sizes == 1)[:, None] & counts]
        several = sizes > 1
        self._firsts.append(self.places.count + len(self._ends) - 1)
        united[several] = self._firsts[-1] + np.arange(several.sum())
        self._members.append(lines[several[:, None] & counts])
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
        flat = ids.ravel()
        line = np.flatnonzero(flat != NOWHERE)
        member = flat[line]
        while (is_set := member >= self.places.count).any():
            opened, sizes = self._opened(member[is_set])
            line = np.concatenate([line[~is_set], np.repeat(line[is_set], sizes)])
            member = np.concatenate([member[~is_set], opened])
            # Sorted, and each member of a line once: sets may have members in common.
            count = self.places.count + len(self._ends)
            line, member = np.divmod(distinct(line * count + member), count)
        sizes = np.bincount(line, minlength=len(flat))
        n = int(sizes.max(initial=1))
        self.spend(n * len(flat))
        found = np.full((len(flat), n), NOWHERE)
        found[line, np.arange(len(line)) - np.repeat(np.cumsum(sizes) - sizes, sizes)] = member
        return found.reshape(*ids.shape, n)

    def places_of(self, ids: Ids) -> Ids:
        """Every place behind any of the ids, once each, in ascending order."""
        column = np.zeros(ids.size, np.intp)
        return self.reached(ids.ravel(), column, column)[0]

    def reached(self, ids: Ids, first: Ids, last: Ids) -> tuple[Ids, Ids, Ids]:
        """Every place behind ids that stand in columns, with the columns that reach it.

        Args:
            ids: (n,), of places or sets.
            first: (n,), the first column of each id.
            last: (n,), the last column of each id.

        Returns:
            The places, once each and in ascending order, and the first and last column of each.
        """
        self.spend(len(ids))
        count, n = self.places.count, len(self._ends) - 1
        lowest, highest = np.full(n, np.iinfo(np.intp).max), np.full(n, -1)
        found = []

        def reach(ids: Ids, first: Ids, last: Ids) -> None:
            is_set = ids >= count
            np.minimum.at(lowest, ids[is_set] - count, first[is_set])
            np.maximum.at(highest, ids[is_set] - count, last[is_set])
            is_place = ~is_set & (ids != NOWHERE)
            found.append(_once(ids[is_place], first[is_place], last[is_place]))

        reach(ids, first, last)
        # Members are older than their set: what one ``unite`` made is opened in one go.
        for begin, end in reversed([*pairwise([*self._firsts, count + n])]):
            sets = begin + np.flatnonzero(highest[begin - count : end - count] >= 0)
            if len(sets):
                opened, sizes = self._opened(sets)
                columns = (np.repeat(each[sets - count], sizes) for each in (lowest, highest))
                reach(opened, *columns)
        return _once(*map(np.concatenate, zip(*found, strict=True))) if found[1:] else found[0]

    def _opened(self, ids: Ids) -> tuple[Ids, Ids]:
        """The members of sets, one set behind the other, and how many each has."""
        if len(self._members) > 1:
            self._members = [np.concatenate(self._members)]
        which = ids - self.places.count
        starts = self._ends[which]
        sizes = self._ends[which + 1] - starts
        self.spend(int(sizes.sum()))
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return self._members[0][np.repeat(starts, sizes) + within], sizes


def distinct(values: Ids) -> Ids:
    """Every value once, in ascending order; of millions faster than ``np.unique``, which hashes."""
    found = np.sort(values, axis=None)
    return found[np.concatenate([[True], found[1:] != found[:-1]])] if len(found) else found


def _once(ids: Ids, first: Ids, last: Ids) -> tuple[Ids, Ids, Ids]:
    """Each id once, in ascending order, with the smallest first and the largest last of its own."""
    order = np.argsort(ids, kind="stable")
    ids = ids[order]
    starts = np.flatnonzero(np.diff(ids, prepend=NOWHERE))
    if not len(ids):
        return ids, first, last
    return (
        ids[starts],
        np.minimum.reduceat(first[order], starts),
        np.maximum.reduceat(last[order], starts),
    )
