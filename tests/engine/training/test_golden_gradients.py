"""Backpropagation through time gives the gradients that PyTorch's autograd gave."""

import pytest

from tests.engine.golden import (
    CASES,
    GRADIENT_BOUND,
    assert_equal,
    by_network,
    differentiated,
    golden,
)
from tests.golden.cases import draw

NETWORKS = by_network([case for case in CASES if case.upstream])
STEPPED = by_network([case for case in CASES if case.has_steps])
SILENT = by_network([case for case in CASES if case.silent])


@pytest.mark.parametrize("network", NETWORKS)
def test_every_gradient_is_that_of_torch(network: str) -> None:
    for case in NETWORKS[network]:
        grads = differentiated(case)
        assert list(grads.params) == list(draw(case).weights)
        for name, d in grads.params.items():
            assert_equal(case, f"d/{name}", d, GRADIENT_BOUND)
        assert_equal(case, "d/x", grads.x, GRADIENT_BOUND)
        assert_equal(case, "d/h_0", grads.h_0, GRADIENT_BOUND)
        if case.cell == "lstm":
            assert_equal(case, "d/c_0", grads.c_0, GRADIENT_BOUND)
        else:
            assert grads.c_0 is None, case


@pytest.mark.parametrize("network", STEPPED)
def test_each_step_adds_the_gradient_of_its_own_copy_of_the_weights(network: str) -> None:
    for case in STEPPED[network]:
        grads = differentiated(case)
        assert list(grads.per_step) == list(draw(case).weights)
        for name, d in grads.per_step.items():
            assert_equal(case, f"per_step/{name}", d, GRADIENT_BOUND)


@pytest.mark.parametrize("network", STEPPED)
def test_the_norm_of_a_states_gradient_is_that_of_the_state_in_torch(network: str) -> None:
    for case in STEPPED[network]:
        norms = differentiated(case).norms
        assert set(norms) == set("hc" if case.cell == "lstm" else "h")
        for state, places in norms.items():
            assert len(places) == case.num_layers * case.num_directions
            for (layer, direction), norm in places.items():
                assert_equal(case, f"norm_{state}/{layer}/{direction}", norm, GRADIENT_BOUND)


@pytest.mark.parametrize("network", SILENT)
def test_a_relu_of_exactly_zero_passes_nothing_back(network: str) -> None:
    for case in SILENT[network]:
        stored = golden(case.cell)
        assert any(stored[f"{case}/d/{name}"].any() for name in draw(case).weights), case
        for name, d in differentiated(case).params.items():
            assert not d[0].any(), (name, case)
