"""The cells against their equations, written once more with loops over plain numbers."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given

from engine import Network
from engine.arrays import Array
from engine.cells.activations import sigmoid
from tests.engine.cases import GATES, Case, cases

Vector = list[float]
Cell = Callable[[Vector, Vector, Vector, Vector], dict[str, Vector]]


def sigma(a: float) -> float:
    return 1 / (1 + math.exp(-a))


def elman(u: Vector, v: Vector, h: Vector, _: Vector) -> dict[str, Vector]:
    """Elman (1990): tanh(W x + b + U h + b'), where u is W x + b and v is U h + b'."""
    return {"h": [math.tanh(u[k] + v[k]) for k in range(len(h))]}


def rectified(u: Vector, v: Vector, h: Vector, _: Vector) -> dict[str, Vector]:
    """The same with max(0, a) in place of tanh."""
    return {"h": [max(0.0, u[k] + v[k]) for k in range(len(h))]}


def lstm(u: Vector, v: Vector, h: Vector, c: Vector) -> dict[str, Vector]:
    """Hochreiter & Schmidhuber (1997) with the forget gate of Gers et al. (2000)."""
    H = len(h)
    i = [sigma(u[k] + v[k]) for k in range(H)]
    f = [sigma(u[H + k] + v[H + k]) for k in range(H)]
    g = [math.tanh(u[2 * H + k] + v[2 * H + k]) for k in range(H)]
    o = [sigma(u[3 * H + k] + v[3 * H + k]) for k in range(H)]
    new = [f[k] * c[k] + i[k] * g[k] for k in range(H)]
    return {
        "i": i,
        "f": f,
        "g": g,
        "o": o,
        "c": new,
        "h": [o[k] * math.tanh(new[k]) for k in range(H)],
    }


def gru(u: Vector, v: Vector, h: Vector, _: Vector) -> dict[str, Vector]:
    """Cho et al. (2014), the reset gate applied to U h + b' as PyTorch documents it."""
    H = len(h)
    r = [sigma(u[k] + v[k]) for k in range(H)]
    z = [sigma(u[H + k] + v[H + k]) for k in range(H)]
    n = [math.tanh(u[2 * H + k] + r[k] * v[2 * H + k]) for k in range(H)]
    return {"r": r, "z": z, "n": n, "h": [(1 - z[k]) * n[k] + z[k] * h[k] for k in range(H)]}


EQUATIONS: dict[tuple[str, str], Cell] = {
    ("rnn", "tanh"): elman,
    ("rnn", "relu"): rectified,
    ("lstm", "tanh"): lstm,
    ("gru", "tanh"): gru,
}


def affine(weight: list[Vector], bias: Vector, v: Vector) -> Vector:
    return [
        math.fsum(w * a for w, a in zip(row, v, strict=True)) + b
        for row, b in zip(weight, bias, strict=True)
    ]


def by_hand(case: Case, b: int) -> dict[tuple[int, int], list[dict[str, Vector]]]:
    """All that one row of the batch computes: by (layer, direction), then t, then name."""
    net, T = case.network, len(case.x)
    weights = {name: value.tolist() for name, value in net.state_dict().items()}
    equations = EQUATIONS[net.cell, net.nonlinearity]
    below: list[Vector] = case.x[:, b].tolist()
    found = {}
    for layer in range(net.num_layers):
        for direction in range(net.num_directions):
            tail = f"l{layer}" + ("_reverse" if direction else "")
            rows = len(weights[f"weight_hh_{tail}"])
            b_ih = weights.get(f"bias_ih_{tail}", [0.0] * rows)
            b_hh = weights.get(f"bias_hh_{tail}", [0.0] * rows)
            row = layer * net.num_directions + direction
            none = [0.0] * net.hidden_size
            h = none if case.h_0 is None else case.h_0[row, b].tolist()
            c = none if case.c_0 is None else case.c_0[row, b].tolist()
            steps: list[dict[str, Vector]] = [{}] * T
            for t in reversed(range(T)) if direction else range(T):
                u = affine(weights[f"weight_ih_{tail}"], b_ih, below[t])
                v = affine(weights[f"weight_hh_{tail}"], b_hh, h)
                steps[t] = equations(u, v, h, c)
                h, c = steps[t]["h"], steps[t].get("c", none)
            found[layer, direction] = steps
        both = range(net.num_directions)
        below = [[a for d in both for a in found[layer, d][t]["h"]] for t in range(T)]
    return found


@given(cases(dtypes=("float64",)))
def test_every_number_agrees_with_the_equations_worked_by_hand(case: Case) -> None:
    trace, B = case.run(), case.x.shape[1]
    for b in range(B):
        for (layer, direction), steps in by_hand(case, b).items():
            recorded = trace.gates(layer, direction) | {"h": trace.state("h", layer, direction)}
            if case.network.cell == "lstm":
                recorded["c"] = trace.state("c", layer, direction)
            assert set(recorded) == set(steps[0])
            for name, array in recorded.items():
                expected = np.array([step[name] for step in steps])
                assert np.abs(array[:, b] - expected).max() <= 1e-12, (name, layer, direction)


@given(cases())
def test_gates_have_their_names_and_stay_in_their_range(case: Case) -> None:
    gates = case.run().gates(0, 0)
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
def test_the_sigmoid_does_not_overflow(dtype: str) -> None:
    a = np.array([-1e4, -800, -1, 0, 2, 800, 1e4], dtype)
    expected = [0, 0, 1 / (1 + math.e), 0.5, 1 / (1 + math.exp(-2)), 1, 1]
    assert np.allclose(sigmoid(a), expected, rtol=0, atol=1e-7 if dtype == "float32" else 1e-15)
    assert sigmoid(a).dtype == dtype
