"""The loop over time: shapes, types, and what it leaves alone; see also ``test_properties.py``."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from tests.engine.cases import Case, cases
from unrolled import EngineError, Network, misread
from unrolled.engine.arrays import Array


def zeros(*shape: int, dtype: str = "float32") -> Array:
    return np.zeros(shape, dtype)


@given(cases())
def test_every_tensor_has_its_shape_and_the_dtype_of_the_network(case: Case) -> None:
    net, trace = case.network, case.run()
    T, B, H = max(case.row_lengths), case.x.shape[1], net.hidden_size
    P, D = net.proj_size or H, net.num_directions
    assert (trace.T, trace.B) == (T, B)
    assert trace.output.shape == (T, B, D * P)
    assert trace.h_n.shape == (case.rows, B, P)
    tensors = [trace.output, trace.h_n]
    if net.cell == "lstm":
        assert trace.c_n is not None
        assert trace.c_n.shape == (case.rows, B, H)
        tensors.append(trace.c_n)
    else:
        assert trace.c_n is None
    for place in case.places:
        h, gates = trace.state("h", *place), trace.gates(*place).values()
        assert h.shape == (T, B, P)
        assert all(a.shape == (T, B, H) for a in gates)
        tensors += [h, *gates]
        if net.cell == "lstm":
            tensors.append(trace.state("c", *place))
            assert tensors[-1].shape == (T, B, H)
    assert {str(a.dtype) for a in tensors} == {net.dtype}


@given(cases())
def test_nothing_that_is_passed_in_is_written_to(case: Case) -> None:
    passed = [a for a in (case.x, case.h_0, case.c_0) if a is not None]
    before = [a.copy() for a in passed]
    weights = case.network.state_dict()
    case.run().output[:] = 7
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(passed, before, strict=True))
    after = case.network.state_dict()
    assert all(np.array_equal(after[name], weights[name]) for name in weights)


@given(cases())
def test_a_trace_keeps_its_initial_states_whatever_becomes_of_those_passed_in(case: Case) -> None:
    net = case.network
    h_0 = zeros(case.rows, case.x.shape[1], net.proj_size or net.hidden_size, dtype=net.dtype)
    trace = net.run(case.x, h_0, lengths=case.lengths)
    h_0[:] = 7
    assert not trace.initial["h"].any()


@given(cases())
def test_an_array_may_lie_in_memory_in_any_order(case: Case) -> None:
    expected = case.run()
    x = np.asfortranarray(case.x)
    h_0, c_0 = (None if a is None else np.repeat(a, 2, 2)[..., ::2] for a in (case.h_0, case.c_0))
    trace = case.network.run(x, h_0, c_0, case.lengths)
    assert case.close(trace.output, expected.output)
    assert case.close(trace.h_n, expected.h_n)


def test_lengths_may_be_a_list_a_tuple_or_an_array_of_whole_numbers() -> None:
    net = Network("gru", input_size=3, hidden_size=2)
    x = np.ones((5, 2, 3), "float32")
    expected = net.run(x, lengths=[2, 4])
    forms: list[Any] = [(2, 4), np.array([2, 4]), np.array([2, 4], "uint8"), [np.int32(2), 4]]
    for lengths in forms:
        trace = net.run(x, lengths=lengths)
        assert np.array_equal(trace.output, expected.output)
        assert list(np.asarray(trace.lengths)) == [2, 4]


def test_initial_states_that_a_network_carries_are_used_where_none_are_given() -> None:
    net = Network("lstm", input_size=3, hidden_size=2, num_layers=2, dtype="float64")
    rng = np.random.default_rng(0)
    x, h_0, c_0, other = (rng.standard_normal(s) for s in ((5, 1, 3), *[(2, 1, 2)] * 3))
    expected, of_other = net.run(x, h_0, c_0), net.run(x, other, c_0)
    net.initial = {"h": h_0, "c": c_0}
    assert np.array_equal(net.run(x).output, expected.output)
    assert np.array_equal(net.run(x, other).output, of_other.output)
    assert np.array_equal(net.run(x[:, 0]).output, expected.output[:, 0])
    both = net.run(np.repeat(x, 2, axis=1)).output  # one row stands for every row
    assert np.allclose(both, np.repeat(expected.output, 2, axis=1), rtol=0, atol=1e-15)
    net.initial = {"h": np.repeat(h_0, 2, axis=1), "c": np.repeat(c_0, 2, axis=1)}
    with pytest.raises(EngineError, match=r"h_0 of the network's file is for B = 2, .* B = 3"):
        net.run(np.repeat(x, 3, axis=1))


def test_lengths_that_a_network_carries_are_used_where_none_are_given() -> None:
    net = Network("gru", input_size=3, hidden_size=2, bidirectional=True)
    x = np.random.default_rng(0).standard_normal((5, 2, 3)).astype("float32")
    own, other = net.run(x, lengths=[4, 2]), net.run(x, lengths=[1, 5])
    every = net.run(x, lengths=[3, 3])
    net.lengths = (4, 2)
    assert np.array_equal(net.run(x).output, own.output)
    assert np.array_equal(net.run(x).h_n, own.h_n)
    assert np.array_equal(net.run(x.swapaxes(0, 1), batch_first=True).h_n, own.h_n)
    assert np.array_equal(net.run(x, lengths=[1, 5]).output, other.output)
    misreading = misread(net, x, "onnx")
    assert np.array_equal(misreading.right.output, own.output)
    assert misreading.wrong.T == 4
    net.lengths = (3,)  # one stands for every row
    assert np.array_equal(net.run(x).output, every.output)


@pytest.mark.parametrize(
    ("shape", "got"),
    [
        ((5, 3, 3), "T = 5 and B = 3; expected .* pass lengths"),
        ((3, 2, 3), "T = 3 and B = 2; expected .* pass lengths"),
        ((5, 3), "no batch and T = 5; expected .* give x a batch, and lengths"),
    ],
)
def test_lengths_of_a_network_that_do_not_fit_are_asked_for(
    shape: tuple[int, ...], got: str
) -> None:
    net = Network("gru", input_size=3, hidden_size=2)
    net.lengths = (4, 2)
    with pytest.raises(EngineError, match=rf"The lengths \[4, 2\] of the .* which has {got}\."):
        net.run(np.zeros(shape, "float32"))
    net.lengths = (4,)
    with pytest.raises(EngineError, match=r"has no batch and T = 5"):
        net.run(np.zeros((5, 3), "float32"))
    net.lengths = (4, 0)
    with pytest.raises(EngineError, match=r"The lengths \[4, 0\] "):
        net.run(np.zeros((5, 2, 3), "float32"))


def test_an_overflow_comes_out_as_infinity() -> None:
    weights = {"weight_ih_l0": np.ones((1, 2), "float32"), "weight_hh_l0": zeros(1, 1)}
    net = Network.from_state_dict("rnn", weights, "relu")
    assert net.run(np.full((1, 1, 2), 3e38, "float32")).h_n.item() == np.inf


def test_a_nan_of_one_row_stays_in_its_row_and_goes_on_from_its_step() -> None:
    net = Network("lstm", input_size=3, hidden_size=2, num_layers=2)
    x = np.ones((5, 3, 3), "float32")
    x[2, 1, 0] = np.nan
    is_nan = np.isnan(net.run(x).output)
    assert is_nan[2:, 1].all()
    assert not is_nan[:2].any()
    assert not is_nan[:, [0, 2]].any()


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("lengths", [None, [5, 3, 5, 1, 5, 5, 5, 5, 5, 5, 5, 5, 2]])
def test_a_batch_of_many_rows_gives_what_each_of_them_gives_alone(
    cell: str, lengths: list[int] | None
) -> None:
    net = Network(cell, 4, 3, num_layers=2, bidirectional=True, dtype="float64", seed=0)
    x = np.random.default_rng(1).standard_normal((5, 13, 4))
    whole = net.run(x, lengths=lengths)
    for b, length in enumerate(lengths or [5] * 13):
        alone = net.run(x[:length, b : b + 1])
        for place in whole.records:
            for name, value in alone.record(*place).items():
                of_whole = whole.record(*place)[name][:, b]
                assert np.abs(of_whole[:length] - value[:, 0]).max() < 1e-14
                assert (of_whole[length:] == 0).all()
