"""The losses against their formulas in plain numbers, and their gradients against differences."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from tests.engine.cases import Case, cases, remade
from tests.engine.training.gradcheck import assert_gradient
from unrolled import (
    EngineError,
    Head,
    Loss,
    Network,
    Trace,
    backward,
    cross_entropy,
    mean_squared_error,
)
from unrolled.engine.arrays import Array, Named

LOSSES: dict[str, Callable[..., Loss]] = {"softmax": cross_entropy, "linear": mean_squared_error}
O = 3


def a_head(net: Network, activation: Any) -> Head:
    width = net.num_directions * (net.proj_size or net.hidden_size)
    return Head.random(width, O, activation, net.dtype, seed=1)


def targets(head: Head, *leading: int) -> Any:
    rng = np.random.default_rng(2)
    if head.activation == "softmax":
        return rng.integers(0, O, leading)
    return rng.standard_normal((*leading, O)).astype(head.weight.dtype)


def by_hand(h: Array, head: Head, target: Any) -> float:
    """L_t of one row: (D·P,), and a class or (O,)."""
    a = [
        math.fsum(w * v for w, v in zip(row, h.tolist(), strict=True)) + b
        for row, b in zip(head.weight.tolist(), head.bias.tolist(), strict=True)
    ]
    if head.activation == "softmax":
        return math.log(math.fsum(math.exp(v - a[int(target)]) for v in a))
    return math.fsum((v - t) ** 2 for v, t in zip(a, target.tolist(), strict=True)) / O


@pytest.mark.parametrize("activation", LOSSES)
@given(case=cases(dtypes=("float64",)))
def test_the_loss_is_the_sum_of_every_steps_own_or_only_of_the_last(
    activation: str, case: Case
) -> None:
    trace, head = case.run(), a_head(case.network, activation)
    per_step, per_row = targets(head, trace.T, trace.B), targets(head, trace.B)
    every, last = (LOSSES[activation](trace, head, t) for t in (per_step, per_row))
    of_every, of_last = np.zeros((trace.T, trace.B)), np.zeros((trace.T, trace.B))
    for b, length in enumerate(case.row_lengths):
        for t in range(length):
            of_every[t, b] = by_hand(trace.output[t, b], head, per_step[t, b])
        of_last[length - 1, b] = by_hand(trace.output[length - 1, b], head, per_row[b])
    assert case.close(every.per_step, of_every)
    assert case.close(last.per_step, of_last)
    assert every.value == pytest.approx(of_every.sum(), abs=1e-12)
    assert last.value == pytest.approx(of_last.sum(), abs=1e-12)


@pytest.mark.parametrize("activation", LOSSES)
@given(case=cases(packed=True))
def test_what_stands_past_a_length_counts_for_nothing(activation: str, case: Case) -> None:
    trace, head = case.run(), a_head(case.network, activation)
    given_targets = targets(head, trace.T, trace.B)
    loss = LOSSES[activation](trace, head, given_targets)
    given_targets[trace.packing.padding] = -1 if activation == "softmax" else np.nan
    again = LOSSES[activation](trace, head, given_targets)
    assert (again.value, str(again.d_output.dtype)) == (loss.value, case.network.dtype)
    for one, other in ((again.d_output, loss.d_output), (again.d_weight, loss.d_weight)):
        assert np.array_equal(one, other)
    assert np.array_equal(again.d_bias, loss.d_bias)
    assert not loss.d_output[trace.packing.padding].any()


@pytest.mark.parametrize("activation", LOSSES)
@given(case=cases(packed=False, dtypes=("float64",)))
def test_targets_have_the_axes_of_output(activation: str, case: Case) -> None:
    trace, head, loss = case.run(), a_head(case.network, activation), LOSSES[activation]
    given_targets = targets(head, trace.T, trace.B)
    found = loss(trace, head, given_targets)
    swapped = case.network.run(case.x.swapaxes(0, 1), case.h_0, case.c_0, batch_first=True)
    turned = loss(swapped, head, given_targets.swapaxes(0, 1))
    assert turned.value == pytest.approx(found.value, abs=1e-12)
    assert case.close(turned.d_output, found.d_output.swapaxes(0, 1))
    one = case.select([0])
    h_0, c_0 = (None if a is None else a[:, 0] for a in (one.h_0, one.c_0))
    unbatched = case.network.run(one.x[:, 0], h_0, c_0)
    alone = loss(unbatched, head, given_targets[:, 0])
    assert case.close(alone.per_step[:, 0], found.per_step[:, 0])
    assert case.close(alone.d_output, found.d_output[:, 0])
    at_last = loss(unbatched, head, np.asarray(given_targets[-1, 0]))
    assert at_last.value == pytest.approx(found.per_step[-1, 0], abs=1e-12)


@pytest.mark.parametrize("activation", LOSSES)
@pytest.mark.parametrize("leading", [(3, 2), (2,)], ids=["every step", "last step"])
def test_the_gradient_of_a_loss_in_all_that_it_depends_on(
    activation: str, leading: tuple[int, ...]
) -> None:
    net = Network("gru", input_size=2, hidden_size=2, bidirectional=True, dtype="float64")
    head = a_head(net, activation)
    x = np.random.default_rng(0).standard_normal((3, 2, 2))
    given_targets = targets(head, *leading)

    def lost(at: Named) -> tuple[Trace, Loss]:
        own = Head(at["head.weight"], at["head.bias"], head.activation)
        weights = {name: a for name, a in at.items() if name in net.state_dict()}
        trace = remade(net, weights).run(at["x"], lengths=[2, 3])
        return trace, LOSSES[activation](trace, own, given_targets)

    at = {**net.state_dict(), "x": x, "head.weight": head.weight, "head.bias": head.bias}
    trace, loss = lost(at)
    grads = backward(trace, loss.d_output)
    of_head = {"head.weight": loss.d_weight, "head.bias": loss.d_bias}
    assert_gradient(lambda at: lost(at)[1].value, at, {**grads.params, "x": grads.x, **of_head})


def test_a_class_that_is_all_but_impossible_costs_much_and_not_infinitely() -> None:
    net = Network("rnn", input_size=1, hidden_size=1)
    trace = net.run(np.zeros((1, 1, 1), "float32"))
    head = Head(np.zeros((2, 1), "float32"), np.array([300, -300], "float32"))
    assert cross_entropy(trace, head, np.array([[1]])).value == 600


NET = Network("gru", input_size=3, hidden_size=4, bidirectional=True)
TRACE = NET.run(np.ones((5, 2, 3), "float32"))
CLASSES = np.zeros((5, 2), int)
NUMBERS = np.zeros((5, 2, O), "float32")


@pytest.mark.parametrize(
    ("activation", "given_targets", "parts"),
    [
        ("softmax", np.zeros((2, 5), int), ["(2, 5)", "(5, 2)", "(2,)"]),
        ("softmax", np.zeros((5, 2, O), int), ["(5, 2, 3)", "(5, 2)"]),
        ("softmax", np.zeros(5, int), ["(5,)", "(2,)"]),
        ("softmax", CLASSES + O, ["class 3", "0 to 2"]),
        ("softmax", CLASSES - 1, ["class -1", "0 to 2"]),
        ("softmax", CLASSES.astype(float), ["float64", "whole numbers"]),
        ("softmax", CLASSES.tolist(), ["list", "numpy array"]),
        ("linear", np.zeros((5, 2), "float32"), ["(5, 2)", "(5, 2, 3)", "(2, 3)"]),
        ("linear", np.zeros((5, 2, 1), "float32"), ["(5, 2, 1)", "(5, 2, 3)"]),
        ("linear", NUMBERS.astype(float), ["float64", "float32"]),
        ("linear", NUMBERS.astype(int), ["int64", "float32"]),
    ],
)
def test_targets_that_do_not_fit_are_named(
    activation: str, given_targets: Any, parts: list[str]
) -> None:
    with pytest.raises(EngineError) as caught:
        LOSSES[activation](TRACE, a_head(NET, activation), given_targets)
    assert caught.value.name == "targets"
    assert all(part in str(caught.value) for part in parts), str(caught.value)


def test_a_loss_wants_the_head_that_it_is_for() -> None:
    softmax, linear = a_head(NET, "softmax"), a_head(NET, "linear")
    with pytest.raises(EngineError, match=r"activation is 'linear'; .* has to be softmax"):
        cross_entropy(TRACE, linear, CLASSES)
    with pytest.raises(EngineError, match=r"activation is 'softmax'; .* has to be linear"):
        mean_squared_error(TRACE, softmax, NUMBERS)
    narrow = replace(linear, weight=linear.weight[:, :3])
    with pytest.raises(EngineError, match=r"D·P = 3"):
        mean_squared_error(TRACE, narrow, NUMBERS)
