"""The engine computes what PyTorch computed, over everything that the two have in common."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

import engine
from engine.arrays import Array
from tests.golden.cases import Case, all_cases, draw

BOUNDS = {"float32": 1e-5, "float64": 1e-12}
FOLDER = Path(__file__).parents[1] / "golden"
CASES = all_cases()
SHOWN = [case for case in CASES if case.shows_every_state]


@cache
def golden(cell: str) -> dict[str, Array]:
    with np.load(FOLDER / f"{cell}.npz") as file:
        return dict(file)


def run(case: Case) -> engine.Trace:
    numbers = draw(case)
    net = engine.Network.from_state_dict(case.cell, numbers.weights, case.nonlinearity)
    return net.run(numbers.x, numbers.h_0, numbers.c_0, batch_first=case.batch_first)


def assert_equals_torch(case: Case, name: str, got: Array | None) -> None:
    expected = golden(case.cell)[f"{case}/{name}"]
    assert got is not None
    assert got.dtype == expected.dtype == case.dtype
    assert got.shape == expected.shape
    assert np.abs(got - expected).max() <= BOUNDS[case.dtype], name


@pytest.mark.parametrize("case", CASES, ids=str)
def test_returns_what_torch_returns(case: Case) -> None:
    trace = run(case)
    assert_equals_torch(case, "output", trace.output)
    assert_equals_torch(case, "h_n", trace.h_n)
    if case.cell == "lstm":
        assert_equals_torch(case, "c_n", trace.c_n)
    else:
        assert trace.c_n is None


@pytest.mark.parametrize("case", SHOWN, ids=str)
def test_every_state_is_that_of_torchs_single_cell(case: Case) -> None:
    trace = run(case)
    for name in "hc" if case.cell == "lstm" else "h":
        assert_equals_torch(case, name, trace.state(name, layer=0, direction=0))


def test_no_case_is_lost() -> None:
    cells, layers, flags, batches, dtypes, in_batch_first = 4, 3, 2**3, 2, 2, 4 * 2 * 2
    assert len(set(map(str, CASES))) == cells * layers * flags * batches * dtypes + in_batch_first
    assert len(SHOWN) == cells * 2**2 * batches * dtypes  # bias, initial state

    expected = {f"{case}/{name}" for case in CASES for name in ("output", "h_n")}
    expected |= {f"{case}/c_n" for case in CASES if case.cell == "lstm"}
    expected |= {f"{case}/h" for case in SHOWN}
    expected |= {f"{case}/c" for case in SHOWN if case.cell == "lstm"}
    stored = {name for cell in ("rnn", "lstm", "gru") for name in golden(cell)}
    assert stored == expected | {"torch_version"}
