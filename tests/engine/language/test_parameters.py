"""The names of a forward are what their use and their default say, not what they resemble."""

from typing import Any

import numpy as np
import pytest

from tests.engine.verdict.asking import asked, trace_of
from unrolled import AskError

GRU: dict[str, Any] = {"cell": "gru", "L": 1, "D": 1}
PACKED: dict[str, Any] = {**GRU, "lengths": [7, 5, 2]}
RUN = "out, last = self.gru(x)"


def forward(parameters: str, *lines: str) -> str:
    return "\n    ".join([f"def forward(self, {parameters}):", *lines])


@pytest.mark.parametrize(
    ("parameters", "line", "value"),
    [
        ("x, return_hidden=False", "return last if return_hidden else 1", 1),
        ("x, return_hidden=True", "return 2 if return_hidden else last", 2),
        ("x, seq_len=6", "return seq_len", 6),
        ("x, state_size=4", "return state_size - 1", 3),
        ("x, cell='lstm'", "return cell == 'lstm'", True),
        ("x, prev=None", "return prev is None", True),
        ("x, *, init_scale=0.5", "return init_scale * 2", 1.0),
        ("x, T=3", "return T", 3),
        ("x, hidden_size=16", "return hidden_size", 16),
    ],
)
def test_a_default_is_the_value(parameters: str, line: str, value: Any) -> None:
    got = asked(forward(parameters, RUN, line), **GRU).value
    assert (type(got), got) == (type(value), value)


@pytest.mark.parametrize(
    ("parameters", "line", "name"),
    [
        ("x, s", "return out[s]", "s"),
        ("x, lens", "return out[lens - 1]", "lens"),
        ("x, seq_len", "return out[seq_len - 1]", "seq_len"),
        ("x, hidden", "return hidden", "hidden"),
        ("x, prev_word", "return last + prev_word", "prev_word"),
        ("x, cell", "return last if cell else out", "cell"),
        ("x, features", "return torch.cat((last, features), 0)", "features"),
        ("x, encoder_out", "return encoder_out[-1]", "encoder_out"),
        ("x, y", "return y", "y"),
        ("x, T", "return T", "T"),
        ("hidden, x", "return hidden[-1]", "hidden"),
        ("x, s", "return [1, s.size(0)]", "s"),
        ("x, s", "return self.norm(s)", "s"),
        ("x, s", "return last if s is None else out", "s"),
    ],
)
def test_what_stays_open_is_asked_for_by_name(parameters: str, line: str, name: str) -> None:
    with pytest.raises(AskError, match=f"say what `{name}` is"):
        asked(forward(parameters, RUN, line), **GRU)
    with pytest.raises(AskError, match="say what `hidden` is"):
        asked("def forward(self, hidden):\n    return hidden[-1]", **GRU)


def test_what_is_open_and_changes_nothing_is_not_asked_for() -> None:
    text = forward("x, temperature, mask", RUN, "a = last * temperature", "return last")
    np.testing.assert_array_equal(asked(text, **GRU).value, trace_of(**GRU).h_n)


def test_it_can_be_said_in_a_line() -> None:
    text = forward("x, s", "s = 2", RUN, "return out[s]")
    np.testing.assert_array_equal(asked(text, **GRU).value, trace_of(**GRU).output[2])


@pytest.mark.parametrize(
    "lines",
    [
        ("p = pack_padded_sequence(x, s)",),
        ("p = nn.utils.rnn.pack_padded_sequence(input=x, lengths=s.cpu())",),
        ("n = s.to('cpu').tolist()", "p = pack_padded_sequence(x, n)"),
        ("n, order = torch.sort(s, descending=True)", "p = pack_padded_sequence(x[:, order], n)"),
        ("n = s[torch.arange(B)]", "p = pack_padded_sequence(x, n)"),
        ("p = pack_padded_sequence(x, [s[0], s[1], s[2]])",),
        ("if s is None:", "    p = x", "p = pack_padded_sequence(x, s)"),
    ],
)
def test_what_a_sequence_is_packed_by_are_the_lengths(lines: tuple[str, ...]) -> None:
    answer = asked(forward("x, s", *lines, "out, last = self.gru(p)", "return last"), **PACKED)
    np.testing.assert_array_equal(answer.value, trace_of(**PACKED).h_n)
    assert "s is taken for lengths." in answer.notes


def test_what_is_packed_by_others_is_refused() -> None:
    text = forward("x, s", "p = pack_padded_sequence(x, s - 1)", "return self.gru(p)")
    with pytest.raises(AskError, match=r"lengths is \[6, 4, 1\], but the trace ran with"):
        asked(text, **PACKED)


@pytest.mark.parametrize(("axis", "batch_first"), [("1", True), ("dim=-1", True), ("0", False)])
def test_a_mask_is_summed_to_the_lengths(axis: str, batch_first: bool) -> None:
    text = forward(
        "x, m",
        f"p = pack_padded_sequence(x, m.sum({axis}).cpu(), batch_first={batch_first})",
        "out, last = self.gru(p)",
        "return last, m",
    )
    last, mask = asked(text, **PACKED, batch_first=batch_first).value
    np.testing.assert_array_equal(last, trace_of(**PACKED, batch_first=batch_first).h_n)
    shape = (3, 7) if batch_first else (7, 3)
    assert mask.shape == shape
    np.testing.assert_array_equal(mask.sum(int(batch_first)), [7, 5, 2])


@pytest.mark.parametrize(
    "text",
    [
        forward("sentence", "return self.gru(sentence)[1]"),
        forward("a, b, c", "return self.gru(b)[1]"),
        forward("hidden", "out, h = self.gru(hidden)", "return h"),
        forward("a", "b = self.embed(a)", "b = b.float()", "return self.gru(b)[1]"),
        forward("a", "return self.run(a)") + "\ndef run(self, z):\n    return self.gru(z)[1]",
        "z = self.embed(words)\nself.gru(z)[1]",
    ],
)
def test_what_the_network_is_given_is_x(text: str) -> None:
    np.testing.assert_array_equal(asked(text, **GRU).value, trace_of(**GRU).h_n)


@pytest.mark.parametrize("name", ["features", "seq_mask", "text_lengths", "hidden", "rnn_out"])
def test_in_lines_a_name_that_resembles_a_word_is_none(name: str) -> None:
    with pytest.raises(AskError, match=f"There is no '{name}' here"):
        asked(f"a = {name}\na", **GRU)


def test_the_parameters_of_a_class_have_its_defaults() -> None:
    text = """
class Model(nn.Module):
    def __init__(self, size, width=3, *, both=True):
        super().__init__()
        self.width = width
        self.twice = 2 * width
        self.both = both
        self.size = size
        self.maybe = 1
        if size:
            self.maybe = 2
    def forward(self, x):
        return self.width, self.twice, self.both
"""
    assert asked(text, **GRU).value == (3, 6, True)
    for name in ("size", "maybe"):
        with pytest.raises(AskError, match=f"self.{name} is not known here"):
            asked(text.replace("self.width, self.twice", f"self.{name}, 1"), **GRU)
