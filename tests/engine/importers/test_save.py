"""A network that is saved and loaded again is the same network."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given
from hypothesis import strategies as st

import unrolled
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.read import load, read
from unrolled.engine.network.head import Activation, Head
from unrolled.engine.network.network import Network

SUFFIXES = ("safetensors", "npz")


@st.composite
def networks(draw: st.DrawFn) -> Network:
    cell = draw(st.sampled_from(["rnn", "lstm", "gru"]))
    H = draw(st.integers(2, 4))
    two = draw(st.booleans())
    options: dict[str, Any] = {
        "num_layers": draw(st.integers(1, 3)),
        "bidirectional": two,
        "bias": draw(st.booleans()),
        "dtype": draw(st.sampled_from(["float32", "float64"])),
        "seed": draw(st.integers(0, 9)),
        "dropout": draw(st.floats(0, 1)),
        "reverse": not two and draw(st.booleans()),
    }
    if cell == "rnn":
        options["nonlinearity"] = draw(st.sampled_from(["tanh", "relu"]))
    else:
        numbers = st.floats(allow_nan=False, allow_infinity=False)
        options["hard_sigmoid"] = draw(st.none() | st.tuples(numbers, numbers))
    if cell == "lstm":
        options |= {"proj_size": draw(st.integers(0, H - 1)), "peepholes": draw(st.booleans())}
    if cell == "gru":
        options["reset_after"] = draw(st.booleans())
    net = Network(cell, draw(st.integers(1, 3)), H, **options)
    if draw(st.booleans()):
        width = net.num_directions * net.state_sizes["h"]
        activation: Activation = "softmax" if draw(st.booleans()) else "linear"
        net.head = Head.random(width, 2, activation, net.dtype, 0)
    if draw(st.booleans()):
        rows, B = net.num_layers * net.num_directions, draw(st.integers(1, 2))
        for state, size in net.state_sizes.items():
            net.initial[state] = np.full((rows, B, size), 0.5, net.dtype)
    net.lengths = draw(st.none() | st.lists(st.integers(1, 99), min_size=1).map(tuple))
    return net


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("saved")


@given(networks(), st.sampled_from(SUFFIXES))
def test_a_saved_network_comes_back_whole(folder: Path, net: Network, suffix: str) -> None:
    path = folder / f"net.{suffix}"
    unrolled.save(net, path)
    got = load(path)
    for name in ("cell", "form", "dropout", "directions", "dtype", "bias", "num_layers"):
        assert getattr(got, name) == getattr(net, name)
    assert list(got.state_dict()) == list(net.state_dict())
    for name, value in net.state_dict().items():
        np.testing.assert_array_equal(got.state_dict()[name], value, strict=True)
    assert (got.head is None) == (net.head is None)
    if got.head and net.head:
        np.testing.assert_array_equal(got.head.weight, net.head.weight, strict=True)
        np.testing.assert_array_equal(got.head.bias, net.head.bias, strict=True)
        assert got.head.activation == net.head.activation
    assert set(got.initial) == set(net.initial)
    for name, value in net.initial.items():
        np.testing.assert_array_equal(got.initial[name], value, strict=True)
    assert got.lengths == net.lengths
    assert got.origin is not None
    assert (got.origin.name, got.origin.ignored, got.origin.assumed) == ("", (), ())


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_array_that_is_no_block_of_memory_is_saved_by_its_numbers(
    tmp_path: Path, suffix: str
) -> None:
    net = Network("rnn", 3, 4)
    net.head = Head(np.arange(8, dtype="f4").reshape(4, 2).T, np.arange(4, dtype="f4")[::2])
    unrolled.save(net, tmp_path / f"a.{suffix}")
    got = load(tmp_path / f"a.{suffix}").head
    assert got is not None
    assert got.weight.tolist() == [[0, 2, 4, 6], [1, 3, 5, 7]]
    assert got.bias.tolist() == [0, 2]


@pytest.mark.parametrize("name", ["net", "net.pt", "net.npz.gz", "safetensors"])
def test_another_ending_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(EngineError, match=r"end in \.safetensors or \.npz") as refusal:
        unrolled.save(Network("rnn", 1, 1), tmp_path / name)
    assert refusal.value.name == "path"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(EngineError, match="path can't be written to"):
        unrolled.save(Network("rnn", 1, 1), tmp_path / "missing" / f"net.{suffix}")


def test_numpy_and_safetensors_read_what_is_saved(tmp_path: Path) -> None:
    net = Network("gru", 2, 3)
    for suffix in SUFFIXES:
        unrolled.save(net, tmp_path / f"net.{suffix}")
    with np.load(tmp_path / "net.npz", allow_pickle=False) as file:
        assert set(file) == {*net.state_dict(), "__metadata__"}
    assert set(safetensors.numpy.load_file(tmp_path / "net.safetensors")) == set(net.state_dict())


WORDS = {"cell": "lstm", "nonlinearity": "tanh", "activation": "linear"}
WRONG = {
    "cell": ["transformer", ""],
    "nonlinearity": ["relu", "gelu"],
    "dropout": ["", "half", "2", "nan", "0.1 0.2"],
    "hard_sigmoid": ["", "0.2", "0.2 0.5 1", "nan 1", "a b"],
    "reset_after": ["False", "", "false"],
    "activation": ["relu", ""],
}


@pytest.mark.parametrize(
    ("name", "word"), [(n, word) for n, words in WRONG.items() for word in words]
)
def test_metadata_that_say_something_else_are_refused_by_name(name: str, word: str) -> None:
    tensors = Network("lstm", 1, 2).state_dict()
    tensors |= {"head.weight": np.ones((1, 2), "f4"), "head.bias": np.ones(1, "f4")}
    contents = read(safetensors.numpy.save(tensors, WORDS | {name: word}))
    with pytest.raises(EngineError, match=name):
        contents.load()


def test_metadata_tell_nothing_of_a_network_under_a_prefix() -> None:
    tensors = {f"rnn.{k}": v for k, v in Network("lstm", 1, 2).state_dict().items()}
    net = load(safetensors.numpy.save(tensors, {"cell": "gru", "activation": "softmax"}))
    assert (net.cell, net.head) == ("lstm", None)


@pytest.mark.parametrize("shape", [(1, 2), (2, 1, 2), (1, 1, 3), (1, 0, 2), ()])
def test_initial_states_are_held_to_the_network(shape: tuple[int, ...]) -> None:
    tensors = Network("lstm", 1, 2).state_dict() | {"h_0": np.ones(shape, "f4")}
    with pytest.raises(EngineError, match=r"h_0 has shape .*expected \(1, B, 2\)"):
        load(safetensors.numpy.save(tensors, {"cell": "lstm"}))


def test_a_c_0_without_a_c_is_refused() -> None:
    tensors = Network("gru", 1, 2).state_dict() | {"c_0": np.ones((1, 1, 2), "f4")}
    with pytest.raises(EngineError, match="c_0"):
        load(safetensors.numpy.save(tensors, {"cell": "gru"}))


@pytest.mark.parametrize(
    ("weight", "bias"), [((2, 3), (2,)), ((2, 2), (3,)), ((2,), (2,)), ((0, 2), (0,)), ((2, 2), ())]
)
def test_a_head_is_held_to_the_network(weight: tuple[int, ...], bias: tuple[int, ...]) -> None:
    tensors = Network("gru", 1, 2).state_dict()
    tensors |= {"head.weight": np.ones(weight, "f4"), "head.bias": np.ones(bias, "f4")}
    with pytest.raises(EngineError, match=r"head's weight has shape .*expected \(O, 2\)"):
        load(safetensors.numpy.save(tensors, {"cell": "gru", "activation": "linear"}))


def test_a_missing_head_is_named() -> None:
    tensors = Network("gru", 1, 2).state_dict()
    with pytest.raises(EngineError, match=r"head\.weight is missing"):
        load(safetensors.numpy.save(tensors, {"cell": "gru", "activation": "linear"}))
