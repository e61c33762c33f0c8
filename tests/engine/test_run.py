"""The loop over time: what must be the same however one runs it."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import EngineError, Network
from engine.arrays import Array
from tests.engine.cases import Case, cases

KINDS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


def zeros(*shape: int, dtype: str = "float32") -> Array:
    return np.zeros(shape, dtype)


@given(cases())
def test_every_tensor_has_its_shape_and_the_dtype_of_the_network(case: Case) -> None:
    net, trace = case.network, case.run()
    T, B, _ = case.x.shape
    H, D = net.hidden_size, net.num_directions
    assert (trace.T, trace.B) == (T, B)
    assert trace.output.shape == (T, B, D * H)
    assert trace.h_n.shape == (case.rows, B, H)
    tensors = [trace.output, trace.h_n]
    if net.cell == "lstm":
        assert trace.c_n is not None
        assert trace.c_n.shape == (case.rows, B, H)
        tensors.append(trace.c_n)
    else:
        assert trace.c_n is None
    for layer in range(net.num_layers):
        for direction in range(D):
            cells = [trace.state("h", layer, direction), *trace.gates(layer, direction).values()]
            assert all(a.shape == (T, B, H) for a in cells)
            tensors += cells
    assert {str(a.dtype) for a in tensors} == {net.dtype}


@given(cases())
def test_each_row_of_a_batch_runs_as_if_it_were_alone(case: Case) -> None:
    whole = case.run()
    for b in range(case.x.shape[1]):
        row = slice(b, b + 1)
        h_0 = None if case.h_0 is None else case.h_0[:, row]
        c_0 = None if case.c_0 is None else case.c_0[:, row]
        alone = case.network.run(case.x[:, row], h_0, c_0)
        assert case.close(alone.output, whole.output[:, row])
        assert case.close(alone.h_n, whole.h_n[:, row])
        if alone.c_n is not None and whole.c_n is not None:
            assert case.close(alone.c_n, whole.c_n[:, row])


@given(cases(bidirectional=True))
def test_a_bidirectional_run_is_two_runs_the_second_on_the_reversed_sequence(case: Case) -> None:
    weights, trace, below = case.network.state_dict(), case.run(), case.x
    for layer in range(case.network.num_layers):
        found = []
        for direction, suffix in enumerate(("", "_reverse")):
            own = {
                f"{kind}_l0": weights[f"{kind}_l{layer}{suffix}"]
                for kind in KINDS
                if f"{kind}_l0" in weights
            }
            one_way = Network.from_state_dict(case.network.cell, own, case.network.nonlinearity)
            row = slice(2 * layer + direction, 2 * layer + direction + 1)
            h_0 = None if case.h_0 is None else case.h_0[row]
            c_0 = None if case.c_0 is None else case.c_0[row]
            order = slice(None, None, -1 if direction else 1)
            run = one_way.run(below[order], h_0, c_0)
            assert case.close(run.h_n, trace.h_n[row])
            if run.c_n is not None and trace.c_n is not None:
                assert case.close(run.c_n, trace.c_n[row])
            found.append(run.output[order])
        below = np.concatenate(found, axis=2)
    assert case.close(below, trace.output)


@given(cases(bidirectional=False, least_steps=2), st.data())
def test_two_halves_with_the_state_carried_are_the_whole(case: Case, data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(case.x) - 1))
    whole = case.run()
    first = case.network.run(case.x[:cut], case.h_0, case.c_0)
    second = case.network.run(case.x[cut:], first.h_n, first.c_n)
    assert case.close(np.concatenate([first.output, second.output]), whole.output)
    assert case.close(second.h_n, whole.h_n)
    if second.c_n is not None and whole.c_n is not None:
        assert case.close(second.c_n, whole.c_n)


@given(cases())
def test_batch_first_swaps_the_axes_of_x_and_output_and_of_nothing_else(case: Case) -> None:
    time_first = case.run()
    batch_first = case.network.run(case.x.swapaxes(0, 1), case.h_0, case.c_0, batch_first=True)
    assert np.array_equal(batch_first.output, time_first.output.swapaxes(0, 1))
    assert np.array_equal(batch_first.h_n, time_first.h_n)
    assert np.array_equal(batch_first.state("h", 0, 0), time_first.state("h", 0, 0))
    if time_first.c_n is not None:
        assert batch_first.c_n is not None
        assert np.array_equal(batch_first.c_n, time_first.c_n)


@given(cases())
def test_no_initial_state_is_one_of_zeros(case: Case) -> None:
    none = zeros(case.rows, case.x.shape[1], case.network.hidden_size, dtype=case.network.dtype)
    given_zeros = case.network.run(case.x, none, none if case.network.cell == "lstm" else None)
    assert np.array_equal(given_zeros.output, case.network.run(case.x).output)


@given(cases())
def test_nothing_that_is_passed_in_is_written_to(case: Case) -> None:
    passed = [a for a in (case.x, case.h_0, case.c_0) if a is not None]
    before = [a.copy() for a in passed]
    weights = case.network.state_dict()
    case.run().output[:] = 7
    assert all(np.array_equal(a, b) for a, b in zip(passed, before, strict=True))
    after = case.network.state_dict()
    assert all(np.array_equal(after[name], weights[name]) for name in weights)


@given(cases())
def test_a_trace_keeps_its_initial_states_whatever_becomes_of_those_passed_in(case: Case) -> None:
    h_0 = zeros(case.rows, case.x.shape[1], case.network.hidden_size, dtype=case.network.dtype)
    trace = case.network.run(case.x, h_0)
    h_0[:] = 7
    assert not trace.initial["h"].any()


def test_an_overflow_comes_out_as_infinity() -> None:
    weights = {"weight_ih_l0": np.ones((1, 2), "float32"), "weight_hh_l0": zeros(1, 1)}
    net = Network.from_state_dict("rnn", weights, "relu")
    assert net.run(np.full((1, 1, 2), 3e38, "float32")).h_n.item() == np.inf


GOOD = zeros(5, 2, 3)
STATE = zeros(4, 2, 6)


@pytest.mark.parametrize(
    ("arguments", "name", "parts"),
    [
        ({"x": [[[0.0, 0.0, 0.0]]]}, "x", ["list", "numpy array"]),
        ({"x": zeros(5, 2, 4)}, "x", ["(5, 2, 4)", "I=3"]),
        ({"x": zeros(5, 3)}, "x", ["(5, 3)", "T, B, I=3"]),
        ({"x": zeros(2, 5, 4), "batch_first": True}, "x", ["(2, 5, 4)", "B, T, I=3"]),
        ({"x": zeros(5, 2, 3, dtype="float64")}, "x", ["float64", "float32", "x.astype"]),
        ({"x": np.zeros((5, 2, 3), int)}, "x", ["int64", "float32"]),
        ({"x": zeros(0, 2, 3)}, "x", ["T = 0", "at least 1"]),
        ({"x": zeros(5, 0, 3)}, "x", ["B = 0", "at least 1"]),
        ({"x": GOOD, "h_0": zeros(2, 2, 6)}, "h_0", ["(2, 2, 6)", "L·D=4, B=2, H=6"]),
        ({"x": GOOD, "h_0": zeros(2, 4, 6)}, "h_0", ["(2, 4, 6)", "L·D=4, B=2, H=6"]),
        ({"x": GOOD, "h_0": zeros(4, 2, 6, dtype="float64")}, "h_0", ["float64", "float32"]),
        ({"x": GOOD, "c_0": zeros(4, 2, 5)}, "c_0", ["(4, 2, 5)", "L·D=4, B=2, H=6"]),
        ({"x": GOOD, "c_0": 0.0}, "c_0", ["float", "numpy array"]),
    ],
)
def test_an_array_that_does_not_fit_is_named(
    arguments: dict[str, Any], name: str, parts: list[str]
) -> None:
    net = Network("lstm", input_size=3, hidden_size=6, num_layers=2, bidirectional=True)
    with pytest.raises(EngineError) as caught:
        net.run(**arguments)
    assert caught.value.name == name
    assert str(caught.value).startswith(f"{name} ")
    assert all(part in str(caught.value) for part in parts)


@pytest.mark.parametrize("cell", ["rnn", "gru"])
def test_only_an_lstm_takes_c_0(cell: str) -> None:
    net = Network(cell, input_size=3, hidden_size=6, num_layers=2, bidirectional=True)
    with pytest.raises(EngineError, match=f"c_0 is given, but the cell '{cell}'"):
        net.run(GOOD, STATE, STATE)
