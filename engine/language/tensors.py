"""A trace's tensors, tracked: each element with the state that it is."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import Array
from ..frameworks import returned as frameworks
from ..network.head import Head
from ..sources.places import Ids, Places
from ..sources.sets import Sets
from ..sources.tracked import AnyArray, Axes, Tracked
from ..trace.trace import Trace
from .errors import AskError


@dataclass(frozen=True)
class Tensors:
    """What can be asked of a trace.

    Attributes:
        trace: of the run.
        head: the dense layer that makes y; None where there is none.
        sets: the sets of sources that this evaluation makes.
        names: the framework whose names the tensors have.
        merge: as Keras' Bidirectional joins its two directions.
    """

    trace: Trace
    head: Head | None
    sets: Sets
    names: str = "pytorch"
    merge: str = "concat"

    @classmethod
    def of(
        cls, trace: Trace, head: Head | None, names: str = "pytorch", merge: str = "concat"
    ) -> "Tensors":
        """Number the states of a trace as a framework lays it out, with no sets yet."""
        trace = frameworks.laid_out(trace, names)
        sets = Sets(trace.places(len(head.bias) if head else 0))
        return cls(trace, head, sets, names, merge)

    @property
    def places(self) -> Places:
        """The numbering of the states."""
        return self.sets.places

    @property
    def x(self) -> Tracked:
        """The input, as it was given."""
        value, ids = (self._given(a).copy() for a in (self.trace.x, self.places.ids("x")))
        return Tracked(value, ids, self._axes("I"), self.sets)

    @property
    def output(self) -> Tracked:
        """The top layer's h at every step; with batch_first a transposed view, as in PyTorch."""
        top = self.trace.network.num_layers - 1
        ids = [self.places.ids("h", top, d) for d in self.trace.network.directions]
        return self._tracked(self.trace.top, np.concatenate(ids, axis=2), f"D·{self.places.h_size}")

    @property
    def y(self) -> Tracked:
        """What the head makes of ``output``."""
        if self.head is None:
            raise AskError("This network has no head, so there is no y; ask for output.")
        return self._tracked(self.head.run(self.trace.top), self.places.ids("y"), "O")

    def state(self, name: str, layer: int, direction: int) -> Tracked:
        """A state at every step, laid out as ``output`` is."""
        value = self.trace.state(name, layer, direction)
        return self._tracked(value, self.places.ids(name, layer, direction), self.size_of(name))

    def last(self, name: str) -> Tracked:
        """``h_n`` or ``c_n``."""
        value = self.trace.h_n if name == "h" else self.trace.c_n
        if value is None:
            raise AskError(f"{name}_n is an LSTM's; this is a {self.trace.network.cell}: ask h_n.")
        last = self.trace.packing.last
        ids = np.stack(
            [self.places.ids(name, layer, d)[0 if d else last] for layer, d in self.trace.records]
        )
        if self.trace.unbatched:
            return Tracked(value, ids[:, 0], ("L·D", self.size_of(name)), self.sets)
        return Tracked(value, ids, ("L·D", "B", self.size_of(name)), self.sets)

    def first(self, name: str) -> Tracked:
        """``h_0`` or ``c_0``, the states before the first step."""
        if name not in self.trace.initial:
            raise AskError(f"{name}_0 is an LSTM's; this is a {self.trace.network.cell}: ask h_0.")
        value = self.trace.initial[name]
        ids = np.stack([self.places.ids(f"{name}_0", *row)[0] for row in self.trace.records])
        if self.trace.unbatched:
            return Tracked(value[:, 0], ids[:, 0], ("L·D", self.size_of(name)), self.sets)
        return Tracked(value, ids, ("L·D", "B", self.size_of(name)), self.sets)

    def states(self, name: str) -> Any:
        """What the layer begins with, as it takes it; ``h0``, ``c_0`` or ``cell`` is one alone."""
        kinds = self.trace.network.kind.states
        alone = re.match(r"(h|c)(_?0|ell|$)", name)
        if alone and alone[1] in kinds:
            return self.first(alone[1])
        found = tuple(self.first(each) for each in kinds)
        return found if len(found) > 1 else found[0]

    @property
    def lengths(self) -> Tracked:
        """Each row's length; T for all where none were given."""
        value = self.trace.packing.lengths.copy()
        return Tracked.constant(value, self.sets).with_axes(("B",))

    @property
    def returned(self) -> dict[str, Any]:
        """What another framework's layers return, by its names; of stacked ones the top as well."""
        found = frameworks.bound(self.trace, self.names, self.merge)
        end = f"_l{self.trace.network.num_layers - 1}"
        return {name.removesuffix(end): each for name, each in found.items()} | found

    def tracked(self, value: Any) -> Any:
        """A tensor of ``returned``, or a tuple of them."""
        if isinstance(value, tuple):
            return tuple(self.tracked(each) for each in value)
        return value.tracked(self.sets)

    def is_x(self, a: Tracked) -> bool:
        """Whether a tensor is the input as it was given."""
        return np.array_equal(a.ids, self.x.ids)

    def of_head(self, a: Tracked) -> Array | None:
        """W_hy a + b_y, where the head's width fits."""
        fits = self.head is not None and a.shape[-1:] == self.head.weight.shape[1:]
        if not fits or self.head is None or a.value.dtype != self.head.weight.dtype:
            return None
        with np.errstate(all="ignore"):
            return self.head.sums(a.value)

    def size_of(self, state: str) -> str:
        """What the size of a state is called."""
        return self.places.h_size if state == "h" else "H"

    def _tracked(self, value: AnyArray, ids: Ids, size: str) -> Tracked:
        # In memory as PyTorch has it: T before B, but where rows were turned back into their order.
        value, ids = (self._given(np.ascontiguousarray(a)) for a in (value, ids))
        if self.trace.packed:
            value, ids = np.ascontiguousarray(value), np.ascontiguousarray(ids)
        return Tracked(value, ids, self._axes(size), self.sets)

    def _given(self, a: AnyArray) -> AnyArray:
        return self.trace.as_given(a)

    def _axes(self, size: str) -> Axes:
        if self.trace.unbatched:
            return "T", size
        return ("B", "T", size) if self.trace.batch_first else ("T", "B", size)
