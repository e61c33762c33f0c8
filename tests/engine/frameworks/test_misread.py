"""A misreading is what comes out when a framework's own names are given another one's numbers."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unrolled
from unrolled.engine.arrays import Array, Named
from unrolled.engine.errors import EngineError
from unrolled.engine.frameworks.dialects import to_pytorch
from unrolled.engine.frameworks.misread import Misreading, misread
from unrolled.engine.network.network import Network
from unrolled.engine.network.origin import Origin


def of_layer(net: Network) -> Named:
    return {name.removesuffix("_l0"): value for name, value in net.state_dict().items()}


def as_network(cell: str, weights: Named, reset_after: bool = True) -> Network:
    layer = {f"{name}_l0": value for name, value in weights.items()}
    return Network.from_state_dict(cell, layer, reset_after=reset_after)


def x_for(net: Network, seed: int = 0) -> Array:
    rng = np.random.default_rng(seed)
    return rng.standard_normal((5, 2, net.input_size)).astype(net.dtype)


def loaded_from(file_format: str, net: Network) -> Network:
    net.origin = Origin(file_format, "", ("",), (), ())
    return net


def assert_wrong_is(found: Misreading, net: Network) -> None:
    """The wrong run is this network's."""
    expected = net.run(found.right.x)
    np.testing.assert_array_equal(found.wrong.output, expected.output, strict=True)
    np.testing.assert_array_equal(found.wrong.h_n, expected.h_n, strict=True)


seeds = st.integers(0, 2**32)


@given(seeds)
def test_a_pytorch_gru_in_keras(seed: int) -> None:
    """Its transposes are given to Keras' names without another thought."""
    net = Network("gru", 3, 4, dtype="float64", seed=seed)
    w = of_layer(net)
    taken = {
        "kernel": w["weight_ih"].T,
        "recurrent_kernel": w["weight_hh"].T,
        "bias": np.stack([w["bias_ih"], w["bias_hh"]]),
    }
    found = misread(net, x_for(net, seed), "keras")
    assert_wrong_is(found, as_network("gru", to_pytorch("keras", "gru", taken)))
    assert found.largest > 0
    assert "r z n" in found.verdict
    assert "z r n" in found.verdict
    assert "reset" not in found.verdict


@given(seeds, st.sampled_from(["lstm", "gru"]))
def test_pytorch_weights_in_an_onnx_node(seed: int, cell: str) -> None:
    """They are given to its inputs as they are, and linear_before_reset is forgotten."""
    net = Network(cell, 3, 4, dtype="float64", seed=seed)
    w = of_layer(net)
    taken = {
        "W": w["weight_ih"],
        "R": w["weight_hh"],
        "B": np.concatenate([w["bias_ih"], w["bias_hh"]]),
    }
    form = cell == "lstm"
    read = to_pytorch("onnx", cell, taken, reset_after=form)
    found = misread(net, x_for(net, seed), "onnx")
    assert_wrong_is(found, as_network(cell, read, reset_after=form))
    assert ("reset" in found.verdict) == (cell == "gru")


@pytest.mark.parametrize(
    ("options", "home", "others"),
    [
        ({"proj_size": 2}, "pytorch", ("keras", "onnx", "jax")),
        ({"peepholes": True}, "onnx", ("pytorch", "keras", "jax")),
    ],
    ids=["proj_size", "peepholes"],
)
def test_what_the_other_framework_has_not_is_refused_by_name(
    options: dict[str, Any], home: str, others: tuple[str, ...]
) -> None:
    net = Network("lstm", 3, 4, dtype="float64", **options)
    assert misread(net, x_for(net), home).largest >= 0
    for dialect in others:
        with pytest.raises(EngineError, match=f"net has {next(iter(options))}, which .* has not"):
            misread(net, x_for(net), dialect)


@pytest.mark.parametrize(("cell", "input_size"), [("lstm", 16), ("gru", 12)])
def test_a_square_matrix_of_x_is_turned_before_its_blocks_are_taken(
    cell: str, input_size: int
) -> None:
    net = Network(cell, input_size, 4, dtype="float64")
    stored = net.state_dict()
    taken = to_pytorch(
        "keras",
        cell,
        {
            "kernel": stored["weight_ih_l0"],
            "recurrent_kernel": stored["weight_hh_l0"].T,
            "bias": stored["bias_ih_l0"] + stored["bias_hh_l0"]
            if cell == "lstm"
            else np.stack([stored["bias_ih_l0"], stored["bias_hh_l0"]]),
        },
    )
    found = misread(net, x_for(net), "keras")
    assert_wrong_is(found, as_network(cell, taken))
    assert "transposes" in found.verdict


def test_a_batch_without_rows_and_nan_in_x_have_a_verdict() -> None:
    net = Network("lstm", 3, 4)
    assert "nothing changes on x" in misread(net, np.zeros((2, 0, 3), "float32"), "onnx").verdict
    x = np.full((2, 1, 3), np.nan, "float32")
    assert "nan" not in misread(net, x, "onnx").verdict


def test_a_plain_rnns_square_matrices_are_turned() -> None:
    net = Network("rnn", 3, 4, num_layers=2, dtype="float64")
    w = net.state_dict()
    turned = ("weight_hh_l0", "weight_ih_l1", "weight_hh_l1")  # weight_ih_l0 is (4, 3)
    wrong = w | {name: w[name].T.copy() for name in turned}
    found = misread(net, x_for(net), "keras")
    assert_wrong_is(found, Network.from_state_dict("rnn", wrong))
    assert "transposes" in found.verdict
    assert misread(net, x_for(net), "onnx").largest == 0


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize(
    ("file_format", "dialect"),
    [("PyTorch", "pytorch"), ("safetensors", "pytorch"), ("Keras", "keras")],
)
def test_its_own_framework_reads_a_network_rightly(
    cell: str, file_format: str, dialect: str
) -> None:
    net = loaded_from(file_format, Network(cell, 3, 3, 2, bidirectional=True))
    found = misread(net, x_for(net), dialect)
    assert found.largest == 0
    assert found.verdict.startswith("Nothing goes wrong")
    np.testing.assert_array_equal(found.wrong.output, found.right.output)


@pytest.mark.parametrize("dialect", ["keras", "jax"])
def test_an_lstm_has_the_same_order_in_pytorch_keras_and_jax(dialect: str) -> None:
    net = Network("lstm", 3, 4, 2, bidirectional=True)
    found = misread(net, x_for(net), dialect)
    assert found.largest == 0
    assert "i f g o" in found.verdict


def test_a_keras_gru_without_reset_after_read_with_the_default() -> None:
    net = loaded_from("Keras", Network("gru", 3, 4, reset_after=False))
    found = misread(net, x_for(net), "keras")
    assert_wrong_is(found, as_network("gru", of_layer(net), reset_after=True))
    assert "h is reset after" in found.verdict


def test_the_difference_is_wrong_less_right_and_the_largest_its_largest() -> None:
    net = Network("lstm", 3, 4, 2, bidirectional=True, hard_sigmoid=(0.2, 0.5))
    found = misread(net, x_for(net), "onnx")
    assert list(found.difference) == ["output", "h_n", "c_n"]
    for name, value in found.difference.items():
        wrong, right = getattr(found.wrong, name), getattr(found.right, name)
        np.testing.assert_array_equal(value, wrong - right)
    assert found.largest == max(np.abs(value).max() for value in found.difference.values())
    assert f"{found.largest:.3g}" in found.verdict
    assert found.wrong.network.hard_sigmoid == (0.2, 0.5)
    assert list(misread(Network("gru", 3, 4), x_for(net)).difference) == ["output", "h_n"]


def test_where_gates_agree_by_chance_nothing_changes_and_it_is_said() -> None:
    net = Network("gru", 3, 4)
    weights = {name: np.zeros_like(value) for name, value in net.state_dict().items()}
    found = misread(Network.from_state_dict("gru", weights), x_for(net), "keras")
    assert found.largest == 0
    assert "nothing changes on x" in found.verdict


def test_an_unknown_dialect_is_refused() -> None:
    net = Network("lstm", 3, 4)
    with pytest.raises(EngineError, match="as_dialect is 'mxnet'"):
        misread(net, x_for(net), "mxnet")


def test_the_engine_exports_it() -> None:
    assert unrolled.misread is misread
