"""The engine computes what PyTorch computed, over everything that the two have in common."""

import numpy as np
import pytest

from tests.engine.golden import BOUNDS, CASES, assert_equal, by_network, golden, ran
from tests.golden.cases import INPUTS, KINDS, draw

NETWORKS = by_network(CASES)
SHALLOW = by_network([case for case in CASES if case.num_layers == 1])
STEPPED = by_network([case for case in CASES if case.has_steps])


@pytest.mark.parametrize("network", NETWORKS)
def test_returns_what_torch_returns(network: str) -> None:
    for case in NETWORKS[network]:
        trace = ran(case)
        assert_equal(case, "output", trace.output, BOUNDS[case.dtype])
        assert_equal(case, "h_n", trace.h_n, BOUNDS[case.dtype])
        if case.cell == "lstm":
            assert_equal(case, "c_n", trace.c_n, BOUNDS[case.dtype])
        else:
            assert trace.c_n is None, case


@pytest.mark.parametrize("network", STEPPED)
def test_every_state_is_that_of_torchs_single_cell(network: str) -> None:
    for case in STEPPED[network]:
        trace = ran(case)
        for layer in range(case.num_layers):
            for direction in range(case.num_directions):
                for name in "hc" if case.cell == "lstm" else "h":
                    got = trace.state(name, layer, direction)
                    assert_equal(case, f"{name}/{layer}/{direction}", got, BOUNDS[case.dtype])


@pytest.mark.parametrize("network", SHALLOW)
def test_rows_are_packed_as_torch_packs_them(network: str) -> None:
    for case in SHALLOW[network]:
        trace = ran(case)
        if case.lengths:
            assert trace.T == max(case.lengths)
            assert tuple(np.asarray(trace.lengths)) == case.lengths
            for name in ("batch_sizes", "sorted_indices", "unsorted_indices"):
                assert_equal(case, name, np.asarray(getattr(trace, name)), 0)
        else:  # every row takes every step, in its own place
            assert trace.lengths is None
            assert list(trace.batch_sizes) == [case.rows] * case.T
            rows = list(range(case.rows))
            assert list(trace.sorted_indices) == list(trace.unsorted_indices) == rows


def test_padding_holds_nan_and_nothing_else_does() -> None:
    for case in CASES:
        x = draw(case).x
        is_nan = np.isnan(x.swapaxes(0, 1) if case.batch_first else x)
        if case.lengths:
            for b, length in enumerate(case.lengths):
                assert is_nan[length:, b].all()
                assert not is_nan[:length, b].any()
        else:
            assert not is_nan.any()


def test_no_case_is_lost() -> None:
    layers, bidirectional, bias, dtypes, initial = 3, 2, 2, 2, 2
    networks = len(KINDS) * layers * bidirectional * bias
    silent = layers * bidirectional * bias * sum(batch == 3 for batch, _, _ in INPUTS)
    assert len(set(map(str, CASES))) == networks * len(INPUTS) * dtypes * initial + silent
    assert len([case for case in CASES if case.upstream]) == networks * len(INPUTS) + silent
    assert len([case for case in CASES if case.has_steps]) == len(KINDS) * 2 * bidirectional * 3

    expected = {f"{case}/output" for case in CASES}
    stored = {name for cell in ("rnn", "lstm", "gru") for name in golden(cell)}
    assert expected == {name for name in stored if name.endswith("/output")}
