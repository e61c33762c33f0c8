"""A trace: everything that one run computed, and the tensors that are slices of it."""

from dataclasses import dataclass

import numpy as np

from engine import checks
from engine.arrays import Array, Named
from engine.network import Network
from engine.schedule import Order, Step, schedule


@dataclass(frozen=True)
class Trace:
    """What ``Network.run`` returns.

    Attributes:
        network: the network that ran.
        x: the input, (T, B, I) whatever ``batch_first`` is.
        initial: the states before the first step, by name, (L·D, B, H) each.
        batch_first: whether ``output`` has B in front of T.
        records: for each (layer, direction), states and gates by name, (T, B, H) each.
    """

    network: Network
    x: Array
    initial: Named
    batch_first: bool
    records: dict[tuple[int, int], Named]

    @property
    def T(self) -> int:
        """Time steps."""
        return len(self.x)

    @property
    def B(self) -> int:
        """Rows of the batch."""
        return int(self.x.shape[1])

    @property
    def output(self) -> Array:
        """The top layer's h at every step, (T, B, D·H), or (B, T, D·H) with ``batch_first``."""
        output = self.top
        return output.swapaxes(0, 1) if self.batch_first else output

    @property
    def top(self) -> Array:
        """What a head reads: h of the top layer, the directions side by side, (T, B, D·H)."""
        top = self.network.num_layers - 1
        directions = range(self.network.num_directions)
        return np.concatenate([self.records[top, d]["h"] for d in directions], axis=2)

    @property
    def h_n(self) -> Array:
        """Each direction's own last h, (L·D, B, H): layer 0 forward, layer 0 reverse, and so up."""
        return self._last("h")

    @property
    def c_n(self) -> Array | None:
        """Each direction's own last c, (L·D, B, H); None for a cell that has no c."""
        return self._last("c") if "c" in self.network.kind.states else None

    def state(self, name: str, layer: int, direction: int) -> Array:
        """A state at every step.

        Args:
            name: "h", or "c" for an LSTM.
            layer: 0 to L - 1.
            direction: 0 forward, 1 reverse; both are stored at the position t that they read.

        Returns:
            (T, B, H), not a copy.

        Raises:
            EngineError: the network has no such state, layer or direction.
        """
        checks.choice("state", name, self.network.kind.states, f"for {self.network.cell!r} ")
        return self._record(layer, direction)[name]

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
        record = self._record(layer, direction)
        return {name: record[name] for name in self.network.kind.gates}

    def schedule(self, order: Order = "layers") -> list[Step]:
        """The cells that become computable together, step by step; see ``engine.schedule``."""
        return schedule(order, self.T, self.network.num_layers, self.network.num_directions)

    def _record(self, layer: int, direction: int) -> Named:
        checks.within("layer", layer, self.network.num_layers)
        checks.within("direction", direction, self.network.num_directions)
        return self.records[layer, direction]

    def _last(self, name: str) -> Array:
        # The reverse direction ends at t = 0.
        return np.stack([r[name][0 if d else -1] for (_, d), r in self.records.items()])
