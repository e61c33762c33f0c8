"""What the rules look at, and what they find."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.language.record import Event
from engine.language.tensors import Tensors
from engine.sources import Tracked
from engine.verdict.parts import Part
from engine.verdict.words import numbers


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
        reads: the parts of each result.
        events: what was done on the way.
        is_comparison: whether two tensors are held to each other.
    """

    tensors: Tensors
    results: list[Tracked]
    reads: list[list[Part]]
    events: list[Event]
    is_comparison: bool

    @property
    def parts(self) -> list[Part]:
        """Of all results."""
        return [part for parts in self.reads for part in parts]

    @property
    def kinds(self) -> list[set[str]]:
        """For each result, which of h, c, x and y it reads."""
        return [{part.state for part in parts} - {"padding"} for parts in self.reads]

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
    def states(self) -> list[Part]:
        """The parts that cells computed."""
        return [part for part in self.parts if part.is_state]

    def named(self, a: Tracked) -> str:
        """The name of the tensor that this is, or is a part of."""
        ids = a.ids[(a.ids >= 0) & (a.ids < self.tensors.places.count)]
        where = self.tensors.places.where(ids[:1])
        state = self.tensors.places.blocks[int(where.block[0])].state if len(ids) else "h"
        if a.axes[:1] == ("L·D",):
            return f"{state}_n"
        return {"h": "output"}.get(state, state)

    def indexed(self, axis: str) -> Iterator[tuple[Event, Tracked]]:
        """The indexes into tensors whose first axis has this name."""
        for event in self.events:
            before = event.before
            if event.name == "[]" and isinstance(before, Tracked) and before.axes[:1] == (axis,):
                yield event, before


def is_number(key: Any) -> bool:
    """Whether an index is a single whole number."""
    return isinstance(key, int) and not isinstance(key, bool)


def rows(b: npt.NDArray[np.intp]) -> str:
    """Rows of the batch in words."""
    which = np.unique(b)
    return f"row{'s' if len(which) > 1 else ''} {numbers(which)}"


def span(values: npt.NDArray[np.intp]) -> str:
    """One number, or the smallest and the largest: 2 to 7."""
    found = np.unique(values)
    return str(found[0]) if len(found) == 1 else f"{found[0]} to {found[-1]}"
