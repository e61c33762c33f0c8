"""A tensor that a framework returns: which states it is made of, and how they are laid together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from ..arrays import Array
from ..sources.sets import Sets
from ..sources.tracked import Tracked, elementwise
from ..trace.trace import Trace

When = Literal["each", "turned", "held", "last"]
Join = Literal["concat", "stack", "sum", "mul", "ave"]

_MIXES: dict[str, Callable[[Any, Any], Any]] = {
    "sum": np.add,
    "mul": np.multiply,
    "ave": lambda a, b: (a + b) / 2,
}


@dataclass(frozen=True)
class Returned:
    """One tensor.

    Attributes:
        trace: of the run.
        says: what it is, in a few words.
        states: (state, layer, direction) of each that it is made of, in order.
        when: at which of their steps: "each" of them; "turned", each, the last one first; "held",
            each, and past a row's length the row's last again; "last", each direction's own last.
        join: how several stand together: "concat", along the last axis; "stack", along an axis of
            their own; "sum", "mul" and "ave" make one number of two.
        axes: their names, in the framework's order.
    """

    trace: Trace
    says: str
    states: tuple[tuple[str, int, int], ...]
    when: When
    join: Join
    axes: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of the axes."""
        size, n = self.trace.network.state_sizes[self.states[0][0]], len(self.states)
        lengths = {"T": self.trace.T, "B": self.trace.B, "D": n, "L·D": n}
        last = size * n if self.join == "concat" else size
        return (*(lengths[axis] for axis in self.axes[:-1]), last)

    @property
    def value(self) -> Array:
        """The numbers."""
        return self.tracked(Sets(self.trace.places(0))).value

    def tracked(self, sets: Sets) -> Tracked:
        """The numbers, and the states that each was read from."""
        last = self.axes[-1]
        time = [] if self.when == "last" else ["T"]
        sides = [self._side(sets, *state) for state in self.states]
        if self.join == "stack":
            own = [axis for axis in self.axes[:-1] if axis not in ("T", "B")]
            made = _joined(np.stack, -3, sides, (*time, *own, "B", last))
        elif self.join == "concat":
            made = _joined(np.concatenate, -1, sides, (*time, "B", last))
        else:
            made = elementwise(_MIXES[self.join], *sides).with_axes((*time, "B", last))
        if "B" not in self.axes:  # x came without a batch
            return made.moved(lambda array: array[..., 0, :], self.axes)
        order = [made.axes.index(axis) for axis in self.axes]
        return made.moved(lambda array: array.transpose(order), self.axes)

    def _side(self, sets: Sets, name: str, layer: int, direction: int) -> Tracked:
        """One state, (T, B, size), or (B, size) of the last."""
        packing, T = self.trace.packing, self.trace.T
        steps: dict[When, Any] = {
            "each": slice(None),
            "turned": slice(None, None, -1),
            "held": (np.minimum(np.arange(T)[:, None], packing.last[0]), packing.last[1]),
            "last": 0 if direction else packing.last,
        }
        value = self.trace.state(name, layer, direction)
        ids = sets.places.ids(name, layer, direction)
        at = steps[self.when]
        return Tracked(value[at], ids[at], (None,) * value[at].ndim, sets)


def of_last_step(state: str, whose: str) -> str:
    """What a tensor of last states is, in words.

    Args:
        state: its name, "h" or "c".
        whose: "its", or which direction's: the reverse one's last step is t = 0.

    Returns:
        Such as ``h of each direction’s own last step``.
    """
    return f"{state} of {whose} own last step"


def _joined(join: Any, axis: int, sides: list[Tracked], axes: tuple[str, ...]) -> Tracked:
    value, ids = (join([getattr(side, of) for side in sides], axis) for of in ("value", "ids"))
    return Tracked(value, ids, axes, sides[0].sets)
