"""Compares the engine with PyTorch on random configurations: ``make parity``."""

import argparse
import secrets
import sys
from collections import defaultdict
from dataclasses import astuple, dataclass, fields

import numpy as np
import torch
from torch import nn

import engine
from engine.arrays import Array
from tests.golden.cases import CELLS

BOUNDS = {"float32": 1e-5, "float64": 1e-12}
MODULES = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
COUNT = 400


@dataclass(frozen=True)
class Configuration:
    """One network and the size of its input."""

    cell: str
    nonlinearity: str
    input_size: int
    hidden_size: int
    num_layers: int
    bidirectional: bool
    bias: bool
    dtype: str
    T: int
    B: int
    batch_first: bool
    initial: bool  # whether h_0, and c_0, are given
    seed: int

    def __str__(self) -> str:
        values = zip(fields(self), astuple(self), strict=True)
        return ", ".join(f"{field.name}={value}" for field, value in values)


def draw(rng: np.random.Generator) -> Configuration:
    """Draw one configuration; the cells, and small and large sizes, come equally often."""
    cell, nonlinearity = CELLS[rng.integers(len(CELLS))]

    def size(end: int) -> int:
        return int(np.exp(rng.uniform(0, np.log(end + 1))))

    def coin() -> bool:
        return bool(rng.integers(2))

    return Configuration(
        cell=cell,
        nonlinearity=nonlinearity,
        input_size=size(64),
        hidden_size=size(64),
        num_layers=int(rng.integers(1, 5)),
        bidirectional=coin(),
        bias=coin(),
        dtype="float64" if coin() else "float32",
        T=size(60),
        B=size(8),
        batch_first=coin(),
        initial=coin(),
        seed=int(rng.integers(2**31)),
    )


def largest_difference(c: Configuration) -> float:
    """Run both on the same numbers; infinite where a shape, a type or a name differs."""
    torch.manual_seed(c.seed)
    dtype = getattr(torch, c.dtype)
    module = MODULES[c.cell](
        c.input_size,
        c.hidden_size,
        c.num_layers,
        bias=c.bias,
        batch_first=c.batch_first,
        bidirectional=c.bidirectional,
        dtype=dtype,
        **({"nonlinearity": c.nonlinearity} if c.cell == "rnn" else {}),
    )
    outer = (c.B, c.T) if c.batch_first else (c.T, c.B)
    x = torch.randn(*outer, c.input_size, dtype=dtype)
    states = (c.num_layers * (2 if c.bidirectional else 1), c.B, c.hidden_size)
    h_0 = torch.randn(states, dtype=dtype) if c.initial else None
    c_0 = torch.randn(states, dtype=dtype) if c.initial and c.cell == "lstm" else None
    with torch.no_grad():
        output, last = module(x, h_0 if c_0 is None else (h_0, c_0))
    expected = [output, *last] if c.cell == "lstm" else [output, last]

    weights = {name: weight.numpy() for name, weight in module.state_dict().items()}
    net = engine.Network.from_state_dict(c.cell, weights, c.nonlinearity)
    h_0, c_0 = (None if state is None else state.numpy() for state in (h_0, c_0))
    trace = net.run(x.numpy(), h_0, c_0, batch_first=c.batch_first)
    got = [trace.output, trace.h_n] + ([] if trace.c_n is None else [trace.c_n])

    if list(net.state_dict()) != list(weights) or len(got) != len(expected):
        return float("inf")
    differences = [_difference(a, b.numpy()) for a, b in zip(got, expected, strict=True)]
    return float(np.max(differences))  # a NaN stays a NaN


def _difference(got: Array, expected: Array) -> float:
    if got.shape != expected.shape or got.dtype != expected.dtype:
        return float("inf")
    return float(np.abs(got - expected).max())


def main() -> None:
    """Compare, print a table, and end with a sentence at the first difference past its bound."""
    parser = argparse.ArgumentParser(description="Compare the engine with PyTorch.")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**31))
    seed = parser.parse_args().seed
    print(f"torch {torch.__version__}, {COUNT} configurations, --seed {seed}")

    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    differences: dict[tuple[str, str], list[float]] = defaultdict(list)
    for _ in range(COUNT):
        c = draw(rng)
        try:
            difference = largest_difference(c)
        except Exception as error:
            error.add_note(f"This was with {c}.")
            raise
        if not difference <= BOUNDS[c.dtype]:
            why = "a shape, a dtype or a name differs" if np.isinf(difference) else "too much"
            sys.exit(f"max |Δ| = {difference:.1e} ({why}; {BOUNDS[c.dtype]:.0e} is allowed): {c}.")
        differences[f"{c.cell} {c.nonlinearity}", c.dtype].append(difference)
    print(f"{'cell':10}{'dtype':10}{'runs':>5}{'max |Δ|':>10}{'bound':>8}")
    for (cell, dtype), found in sorted(differences.items()):
        print(f"{cell:10}{dtype:10}{len(found):5}{max(found):10.1e}{BOUNDS[dtype]:8.0e}")


if __name__ == "__main__":
    main()
