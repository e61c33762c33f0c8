"""Places: every state, input and prediction of a run has a number, its id.

An array of ids says of each element of a tensor which state it is. Ids are counted block by block:
x, then every state of every (layer, direction), the states before the first step, and y.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .. import checks
from ..network.stack import Stack

Ids = npt.NDArray[np.int64]

NOWHERE = -1
"""The id of what was read from no state: a constant."""


@dataclass(frozen=True)
class Source:
    """What one element of a tensor was read from.

    Attributes:
        state: "h" or "c"; "x" or "y"; "h_0" or "c_0", the state before the first step; "padding",
            the zero past a row's length.
        layer: 0 to L - 1; None for x and y.
        direction: 0 forward, 1 reverse; None for x and y.
        t: the position in the sequence; None for the states before the first step.
        b: row of the batch.
        unit: which number of the state, or which feature of x.
    """

    state: str
    layer: int | None
    direction: int | None
    t: int | None
    b: int
    unit: int


class Block(NamedTuple):
    """States that are counted together, t by t, row by row, unit by unit."""

    state: str
    layer: int | None
    direction: int | None
    shape: tuple[int, int, int]  # (T, B, size), or (1, B, size) before the first step
    first: int


class Where(NamedTuple):
    """Of many ids: which block, t, row and unit each stands for, arrays of the ids' shape."""

    block: npt.NDArray[np.intp]
    t: npt.NDArray[np.intp]
    b: npt.NDArray[np.intp]
    unit: npt.NDArray[np.intp]


class Places:
    """The numbering of a run's states.

    Attributes:
        blocks: the states that are counted together, in the order of their ids.
        count: of all places; a larger id is no place.
        sizes: the lengths of axes by their names, "T" or "L·D".
        h_size: what the size of h is called: "P" where it is projected, otherwise "H".
    """

    def __init__(
        self, net: Stack, lengths: npt.NDArray[np.int64], steps: int, output_size: int
    ) -> None:
        """Count them.

        Args:
            net: the layers that ran.
            lengths: (B,), of each row; the longest is T.
            steps: of x, which may be longer than T.
            output_size: O of the head that reads ``output``; 0 where there is none.
        """
        T, B = int(lengths.max()), len(lengths)
        self._lengths = lengths
        self.h_size = "P" if net.proj_size else "H"
        L, D, P = net.num_layers, net.num_directions, net.state_sizes["h"]
        sizes = {"T": T, "B": B, "L": L, "D": D, "H": net.hidden_size, "P": P}
        sizes |= {"I": net.input_size, "O": output_size, "L·D": L * D, f"D·{self.h_size}": D * P}
        self.sizes: dict[str, int] = sizes
        rows = [(layer, d) for layer in range(net.num_layers) for d in net.directions]
        of_cells = [
            (name, row, (T, B, size)) for name, size in net.state_sizes.items() for row in rows
        ]
        before = [
            (f"{name}_0", row, (1, B, size))
            for name, size in net.state_sizes.items()
            for row in rows
        ]
        listed: list[tuple[str, tuple[int | None, int | None], tuple[int, int, int]]] = [
            ("x", (None, None), (steps, B, net.input_size)),
            *of_cells,
            *before,
            ("y", (None, None), (T, B, output_size)),
        ]
        self.blocks: list[Block] = []
        first = 0
        for state, (layer, direction), shape in listed:
            self.blocks.append(Block(state, layer, direction, shape, first))
            first += shape[0] * shape[1] * shape[2]
        self.count = first

    def ids(self, state: str, layer: int | None = None, direction: int | None = None) -> Ids:
        """The ids of one block, (T, B, size); (1, B, size) before the first step."""
        block = self._named[state, layer, direction]
        size = block.shape[0] * block.shape[1] * block.shape[2]
        return np.arange(block.first, block.first + size).reshape(block.shape)

    def where(self, ids: Ids) -> Where:
        """Find many ids at once; none of them may be ``NOWHERE``."""
        block = np.searchsorted(self._firsts, ids, side="right") - 1
        _, B, size = (self._shapes[block, axis] for axis in range(3))
        rest, unit = np.divmod(ids - self._firsts[block], np.maximum(size, 1))
        t, b = np.divmod(rest, B)
        return Where(block, t, b, unit)

    def is_padding(self, where: Where) -> npt.NDArray[np.bool_]:
        """Whether each place lies past its row's length."""
        in_time = self._has_time[where.block]
        return np.asarray(in_time & (where.t >= self._lengths[where.b]))

    def source(self, id: int) -> Source:
        """What an id stands for.

        Raises:
            EngineError: there is no such id.
        """
        checks.within("id", id, self.count)
        where = self.where(np.array(id))
        block = self.blocks[int(where.block)]
        return Source(
            "padding" if self.is_padding(where) else block.state,
            block.layer,
            block.direction,
            int(where.t) if self._has_time[where.block] else None,
            int(where.b),
            int(where.unit),
        )

    @cached_property
    def _named(self) -> dict[tuple[str, int | None, int | None], Block]:
        return {(block.state, block.layer, block.direction): block for block in self.blocks}

    @cached_property
    def _firsts(self) -> Ids:
        return np.array([block.first for block in self.blocks])

    @cached_property
    def _shapes(self) -> npt.NDArray[np.intp]:
        return np.array([block.shape for block in self.blocks])

    @cached_property
    def _has_time(self) -> npt.NDArray[Any]:
        return np.array([not block.state.endswith("_0") for block in self.blocks])
