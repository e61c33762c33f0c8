"""Parameters: PyTorch's names and shapes, its initialisation, and what is refused."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from engine import EngineError, Network
from engine.arrays import Array
from tests.engine.cases import CELLS, Case, cases

BLOCKS = {"rnn": 1, "lstm": 4, "gru": 3}  # the factor before hidden_size in PyTorch's documentation


def test_names_shapes_and_order_are_those_of_pytorch() -> None:
    net = Network("lstm", input_size=3, hidden_size=5, num_layers=2, bidirectional=True)
    assert [(name, a.shape) for name, a in net.state_dict().items()] == [
        ("weight_ih_l0", (20, 3)),
        ("weight_hh_l0", (20, 5)),
        ("bias_ih_l0", (20,)),
        ("bias_hh_l0", (20,)),
        ("weight_ih_l0_reverse", (20, 3)),
        ("weight_hh_l0_reverse", (20, 5)),
        ("bias_ih_l0_reverse", (20,)),
        ("bias_hh_l0_reverse", (20,)),
        ("weight_ih_l1", (20, 10)),
        ("weight_hh_l1", (20, 5)),
        ("bias_ih_l1", (20,)),
        ("bias_hh_l1", (20,)),
        ("weight_ih_l1_reverse", (20, 10)),
        ("weight_hh_l1_reverse", (20, 5)),
        ("bias_ih_l1_reverse", (20,)),
        ("bias_hh_l1_reverse", (20,)),
    ]


@given(cases())
def test_every_shape_is_the_documented_one(case: Case) -> None:
    net = case.network
    rows = BLOCKS[net.cell] * net.hidden_size
    weights = net.state_dict()
    kinds = 4 if net.bias else 2
    assert len(weights) == kinds * net.num_layers * net.num_directions
    for name, a in weights.items():
        kind, _, rest = name.partition("_l")
        above = net.num_directions * net.hidden_size
        width = net.input_size if rest.startswith("0") else above
        shapes = {"weight_ih": (rows, width), "weight_hh": (rows, net.hidden_size)}
        assert a.shape == shapes.get(kind, (rows,))
        assert a.dtype == net.dtype


@given(cases())
def test_a_network_made_of_a_state_dict_is_the_same_network(case: Case) -> None:
    weights = case.network.state_dict()
    again = Network.from_state_dict(case.network.cell, weights, case.network.nonlinearity)
    for argument in (
        "input_size",
        "hidden_size",
        "num_layers",
        "bidirectional",
        "bias",
        "nonlinearity",
        "dtype",
    ):
        assert getattr(again, argument) == getattr(case.network, argument)
    assert list(again.state_dict()) == list(weights)
    run = again.run(case.x, case.h_0, case.c_0)
    assert np.array_equal(run.output, case.run().output)


def test_a_state_dict_is_copied_on_its_way_in_and_out() -> None:
    weights = Network("gru", 2, 3).state_dict()
    net = Network.from_state_dict("gru", weights)
    before = {name: a.copy() for name, a in net.state_dict().items()}
    for a in (*weights.values(), *net.state_dict().values()):
        a[:] = 7
    assert all(np.array_equal(a, before[name]) for name, a in net.state_dict().items())


@pytest.mark.parametrize(("cell", "nonlinearity"), CELLS)
def test_weights_follow_from_the_seed(cell: str, nonlinearity: str) -> None:
    def weights(seed: int) -> dict[str, Array]:
        return Network(cell, 3, 4, 2, True, nonlinearity=nonlinearity, seed=seed).state_dict()

    one, again, other = weights(1), weights(1), weights(2)
    assert all(np.array_equal(one[name], again[name]) for name in one)
    assert not any(np.array_equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize("H", [1, 16, 100])
def test_weights_are_uniform_in_one_over_the_root_of_hidden_size(H: int) -> None:
    drawn = np.concatenate(
        [
            a.ravel()
            for seed in range(10_000 // (6 * H * H) + 1)
            for a in Network("gru", 3, H, 2, dtype="float64", seed=seed).state_dict().values()
        ]
    )
    bound = 1 / math.sqrt(H)
    assert np.abs(drawn).max() <= bound
    # So many draws tell spread and mean of a uniform distribution to within a few percent.
    assert drawn.std() == pytest.approx(bound / math.sqrt(3), rel=0.05)
    assert abs(drawn.mean()) <= 0.05 * bound


@pytest.mark.parametrize(
    ("changed", "name", "parts"),
    [
        ({"cell": "transformer"}, "cell", ["'transformer'", "rnn or lstm or gru"]),
        ({"input_size": 0}, "input_size", ["0", "at least 1"]),
        ({"hidden_size": -3}, "hidden_size", ["-3", "at least 1"]),
        ({"hidden_size": 2.5}, "hidden_size", ["2.5", "whole number"]),
        ({"hidden_size": True}, "hidden_size", ["True", "whole number"]),
        ({"hidden_size": "8"}, "hidden_size", ["'8'", "whole number"]),
        ({"num_layers": 0}, "num_layers", ["0", "at least 1"]),
        ({"bidirectional": 1}, "bidirectional", ["1", "True or False"]),
        ({"bias": None}, "bias", ["None", "True or False"]),
        ({"nonlinearity": "relu"}, "nonlinearity", ["'relu'", "'lstm'", "tanh"]),
        ({"cell": "rnn", "nonlinearity": "gelu"}, "nonlinearity", ["'gelu'", "tanh or relu"]),
        ({"dtype": "float16"}, "dtype", ["'float16'", "float32 or float64"]),
        ({"seed": -1}, "seed", ["-1", "at least 0"]),
    ],
)
def test_a_bad_argument_is_named(changed: dict[str, Any], name: str, parts: list[str]) -> None:
    with pytest.raises(EngineError) as caught:
        Network(**{"cell": "lstm", "input_size": 3, "hidden_size": 4, **changed})
    assert caught.value.name == name
    assert str(caught.value).startswith(f"{name} is ")
    assert all(part in str(caught.value) for part in parts)


WEIGHTS = Network("lstm", 3, 4, num_layers=2).state_dict()


def without(*names: str) -> dict[str, Array]:
    return {name: a for name, a in WEIGHTS.items() if name not in names}


@pytest.mark.parametrize(
    ("weights", "parts"),
    [
        ({}, ["weight_ih_l0 is missing", "got nothing"]),
        (without("weight_hh_l0"), ["weight_hh_l0 is missing", "got weight_ih_l0"]),
        (without("weight_hh_l1"), ["weight_hh_l1 is missing", "(16, 4)"]),
        (without("bias_hh_l0"), ["bias_hh_l0 is missing", "(16,)"]),
        (without("bias_ih_l0", "bias_hh_l0"), ["bias_ih_l1 is left over", "bias=False"]),
        (without("weight_ih_l1"), ["l1 is left over", "num_layers=1"]),
        (WEIGHTS | {"weight_hr_l0": np.zeros((2, 4))}, ["weight_hr_l0 is left over", "lstm"]),
        (WEIGHTS | {"weight_ih_l0": np.zeros(3)}, ["weight_ih_l0", "(3,)", "two axes"]),
        (WEIGHTS | {"weight_ih_l0": WEIGHTS["weight_ih_l0"].tolist()}, ["weight_ih_l0", "list"]),
        (
            WEIGHTS | {"weight_ih_l1": np.zeros((16, 8), "float32")},
            ["weight_ih_l1", "(16, 8)", "(16, 4)"],
        ),
        (WEIGHTS | {"bias_ih_l1": np.zeros(16)}, ["bias_ih_l1", "float64", "float32"]),
        ({name: a.astype("float16") for name, a in WEIGHTS.items()}, ["float16", "float32 or"]),
    ],
)
def test_a_state_dict_that_does_not_fit_is_refused(weights: Any, parts: list[str]) -> None:
    with pytest.raises(EngineError) as caught:
        Network.from_state_dict("lstm", weights)
    assert all(part in str(caught.value) for part in parts)


def test_the_weights_of_another_cell_are_refused() -> None:
    with pytest.raises(EngineError, match=r"weight_ih_l0 is float32 of shape \(16, 3\); expected"):
        Network.from_state_dict("gru", WEIGHTS)
