"""A recurrent network: its cell, its sizes and its parameters under PyTorch's names."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from engine import checks
from engine.arrays import Array, NamedArrays, type_names
from engine.cells import CELLS, Cell
from engine.errors import EngineError

if TYPE_CHECKING:
    from engine.trace import Trace


_kinds = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


def parameter_name(kind: str, layer: int, direction: int) -> str:
    """PyTorch's name of a parameter, ``weight_ih_l0_reverse`` for ("weight_ih", 0, 1)."""
    return f"{kind}_l{layer}{'_reverse' if direction else ''}"


class Network:
    """A stack of recurrent layers with the parameters of torch.nn.RNN, LSTM or GRU."""

    def __init__(
        self,
        cell: str,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bidirectional: bool = False,
        bias: bool = True,
        nonlinearity: str = "tanh",
        dtype: str = "float32",
        seed: int = 0,
    ) -> None:
        """Make a network with random weights, uniform in ±1/√hidden_size as PyTorch draws them.

        Args:
            cell: "rnn", "lstm" or "gru".
            input_size: I, features of x at one step, ≥ 1.
            hidden_size: H, units of one state, ≥ 1.
            num_layers: L, ≥ 1.
            bidirectional: whether each layer also runs from the last step to the first.
            bias: whether the layers have ``bias_ih`` and ``bias_hh``.
            nonlinearity: "tanh", or "relu" for the cell "rnn".
            dtype: "float32" or "float64"; everything is computed and returned in it.
            seed: of the random weights, ≥ 0; the same seed gives the same weights.

        Raises:
            EngineError: an argument is none of these.

        Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html
        """
        self.cell = checks.choice("cell", cell, tuple(CELLS))
        self.input_size = checks.whole("input_size", input_size, 1)
        self.hidden_size = checks.whole("hidden_size", hidden_size, 1)
        self.num_layers = checks.whole("num_layers", num_layers, 1)
        self.bidirectional = checks.truth("bidirectional", bidirectional)
        self.bias = checks.truth("bias", bias)
        self.nonlinearity = checks.choice(
            "nonlinearity", nonlinearity, tuple(CELLS[cell].steps), f"for the cell {cell!r} "
        )
        self.dtype = checks.choice("dtype", dtype, type_names)
        rng = np.random.default_rng(checks.whole("seed", seed, 0))
        bound = 1 / np.sqrt(self.hidden_size)
        self._parameters: dict[str, Array] = {
            name: rng.uniform(-bound, bound, shape).astype(dtype)
            for name, shape in self.parameter_shapes().items()
        }

    @classmethod
    def from_state_dict(
        cls, cell: str, state_dict: NamedArrays, nonlinearity: str = "tanh"
    ) -> "Network":
        """Make a network out of trained weights; the sizes are read off their shapes.

        Args:
            cell: "rnn", "lstm" or "gru".
            state_dict: arrays under PyTorch's names, ``weight_ih_l0`` (G·H, I) and so on, all
                float32 or all float64.
            nonlinearity: as in ``Network``; no weight tells it.

        Returns:
            A network that holds copies of the weights.

        Raises:
            EngineError: a name is missing or left over, or a shape or type doesn't fit.
        """
        for name, value in state_dict.items():
            checks.ndarray(name, value)
        for name in ("weight_ih_l0", "weight_hh_l0"):
            if name not in state_dict:
                raise EngineError(f"{name} is missing; got {', '.join(state_dict) or 'nothing'}.")
            if state_dict[name].ndim != 2:
                shape = state_dict[name].shape
                raise EngineError(f"{name} has shape {shape}; a weight has two axes.")
        net = cls(
            cell=cell,
            input_size=state_dict["weight_ih_l0"].shape[1],
            hidden_size=state_dict["weight_hh_l0"].shape[1],
            num_layers=sum(bool(re.fullmatch(r"weight_ih_l\d+", name)) for name in state_dict),
            bidirectional="weight_ih_l0_reverse" in state_dict,
            bias="bias_ih_l0" in state_dict,
            nonlinearity=nonlinearity,
            dtype=str(state_dict["weight_ih_l0"].dtype),
        )
        net._parameters = net._checked(state_dict)
        return net

    def state_dict(self) -> dict[str, Array]:
        """Copies of the parameters under PyTorch's names, in PyTorch's order and shapes."""
        return {name: value.copy() for name, value in self._parameters.items()}

    def weights(self, layer: int, direction: int) -> tuple[Array, Array, Array, Array]:
        """W_ih, W_hh, b_ih and b_hh of one direction of a layer, not copies; no bias is zeros."""
        names = [parameter_name(kind, layer, direction) for kind in _kinds]
        none = np.zeros(self.kind.blocks * self.hidden_size, self.dtype)
        W_ih, W_hh, b_ih, b_hh = (self._parameters.get(name, none) for name in names)
        return W_ih, W_hh, b_ih, b_hh

    @property
    def kind(self) -> Cell:
        """The cell's entry in the registry."""
        return CELLS[self.cell]

    @property
    def num_directions(self) -> int:
        """D: 2 for a bidirectional network, 1 otherwise."""
        return 2 if self.bidirectional else 1

    def parameter_shapes(self) -> dict[str, tuple[int, ...]]:
        """Every parameter's shape by name, in PyTorch's order."""
        rows = self.kind.blocks * self.hidden_size
        shapes: dict[str, tuple[int, ...]] = {}
        for layer in range(self.num_layers):
            # A layer above the first reads h of every direction of the layer below.
            width = self.hidden_size * self.num_directions if layer else self.input_size
            for direction in range(self.num_directions):
                sizes = [(rows, width), (rows, self.hidden_size), (rows,), (rows,)]
                for kind, size in zip(_kinds, sizes, strict=True):
                    if self.bias or len(size) == 2:
                        shapes[parameter_name(kind, layer, direction)] = size
        return shapes

    def recorded_numbers(self, T: int, B: int) -> int:
        """How many numbers a trace of T steps and B rows records: states and gates of all cells."""
        names = len(self.kind.states) + len(self.kind.gates)
        return T * B * self.num_layers * self.num_directions * self.hidden_size * names

    def run(
        self,
        x: Array,
        h_0: Array | None = None,
        c_0: Array | None = None,
        batch_first: bool = False,
    ) -> "Trace":
        """Run the network over a whole sequence and record every state and gate.

        Args:
            x: (T, B, I), or (B, T, I) with ``batch_first``; of the network's dtype; T ≥ 1.
            h_0: (L·D, B, H), the states before the first step; zero where it is None.
            c_0: the same for the LSTM's second state.
            batch_first: whether x and ``output`` have B in front of T; h_0 and h_n never do.

        Returns:
            The trace, with ``output``, ``h_n`` and ``c_n`` as torch returns them.

        Raises:
            EngineError: an array's shape or dtype doesn't fit, or c_0 is given to another cell.
        """
        # run.py needs this class to be defined; the import waits until a network is there.
        from engine.run import run

        return run(self, x, h_0, c_0, batch_first)

    def _checked(self, state_dict: Mapping[str, Array]) -> dict[str, Array]:
        shapes = self.parameter_shapes()
        for name in state_dict:
            if name not in shapes:
                raise EngineError(
                    f"{name} is left over: {self.cell} with num_layers={self.num_layers}, "
                    f"bidirectional={self.bidirectional}, bias={self.bias} has no such parameter."
                )
        for name, shape in shapes.items():
            if name not in state_dict:
                raise EngineError(f"{name} is missing; expected an array of shape {shape}.")
            got = state_dict[name]
            if got.shape != shape or str(got.dtype) != self.dtype:
                raise EngineError(
                    f"{name} is {got.dtype} of shape {got.shape}; "
                    f"expected {self.dtype} of shape {shape}."
                )
        return {name: np.array(state_dict[name]) for name in shapes}
