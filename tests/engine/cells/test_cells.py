"""The cells against their equations, written once more with loops over plain numbers."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given

from tests.engine.cases import GATES, Case, cases
from unrolled import Network
from unrolled.engine.arrays import Array

Vector = list[float]
Matrix = list[Vector]
Gate = Callable[[float], float]
Cell = Callable[["Parameters", Vector, Vector, Vector], dict[str, Vector]]


@dataclass(frozen=True)
class Parameters:
    """What one direction of a layer computes with, in plain numbers."""

    W_ih: Matrix
    W_hh: Matrix
    b_ih: Vector
    b_hh: Vector
    W_hr: Matrix | None
    W_c: Matrix
    gate: Gate
    relu: bool
    reset_after: bool

    @property
    def H(self) -> int:
        return len(self.W_c[0])


def sigma(a: float) -> float:
    return 1 / (1 + math.exp(-a))


def hard(alpha: float, beta: float) -> Gate:
    """HardSigmoid of the ONNX operators: max(0, min(1, alpha x + beta))."""
    return lambda a: max(0.0, min(1.0, alpha * a + beta))


def affine(weight: Matrix, bias: Vector, v: Vector) -> Vector:
    return [
        math.fsum(w * a for w, a in zip(row, v, strict=True)) + b
        for row, b in zip(weight, bias, strict=True)
    ]


def elman(p: Parameters, x: Vector, h: Vector, _: Vector) -> dict[str, Vector]:
    """Elman (1990): tanh(W x + b + U h + b'), or max(0, .) of it."""
    u, v = affine(p.W_ih, p.b_ih, x), affine(p.W_hh, p.b_hh, h)
    sums = [u[k] + v[k] for k in range(p.H)]
    return {"h": [max(0.0, a) if p.relu else math.tanh(a) for a in sums]}


def lstm(p: Parameters, x: Vector, h: Vector, c: Vector) -> dict[str, Vector]:
    """Hochreiter & Schmidhuber (1997) with the forget gate of Gers et al. (2000).

    Peepholes are those of ONNX: i and f read the old c, o the new one.
    """
    H, (p_i, p_f, p_o) = p.H, p.W_c
    u, v = affine(p.W_ih, p.b_ih, x), affine(p.W_hh, p.b_hh, h)
    i = [p.gate(u[k] + v[k] + p_i[k] * c[k]) for k in range(H)]
    f = [p.gate(u[H + k] + v[H + k] + p_f[k] * c[k]) for k in range(H)]
    g = [math.tanh(u[2 * H + k] + v[2 * H + k]) for k in range(H)]
    new = [f[k] * c[k] + i[k] * g[k] for k in range(H)]
    o = [p.gate(u[3 * H + k] + v[3 * H + k] + p_o[k] * new[k]) for k in range(H)]
    out = [o[k] * math.tanh(new[k]) for k in range(H)]
    h = out if p.W_hr is None else affine(p.W_hr, [0.0] * len(p.W_hr), out)
    return {"i": i, "f": f, "g": g, "o": o, "c": new, "h": h}


def gru(p: Parameters, x: Vector, h: Vector, _: Vector) -> dict[str, Vector]:
    """Cho et al. (2014): n reads U (r h), or r (U h + b') in the form of PyTorch."""
    H = p.H
    u, v = affine(p.W_ih, p.b_ih, x), affine(p.W_hh, p.b_hh, h)
    r = [p.gate(u[k] + v[k]) for k in range(H)]
    z = [p.gate(u[H + k] + v[H + k]) for k in range(H)]
    if p.reset_after:
        from_h = [r[k] * v[2 * H + k] for k in range(H)]
    else:
        from_h = affine(p.W_hh[2 * H :], p.b_hh[2 * H :], [r[k] * h[k] for k in range(H)])
    n = [math.tanh(u[2 * H + k] + from_h[k]) for k in range(H)]
    return {"r": r, "z": z, "n": n, "h": [(1 - z[k]) * n[k] + z[k] * h[k] for k in range(H)]}


EQUATIONS: dict[str, Cell] = {"rnn": elman, "lstm": lstm, "gru": gru}


def parameters(net: Network, layer: int, direction: int) -> Parameters:
    weights = {name: value.tolist() for name, value in net.state_dict().items()}
    tail = f"l{layer}" + ("_reverse" if direction else "")
    none = [0.0] * len(weights[f"weight_hh_{tail}"])
    return Parameters(
        W_ih=weights[f"weight_ih_{tail}"],
        W_hh=weights[f"weight_hh_{tail}"],
        b_ih=weights.get(f"bias_ih_{tail}", none),
        b_hh=weights.get(f"bias_hh_{tail}", none),
        W_hr=weights.get(f"weight_hr_{tail}"),
        W_c=weights.get(f"weight_peephole_{tail}", [[0.0] * net.hidden_size] * 3),
        gate=hard(*net.hard_sigmoid) if net.hard_sigmoid else sigma,
        relu=net.nonlinearity == "relu",
        reset_after=net.reset_after,
    )


def by_hand(case: Case, b: int) -> dict[tuple[int, int], list[dict[str, Vector]]]:
    """All that one row of the batch computes: by (layer, direction), then t, then name."""
    net, T = case.network, case.row_lengths[b]
    below: Matrix = case.x[:T, b].tolist()
    found = {}
    for row, (layer, direction) in enumerate(case.places):
        p = parameters(net, layer, direction)
        h = [0.0] * (net.proj_size or p.H) if case.h_0 is None else case.h_0[row, b].tolist()
        c = [0.0] * p.H if case.c_0 is None else case.c_0[row, b].tolist()
        steps: list[dict[str, Vector]] = [{}] * T
        for t in reversed(range(T)) if direction else range(T):
            steps[t] = EQUATIONS[net.cell](p, below[t], h, c)
            h, c = steps[t]["h"], steps[t].get("c", c)
        found[layer, direction] = steps
        if direction == net.directions[-1]:
            below = [[a for d in net.directions for a in found[layer, d][t]["h"]] for t in range(T)]
    return found


@given(cases(dtypes=("float64",)))
def test_every_number_agrees_with_the_equations_worked_by_hand(case: Case) -> None:
    trace = case.run()
    for b, length in enumerate(case.row_lengths):
        for place, steps in by_hand(case, b).items():
            recorded = trace.gates(*place)
            recorded |= {name: trace.state(name, *place) for name in case.network.kind.states}
            assert set(recorded) == set(steps[0])
            for name, array in recorded.items():
                expected = np.array([step[name] for step in steps])
                assert np.abs(array[:length, b] - expected).max() <= 1e-12, (name, place)


@given(cases())
def test_gates_have_their_names_and_stay_in_their_range(case: Case) -> None:
    gates = case.run().gates(*case.places[0])
    assert list(gates) == GATES[case.network.cell]
    for name, a in gates.items():
        least = -1 if name in "gn" else 0  # these two are a tanh, the others a sigmoid
        assert least <= a.min()
        assert a.max() <= 1


def network(cell: str, **biases: float) -> Network:
    """One unit, one feature, no weights: each gate is made by its bias alone, and n's by b_hn."""
    blocks = GATES[cell] or ["h"]
    zero = np.zeros((len(blocks), 1))
    bias = np.array([biases.get(name, 0) for name in blocks], float)
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    return Network.from_state_dict(
        cell, dict(zip(names, (zero, zero, 0 * bias, bias), strict=True))
    )


X = np.zeros((3, 1, 1))
STATE = np.full((1, 1, 1), 0.7)


def last(a: Array) -> float:
    return float(a[-1, 0, 0])


def test_an_lstm_that_forgets_nothing_and_takes_nothing_keeps_c() -> None:
    trace = network("lstm", i=-800, f=800, o=800).run(X, STATE, STATE)
    assert last(trace.state("c", 0, 0)) == 0.7
    assert last(trace.h_n) == pytest.approx(math.tanh(0.7), rel=1e-15)


def test_an_lstm_without_weights_halves_c_at_every_step() -> None:
    trace = network("lstm").run(X, STATE, STATE)
    assert last(trace.state("c", 0, 0)) == pytest.approx(0.7 / 8, rel=1e-15)
    assert last(trace.h_n) == pytest.approx(0.5 * math.tanh(0.7 / 8), rel=1e-15)


def test_a_gru_whose_z_is_one_keeps_h() -> None:
    assert last(network("gru", z=800, n=3).run(X, STATE).h_n) == 0.7


def test_a_gru_whose_r_is_zero_shuts_out_the_bias_of_the_hidden_side_too() -> None:
    assert last(network("gru", r=-800, z=-800, n=3).run(X, STATE).h_n) == 0
    assert last(network("gru", r=800, z=-800, n=3).run(X, STATE).h_n) == pytest.approx(math.tanh(3))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("a", [-1e4, -800, -1, 0, 2, 800, 1e4])
def test_no_sum_is_too_large_for_the_sigmoid(a: float, dtype: str) -> None:
    weights = {k: w.astype(dtype) for k, w in network("lstm", i=a).state_dict().items()}
    i = Network.from_state_dict("lstm", weights).run(X.astype(dtype)).gates(0, 0)["i"]
    expected = sigma(a) if a > -700 else 0
    assert i.dtype == dtype
    assert last(i) == pytest.approx(expected, rel=0, abs=1e-7 if dtype == "float32" else 1e-15)
