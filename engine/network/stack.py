"""A stack of recurrent layers: all that a run reads of a network."""

from functools import cached_property

import numpy as np

from .. import checks
from ..arrays import Array, Named, type_names
from ..cells import CELLS, Cell, Form, LoopWeights, Weights, gate_of
from ..errors import EngineError
from . import parameters
from .head import Head
from .origin import Origin


class Stack:
    """Sizes, form and parameters of torch.nn.RNN, LSTM or GRU, and the head behind them.

    Attributes:
        origin: what file it was read from, and what else that held; None without one.
        initial: states before the first step that a file carries, by name, as h_0 and c_0.
        lengths: each row's own length that a file carries, or one for all rows; None without.
    """

    _head: Head | None = None
    origin: Origin | None = None

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
        layout = gate, kind.is_gate, kind.candidates_scale(form), kind.b_hh_blocks(form)
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

    @cached_property
    def _parameters(self) -> dict[str, Array]:
        # Drawn when first read: trained weights take their place unless they don't fit the sizes.
        return parameters.drawn(self.parameter_shapes(), self.hidden_size, self.dtype, self._seed)

    @property
    def _rows(self) -> int:
        return len(self.kind.is_gate) * self.hidden_size
