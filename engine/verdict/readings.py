"""What an answer reads: the states of each layer and direction."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..language.tensors import Tensors
from ..sources.tracked import Tracked
from ..trace.trace import Trace

Whole = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Reading:
    """States of one kind that an answer reads.

    Attributes:
        of_block: the number of the block of places that they are in.
        state: "h", "c", "x", "y", "h_0", "c_0", or "padding" for what stands past a row's length.
        kind: the same; of padding what it is the padding of, "h", "c", "x" or "y".
        layer: 0 to L - 1; None for x, y and their padding.
        direction: 0 forward, 1 reverse; None for the same.
        t: (n,), of the cells that are read, with ``b`` once each, row by row; 0 before the first
            step.
        b: (n,), their rows.
        units: the first and the last unit that is read.
        columns: the first and the last position along the answer's last axis that reads them;
            None where the answer has no axes.
        read: (n,), how many steps each cell's own direction has read.
        length: (n,), how many there are in its row.
    """

    of_block: int
    state: str
    kind: str
    layer: int | None
    direction: int | None
    t: Whole
    b: Whole
    units: tuple[int, int]
    columns: tuple[int, int] | None
    read: Whole
    length: Whole

    @property
    def is_state(self) -> bool:
        """Whether cells computed it: it is h or c, and no padding."""
        return self.state in ("h", "c")

    @property
    def is_whole(self) -> bool:
        """Whether every cell has read its row from end to end."""
        return self.is_state and bool((self.read == self.length).all())

    @property
    def runs(self) -> list[tuple[int, int, int]]:
        """The cells as stretches of time: (b, first t, last t)."""
        if not len(self.t):
            return []
        breaks = np.flatnonzero((np.diff(self.t) != 1) | (np.diff(self.b) != 0)) + 1
        starts, ends = np.concatenate([[0], breaks]), np.concatenate([breaks, [len(self.t)]]) - 1
        return [
            (int(self.b[s]), int(self.t[s]), int(self.t[e]))
            for s, e in zip(starts, ends, strict=True)
        ]


def readings_of(tensors: Tensors, a: Tracked) -> list[Reading]:
    """What a tensor reads, in the order in which they stand along its last axis.

    Args:
        tensors: the trace's.
        a: any tensor over them.

    Returns:
        A reading for each kind of state, layer and direction; none for a constant.
    """
    width = a.shape[-1] if a.shape else 1
    column = np.resize(np.arange(width), a.ids.size)
    ids, first, last = a.sets.reached(a.ids.ravel(), column, column)
    if not len(ids):
        return []
    places = tensors.places
    where = places.where(ids)
    # The padding of a block is a reading of its own.
    kind = where.block * 2 + places.is_padding(where)
    found = []
    for one in np.unique(kind):
        chosen = kind == one
        t, b, unit = where.t[chosen], where.b[chosen], where.unit[chosen]
        block = places.blocks[one // 2]
        steps = block.shape[0]
        is_read = np.zeros(block.shape[1] * steps, np.bool_)
        is_read[b * steps + t] = True
        b, t = np.divmod(np.flatnonzero(is_read), steps)
        state = "padding" if one % 2 else block.state
        found.append(
            Reading(
                int(one // 2),
                state,
                block.state,
                block.layer,
                block.direction,
                t,
                b,
                (int(unit.min()), int(unit.max())),
                (int(first[chosen].min()), int(last[chosen].max())) if a.shape else None,
                *_steps(tensors.trace, state, block.direction, t, b),
            )
        )
    return sorted(found, key=_order)


def _order(reading: Reading) -> tuple[Any, ...]:
    columns = reading.columns or (0, 0)
    return (
        columns,
        reading.state == "padding",
        reading.state,
        reading.layer or 0,
        reading.direction or 0,
    )


def _steps(
    trace: Trace, state: str, direction: int | None, t: Whole, b: Whole
) -> tuple[Whole, Whole]:
    """How many steps of how many each cell's direction has read when it is computed."""
    of = trace.packing.lengths[b].astype(np.intp)
    if state in ("h_0", "c_0", "padding"):
        return np.zeros_like(of), of
    return (of - t if direction else t + 1), of
