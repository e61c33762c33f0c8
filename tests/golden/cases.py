"""The cases of the golden files, and the numbers that go into them.

Files hold only what PyTorch returned: what went in is drawn again, by numpy's frozen
``RandomState``, whose stream no later release of numpy changes.
"""

import zlib
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from engine.arrays import Array

T, INPUT_SIZE, HIDDEN_SIZE = 5, 3, 4
BLOCKS = {"rnn": 1, "lstm": 4, "gru": 3}
CELLS = (("rnn", "tanh"), ("rnn", "relu"), ("lstm", "tanh"), ("gru", "tanh"))


@dataclass(frozen=True)
class Case:
    """One network and one input."""

    cell: str
    nonlinearity: str
    num_layers: int
    bidirectional: bool
    bias: bool
    batch: int
    dtype: str
    initial: bool  # whether h_0, and c_0, are given
    batch_first: bool = False

    def __str__(self) -> str:
        words = [
            self.cell,
            self.nonlinearity,
            f"l{self.num_layers}",
            f"batch{self.batch}",
            self.dtype,
        ]
        flags = ("bidirectional", "bias", "initial", "batch_first")
        return "-".join(words + [flag for flag in flags if getattr(self, flag)])

    @property
    def shows_every_state(self) -> bool:
        """Whether the file has every h_t and c_t, from a loop over PyTorch's single cell."""
        return self.num_layers == 1 and not self.bidirectional and not self.batch_first


def all_cases() -> list[Case]:
    """Every combination, then a few of them once more with batch_first."""
    two = (False, True)
    cases = [
        Case(cell, nonlinearity, num_layers, bidirectional, bias, batch, dtype, initial)
        for (cell, nonlinearity), num_layers, bidirectional, bias in product(
            CELLS, (1, 2, 3), two, two
        )
        for batch, dtype, initial in product((1, 3), ("float32", "float64"), two)
    ]
    swapped = [
        replace(case, batch_first=True)
        for case in cases
        if case.num_layers == 2 and case.bidirectional and case.bias and case.batch == 3
    ]
    return cases + swapped


@dataclass(frozen=True)
class Numbers:
    """What goes into a case: weights by PyTorch's names, x, and the initial states or None."""

    weights: dict[str, Array]
    x: Array
    h_0: Array | None
    c_0: Array | None


def draw(case: Case) -> Numbers:
    """Draw a case's numbers, each standard normal and halved, in this order.

    weight_ih (G·H, I), or (G·H, D·H) above layer 0; weight_hh (G·H, H); bias_ih (G·H,); bias_hh
    (G·H,): first of layer 0 forward, then of layer 0 reverse, then of layer 1. Then x (T, B, I), or
    (B, T, I) with batch_first. Then, where they are given, h_0 (L·D, B, H) and an LSTM's c_0. All
    are drawn in float64 and rounded to the case's type.
    """
    random = np.random.RandomState(zlib.crc32(str(case).encode()))

    def normal(*shape: int) -> Array:
        return (0.5 * random.standard_normal(shape)).astype(case.dtype)

    rows = BLOCKS[case.cell] * HIDDEN_SIZE
    suffixes = ("", "_reverse") if case.bidirectional else ("",)
    weights = {}
    for layer, suffix in product(range(case.num_layers), suffixes):
        width = HIDDEN_SIZE * len(suffixes) if layer else INPUT_SIZE
        weights[f"weight_ih_l{layer}{suffix}"] = normal(rows, width)
        weights[f"weight_hh_l{layer}{suffix}"] = normal(rows, HIDDEN_SIZE)
        if case.bias:
            weights[f"bias_ih_l{layer}{suffix}"] = normal(rows)
            weights[f"bias_hh_l{layer}{suffix}"] = normal(rows)
    x = normal(case.batch, T, INPUT_SIZE) if case.batch_first else normal(T, case.batch, INPUT_SIZE)
    state = (case.num_layers * len(suffixes), case.batch, HIDDEN_SIZE)
    h_0 = normal(*state) if case.initial else None
    c_0 = normal(*state) if case.initial and case.cell == "lstm" else None
    return Numbers(weights, x, h_0, c_0)
