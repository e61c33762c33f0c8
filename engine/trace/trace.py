"""A trace: everything that one run computed, and the tensors that are slices of it."""

from dataclasses import dataclass

import numpy as np

from .. import checks
from ..arrays import Array, Named
from ..errors import EngineError
from ..network.stack import Stack
from ..sources.places import Places, Source
from .packing import Packing, Whole
from .schedule import Order, Step, schedule


@dataclass(frozen=True)
class Trace:
    """What ``Network.run`` returns.

    Attributes:
        network: the network that ran.
        x: the input, (T, B, I) whatever ``batch_first`` is; it may be longer than ``T``.
        initial: the states before the first step, by name, (L·D, B, P) or (L·D, B, H).
        batch_first: whether ``output`` has B in front of T.
        unbatched: whether x came without a batch; then B is 1 in everything that is recorded, and
            ``output``, ``h_n`` and ``c_n`` have no B.
        packed: whether lengths were given.
        packing: the lengths of the rows, and the order in which they ran.
        records: for each (layer, direction), states and gates by name, (T, B, P) or (T, B, H),
            rows in the order of x, zero past a row's length.
    """

    network: Stack
    x: Array
    initial: Named
    batch_first: bool
    unbatched: bool
    packed: bool
    packing: Packing
    records: dict[tuple[int, int], Named]

    @property
    def T(self) -> int:
        """Time steps, those of the longest row."""
        return self.packing.T

    @property
    def B(self) -> int:
        """Rows of the batch."""
        return int(self.x.shape[1])

    @property
    def lengths(self) -> Whole | None:
        """The length of each row, (B,); None where none were given."""
        return self.packing.lengths if self.packed else None

    @property
    def batch_sizes(self) -> Whole:
        """How many rows run at each t, (T,), as in PyTorch's PackedSequence."""
        return self.packing.batch_sizes

    @property
    def sorted_indices(self) -> Whole:
        """The rows from the longest to the shortest, (B,), as in PyTorch's PackedSequence."""
        return self.packing.sorted_indices

    @property
    def unsorted_indices(self) -> Whole:
        """Where each row of x stands among the sorted ones, (B,)."""
        return self.packing.unsorted_indices

    @property
    def dropout(self) -> tuple[int, ...]:
        """The layers on whose h dropout would act in training, before the next layer reads it.

        Along time, and on the top layer's ``output``, it never acts; here it changes nothing.
        """
        return tuple(range(self.network.num_layers - 1)) if self.network.dropout else ()

    @property
    def output(self) -> Array:
        """The top layer's h at every step, (T, B, D·P), or (B, T, D·P) with ``batch_first``.

        Zero past a row's length; (T, D·P) where x came without a batch.
        """
        return self.as_given(self.top).copy()

    @property
    def top(self) -> Array:
        """What a head reads: h of the top layer, the directions side by side, (T, B, D·P)."""
        return self.read_by(self.network.num_layers)

    @property
    def h_n(self) -> Array:
        """Each direction's own last h, (L·D, B, P): layer 0 forward, layer 0 reverse, and so up.

        The last of a row is that of its own length; (L·D, P) where x came without a batch.
        """
        return self._last("h")

    @property
    def c_n(self) -> Array | None:
        """Each direction's own last c, (L·D, B, H) or (L·D, H); None for a cell without c."""
        return self._last("c") if "c" in self.network.kind.states else None

    def state(self, name: str, layer: int, direction: int) -> Array:
        """A state at every step.

        Args:
            name: "h", or "c" for an LSTM.
            layer: 0 to L - 1.
            direction: 0 forward, 1 reverse; both are stored at the position t that they read.

        Returns:
            (T, B, P) for h and (T, B, H) for c, not a copy.

        Raises:
            EngineError: the network has no such state, layer or direction.
        """
        checks.choice("state", name, self.network.kind.states, f"for {self.network.cell!r} ")
        return self.record(layer, direction)[name]

    def gates(self, layer: int, direction: int) -> Named:
        """The gates at every step, (T, B, H) each, by the cell's own names.

        Args:
            layer: 0 to L - 1.
            direction: 0 forward, 1 reverse.

        Returns:
            ``i f g o`` for an LSTM, ``r z n`` for a GRU, nothing for an RNN.

        Raises:
            EngineError: the network has no such layer or direction.
        """
        record = self.record(layer, direction)
        return {name: record[name] for name in self.network.kind.gates}

    def schedule(self, order: Order = "layers") -> list[Step]:
        """The cells that become computable together, step by step; see ``schedule``."""
        return schedule(order, self.T, self.network.num_layers, self.network.directions)

    def check_step(self, t: int, b: int) -> None:
        """Hold t and b to the steps that there are.

        Args:
            t: 0 to the length of row b, less 1.
            b: 0 to B - 1.

        Raises:
            EngineError: there is no such row, or t is past its end.
        """
        checks.within("b", b, self.B)
        length = int(self.packing.lengths[b])
        if checks.within("t", t, self.T) >= length:
            raise EngineError(f"t is {t}, but row {b} ends at t = {length - 1}.", "t")

    def record(self, layer: int, direction: int) -> Named:
        """States and gates of one direction of a layer, by name; raises as ``state``."""
        checks.within("layer", layer, self.network.num_layers)
        checks.one_of("direction", direction, self.network.directions)
        return self.records[layer, direction]

    def read_by(self, layer: int) -> Array:
        """What a layer reads, (T, B, I), or (T, B, D·P) above layer 0; zero for padding."""
        if layer == 0:
            x = self.x[: self.T]
            return np.where(self.packing.padding[..., None], 0, x) if self.packed else x
        below = [self.records[layer - 1, d]["h"] for d in self.network.directions]
        return below[0] if len(below) == 1 else np.concatenate(below, axis=2)

    def before(self, layer: int, direction: int) -> Named:
        """The states that each cell of a direction read: those of its own step before.

        Args:
            layer: 0 to L - 1.
            direction: 0 forward, 1 reverse.

        Returns:
            (T, B, P) or (T, B, H) by name; what stands past a row's length has no meaning.
        """
        self.record(layer, direction)
        found = {}
        row = layer * self.network.num_directions + self.network.directions.index(direction)
        for name in self.network.kind.states:
            after = self.record(layer, direction)[name]
            value = np.empty_like(after)
            if direction:
                value[:-1], value[-1] = after[1:], 0
                value[self.packing.last] = self.initial[name][row]
            else:
                value[1:], value[0] = after[:-1], self.initial[name][row]
            found[name] = value
        return found

    def source(self, id: int) -> Source:
        """What an id of an answer's ``sources`` stands for.

        Raises:
            EngineError: there is no such id.
        """
        head = self.network.head
        return self.places(len(head.bias) if head else 0).source(id)

    def places(self, output_size: int) -> Places:
        """The numbering of the states; ``output_size`` is O of the head, 0 where there is none."""
        return Places(self.network, self.packing.lengths, len(self.x), output_size)

    def as_given(self, value: Array) -> Array:
        """An array (T, B, ...) with the axes that x came with."""
        if self.unbatched:
            return value[:, 0]
        return value.swapaxes(0, 1) if self.batch_first else value

    def _last(self, name: str) -> Array:
        # The reverse direction ends at t = 0.
        last = [r[name][0 if d else self.packing.last] for (_, d), r in self.records.items()]
        value = np.stack(last)
        return value[:, 0] if self.unbatched else value
