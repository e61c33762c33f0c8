"""Models as people make them with Keras: what forms a network in them, and what is refused."""

from pathlib import Path

import numpy as np
import pytest

from tests.golden import store
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.read import load, read
from unrolled.engine.network.network import Network

MODELS = store.load(Path(__file__).parents[3] / "golden" / "keras-models.npz")

KINDS = (".keras", ".weights.h5", ".h5")
# What weights alone don't tell, so that something else is assumed, and said: (file, layer).
NOT_TOLD = [
    ("layered.weights.h5", "backwards"),
    *(("branched.weights.h5", layer) for layer in ("below", "left", "right")),
    *(("handed.weights.h5", layer) for layer in ("below", "above")),
]
# Every other network that Keras has computed: (file, layers).
NETWORKS = sorted(
    {tuple(name.split("/")[:2]) for name in MODELS if name.endswith("/x")} - set(NOT_TOLD)
)
REFUSED = {
    "lstm-activation": ("activation = 'relu'", "'tanh'"),
    "rnn-activation": ("activation = 'sigmoid'", "'tanh' or 'relu'"),
    "recurrent_activation": ("recurrent_activation = 'relu'", "'hard_sigmoid'"),
    "merge_mode": ("merge_mode = 'sum'", "'concat'"),
    "backward_layer": ("backward_layer of another hard_sigmoid", "both directions"),
    "stacked-bidirectional": ("StackedRNNCells", "one cell in each direction"),
    "unequal-cells": ("cells = [4, 5]", "alike"),
    "conv-lstm": ("ConvLSTM1D", "SimpleRNN, LSTM, GRU"),
    "time-distributed": ("TimeDistributed", "SimpleRNN, LSTM, GRU"),
    "nothing": ("layers/dense/vars/0", "no SimpleRNN, LSTM or GRU"),
}


def file(name: str) -> bytes:
    return MODELS[f"{name}/file"].tobytes()


def only(name: str) -> Network:
    return load(file(name))


def names(name: str) -> list[str]:
    return [module.name for module in read(file(name)).modules]


def assumed(name: str, network: str | None = None) -> str:
    origin = load(file(name), network).origin
    assert origin
    return " ".join(origin.assumed)


@pytest.mark.parametrize(("name", "layers"), NETWORKS, ids=str)
def test_a_network_returns_what_its_layers_returned(name: str, layers: str) -> None:
    contents = read(file(name))
    (module,) = (m for m in contents.modules if m.name.rpartition(".")[2] == layers)
    trace = module.make().run(MODELS[f"{name}/{layers}/x"], batch_first=True)
    bound = 1e-2 if name.startswith("half") else 1e-6  # Keras computes that one in bfloat16
    expected = MODELS[f"{name}/{layers}/output"]
    expected = expected[:, ::-1] if layers == "backwards" else expected
    np.testing.assert_allclose(trace.output, expected, rtol=0, atol=bound)
    for last, got in (("h_n", trace.h_n), ("c_n", trace.c_n)):
        if got is not None:
            np.testing.assert_allclose(got, MODELS[f"{name}/{layers}/{last}"], rtol=0, atol=bound)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_supported_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(EngineError) as caught:
        only(f"{name}.keras")
    for words in REFUSED[name]:
        assert words in str(caught.value)


def test_layers_that_fit_form_one_network() -> None:
    for kind in KINDS:
        assert only(f"tall{kind}").num_layers == 12
        assert only(f"nested{kind}").num_layers == 2
    assert names("nested.keras")[0].startswith("inner.gru")


def test_layers_that_something_separates_are_networks_of_their_own() -> None:
    layered = ["both", "upper", "normalized", "backwards", "top"]
    for kind in KINDS:
        assert names(f"layered{kind}") == layered
    assert names("branched.keras") == ["below", "left", "right"]
    assert names("translator.keras") == ["encoder", "decoder"]
    for kind in (".keras", ".h5"):
        assert names(f"handed{kind}") == ["below", "above"]
    with pytest.raises(EngineError, match="5 networks, both, upper, normalized, backwards, top"):
        only("layered.keras")
    assert load(file("layered.keras"), "both").bidirectional
    assert load(file("layered.keras"), "backwards").reverse


def test_what_stands_around_a_network_is_said() -> None:
    assert "x is what embedding (Embedding) gives" in assumed("embedded.keras")
    assert "lengths come from the mask of embedding: give them" in assumed("embedded.h5")
    assert "lengths come from the mask of masking" in assumed("layered.keras", "both")
    assert "layer_normalization (LayerNorm" in assumed("layered.keras", "normalized")
    assert "squashed is left out: its activation is sigmoid" in assumed("layered.keras", "top")
    assert "state of decoder isn't in the file, but" in assumed("translator.h5", "decoder")
    assert "another layer" not in assumed("translator.h5", "encoder")
    assert "comes from the batch before (stateful)" in assumed("trained.keras")
    assert "computes in bfloat16 in Keras" in assumed("half.keras")
    assert "What Own does with its layers stands in its own code" in assumed("own.keras")
    assert "taken to be layers of one network" in assumed("tall.weights.h5")
    assert assumed("tall.keras") == ""


def test_what_weights_alone_do_not_tell_is_assumed_and_said() -> None:
    assert not load(file("layered.weights.h5"), "backwards").reverse
    assert "no go_backwards" in assumed("layered.weights.h5", "backwards")
    assert names("branched.weights.h5") == ["below+left+right"]
    assert "are taken to be layers of one network" in assumed("branched.weights.h5")


def test_a_head_is_what_alone_reads_the_network() -> None:
    head = only("embedded.keras").head
    assert head
    assert (head.weight.shape, head.activation) == ((7, 4), "softmax")
    assert load(file("translator.keras"), "decoder").head
    assert load(file("translator.keras"), "encoder").head is None
    assert load(file("layered.keras"), "top").head is None


def test_an_optimizers_tensors_are_ignored() -> None:
    origin = only("trained.keras").origin
    assert origin
    assert origin.ignored
    assert all(key.startswith("optimizer/") for key in origin.ignored)
