"""The table of the frameworks' habits, held to what each framework computes or documents."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.golden.store import AnyArray, load
from unrolled.engine.arrays import Named
from unrolled.engine.errors import EngineError
from unrolled.engine.frameworks.dialects import DIALECTS, from_pytorch, to_pytorch
from unrolled.engine.network.network import Network

GOLDEN = load(Path(__file__).parents[2] / "golden" / "dialects.npz")
CELLS = {"rnn": 1, "lstm": 4, "gru": 3}
PLACES = sorted({"/".join(name.split("/")[:2]) for name in GOLDEN})


def of_place(place: str) -> dict[str, AnyArray]:
    return {k.removeprefix(f"{place}/"): v for k, v in GOLDEN.items() if k.startswith(f"{place}/")}


@pytest.mark.parametrize("place", PLACES)
def test_a_frameworks_own_weights_give_its_own_output(place: str) -> None:
    """Keras' and Flax' layers as they are, drawn by us, run by them: see make_dialects.py."""
    dialect, case = place.split("/")
    cell, *words = case.split("-")
    expected = of_place(place)
    x, output = expected.pop("x"), expected.pop("output")
    reset_after = "reset_before" not in words
    weights = to_pytorch(dialect, cell, expected, reset_after=reset_after)
    layer = {f"{name}_l0": value for name, value in weights.items()}
    net = Network.from_state_dict(cell, layer, reset_after=reset_after)
    np.testing.assert_allclose(net.run(x).output, output, rtol=0, atol=1e-5, strict=True)


@pytest.mark.parametrize("place", PLACES)
def test_what_a_framework_is_given_is_what_it_would_have_saved(place: str) -> None:
    dialect, case = place.split("/")
    cell, *words = case.split("-")
    stored = of_place(place)
    del stored["x"], stored["output"]
    reset_after = "reset_before" not in words
    weights = to_pytorch(dialect, cell, stored, reset_after=reset_after)
    back = from_pytorch(dialect, cell, weights, reset_after=reset_after)
    assert set(back) == set(stored)
    for name, value in stored.items():
        np.testing.assert_array_equal(back[name], value, strict=True)
        assert back[name].flags.c_contiguous


def test_the_orders_are_those_that_the_frameworks_document() -> None:
    """PyTorch and Flax: i f g o, r z n. Keras: i f c o, z r h. ONNX: i o f c, z r h."""
    renamed = str.maketrans({"c": "g", "h": "n"})
    documented = {
        "pytorch": ("ifgo", "rzn"),
        "jax": ("ifgo", "rzn"),
        "keras": ("ifco".translate(renamed), "zrh".translate(renamed)),
        "onnx": ("iofc".translate(renamed), "zrh".translate(renamed)),
    }
    for name, (lstm, gru) in documented.items():
        assert (DIALECTS[name].order("lstm"), DIALECTS[name].order("gru")) == (lstm, gru)
    resets = {name: dialect.reset_after[0] for name, dialect in DIALECTS.items()}
    assert resets == {"pytorch": True, "keras": True, "onnx": False, "jax": True}


@st.composite
def layers(draw: st.DrawFn) -> tuple[str, Named]:
    """A cell and the weights of one layer and direction, by PyTorch's names."""
    cell = draw(st.sampled_from(sorted(CELLS)))
    net = Network(
        cell,
        draw(st.integers(1, 4)),
        draw(st.integers(1, 4)),
        bias=draw(st.booleans()),
        peepholes=cell == "lstm" and draw(st.booleans()),
        dtype=draw(st.sampled_from(["float32", "float64"])),
        seed=draw(st.integers(0, 99)),
    )
    return cell, {name.removesuffix("_l0"): value for name, value in net.state_dict().items()}


@given(layers())
def test_onnx_and_back_is_the_same_to_the_bit(layer: tuple[str, Named]) -> None:
    cell, weights = layer
    back = to_pytorch("onnx", cell, from_pytorch("onnx", cell, weights))
    assert list(back) == list(weights)
    for name, value in weights.items():
        np.testing.assert_array_equal(back[name], value, strict=True)


@given(layers(), st.sampled_from(sorted(DIALECTS)))
def test_every_dialect_and_back_keeps_what_is_computed(
    layer: tuple[str, Named], dialect: str
) -> None:
    cell, weights = layer
    weights.pop("weight_peephole", None)
    back = to_pytorch(dialect, cell, from_pytorch(dialect, cell, weights))
    nets = [
        Network.from_state_dict(cell, {f"{name}_l0": value for name, value in each.items()})
        for each in (weights, back)
    ]
    x = np.random.default_rng(1).standard_normal((5, 2, nets[0].input_size)).astype(nets[0].dtype)
    one, other = (net.run(x).output for net in nets)
    bound = 1e-12 if nets[0].dtype == "float64" else 1e-5
    np.testing.assert_allclose(other, one, rtol=0, atol=bound, strict=True)


KERAS: Named = {"kernel": np.zeros((3, 16)), "recurrent_kernel": np.zeros((4, 16))}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"kernel": np.zeros((16, 3))}, r"a/kernel has shape \(16, 3\)"),
        ({"kernel": np.zeros(16)}, r"a/kernel has shape \(16,\)"),
        ({"recurrent_kernel": np.zeros((4, 15))}, r"a/recurrent_kernel has shape .* \(4, 16\)"),
        ({"recurrent_kernel": np.float64(1)}, "a/recurrent_kernel is a float64"),
        ({"recurrent_kernel": np.zeros(())}, r"a/recurrent_kernel has shape \(\).* two axes"),
        ({"bias": np.zeros((2, 16))}, r"a/bias has shape \(2, 16\).* \(16,\)"),
        ({"kernel": None}, "a/kernel is missing; got recurrent_kernel"),
        ({"gamma": np.zeros(3)}, "a/gamma is left over"),
    ],
)
def test_a_tensor_that_does_not_fit_is_named(change: Named, word: str) -> None:
    stored = {name: value for name, value in (KERAS | change).items() if value is not None}
    with pytest.raises(EngineError, match=word):
        to_pytorch("keras", "lstm", stored, where="a/")


def test_a_bias_of_the_other_reset_mode_is_refused() -> None:
    stored = {"kernel": np.zeros((3, 12)), "recurrent_kernel": np.zeros((4, 12))}
    two, one = np.zeros((2, 12)), np.zeros(12)
    assert to_pytorch("keras", "gru", stored | {"bias": two})
    assert to_pytorch("keras", "gru", stored | {"bias": one}, reset_after=False)
    with pytest.raises(EngineError, match=r"bias has shape \(12,\)"):
        to_pytorch("keras", "gru", stored | {"bias": one})
    with pytest.raises(EngineError, match=r"bias has shape \(2, 12\)"):
        to_pytorch("keras", "gru", stored | {"bias": two}, reset_after=False)


@pytest.mark.parametrize("dialect", ["pytorch", "jax"])
def test_a_gru_that_a_framework_does_not_have_is_refused(dialect: str) -> None:
    net = Network("gru", 2, 3, reset_after=False)
    weights = {name.removesuffix("_l0"): value for name, value in net.state_dict().items()}
    assert from_pytorch("onnx", "gru", weights, reset_after=False)
    with pytest.raises(EngineError, match="reset_after"):
        from_pytorch(dialect, "gru", weights, reset_after=False)


@pytest.mark.parametrize("dialect", ["keras", "onnx", "jax"])
def test_a_projection_has_no_place_elsewhere(dialect: str) -> None:
    net = Network("lstm", 2, 4, proj_size=3)
    weights = {name.removesuffix("_l0"): value for name, value in net.state_dict().items()}
    assert list(from_pytorch("pytorch", "lstm", weights)) == list(weights)
    with pytest.raises(EngineError, match="projection"):
        from_pytorch(dialect, "lstm", weights)


@pytest.mark.parametrize("dialect", ["keras", "jax"])
def test_peepholes_have_no_place_elsewhere(dialect: str) -> None:
    net = Network("lstm", 2, 4, peepholes=True)
    weights = {name.removesuffix("_l0"): value for name, value in net.state_dict().items()}
    with pytest.raises(EngineError, match="peepholes"):
        from_pytorch(dialect, "lstm", weights)


def test_an_unknown_dialect_or_cell_is_refused() -> None:
    with pytest.raises(EngineError, match="dialect is 'mxnet'"):
        to_pytorch("mxnet", "lstm", {})
    with pytest.raises(EngineError, match="cell is 'qrnn'"):
        from_pytorch("keras", "qrnn", {})


def test_flax_has_zeros_for_a_network_without_bias() -> None:
    net = Network("gru", 2, 3, bias=False)
    weights = {name.removesuffix("_l0"): value for name, value in net.state_dict().items()}
    stored = from_pytorch("jax", "gru", weights)
    biases = sorted(name for name in stored if name.endswith("bias"))
    assert biases == ["hn/bias", "in/bias", "ir/bias", "iz/bias"]
    assert not any(stored[name].any() for name in biases)
    assert "bias" not in from_pytorch("keras", "gru", weights)
