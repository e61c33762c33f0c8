"""What the rules look at, and what they find."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ...language.record import Event
from ...language.tensors import Tensors
from ...sources.tracked import Tracked
from ..readings import Reading
from ..words import numbers


@dataclass(frozen=True)
class Finding:
    """What a rule found.

    Attributes:
        number: of the confusion.
        name: of the rule.
        message: what is read, and why that is hardly meant.
        fix: what to write instead; empty where that depends on what is wanted.
    """

    number: int
    name: str
    message: str
    fix: str


@dataclass(frozen=True, eq=False)
class Asked:
    """What the rules look at.

    Attributes:
        tensors: the trace's.
        results: the tensors that are asked; of a comparison both sides.
        reads: the readings of each result.
        events: what was done on the way.
        is_comparison: whether two tensors are held to each other.
    """

    tensors: Tensors
    results: list[Tracked]
    reads: list[list[Reading]]
    events: list[Event]
    is_comparison: bool

    @property
    def readings(self) -> list[Reading]:
        """Of all results."""
        return [reading for readings in self.reads for reading in readings]

    @property
    def kinds(self) -> list[set[str]]:
        """For each result, which of h, c, x and y it reads."""
        return [{reading.state for reading in readings} - {"padding"} for readings in self.reads]

    @property
    def L(self) -> int:
        """Layers."""
        return self.tensors.places.sizes["L"]

    @property
    def D(self) -> int:
        """Directions."""
        return self.tensors.places.sizes["D"]

    @property
    def batch_first(self) -> bool:
        """Whether ``output`` has B in front."""
        return self.tensors.trace.batch_first

    @property
    def states(self) -> list[Reading]:
        """The readings of what cells computed."""
        return [reading for reading in self.readings if reading.is_state]

    def named(self, a: Tracked) -> str:
        """The name of the tensor that this is, or is a part of."""
        ids = a.ids[(a.ids >= 0) & (a.ids < self.tensors.places.count)]
        if not len(ids):
            return "h_n" if a.axes[:1] == ("L·D",) else "output"
        block = int(self.tensors.places.where(ids[:1]).block[0])
        state = self.tensors.places.blocks[block].state
        return f"{state}_n" if a.axes[:1] == ("L·D",) and state in "hc" else self.holding(block)

    def holding(self, block: int) -> str:
        """The name of the tensor that holds a block of places at every step."""
        of = self.tensors.places.blocks[block]
        if of.state not in ("h", "c"):
            return of.state
        is_output = of.state == "h" and of.layer == self.L - 1
        return "output" if is_output else f"{of.state}({of.layer}, {of.direction})"

    def indexed(self, axis: str) -> Iterator[tuple[tuple[Any, ...], Tracked]]:
        """The indexes into tensors whose first axis has this name, each with its tensor."""
        for event in self.events:
            before, keys = event.before, event.args
            if not isinstance(before, Tracked) or before.axes[:1] != (axis,):
                continue
            if event.name == "select" and is_number(keys[0]):
                yield (*[slice(None)] * (keys[0] % before.value.ndim), keys[1]), before
            elif event.name == "[]" and keys:
                yield keys, before


def has_axis(a: Tracked, name: str) -> bool:
    """Whether a tensor has an axis of this name, be it together with another, as in "T·B"."""
    return any(name in axis.split("·") for axis in a.axes if axis)


def is_number(key: Any) -> bool:
    """Whether an index is a single whole number."""
    return isinstance(key, int) and not isinstance(key, bool)


def is_last(key: Any) -> bool:
    """Whether an index takes the last entry alone, -1 or -1:."""
    return (is_number(key) and key == -1) or (isinstance(key, slice) and key == slice(-1, None))


def rows(b: npt.NDArray[np.intp]) -> str:
    """Rows of the batch in words."""
    which = np.unique(b)
    return f"row{'s' if len(which) > 1 else ''} {numbers(which)}"


def span(values: npt.NDArray[np.intp]) -> str:
    """One number, or the smallest and the largest: 2 to 7."""
    found = np.unique(values)
    return str(found[0]) if len(found) == 1 else f"{found[0]} to {found[-1]}"
