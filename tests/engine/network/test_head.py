"""The head: a probability for every symbol, or plain numbers."""

import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrolled import EngineError, Head, Network
from unrolled.engine.arrays import Array
from unrolled.engine.network.head import Activation

finite = st.floats(-1e4, 1e4)


@given(st.lists(finite, min_size=1, max_size=8), st.sampled_from(["float32", "float64"]))
def test_softmax_is_a_distribution_that_keeps_the_order(logits: list[float], dtype: str) -> None:
    a = np.array(logits, dtype)
    y = Head(np.eye(len(a), dtype=dtype), np.zeros(len(a), dtype)).run(a)
    assert y.dtype == dtype
    assert (y >= 0).all()
    assert abs(y.sum() - 1) <= (1e-6 if dtype == "float32" else 1e-15 * len(a))
    assert y[a.argmax()] == y.max()


@given(st.lists(st.floats(-20, 20), min_size=2, max_size=6))
def test_softmax_is_each_exponential_over_their_sum(logits: list[float]) -> None:
    y = Head(np.zeros((len(logits), 1)), np.array(logits)).run(np.ones(1))
    exponentials = [math.exp(a) for a in logits]
    expected = [e / math.fsum(exponentials) for e in exponentials]
    assert np.allclose(y, expected, rtol=1e-13, atol=0)


def test_softmax_is_taken_at_every_step_and_row_alone() -> None:
    head = Head.random(4, 3, "softmax", "float64", seed=0)
    output = np.random.default_rng(1).standard_normal((5, 2, 4))
    y = head.run(output)
    for t, b in np.ndindex(5, 2):
        np.testing.assert_allclose(y[t, b], head.run(output[t, b]), rtol=1e-13)


def test_softmax_survives_logits_whose_exponential_overflows() -> None:
    y = Head(np.eye(3, dtype="float32"), np.zeros(3, "float32")).run(
        np.array([1e4, -1e4, 0], "float32")
    )
    assert y.tolist() == [1, 0, 0]


@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 2**32))
def test_linear_is_the_matrix_product_at_every_step(width: int, size: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    weight, bias = rng.standard_normal((size, width)), rng.standard_normal(size)
    output = rng.standard_normal((5, 2, width))
    y = Head(weight, bias, "linear").run(output)
    assert y.shape == (5, 2, size)
    for t in range(5):
        for b in range(2):
            for k in range(size):
                products = [float(w * h) for w, h in zip(weight[k], output[t, b], strict=True)]
                assert math.isclose(y[t, b, k], math.fsum([*products, bias[k]]), abs_tol=1e-12)


def test_an_overflow_comes_out_as_infinity() -> None:
    head = Head(np.full((1, 2), 10, "float32"), np.zeros(1, "float32"), "linear")
    assert head.run(np.full(2, 3e38, "float32")).item() == np.inf


@pytest.mark.parametrize("activation", ["softmax", "linear"])
def test_a_random_head_is_drawn_like_a_linear_layer_of_pytorch(activation: Activation) -> None:
    head = Head.random(64, 100, activation, "float32", seed=3)
    drawn = np.concatenate([head.weight.ravel(), head.bias])
    bound = 1 / math.sqrt(64)
    assert (head.weight.shape, head.bias.shape) == ((100, 64), (100,))
    assert head.activation == activation
    assert np.abs(drawn).max() <= bound
    # A uniform distribution in ±bound has this spread; 6,500 draws tell it to within a few percent.
    assert drawn.std() == pytest.approx(bound / math.sqrt(3), rel=0.05)
    assert {head.weight.dtype.name, head.bias.dtype.name} == {"float32"}
    again, other = (Head.random(64, 100, activation, "float32", seed) for seed in (3, 4))
    assert np.array_equal(again.weight, head.weight)
    assert not np.array_equal(other.weight, head.weight)


WEIGHT, BIAS = np.zeros((8, 4), "float32"), np.zeros(8, "float32")


@pytest.mark.parametrize(
    ("weight", "bias", "parts"),
    [
        (WEIGHT, np.zeros(4, "float32"), ["(8, 4)", "(4,)", "(O, D·P) and (O,)"]),
        (BIAS, BIAS, ["(8,)", "(O, D·P) and (O,)"]),
        (WEIGHT, WEIGHT, ["bias (8, 4)", "(O, D·P) and (O,)"]),
    ],
)
def test_shapes_that_do_not_fit_are_named(weight: Array, bias: Array, parts: list[str]) -> None:
    with pytest.raises(EngineError) as caught:
        Head(weight, bias)
    assert caught.value.name == "weight"
    assert all(part in str(caught.value) for part in parts)


def test_an_output_of_another_width_is_named() -> None:
    with pytest.raises(EngineError, match=r"of shape \(3, 1, 5\); .* D·P = 4") as caught:
        Head(WEIGHT, BIAS).run(np.zeros((3, 1, 5), "float32"))
    assert caught.value.name == "output"


def test_an_unknown_activation_is_named() -> None:
    with pytest.raises(EngineError, match="activation is 'relu'; it has to be softmax or linear"):
        Head(WEIGHT, BIAS, "relu")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("weight", "bias", "part"),
    [
        (None, None, "weight is a NoneType"),
        (np.ones((2, 4)), [0.0, 0.0], "bias is a list"),
        (np.ones((2, 4), int), np.ones(2, int), "weight.dtype is 'int64'"),
        (np.ones((2, 4)), np.ones(2, "float32"), "bias is float32; expected float64"),
        (np.ones((0, 4)), np.ones(0), "expected (O, D·P)"),
    ],
)
def test_what_is_no_head_is_refused(weight: Any, bias: Any, part: str) -> None:
    with pytest.raises(EngineError, match=re.escape(part)):
        Head(weight, bias)


def test_a_network_takes_only_a_head_that_fits_it() -> None:
    net = Network("lstm", 3, 4, bidirectional=True)
    net.head = Head(np.ones((2, 8), "float32"), np.ones(2, "float32"))
    for wrong, part in (
        ("x", "head is a str"),
        (Head(np.ones((2, 4), "float32"), np.ones(2, "float32")), "(O, D·P=8)"),
        (Head(np.ones((2, 8)), np.ones(2)), "dtype float64"),
    ):
        with pytest.raises(EngineError, match=re.escape(part)):
            net.head = wrong  # type: ignore[assignment]
