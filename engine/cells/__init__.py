"""The registry of cells: a new one is a file beside this one and a line in ``CELLS``."""

from collections.abc import Callable
from typing import Protocol

from ..arrays import Array, NamedArrays
from . import gru, lstm, rnn
from .activations import Gate, HardSigmoid, Sigmoid
from .form import Form
from .weights import LoopWeights, Products, Weights

__all__ = ["CELLS", "Cell", "Form", "LoopWeights", "Products", "Weights", "gate_of"]


class Cell(Protocol):
    """What the rest of the engine knows of a cell; each module of this package is one.

    Attributes:
        states: names of what is passed to the next step, ``h`` first.
        gates: names of what else is recorded, in the order of the weights' blocks.
        is_gate: for each block of the weights, whether the gates' function squashes it.
        nonlinearities: the values of ``nonlinearity`` that the cell has.
    """

    states: tuple[str, ...]
    gates: tuple[str, ...]
    is_gate: tuple[bool, ...]
    nonlinearities: tuple[str, ...]

    def equations(self, form: Form, /) -> dict[str, str]:
        """What each gate and state is, in the order of computation, as Python expressions.

        The names are those of PyTorch's documents: ``W_ii @ x`` for a matrix and a vector, and
        ``b_ii``; ``h_before`` and ``c_before`` are the states of the step before, ``p_i`` is the
        peephole of i; ``+ - *`` are by unit. A network without bias leaves out the ``b_``.
        ``unrolled.explain`` has its numbers from here, the page its formulas.
        """

    def b_hh_blocks(self, form: Form, /) -> int:
        """In how many blocks, counted from the first, b_hh may be added to W_ih x_t + b_ih."""

    def candidates_scale(self, form: Form, /) -> float:
        """The factor of a inside the function of the blocks that are no gates."""

    def step_of(self, form: Form, /) -> Callable[..., None]:
        """The step of a form: (weights, states before, a, its blocks, states now)."""

    def step_backward_of(self, form: Form, /) -> Callable[..., tuple[Array, ...]]:
        """Its backward: (weights, ∂L/∂states, slopes of the step, ∂L/∂a to fill in)."""

    def slopes(
        self, form: Form, gate: Gate, W: Weights, now: NamedArrays, before: NamedArrays, /
    ) -> tuple[Array, ...]:
        """What the backward step needs and what waits for nothing, for every step at once."""

    def products(
        self,
        form: Form,
        d_a: Array,
        d_now: NamedArrays,
        now: NamedArrays,
        before: NamedArrays,
        /,
    ) -> dict[str, Products]:
        """What makes the gradient of each parameter but W_ih and b_ih.

        Args:
            form: of the cell.
            d_a: (T, B, G, H), ∂L/∂a of every step and block.
            d_now: (T, B, P) and (T, B, H), ∂L/∂ of the states.
            now: states and gates of every step.
            before: the states that each step read.

        Returns:
            The products by the kind of parameter, "weight_hh" and so on.
        """


CELLS: dict[str, Cell] = {"rnn": rnn, "lstm": lstm, "gru": gru}


def gate_of(form: Form, dtype: str) -> Gate:
    """The squashing function of a form's gates, for arrays of a type."""
    return HardSigmoid(*form.hard_sigmoid) if form.hard_sigmoid else Sigmoid(dtype)
