"""The cases of the golden files, and the numbers that go into them.

Files hold only what PyTorch returned: what went in is drawn again, by numpy's frozen
``RandomState``, whose stream no later release of numpy changes.
"""

import zlib
from dataclasses import astuple, dataclass, fields, replace
from itertools import combinations, product

import numpy as np

from unrolled.engine.arrays import Array

BLOCKS = {"rnn": 1, "lstm": 4, "gru": 3}
CELLS = (("rnn", "tanh"), ("rnn", "relu"), ("lstm", "tanh"), ("gru", "tanh"))

# Every cell, and the LSTM once more with a projection: (cell, nonlinearity, proj_size).
KINDS = (*((cell, nonlinearity, 0) for cell, nonlinearity in CELLS), ("lstm", "tanh", 2))

# What a network is given over T = 5 steps: (batch, lengths, batch_first); no batch is a 2-D x.
INPUTS: tuple[tuple[int | None, tuple[int, ...] | None, bool], ...] = (
    (None, None, False),
    (0, None, False),
    (1, None, False),
    (3, None, False),
    (3, None, True),
    (1, (3,), False),
    (3, (5, 3, 1), False),
    (3, (2, 5, 3), False),
    (3, (2, 5, 3), True),
    (3, (3, 5, 3), False),
    (3, (2, 4, 3), False),  # all shorter than T
)


@dataclass(frozen=True)
class Case:
    """One network, the form of its input, and where a gradient comes from.

    Attributes:
        batch: B, or None where x is one sequence without a batch axis.
        lengths: how many steps of each row are its own; x is NaN behind them.
        initial: whether h_0, and an LSTM's c_0, are given.
        silent: whether unit 0 of every layer has no weights, so that its sum is exactly 0.
        upstream: which of output, h_n and c_n a loss reads; without any there are no gradients.
    """

    cell: str
    nonlinearity: str
    proj_size: int
    num_layers: int
    bidirectional: bool
    bias: bool
    dtype: str
    batch: int | None
    lengths: tuple[int, ...] | None
    batch_first: bool
    initial: bool
    upstream: tuple[str, ...] = ()
    silent: bool = False
    input_size: int = 4
    hidden_size: int = 3
    T: int = 5

    def __str__(self) -> str:
        words = [self.cell, self.nonlinearity if self.cell == "rnn" else ""]
        for field, value in list(zip(fields(self), astuple(self), strict=True))[2:]:
            if value not in (False, None, 0) and value != field.default:
                shown = "_".join(map(str, value)) if isinstance(value, tuple) else value
                words.append(field.name if value is True else f"{field.name}={shown}")
        return ",".join(filter(None, words)) + (",batch=0" if self.batch == 0 else "")

    @property
    def num_directions(self) -> int:
        """D."""
        return 2 if self.bidirectional else 1

    @property
    def state_size(self) -> int:
        """P, the size of h."""
        return self.proj_size or self.hidden_size

    @property
    def rows(self) -> int:
        """B, which is 1 where x has no batch axis."""
        return 1 if self.batch is None else self.batch

    @property
    def row_lengths(self) -> tuple[int, ...]:
        """The steps of each row."""
        return self.lengths or (self.T,) * self.rows

    @property
    def has_steps(self) -> bool:
        """Whether the file holds every state, its gradient, and each step's share of the others."""
        plain = self.upstream and self.bias and not self.silent and not self.batch_first
        inputs = ((None, None), (3, None), (3, (2, 5, 3)))
        return bool(plain) and self.num_layers <= 2 and (self.batch, self.lengths) in inputs


def all_cases() -> list[Case]:
    """Every combination; those of a relu are there once more with silent units."""
    two = (False, True)
    cases = [
        _with_upstream(Case(*kind, num_layers, bidirectional, bias, dtype, *given, initial))
        for kind, num_layers, bidirectional, bias, dtype, given, initial in product(
            KINDS, (1, 2, 3), two, two, ("float32", "float64"), INPUTS, two
        )
    ]
    silent = [
        replace(case, silent=True)
        for case in cases
        if case.nonlinearity == "relu" and case.upstream and case.batch == 3
    ]
    return cases + silent


def _with_upstream(case: Case) -> Case:
    """Any subset of the tensors, where there is a gradient of everything in float64."""
    if case.dtype == "float32" or not case.initial:
        return case
    names = ("output", "h_n", "c_n") if case.cell == "lstm" else ("output", "h_n")
    subsets = [s for n in range(len(names)) for s in combinations(names, n + 1)]
    return replace(case, upstream=subsets[_seed(case) % len(subsets)])


def _seed(case: Case) -> int:
    return zlib.crc32(str(case).encode())


@dataclass(frozen=True)
class Numbers:
    """What goes into a case: weights by PyTorch's names, x, the initial states, dL/d(tensor)."""

    weights: dict[str, Array]
    x: Array
    h_0: Array | None
    c_0: Array | None
    upstream: dict[str, Array]


def draw(case: Case) -> Numbers:
    """Draw a case's numbers in this order, in float64, and round them to the case's type.

    Uniform in ±1/√H as PyTorch does: weight_ih, weight_hh, bias_ih, bias_hh, weight_hr, first of
    layer 0 forward, then of layer 0 reverse, then of layer 1. Standard normal: x; h_0 and c_0 where
    they are given; the gradients of output, of h_n and of c_n where the loss reads them.
    """
    random = np.random.RandomState(_seed(case))
    H, P, D, B = case.hidden_size, case.state_size, case.num_directions, case.rows
    G = BLOCKS[case.cell]

    def uniform(*shape: int) -> Array:
        a: Array = (2 * random.random_sample(shape) - 1) / np.sqrt(H)
        return a.astype(case.dtype)

    def normal(*shape: int) -> Array:
        a: Array = random.standard_normal(shape)
        return a.astype(case.dtype)

    weights: dict[str, Array] = {}
    for layer, suffix in product(range(case.num_layers), ("", "_reverse")[:D]):
        tail = f"l{layer}{suffix}"
        weights[f"weight_ih_{tail}"] = uniform(G * H, D * P if layer else case.input_size)
        weights[f"weight_hh_{tail}"] = uniform(G * H, P)
        if case.bias:
            weights[f"bias_ih_{tail}"] = uniform(G * H)
            weights[f"bias_hh_{tail}"] = uniform(G * H)
        if case.proj_size:
            weights[f"weight_hr_{tail}"] = uniform(P, H)
    if case.silent:
        for weight in weights.values():
            weight[0] = 0

    def in_time(features: int, T: int) -> Array:
        a = normal(T, B, features)
        if case.batch is None:
            return a[:, 0]
        return a.swapaxes(0, 1).copy() if case.batch_first else a

    x = in_time(case.input_size, case.T)
    for b, length in enumerate(case.row_lengths if case.lengths else ()):
        (x.swapaxes(0, 1) if case.batch_first else x)[length:, b] = np.nan
    states = (case.num_layers * D, *([] if case.batch is None else [B]))
    h_0 = normal(*states, P) if case.initial else None
    c_0 = normal(*states, H) if case.initial and case.cell == "lstm" else None
    upstream = {}
    for name in case.upstream:
        if name == "output":
            upstream[name] = in_time(D * P, max(case.row_lengths, default=case.T))
        else:
            upstream[name] = normal(*states, P if name == "h_n" else H)
    return Numbers(weights, x, h_0, c_0, upstream)
