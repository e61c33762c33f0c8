"""Layers are known by their class, by their weights or by PyTorch's own word, never by likeness.

PyTorch's answers to these are those of its documentation; those of its refusals are its own words.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import unrolled
from tests.engine.language.pasted import ONE, RUN, built, is_unknown, model
from tests.engine.verdict.asking import asked, trace_of
from unrolled import AskError, Head, Network


@pytest.mark.parametrize(
    "layer",
    [
        "fc1", "fc2", "out", "output_layer", "actor", "classifier", "decoder", "hidden2tag", "norm",
        "bn", "sig", "pool", "embedding", "embed", "drop", "conv", "attn", "softmax", "tanh_gate",
        "encoder", "relu_fc", "lstm_norm", "conv_lstm", "gru_proj", "cell",
    ],
)  # fmt: skip
def test_a_name_that_resembles_a_word_says_nothing(layer: str) -> None:
    answer = asked(f"self.{layer}(h_n[-1])", **ONE)
    assert is_unknown(answer, layer)
    (piece,) = answer.pieces
    assert piece.name == f"what {layer} reads"
    np.testing.assert_array_equal(piece.tensor.value, trace_of(**ONE).h_n[-1])


@pytest.mark.parametrize(
    "text",
    [
        "self.actor(h_n[-1]).squeeze(1)",
        "F.relu(self.actor(h_n[-1]))",
        "self.actor(h_n[-1])[:, 0] + 1",
        "1 - self.actor(h_n[-1])",
        "-self.actor(h_n[-1])",
        "torch.cat((self.actor(h_n[-1]), h_n[-1]), -1)",
        "self.actor(h_n[-1]) == y[-1]",
        "self.fc(self.actor(h_n[-1]))",
        "self.dropout(self.actor(h_n[-1]))",
        "a = self.actor(h_n[-1])\na += 1\na",
        "a, b = self.actor(h_n[-1])\nb",
        "a = self.actor(h_n[-1])\na.mean(dim=-1)",
        "a = self.actor(h_n[-1])\na if a is not None else 0",
        "torch.zeros(self.actor(h_n[-1]).size(0))",
    ],
)
def test_what_is_made_of_what_is_not_known_is_not_known(text: str) -> None:
    assert is_unknown(asked(text, **ONE), "actor")


@pytest.mark.parametrize(
    "text",
    [
        "1 if self.actor(h_n[-1]) else 0",
        "not self.actor(h_n[-1])",
        "0 < self.actor(h_n[-1]) < 1",
        "(h_n, c_n)[self.actor(x)]",
        "[*self.actor(h_n[-1])]",
    ],
)
def test_nothing_is_decided_by_it(text: str) -> None:
    with pytest.raises(AskError, match="What actor computes is not known here"):
        asked(text, **ONE)


def test_of_several_each_is_told_and_what_goes_wrong_before_them_is_told_too() -> None:
    answer = asked("self.actor(output[-1]), self.critic(h_n[-1]), h_n", L=1)
    assert answer.value[:2] == (None, None)
    assert [piece.name for piece in answer.pieces] == [
        "[0]: what actor reads",
        "[1]: what critic reads",
        "[2]",
    ]
    assert [each.name for each in answer.warnings] == ["one step read"]


def test_a_line_that_is_not_known_stands_under_its_name() -> None:
    answer = asked("a, b = self.actor(h_n[-1]), h_n\nb", **ONE)
    assert [piece.name for piece in answer.lines[0].pieces] == ["a: what actor reads", "b"]
    assert answer.value is not None


def test_the_head_is_known_by_its_class_whatever_its_name() -> None:
    trace = trace_of(**ONE)
    assert trace.network.head
    for text in (
        model("self.tag = nn.Linear(4, 5)", forward="return self.tag(h[-1])"),
        built(
            "self.lstm = nn.LSTM(3, n)",
            "self.tag = nn.Linear(n, classes)",
            forward=f"{RUN}\nreturn self.tag(h[-1])",
            parameters="self, classes, n=4",
        ),
        "self.fc(h_n[-1])",
    ):
        answer = asked(text, **ONE)
        np.testing.assert_allclose(answer.value, trace.network.head.sums(trace.h_n[-1]), atol=1e-6)
        assert answer.yes


@pytest.mark.parametrize(
    ("layers", "name"),
    [
        (["self.fc = nn.Linear(4, 2)"], "fc"),
        (["self.fc = nn.Linear(8, 5)"], "fc"),
        (["self.fc = nn.Linear(4, 4)"], "fc"),
        (["self.fc = nn.Linear(4, 5)", "self.other = nn.Linear(4, 5)"], "fc"),
        (["self.fc = nn.Linear(4, 5)", "self.fc = nn.Tanh()"], "fc"),
        (["self.fc = nn.Tanh()", "if x:\n            self.fc = nn.Linear(4, 5)"], "fc"),
        (["self.head = nn.Sequential(nn.Linear(4, 5), nn.ReLU())"], "head"),
        (["self.dropout = nn.Linear(4, 4)"], "dropout"),
        (["self.relu = nn.LayerNorm(4)"], "relu"),
        (["self.fc = make(4, 5)"], "fc"),
        (["self.act = nn.Softmax(dim=n)"], "act"),
        (["self.act = nn.LeakyReLU(0.2)"], "act"),
    ],
)
def test_a_class_that_is_another_is_not_taken_for_the_word(layers: list[str], name: str) -> None:
    assert is_unknown(asked(model(*layers, forward=f"return self.{name}(h[-1])"), **ONE), name)


@pytest.mark.parametrize(
    ("of", "function"),
    [
        ("nn.Sigmoid()", lambda a: 1 / (1 + np.exp(-a))),
        ("nn.Tanh()", np.tanh),
        ("nn.ReLU()", lambda a: a * (a > 0)),
        ("nn.LeakyReLU()", lambda a: np.where(a > 0, a, a * 0.01)),
        ("nn.Dropout(0.5)", lambda a: a),
        ("nn.Identity()", lambda a: a),
        ("nn.Softmax(dim=-1)", lambda a: np.exp(a) / np.exp(a).sum(-1, keepdims=True)),
        ("nn.Softmax(0)", lambda a: np.exp(a) / np.exp(a).sum(0, keepdims=True)),
        ("nn.Flatten()", lambda a: a.reshape(len(a), -1)),
    ],
)
def test_a_layer_without_weights_is_what_its_class_says(of: str, function: Any) -> None:
    answer = asked(model(f"self.z = {of}", forward="return self.z(h[-1])"), **ONE)
    np.testing.assert_allclose(answer.value, function(trace_of(**ONE).h_n[-1]), atol=1e-6)


def test_a_head_that_a_file_holds_more_of_is_not_the_whole_of_it(tmp_path: Path) -> None:
    """Sequential(Dropout, Linear(4, 5), ReLU, Linear(5, 1)): its first Linear is no head."""
    net = Network("lstm", 3, 4, seed=1)
    weights = {f"lstm.{name}": array for name, array in net.state_dict().items()}
    draw = np.random.default_rng(0).standard_normal
    for name, shape in {"1": (5, 4), "3": (1, 5)}.items():
        weights[f"head.{name}.weight"] = draw(shape).astype("float32")
        weights[f"head.{name}.bias"] = draw(shape[:1]).astype("float32")
    np.savez(tmp_path / "net.npz", **weights)  # type: ignore[arg-type]
    loaded = unrolled.load(tmp_path / "net.npz")
    assert loaded.head is not None
    trace = loaded.run(np.ones((6, 2, 3), "float32"))
    assert is_unknown(unrolled.ask(trace, "self.head(output[-1]).squeeze(1)"), "head")


def test_a_file_without_a_head_has_none_though_the_page_draws_one(tmp_path: Path) -> None:
    net = Network("lstm", 3, 4, seed=1)
    unrolled.save(net, tmp_path / "net.npz")
    trace = unrolled.load(tmp_path / "net.npz").run(np.ones((6, 2, 3), "float32"))
    drawn = Head.random(4, 5, "linear", "float32", 0)
    assert is_unknown(unrolled.ask(trace, "self.fc(h_n[-1])", drawn), "fc")
    assert unrolled.ask(trace, "y", drawn).value.shape == (6, 2, 5)
