"""The registry of cells: a new one is a file beside this one and a line in ``CELLS``."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.arrays import Array, Named, NamedArrays
from engine.cells import gru, lstm, rnn

Step = Callable[[Array, NamedArrays, Array, Array], Named]


@dataclass(frozen=True)
class Cell:
    """What the rest of the engine knows of a cell.

    Attributes:
        states: names of what is passed to the next step, ``h`` first.
        gates: names of what else is recorded.
        blocks: how many blocks of ``hidden_size`` rows the weights have.
        steps: the step function for each ``nonlinearity`` that the cell has.
    """

    states: tuple[str, ...]
    gates: tuple[str, ...]
    blocks: int
    steps: dict[str, Step]


CELLS = {
    "rnn": Cell(rnn.states, rnn.gates, rnn.blocks, {"tanh": rnn.step_tanh, "relu": rnn.step_relu}),
    "lstm": Cell(lstm.states, lstm.gates, lstm.blocks, {"tanh": lstm.step}),
    "gru": Cell(gru.states, gru.gates, gru.blocks, {"tanh": gru.step}),
}
