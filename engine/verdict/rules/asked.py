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


@dataclass(frozen=True)
class Warning:
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
        parts: of all results.
        events: what was done on the way.
        text: the expression.
        is_comparison: whether two tensors are held to each other.
    """

    tensors: Tensors
    results: list[Tracked]
    parts: list[Part]
    events: list[Event]
    text: str
    is_comparison: bool

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

    def indexed(self, axis: str) -> Iterator[tuple[Event, Tracked]]:
        """The indexes into three-dimensional tensors whose first axis has a name."""
        for event in self.events:
            before = event.before
            if event.name == "[]" and isinstance(before, Tracked) and before.axes[:1] == (axis,):
                yield event, before


def is_number(key: Any) -> bool:
    """Whether an index is a single whole number."""
    return isinstance(key, int) and not isinstance(key, bool)


def span(values: npt.NDArray[np.intp]) -> str:
    """One number, or the smallest and the largest: 2 to 7."""
    found = np.unique(values)
    return str(found[0]) if len(found) == 1 else f"{found[0]} to {found[-1]}"
