"""A recurrent network: its cell, its sizes and its parameters under PyTorch's names."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from .. import checks
from ..arrays import Array, Named, NamedArrays, type_names
from ..cells import CELLS, Cell, Form, LoopWeights, Weights, gate_of
from ..errors import EngineError
from ..trace.packing import Lengths
from . import parameters
from .head import Head

if TYPE_CHECKING:
    from ..importers.contents import Origin
    from ..trace.trace import Trace


class Network:
    """A stack of recurrent layers with the parameters of torch.nn.RNN, LSTM or GRU.

    Attributes:
        origin: what file the network was read from, and what else it held.
        initial: states before the first step that a file carries, by name, as h_0 and c_0.
        lengths: each row's own length that a file carries, or one for all rows; None without.
    """

    _head: Head | None = None
    origin: "Origin | None" = None

    def __init__(
        self,
        cell: str,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bidirectional: bool = False,
        proj_size: int = 0,
        bias: bool = True,
        nonlinearity: str = "tanh",
        dtype: str = "float32",
        seed: int = 0,
        *,
        dropout: float = 0.0,
        reverse: bool = False,
        reset_after: bool = True,
        peepholes: bool = False,
        hard_sigmoid: tuple[float, float] | None = None,
    ) -> None:
        """Make a network with random weights, uniform in ±1/√hidden_size as PyTorch draws them.

        Args:
            cell: "rnn", "lstm" or "gru".
            input_size: I, features of x at one step, ≥ 1.
            hidden_size: H, units of one state, ≥ 1.
            num_layers: L, ≥ 1.
            bidirectional: whether each layer also runs from the last step to the first.
            proj_size: P, the size that an LSTM's h is projected to, < H; 0 is no projection.
            bias: whether the layers have ``bias_ih`` and ``bias_hh``.
            nonlinearity: "tanh", or "relu" for the cell "rnn".
            dtype: "float32" or "float64"; everything is computed and returned in it.
            seed: of the random weights, ≥ 0; the same seed gives the same weights.
            dropout: PyTorch's, between layers, 0 to 1. A run is an evaluation: it changes nothing.
            reverse: whether the only direction is the one from the last step to the first.
            reset_after: whether a GRU's reset gate acts after the product with W_hn, as in
                PyTorch; False is the form of the paper and ONNX' default.
            peepholes: whether an LSTM has ONNX' peepholes, ``weight_peephole_l0`` (3, H): i f o.
            hard_sigmoid: (α, β) for an LSTM's or GRU's gates that are clip(α·a + β, 0, 1).

        Raises:
            EngineError: an argument is none of these.

        Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html and
            https://onnx.ai/onnx/operators/onnx__LSTM.html
        """
        self.cell = checks.choice("cell", cell, tuple(CELLS))
        self.input_size = checks.whole("input_size", input_size, 1)
        self.hidden_size = checks.whole("hidden_size", hidden_size, 1)
        self.num_layers = checks.whole("num_layers", num_layers, 1)
        self.bidirectional = checks.truth("bidirectional", bidirectional)
        self.proj_size = checks.whole("proj_size", proj_size, 0)
        self.bias = checks.truth("bias", bias)
        self.nonlinearity = checks.choice(
            "nonlinearity", nonlinearity, self.kind.nonlinearities, f"for the cell {cell!r} "
        )
        self.dtype = checks.choice("dtype", dtype, type_names)
        self.dropout = checks.fraction("dropout", dropout)
        self.reverse = checks.truth("reverse", reverse)
        self.reset_after = checks.truth("reset_after", reset_after)
        self.peepholes = checks.truth("peepholes", peepholes)
        self.hard_sigmoid = checks.pair("hard_sigmoid", hard_sigmoid)
        checks.below("proj_size", self.proj_size, "hidden_size", self.hidden_size)
        checks.only_for("lstm", cell, proj_size=self.proj_size, peepholes=self.peepholes)
        checks.only_for("gru", cell, reset_after=not reset_after)
        checks.only_for("lstm or gru", cell, hard_sigmoid=hard_sigmoid is not None)
        if self.bidirectional and self.reverse:
            raise EngineError("reverse is True, and so is bidirectional; choose one.", "reverse")
        self.initial: Named = {}
        self.lengths: tuple[int, ...] | None = None
        self._seed = checks.whole("seed", seed, 0)

    @classmethod
    def from_state_dict(
        cls,
        cell: str,
        state_dict: NamedArrays,
        nonlinearity: str = "tanh",
        *,
        dropout: float = 0.0,
        reset_after: bool = True,
        hard_sigmoid: tuple[float, float] | None = None,
    ) -> Self:
        """Make a network out of trained weights; the sizes are read off their shapes.

        Args:
            cell: "rnn", "lstm" or "gru".
            state_dict: arrays under PyTorch's names, ``weight_ih_l0`` (G·H, I) and so on, all
                float32 or all float64.
            nonlinearity: as in ``Network``; no weight tells it, nor the following.
            dropout: as in ``Network``.
            reset_after: as in ``Network``.
            hard_sigmoid: as in ``Network``.

        Returns:
            A network that holds copies of the weights.

        Raises:
            EngineError: a name is missing or left over, or a shape or type doesn't fit.
        """
        net = cls(
            cell=cell,
            nonlinearity=nonlinearity,
            dropout=dropout,
            reset_after=reset_after,
            hard_sigmoid=hard_sigmoid,
            **parameters.read_sizes(cell, state_dict),
        )
        sizes = (
            f"{cell} with num_layers={net.num_layers}, bidirectional={net.bidirectional}, "
            f"bias={net.bias}, proj_size={net.proj_size}"
        )
        expected = net.parameter_shapes()
        net._parameters = parameters.fitting(state_dict, expected, net.dtype, sizes)
        return net

    def state_dict(self) -> dict[str, Array]:
        """Copies of the parameters under PyTorch's names, in PyTorch's order and shapes."""
        return {name: value.copy() for name, value in self._parameters.items()}

    @property
    def head(self) -> Head | None:
        """The dense layer behind the top layer, where a file had one or one was set."""
        return self._head

    @head.setter
    def head(self, head: Head | None) -> None:
        if head is not None:
            width = self.state_sizes["h"] * self.num_directions
            checks.of_kind("head", head, Head)
            checks.array("head.weight", head.weight, self.dtype, "O, D·P", (None, width))
        self._head = head

    def save(self, path: str | Path) -> None:
        """Write the network, with its head, so that ``unrolled.load`` gives it back.

        Args:
            path: of a file to write, ending in .safetensors or .npz.

        Raises:
            EngineError: the path has another ending.
        """
        from ..importers.save import save

        save(self, path)

    def weights(self, layer: int, direction: int) -> Weights:
        """The parameters of one direction of a layer, not copies; no bias is zeros."""
        checks.within("layer", layer, self.num_layers)
        checks.one_of("direction", direction, self.directions)
        of = {
            kind: self._parameters[name]
            for kind in parameters.kinds
            if (name := parameters.parameter_name(kind, layer, direction)) in self._parameters
        }
        none = np.zeros(self._rows, self.dtype)
        return Weights(
            W_ih=of["weight_ih"],
            W_hh=of["weight_hh"],
            b_ih=of.get("bias_ih", none),
            b_hh=of.get("bias_hh", none),
            W_hr=of.get("weight_hr"),
            W_c=of.get("weight_peephole"),
        )

    @cached_property
    def loop_weights(self) -> dict[tuple[int, int], LoopWeights]:
        """The parameters of each (layer, direction), laid out for the loop over time, once."""
        kind, form, gate = self.kind, self.form, gate_of(self.form, self.dtype)
        layout = gate, kind.is_gate, kind.candidates_scale(form), kind.joined(form)
        return {
            (layer, d): LoopWeights(self.weights(layer, d), *layout)
            for layer in range(self.num_layers)
            for d in self.directions
        }

    @property
    def kind(self) -> Cell:
        """The cell's entry in the registry."""
        return CELLS[self.cell]

    @cached_property
    def form(self) -> Form:
        """Which form of its equations the cell has."""
        return Form(
            self.nonlinearity,
            self.reset_after,
            self.peepholes,
            bool(self.proj_size),
            self.hard_sigmoid,
        )

    @cached_property
    def state_sizes(self) -> dict[str, int]:
        """The size of each state: P for h, H for others."""
        h_size = self.proj_size or self.hidden_size
        return {name: h_size if name == "h" else self.hidden_size for name in self.kind.states}

    @property
    def directions(self) -> tuple[int, ...]:
        """The directions of each layer: 0 is forward, 1 is reverse."""
        return (0, 1) if self.bidirectional else (1,) if self.reverse else (0,)

    @property
    def num_directions(self) -> int:
        """D: 2 for a bidirectional network, 1 otherwise."""
        return len(self.directions)

    def parameter_shapes(self) -> dict[str, tuple[int, ...]]:
        """Every parameter's shape by name, in PyTorch's order."""
        return dict(
            parameters.shapes(
                self._rows,
                self.input_size,
                self.hidden_size,
                self.proj_size,
                self.num_layers,
                self.directions,
                self.bias,
                self.peepholes,
            )
        )

    def recorded_numbers(self, T: int, B: int) -> int:
        """How many numbers a trace of T steps and B rows records: states and gates of all cells."""
        numbers = sum(self.state_sizes.values()) + len(self.kind.gates) * self.hidden_size
        return T * B * self.num_layers * self.num_directions * numbers

    def run(
        self,
        x: Array,
        h_0: Array | None = None,
        c_0: Array | None = None,
        lengths: Lengths | None = None,
        batch_first: bool = False,
    ) -> "Trace":
        """Run the network over a whole sequence and record every state and gate.

        Args:
            x: (T, B, I), or (B, T, I) with ``batch_first``, or (T, I) for one sequence without a
                batch; of the network's dtype; T ≥ 1.
            h_0: (L·D, B, P), the states before the first step, (L·D, P) without a batch; zero
                where it is None, or what the network's file carries.
            c_0: (L·D, B, H), the same for the LSTM's second state.
            lengths: B whole numbers from 1 to T, each row's own length, in any order, as
                pack_padded_sequence takes them; what stands in x past a length is never read.
                None is T for all, or what the network's file carries.
            batch_first: whether x and ``output`` have B in front of T; h_0 and h_n never do.

        Returns:
            The trace, with ``output``, ``h_n`` and ``c_n`` as torch returns them.

        Raises:
            EngineError: an array's shape or dtype doesn't fit, a length is out of range, or c_0 is
                given to a cell without c.
        """
        # run.py needs this class to be defined; the import waits until a network is there.
        from ..trace.run import run

        return run(self, x, h_0, c_0, lengths, batch_first)

    @cached_property
    def _parameters(self) -> dict[str, Array]:
        # Drawn when first read: trained weights take their place unless they don't fit the sizes.
        return parameters.drawn(self.parameter_shapes(), self.hidden_size, self.dtype, self._seed)

    @property
    def _rows(self) -> int:
        return len(self.kind.is_gate) * self.hidden_size
