"""Compares the engine with PyTorch on random configurations: ``make parity``."""

import argparse
import secrets
import sys
import warnings
from collections import defaultdict
from dataclasses import replace
from typing import Any

import numpy as np
import torch

import unrolled
from tests.golden.cases import CELLS, Case, Numbers
from tests.golden.cases import draw as draw_numbers
from tests.golden.pytorch import gradients, returned
from tests.golden.store import AnyArray

COUNT = 600
BOUNDS = {"float32": 1e-5, "float64": 1e-12, "gradients": 1e-10}


def draw(rng: np.random.Generator) -> Case:
    """Draw one configuration; the cells, and small and large sizes, come equally often."""
    cell, nonlinearity = CELLS[rng.integers(len(CELLS))]

    def size(end: int) -> int:
        return int(np.exp(rng.uniform(0, np.log(end + 1))))

    def coin() -> bool:
        return bool(rng.integers(2))

    # A relu's states may grow at every step, and with them the last digit of a float32.
    hidden_size, T = size(64), size(20 if nonlinearity == "relu" else 60)
    batch = None if rng.random() < 0.15 else 0 if rng.random() < 0.05 else size(24)
    lengths = None
    if batch and coin():
        lengths = tuple(int(n) for n in rng.integers(1, T + 1, batch))
        if coin():
            lengths = tuple(sorted(lengths, reverse=True))
    case = Case(
        cell=cell,
        nonlinearity=nonlinearity,
        proj_size=size(hidden_size - 1) if cell == "lstm" and hidden_size > 1 and coin() else 0,
        num_layers=int(rng.integers(1, 5)),
        bidirectional=coin(),
        bias=coin(),
        dtype="float64" if coin() else "float32",
        batch=batch,
        lengths=lengths,
        batch_first=coin(),
        initial=coin(),
        silent=nonlinearity == "relu" and coin(),
        input_size=size(64),
        hidden_size=hidden_size,
        T=T,
    )
    if case.dtype == "float32":
        return case
    names = ["output", "h_n", "c_n"] if cell == "lstm" else ["output", "h_n"]
    chosen = [name for name in names if coin()] or [names[rng.integers(len(names))]]
    return replace(case, upstream=tuple(chosen))


def largest_differences(case: Case) -> dict[str, float]:
    """Run both on the same numbers; of the tensors, and in float64 of their gradients."""
    numbers = draw_numbers(case)
    net = unrolled.Network.from_state_dict(case.cell, numbers.weights, case.nonlinearity)
    if list(net.state_dict()) != list(numbers.weights):
        return {case.dtype: np.inf}
    trace = net.run(numbers.x, numbers.h_0, numbers.c_0, case.lengths, case.batch_first)
    got: dict[str, Any] = {"output": trace.output, "h_n": trace.h_n}
    got |= {} if trace.c_n is None else {"c_n": trace.c_n}
    expected = returned(case, numbers)
    if case.lengths:
        got |= _packing(case, trace)
        expected |= _packing(case, expected)
    found = {case.dtype: _largest(got, expected)}
    if case.upstream:
        found["gradients"] = _largest(_gradients(trace, numbers), gradients(case, numbers))
    return found


def _packing(case: Case, found: unrolled.Trace | dict[str, AnyArray]) -> dict[str, AnyArray]:
    """What rows are packed by; lengths take the place of rows, as equal ones have no order.

    PyTorch's sort keeps it up to 16 rows, which the golden files show, and not beyond.
    """
    names = ("batch_sizes", "sorted_indices", "unsorted_indices")
    sizes, order, back = (
        found[name] if isinstance(found, dict) else getattr(found, name) for name in names
    )
    lengths = np.array(case.lengths)[order]
    return {"batch_sizes": sizes, "sorted_indices": lengths, "unsorted_indices": order[back]}


def _gradients(trace: unrolled.Trace, numbers: Numbers) -> dict[str, AnyArray]:
    grads = unrolled.backward(trace, **{f"d_{name}": d for name, d in numbers.upstream.items()})
    for name, steps in grads.per_step.items():
        if not np.abs(steps.sum(axis=0) - grads.params[name]).max() <= BOUNDS["gradients"]:
            raise AssertionError(f"per_step[{name!r}] does not sum to the gradient")
    initial = {"h_0": grads.h_0} | ({} if grads.c_0 is None else {"c_0": grads.c_0})
    return {"x": grads.x, **initial, **grads.params}


def _largest(got: dict[str, AnyArray], expected: dict[str, AnyArray]) -> float:
    """The largest difference; infinite where a name, a shape or a type differs."""
    if set(got) != set(expected):
        return np.inf
    differences = [_difference(got[name], expected[name]) for name in expected]
    return float(np.max(differences))  # a NaN stays a NaN


def _difference(got: AnyArray, expected: AnyArray) -> float:
    if got.shape != expected.shape or got.dtype != expected.dtype:
        return np.inf
    return float(np.abs(got - expected).max(initial=0))


def main() -> None:
    """Compare, print a table, and end with a sentence at the first difference past its bound."""
    parser = argparse.ArgumentParser(description="Compare the engine with PyTorch.")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**31))
    seed = parser.parse_args().seed
    print(f"torch {torch.__version__}, {COUNT} configurations, --seed {seed}")

    torch.set_num_threads(1)
    warnings.filterwarnings("ignore", "LSTM with projections is not supported with oneDNN")
    rng = np.random.default_rng(seed)
    differences: dict[tuple[str, str], list[float]] = defaultdict(list)
    for _ in range(COUNT):
        case = draw(rng)
        try:
            found = largest_differences(case)
        except Exception as error:
            error.add_note(f"This was with {case}.")
            raise
        for what, difference in found.items():
            if not difference <= BOUNDS[what]:
                why = "a name, a shape or a dtype differs" if np.isinf(difference) else what
                sys.exit(
                    f"max |Δ| = {difference:.1e} ({why}; {BOUNDS[what]:.0e} is allowed): {case}"
                )
            name = f"{case.cell} {case.nonlinearity if case.cell == 'rnn' else ''}".strip()
            differences[f"{name}{' proj_size' * bool(case.proj_size)}", what].append(difference)
    print(f"{'cell':16}{'what':10}{'runs':>5}{'max |Δ|':>10}{'bound':>8}")
    for (cell, what), every in sorted(differences.items()):
        print(f"{cell:16}{what:10}{len(every):5}{max(every):10.1e}{BOUNDS[what]:8.0e}")


if __name__ == "__main__":
    main()
