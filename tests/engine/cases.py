"""Networks with something to run, for the property tests."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from engine import Network, Trace
from engine.arrays import Array

CELLS = [("rnn", "tanh"), ("rnn", "relu"), ("lstm", "tanh"), ("gru", "tanh")]
GATES = {"rnn": [], "lstm": ["i", "f", "g", "o"], "gru": ["r", "z", "n"]}

EXACT = {"float32": 1e-5, "float64": 1e-12}
"""The largest difference that still counts as the same number."""


@dataclass(frozen=True)
class Case:
    """A network and what it runs on; x is (T, B, I)."""

    network: Network
    x: Array
    h_0: Array | None
    c_0: Array | None

    @property
    def rows(self) -> int:
        """L·D."""
        return self.network.num_layers * self.network.num_directions

    def run(self) -> Trace:
        """Run it, T in front."""
        return self.network.run(self.x, self.h_0, self.c_0)

    def close(self, a: Array, b: Array) -> bool:
        """Whether two arrays agree as closely as the network's dtype allows."""
        exact = EXACT[self.network.dtype]
        return a.shape == b.shape and np.allclose(a, b, rtol=0, atol=exact)


@st.composite
def cases(
    draw: st.DrawFn,
    bidirectional: bool | None = None,
    dtypes: tuple[str, ...] = ("float32", "float64"),
    least_steps: int = 1,
) -> Case:
    """Draw a case; whatever is not asked for may be anything."""
    cell, nonlinearity = draw(st.sampled_from(CELLS))
    size = st.integers(1, 4)
    network = Network(
        cell=cell,
        input_size=draw(size),
        hidden_size=draw(size),
        num_layers=draw(st.integers(1, 3)),
        bidirectional=draw(st.booleans()) if bidirectional is None else bidirectional,
        bias=draw(st.booleans()),
        nonlinearity=nonlinearity,
        dtype=draw(st.sampled_from(dtypes)),
        seed=draw(st.integers(0, 2**32)),
    )
    T, B = draw(st.integers(least_steps, 6)), draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))

    def normal(*shape: int) -> Array:
        return rng.standard_normal(shape).astype(network.dtype)

    states = (network.num_layers * network.num_directions, B, network.hidden_size)
    h_0 = normal(*states) if draw(st.booleans()) else None
    c_0 = normal(*states) if cell == "lstm" and draw(st.booleans()) else None
    return Case(network, normal(T, B, network.input_size), h_0, c_0)
