"""Backpropagation through time against differences, for every form of every cell."""

from typing import Any

import numpy as np
import pytest

from tests.engine.training.gradcheck import assert_backward, assert_gradient
from unrolled import EngineError, Network, backward
from unrolled.engine.arrays import Array

ONNX, KERAS = (0.2, 0.5), (1 / 6, 0.5)

FORMS: dict[str, dict[str, Any]] = {
    "rnn": {"cell": "rnn"},
    "rnn relu": {"cell": "rnn", "nonlinearity": "relu"},
    "lstm": {"cell": "lstm"},
    "lstm proj_size": {"cell": "lstm", "proj_size": 1},
    "lstm peepholes": {"cell": "lstm", "peepholes": True},
    "lstm hard_sigmoid": {"cell": "lstm", "hard_sigmoid": ONNX},
    "lstm everything": {
        "cell": "lstm", "peepholes": True, "hard_sigmoid": KERAS, "proj_size": 1
    },
    "gru": {"cell": "gru"},
    "gru reset_before": {"cell": "gru", "reset_after": False},
    "gru hard_sigmoid": {"cell": "gru", "hard_sigmoid": KERAS},
    "gru reset_before hard_sigmoid": {
        "cell": "gru", "reset_after": False, "hard_sigmoid": ONNX
    },
}  # fmt: skip


def network(form: str, **options: Any) -> Network:
    return Network(input_size=2, hidden_size=2, dtype="float64", **FORMS[form], **options)


@pytest.mark.parametrize("form", FORMS)
def test_no_bias(form: str) -> None:
    assert_backward(network(form, bias=False))


@pytest.mark.parametrize("form", FORMS)
def test_lengths(form: str) -> None:
    assert_backward(network(form), lengths=[2, 3])


@pytest.mark.parametrize("form", FORMS)
def test_a_single_reverse_direction(form: str) -> None:
    assert_backward(network(form, reverse=True), lengths=[1, 3])


@pytest.mark.parametrize("form", FORMS)
def test_two_bidirectional_layers(form: str) -> None:
    assert_backward(network(form, num_layers=2, bidirectional=True), lengths=[2, 1], T=2)


@pytest.mark.parametrize("form", [form for form in FORMS if "hard_sigmoid" in FORMS[form]])
def test_gates_that_are_shut_fully_open_and_in_between(form: str) -> None:
    net = network(form)
    weights = {name: 6 * a for name, a in net.state_dict().items()}
    steep = Network.from_state_dict(
        net.cell, weights, reset_after=net.reset_after, hard_sigmoid=net.hard_sigmoid
    )
    trace = steep.run(np.random.default_rng(5).standard_normal((3, 2, 2)))
    gates = np.concatenate([g for name, g in trace.gates(0, 0).items() if name not in "gn"])
    assert (gates == 0).any()
    assert (gates == 1).any()
    assert ((gates > 0) & (gates < 1)).any()
    assert_backward(steep)


def test_the_checker_finds_one_wrong_number() -> None:
    def loss(at: dict[str, Array]) -> float:
        return float((at["a"] ** 3).sum())

    a = np.array([[0.5, -2.0], [0.0, 3.0]])
    right = 3 * a**2
    assert_gradient(loss, {"a": a}, {"a": right})
    wrong = right.copy()
    wrong[1, 1] += 1e-5
    with pytest.raises(AssertionError, match=r"dL/da\[1, 1\]: 27\.0\d+ by .*, 27\.00001 g"):
        assert_gradient(loss, {"a": a}, {"a": wrong})
    with pytest.raises(AssertionError):
        assert_gradient(loss, {"a": a}, {"a": right[0]})


NET = Network("gru", input_size=3, hidden_size=4, num_layers=2, bidirectional=True)
X = np.zeros((5, 2, 3), "float32")


@pytest.mark.parametrize(
    ("d", "name", "parts"),
    [
        ({"d_output": np.zeros((5, 2, 4), "float32")}, "d_output", ["(5, 2, 4)", "(5, 2, 8)"]),
        ({"d_output": np.zeros((2, 5, 8), "float32")}, "d_output", ["(2, 5, 8)", "(5, 2, 8)"]),
        ({"d_output": np.zeros((5, 2, 8))}, "d_output", ["float64", "float32"]),
        ({"d_output": [0.0]}, "d_output", ["list", "numpy array"]),
        ({"d_h_n": np.zeros((2, 2, 4), "float32")}, "d_h_n", ["(2, 2, 4)", "(4, 2, 4)"]),
        ({"d_h_n": np.zeros((4, 2, 4), int)}, "d_h_n", ["int64", "float32"]),
        ({"d_c_n": np.zeros((4, 2, 4), "float32")}, "d_c_n", ["'gru'", "no c"]),
    ],
)
def test_a_gradient_that_does_not_fit_its_tensor_is_named(
    d: dict[str, Any], name: str, parts: list[str]
) -> None:
    with pytest.raises(EngineError) as caught:
        backward(NET.run(X), **d)
    assert caught.value.name == name
    assert all(part in str(caught.value) for part in parts), str(caught.value)
