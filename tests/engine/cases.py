"""Networks with something to run, for the property tests."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

import unrolled
from unrolled import Network, Trace
from unrolled.engine.arrays import Array, NamedArrays
from unrolled.engine.training.gradients import Gradients

CELLS = [("rnn", "tanh"), ("rnn", "relu"), ("lstm", "tanh"), ("gru", "tanh")]
GATES = {"rnn": [], "lstm": ["i", "f", "g", "o"], "gru": ["r", "z", "n"]}

EXACT = {"float32": 1e-5, "float64": 1e-12}
"""The largest difference that still counts as the same number."""


@dataclass(frozen=True)
class Case:
    """A network and what it runs on; x is (T, B, I), NaN past the lengths."""

    network: Network
    x: Array
    h_0: Array | None
    c_0: Array | None
    lengths: list[int] | None = None

    @property
    def rows(self) -> int:
        """L·D."""
        return self.network.num_layers * self.network.num_directions

    @property
    def row_lengths(self) -> list[int]:
        """The steps of each row."""
        return self.lengths or [len(self.x)] * self.x.shape[1]

    @property
    def places(self) -> list[tuple[int, int]]:
        """Every (layer, direction)."""
        layers = range(self.network.num_layers)
        return [(layer, direction) for layer in layers for direction in self.network.directions]

    def run(self) -> Trace:
        """Run it, T in front."""
        return self.network.run(self.x, self.h_0, self.c_0, self.lengths)

    def close(self, a: Array | None, b: Array | None) -> bool:
        """Whether two arrays agree as closely as the network's dtype allows."""
        if a is None or b is None:
            return a is b
        exact = EXACT[self.network.dtype]
        return a.shape == b.shape and np.allclose(a, b, rtol=0, atol=exact)

    def select(self, rows: Any) -> "Case":
        """The case with these rows of its batch, in this order."""
        return replace(
            self,
            x=self.x[:, rows],
            h_0=None if self.h_0 is None else self.h_0[:, rows],
            c_0=None if self.c_0 is None else self.c_0[:, rows],
            lengths=None if self.lengths is None else [self.lengths[b] for b in rows],
        )

    def alone(self, b: int) -> "Case":
        """One row by itself, cut to its own length."""
        one = self.select([b])
        return replace(one, x=one.x[: self.row_lengths[b]], lengths=None)


def upstream(trace: Trace, seed: int = 0) -> dict[str, Array]:
    """The arguments of ``unrolled.backward``: a gradient of every tensor that a run returns."""
    rng = np.random.default_rng(seed)
    returned = {"d_output": trace.output, "d_h_n": trace.h_n, "d_c_n": trace.c_n}
    return {
        name: rng.standard_normal(a.shape).astype(a.dtype)
        for name, a in returned.items()
        if a is not None
    }


def backward(trace: Trace, seed: int = 0) -> Gradients:
    """The gradients of a trace that every tensor passes something on to."""
    return unrolled.backward(trace, **upstream(trace, seed))


def remade(network: Network, weights: NamedArrays) -> Network:
    """A network of the same kind with other weights, from which its sizes follow."""
    return Network.from_state_dict(
        network.cell,
        weights,
        network.nonlinearity,
        reset_after=network.reset_after,
        hard_sigmoid=network.hard_sigmoid,
    )


@st.composite
def networks(
    draw: st.DrawFn,
    directions: tuple[str, ...] = ("forward", "reverse", "both"),
    dtypes: tuple[str, ...] = ("float32", "float64"),
) -> Network:
    """Draw a network of any form."""
    cell, nonlinearity = draw(st.sampled_from(CELLS))
    direction = draw(st.sampled_from(directions))
    hidden_size = draw(st.integers(1, 4))
    options: dict[str, Any] = {}
    if cell == "lstm":
        options["proj_size"] = draw(st.integers(0, hidden_size - 1))
        options["peepholes"] = draw(st.booleans())
    if cell == "gru":
        options["reset_after"] = draw(st.booleans())
    if cell != "rnn":
        options["hard_sigmoid"] = draw(st.sampled_from([None, (0.2, 0.5), (1 / 6, 0.5)]))
    return Network(
        cell=cell,
        nonlinearity=nonlinearity,
        input_size=draw(st.integers(1, 4)),
        hidden_size=hidden_size,
        num_layers=draw(st.integers(1, 3)),
        bidirectional=direction == "both",
        reverse=direction == "reverse",
        bias=draw(st.booleans()),
        dtype=draw(st.sampled_from(dtypes)),
        seed=draw(st.integers(0, 2**32)),
        **options,
    )


@st.composite
def cases(
    draw: st.DrawFn,
    directions: tuple[str, ...] = ("forward", "reverse", "both"),
    dtypes: tuple[str, ...] = ("float32", "float64"),
    packed: bool | None = None,
    least_steps: int = 1,
) -> Case:
    """Draw a case; whatever is not asked for may be anything."""
    net = draw(networks(directions, dtypes))
    T, B = draw(st.integers(least_steps, 6)), draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))

    def normal(*shape: int) -> Array:
        return rng.standard_normal(shape).astype(net.dtype)

    states = (net.num_layers * net.num_directions, B)
    h_0 = normal(*states, net.proj_size or net.hidden_size) if draw(st.booleans()) else None
    c_0 = normal(*states, net.hidden_size) if net.cell == "lstm" and draw(st.booleans()) else None
    x = normal(T, B, net.input_size)
    lengths = None
    if draw(st.booleans()) if packed is None else packed:
        lengths = draw(st.lists(st.integers(1, T), min_size=B, max_size=B))
        for b, length in enumerate(lengths):
            x[length:, b] = np.nan
    return Case(net, x, h_0, c_0, lengths)
