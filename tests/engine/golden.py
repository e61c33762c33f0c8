"""The engine beside what PyTorch returned: one line a tensor."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import unrolled
from tests.golden.cases import Case, Numbers, all_cases, draw
from tests.golden.store import AnyArray, load
from unrolled.engine.training.gradients import Gradients

BOUNDS = {"float32": 1e-5, "float64": 1e-12}
GRADIENT_BOUND = 1e-10


CASES = all_cases()

Networks = dict[str, list[Case]]


def by_network(cases: list[Case]) -> Networks:
    """The cases of a network under its name: one test runs it on all of its inputs."""
    networks: Networks = {}
    for case in cases:
        words = (case.cell, case.nonlinearity, f"P{case.proj_size}", f"L{case.num_layers}")
        flags = [flag for flag in ("bidirectional", "bias", "silent") if getattr(case, flag)]
        networks.setdefault("-".join((*words, *flags)), []).append(case)
    return networks


@cache
def golden(cell: str) -> dict[str, AnyArray]:
    return load(Path(__file__).parents[1] / "golden" / f"{cell}.npz")


def run(case: Case, numbers: Numbers) -> unrolled.Trace:
    net = unrolled.Network.from_state_dict(case.cell, numbers.weights, case.nonlinearity)
    return net.run(
        numbers.x, numbers.h_0, numbers.c_0, lengths=case.lengths, batch_first=case.batch_first
    )


def ran(case: Case) -> unrolled.Trace:
    return run(case, draw(case))


def differentiated(case: Case) -> Gradients:
    numbers = draw(case)
    upstream: dict[str, Any] = {f"d_{name}": d for name, d in numbers.upstream.items()}
    return unrolled.backward(run(case, numbers), **upstream)


def assert_equal(case: Case, name: str, got: AnyArray | None, bound: float) -> None:
    """``got`` is the tensor of that name in the golden file: shape, type, and to the bound."""
    expected = golden(case.cell)[f"{case}/{name}"]
    assert got is not None, (name, case)
    assert got.shape == expected.shape, (name, case)
    assert got.dtype == expected.dtype, (name, case)
    difference = np.abs(got - expected).max(initial=0)  # a NaN stays one
    assert difference <= bound, f"{name}: max |Δ| = {difference:.1e} > {bound:.0e}, {case}"
