"""Parameters: PyTorch's names and shapes, its initialisation, and weights that don't fit."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from tests.engine.cases import CELLS, Case, cases, networks, remade
from unrolled import EngineError, Network
from unrolled.engine.arrays import Array

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


def test_a_projection_stands_behind_the_biases_and_narrows_what_is_read() -> None:
    net = Network("lstm", input_size=3, hidden_size=5, num_layers=2, proj_size=2)
    assert [(name, a.shape) for name, a in net.state_dict().items()] == [
        ("weight_ih_l0", (20, 3)),
        ("weight_hh_l0", (20, 2)),
        ("bias_ih_l0", (20,)),
        ("bias_hh_l0", (20,)),
        ("weight_hr_l0", (2, 5)),
        ("weight_ih_l1", (20, 2)),
        ("weight_hh_l1", (20, 2)),
        ("bias_ih_l1", (20,)),
        ("bias_hh_l1", (20,)),
        ("weight_hr_l1", (2, 5)),
    ]


def test_a_single_reverse_direction_and_peepholes_have_names_of_their_own() -> None:
    net = Network("lstm", 3, 5, reverse=True, bias=False, peepholes=True)
    assert [(name, a.shape) for name, a in net.state_dict().items()] == [
        ("weight_ih_l0_reverse", (20, 3)),
        ("weight_hh_l0_reverse", (20, 5)),
        ("weight_peephole_l0_reverse", (3, 5)),
    ]


@given(networks())
def test_every_shape_is_the_documented_one(net: Network) -> None:
    H = net.hidden_size
    P, D, rows = net.proj_size or H, net.num_directions, BLOCKS[net.cell] * H
    weights = net.state_dict()
    kinds = 2 + 2 * net.bias + bool(net.proj_size) + net.peepholes
    assert len(weights) == kinds * net.num_layers * D
    for name, a in weights.items():
        kind, _, rest = name.partition("_l")
        shapes = {
            "weight_ih": (rows, net.input_size if rest.startswith("0") else D * P),
            "weight_hh": (rows, P),
            "bias_ih": (rows,),
            "bias_hh": (rows,),
            "weight_hr": (P, H),
            "weight_peephole": (3, H),
        }
        assert a.shape == shapes[kind]
        assert a.dtype == net.dtype


@given(cases())
def test_a_network_made_of_a_state_dict_is_the_same_network(case: Case) -> None:
    weights = case.network.state_dict()
    again = remade(case.network, weights)
    for argument in (
        "input_size",
        "hidden_size",
        "num_layers",
        "bidirectional",
        "proj_size",
        "bias",
        "nonlinearity",
        "dtype",
        "reverse",
        "reset_after",
        "peepholes",
        "hard_sigmoid",
    ):
        assert getattr(again, argument) == getattr(case.network, argument)
    assert list(again.state_dict()) == list(weights)
    assert np.array_equal(replace(case, network=again).run().output, case.run().output)


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


WEIGHTS = Network("lstm", 3, 4, num_layers=2).state_dict()
OTHER_ORDER = np.dtype("float32").newbyteorder().str  # ">f4" on most machines
NO_DICTS: tuple[tuple[Any, str], ...] = ((None, "NoneType"), (3, "int"), ("x", "str"), ([], "list"))


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
        (WEIGHTS | {"weight": np.zeros((2, 4))}, ["weight is left over", "lstm"]),
        (WEIGHTS | {"weight_hh_l0_reverse": np.zeros((2, 4))}, ["weight_hh_l0_reverse is there"]),
        (WEIGHTS | {"weight_peephole_l1": np.zeros((3, 4))}, ["weight_peephole_l1 is left over"]),
        (WEIGHTS | {"weight_hr_l0": np.zeros((2, 4), "float32")}, ["weight_hh_l0", "(16, 2)"]),
        (
            WEIGHTS | {"weight_hr_l0": np.zeros((4, 4), "float32")},
            ["weight_hr_l0", "(4, 4)", "fewer rows"],
        ),
        (WEIGHTS | {"weight_hr_l0": np.zeros((2, 5), "float32")}, ["weight_hh_l0", "weight_hr_l0"]),
        (WEIGHTS | {"weight_ih_l0": np.zeros((16, 0), "float32")}, ["weight_ih_l0", "(16, 0)"]),
        (WEIGHTS | {"weight_hh_l0": np.zeros((16, 0), "float32")}, ["weight_hh_l0", "(16, 0)"]),
        ({name: a.T for name, a in WEIGHTS.items()}, ["weight_hh_l0", "(4, 16)", "transposed"]),
        (
            {n: a.T for n, a in Network("lstm", 3, 4, proj_size=2).state_dict().items()},
            ["weight_hr_l0", "(4, 2)", "transposed"],
        ),
        (WEIGHTS | {"weight_hr_l0": np.zeros(4, "float32")}, ["weight_hr_l0", "(4,)", "two axes"]),
        (WEIGHTS | {"weight_ih_l0": np.zeros(3)}, ["weight_ih_l0", "(3,)", "two axes"]),
        (WEIGHTS | {"weight_ih_l0": WEIGHTS["weight_ih_l0"].tolist()}, ["weight_ih_l0", "list"]),
        (
            WEIGHTS | {"weight_ih_l1": np.zeros((16, 8), "float32")},
            ["weight_ih_l1", "(16, 8)", "(16, 4)"],
        ),
        (WEIGHTS | {"bias_ih_l1": np.zeros(16)}, ["bias_ih_l1", "float64", "float32"]),
        *(
            (
                {name: a.astype(dtype) for name, a in WEIGHTS.items()},
                [f"weight_ih_l0 is {shown}; expected float32 or float64", ".astype('float32')"],
            )
            for dtype, shown in (
                ("float16", "float16"),
                ("int32", "int32"),
                ("object", "object"),
                (OTHER_ORDER, OTHER_ORDER),
            )
        ),
        (
            WEIGHTS | {"weight_hh_l0": WEIGHTS["weight_hh_l0"].astype("i4")},
            ["weight_hh_l0 is int32;"],
        ),
        (WEIGHTS | {3: np.zeros(3)}, ["the key 3;", "strings"]),
        *(
            (no_dict, [f"state_dict is a {kind}; it has to be a dict"])
            for no_dict, kind in NO_DICTS
        ),
    ],
)
def test_a_state_dict_that_does_not_fit_is_refused(weights: Any, parts: list[str]) -> None:
    with pytest.raises(EngineError) as caught:
        Network.from_state_dict("lstm", weights)
    assert all(part in str(caught.value) for part in parts)


@pytest.mark.parametrize("options", [{}, {"proj_size": 2}, {"bias": False}])
@pytest.mark.parametrize("bidirectional", [False, True])
def test_whichever_parameter_is_missing_is_the_one_that_is_named(
    bidirectional: bool, options: dict[str, Any]
) -> None:
    weights = Network("lstm", 3, 4, 2, bidirectional, **options).state_dict()
    for name in weights:
        others = {other: a for other, a in weights.items() if other != name}
        with pytest.raises(EngineError, match=rf"^{name} is missing") as caught:
            Network.from_state_dict("lstm", others)
        assert caught.value.name == name


def test_the_weights_of_another_cell_are_refused() -> None:
    with pytest.raises(EngineError, match=r"weight_hh_l0 .*\(16, 4\); expected \(12, 4\)"):
        Network.from_state_dict("gru", WEIGHTS)


def test_a_shape_that_stands_for_a_huge_network_is_refused_before_there_is_one() -> None:
    weights = {"weight_ih_l0": np.zeros((4, 2)), "weight_hh_l0": np.zeros((4, 2_000_000))}
    with pytest.raises(EngineError, match=r"weight_hh_l0 .*\(4, 2000000\); expected \(8000000, "):
        Network.from_state_dict("lstm", weights)  # whose W_hh would have 10¹³ numbers
