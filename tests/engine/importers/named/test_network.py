"""Recurrent networks are found under any prefix, and what doesn't fit is named."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.importers.named.listing import RNN, dense, listed, sentence, under
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.contents import Contents
from unrolled.engine.importers.read import load
from unrolled.engine.network.network import Network

LSTM = Network("lstm", 3, 4, 2, bidirectional=True, proj_size=2).state_dict()


@given(
    st.sampled_from(["", "rnn.", "module.encoder.rnn.", "0.", "weight_ih_l0.", "..", "é\n."]),
    st.sampled_from(["rnn", "lstm", "gru"]),
    st.integers(1, 12),
    st.tuples(*[st.booleans()] * 3),
    st.data(),
)
def test_every_network_is_found_again_under_any_prefix(
    prefix: str, cell: str, num_layers: int, flags: tuple[bool, bool, bool], data: Any
) -> None:
    bias, two, reverse = flags
    H = data.draw(st.integers(2, 4))
    special = {"proj_size": data.draw(st.integers(0, H - 1)), "peepholes": data.draw(st.booleans())}
    options: dict[str, Any] = special if cell == "lstm" else {}
    options |= {"bidirectional": two, "reverse": reverse and not two, "bias": bias}
    net = Network(cell, 3, H, num_layers, **options)
    contents = listed(under(prefix, net.state_dict()), {"other": np.zeros(3)})
    assert [module.name for module in contents.modules] == [prefix.removesuffix(".")]
    got = contents.load()
    assert {name: getattr(got, name) for name in options} == options
    assert (got.cell, got.num_layers) == (cell, num_layers)
    for name, value in got.state_dict().items():
        np.testing.assert_array_equal(value, net.state_dict()[name], strict=True)
    assert got.origin is not None
    assert got.origin.ignored == ("other",)


@pytest.mark.parametrize("missing", LSTM)
def test_a_missing_tensor_is_named_as_the_file_would(missing: str) -> None:
    tensors = under("encoder.rnn.", {k: v for k, v in LSTM.items() if k != missing})
    assert f"encoder.rnn.{missing} is missing in the file" in sentence(tensors)


@pytest.mark.parametrize("wrong", LSTM)
def test_a_wrong_shape_is_named_with_what_was_got_and_expected(wrong: str) -> None:
    shape = (7, *LSTM[wrong].shape[1:])
    tensors = under("encoder.rnn.", LSTM | {wrong: np.zeros(shape, "f4")})
    text = sentence(tensors)
    assert "encoder.rnn." in text
    assert str(shape) in text or "(7, " in text or wrong.startswith("weight_h")
    assert "expected" in text


@pytest.mark.parametrize("shape", [(), (4,), (4, 0), (0, 4), (4, 4, 1)])
@pytest.mark.parametrize("kind", ["ih", "hh"])
def test_a_weight_without_two_axes_is_refused(kind: str, shape: tuple[int, ...]) -> None:
    names = {"a.weight_ih_l0": np.ones((4, 4), "f4"), "a.weight_hh_l0": np.ones((4, 4), "f4")}
    text = sentence(names | {f"a.weight_{kind}_l0": np.zeros(shape, "f4")})
    assert f"a.weight_{kind}_l0 has shape {shape}; expected two axes" in text


def test_rows_and_columns_that_are_no_cells_are_refused() -> None:
    names = {"a.weight_ih_l0": np.ones((8, 4), "f4"), "a.weight_hh_l0": np.ones((8, 4), "f4")}
    assert "a.weight_hh_l0 has shape (8, 4); expected 1, 3 or 4 times as many" in sentence(names)


def test_a_single_cell_misses_its_tensors_under_its_own_names() -> None:
    assert "cell.weight_hh is missing" in sentence({"cell.weight_ih": np.ones((4, 3), "f4")})


def test_one_bias_asks_for_the_other() -> None:
    for kind, other in (("ih", "hh"), ("hh", "ih")):
        tensors = Network("gru", 3, 4, bias=False).state_dict()
        tensors |= {f"bias_{kind}_l0": np.ones(12, "f4")}
        assert f"bias_{other}_l0 is missing" in sentence(tensors)


def test_what_is_there_instead_is_looked_for_under_the_same_prefix() -> None:
    tensors = {f"a.{name}": LSTM[name] for name in ("weight_ih_l0", "bias_ih_l0")}
    normed = {"a.weight_hh_l0_g": np.ones(4, "f4"), "b.weight_hh_l0_v": np.ones(4, "f4")}
    text = sentence(tensors | normed)
    assert "a.weight_hh_l0 is missing in the file, which has a.weight_hh_l0_g instead" in text


def test_layers_have_no_gap() -> None:
    two = Network("gru", 3, 4, 2).state_dict()
    skipped = {name.replace("_l1", "_l2"): value for name, value in two.items()}
    assert "weight_ih_l1 is missing in the file, expected it with shape (12, 4)" in sentence(
        skipped
    )
    huge = two | {"weight_ih_l9999": np.ones((1, 1), "f4")}
    assert "weight_ih_l2 is missing" in sentence(huge)


def test_one_network_has_one_type() -> None:
    mixed = LSTM | {"bias_hh_l1": LSTM["bias_hh_l1"].astype("float64")}
    text = sentence(under("a.", mixed))
    assert "a.bias_hh_l1 is float64" in text
    assert "a.bias_hh_l0 is float32" in text
    assert "expected one type within a network" in text


def test_narrow_types_may_be_mixed_since_they_are_computed_in_one() -> None:
    mixed = LSTM | {"bias_hh_l1": LSTM["bias_hh_l1"].astype("float16")}
    assert load(safetensors.numpy.save(mixed)).dtype == "float32"


def test_a_cell_beside_a_layer_is_refused() -> None:
    tensors = LSTM | {"weight_ih": LSTM["weight_ih_l0"]}
    assert "weight_ih_l0 beside weight_ih" in sentence(tensors) or "weight_ih beside" in sentence(
        tensors
    )


def test_peepholes_are_of_an_lstm() -> None:
    gru = Network("gru", 3, 4).state_dict()
    text = sentence(gru | {"weight_peephole_l0": np.ones((3, 4), "f4")})
    assert "expected (16, 3) in an LSTM" in text


def names(contents: Contents) -> Iterable[str]:
    return [module.name for module in contents.modules]


def test_a_network_is_chosen_by_its_path_or_the_end_of_it() -> None:
    contents = listed(under("a.rnn.", RNN), under("b.rnn.", RNN), under("b.deep.gru.", RNN))
    assert names(contents) == ["a.rnn", "b.rnn", "b.deep.gru"]
    for asked, found in {"a.rnn": "a.rnn", "gru": "b.deep.gru", "deep.gru": "b.deep.gru"}.items():
        origin = contents.load(asked).origin
        assert origin is not None
        assert origin.name == found


@pytest.mark.parametrize(
    ("asked", "fits"), [("rnn", "2"), ("c", "none"), ("", "none"), ("nn", "none")]
)
def test_a_name_that_fits_none_or_several_is_refused(asked: str, fits: str) -> None:
    contents = listed(under("a.rnn.", RNN), under("b.rnn.", RNN))
    with pytest.raises(EngineError, match=f"fits {fits} of the file's a.rnn, b.rnn") as refusal:
        contents.load(asked)
    assert refusal.value.name == "name"


def test_a_name_is_refused_where_the_only_network_has_none() -> None:
    with pytest.raises(EngineError, match="name is 'rnn', but the file's only network has none"):
        listed(LSTM).load("rnn")


def test_a_broken_network_does_not_keep_another_from_opening() -> None:
    contents = listed(under("a.", RNN), under("b.", {"weight_ih_l0": RNN["weight_ih_l0"]}))
    assert names(contents) == ["a", "b"]
    assert contents.load("a").cell == "rnn"
    with pytest.raises(EngineError, match=r"b\.weight_hh_l0 is missing"):
        contents.load("b")


def test_a_file_without_a_network_says_what_it_has() -> None:
    text = sentence(dense("fc.", 2, 8))
    assert "holds no RNN, LSTM or GRU: got fc.bias, fc.weight" in text


def test_a_long_list_of_names_is_cut() -> None:
    text = sentence({f"layer{i}": np.ones(1, "f4") for i in range(100)})
    assert "and 94 more" in text
