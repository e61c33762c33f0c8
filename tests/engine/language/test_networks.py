"""Networks that a pasted class calls: known by their class, run alike, or refused as PyTorch does.

Its answers are those of PyTorch's documentation; those of its refusals are its own words.
"""

from typing import Any

import numpy as np
import pytest

import unrolled
from tests.engine.language.pasted import GRU, ONE, built
from tests.engine.verdict.asking import asked, trace_of
from unrolled import AskError
from unrolled.engine.network.network import Network as Net


@pytest.mark.parametrize("name", ["core", "lstm", "encoder"])
def test_the_network_is_known_by_its_class(name: str) -> None:
    text = built(
        f"self.{name} = nn.LSTM(input_size=3, hidden_size=n, num_layers=layers)",
        forward=f"out, (h, c) = self.{name}(x)\nreturn c",
        parameters="self, n, layers=1",
    )
    np.testing.assert_array_equal(asked(text, **ONE).value, trace_of(**ONE).c_n)


@pytest.mark.parametrize(
    ("of", "options", "says"),
    [
        ("nn.GRU(3, 4)", ONE, "lstm is a GRU, and this trace is of an LSTM"),
        ("nn.RNN(3, 4)", ONE, "lstm is an RNN, and this trace is of an LSTM"),
        ("nn.LSTM(3, 5)", ONE, "hidden_size=5"),
        ("nn.LSTM(2, 4)", ONE, "input_size=2"),
        ("nn.LSTM(3, 4, 2)", ONE, "num_layers=2"),
        ("nn.LSTM(3, 4)", {"L": 1}, "bidirectional=False"),
        ("nn.LSTM(3, 4, bidirectional=True)", ONE, "bidirectional=True"),
        ("nn.LSTM(3, 4, batch_first=True)", ONE, "batch_first=True"),
        ("nn.LSTM(3, 4)", {**ONE, "batch_first": True}, "batch_first=False"),
        ("nn.LSTM(3, 4, proj_size=2)", ONE, "proj_size=2"),
    ],
)
def test_a_network_that_is_another_is_refused(of: str, options: dict[str, Any], says: str) -> None:
    with pytest.raises(AskError) as caught:
        asked(built(f"self.lstm = {of}", forward="return self.lstm(x)"), **options)
    assert says in str(caught.value)


def test_a_name_of_another_cell_is_refused() -> None:
    with pytest.raises(AskError, match="gru is a GRU, and this trace is of an LSTM"):
        asked("out, h = self.gru(x)\nh", **ONE)
    assert asked("out, h = self.rnn(x)\nout", **ONE).value.shape == (7, 3, 4)


@pytest.mark.parametrize(
    "before",
    [
        "e = self.embedding(text)",
        "e = self.dropout(self.embedding(text))",
        "e = torch.cat((self.words(text), self.tags(text)), -1)",
        "e = F.relu(self.conv(text.transpose(0, 1)).transpose(0, 1))",
        "e = self.embedding(text)\n        e = e.view(e.size(0), e.size(1), -1)",
        "e = self.embedding(text).unsqueeze(0)",
    ],
)
def test_what_is_made_of_the_input_and_fed_is_x_as_it_ran(before: str) -> None:
    text = f"def forward(self, text):\n        {before}\n        return self.lstm(e)[1][0]"
    answer = asked(text, **ONE)
    np.testing.assert_array_equal(answer.value, trace_of(**ONE).h_n)
    assert any("is the x that the trace ran on" in note for note in answer.notes)


def test_what_is_made_of_the_input_and_not_fed_is_not_known() -> None:
    text = "e = self.embedding(x)\nout, _ = self.lstm(e)\nout, e"
    answer = asked(text, **ONE)
    assert answer.value[1] is None
    assert answer.yes == ""


def test_what_is_packed_goes_into_a_network_whatever_its_name() -> None:
    text = "p = pack_padded_sequence(x, lengths)\nout, (h, c) = self.body(p)\nh"
    options = {**ONE, "lengths": [7, 5, 2]}
    np.testing.assert_array_equal(asked(text, **options).value, trace_of(**options).h_n)


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("self.lstm(x, h_0)", ONE, r"shape \[1, 3, 4\] to begin with, but an LSTM takes a pair"),
        ("self.lstm(x, (h_0,))", ONE, "an LSTM takes a pair"),
        ("self.lstm(x, lengths)", ONE, "an LSTM takes a pair"),
        ("self.gru(x, (h_0, h_0))", GRU, "takes h_0 alone"),
        ("self.gru(x, 0)", GRU, "has to be a tensor"),
        ("self.gru(x, torch.zeros(L, B, H))", {**GRU, "D": 2}, r"expected \[2, 3, 4\]: L·D = 2"),
        ("self.gru(x, torch.zeros(B, H))", GRU, r"expected \[1, 3, 4\]"),
        (
            "self.gru(x, torch.zeros(B, L * D, H))",
            {**GRU, "batch_first": True},
            "whatever batch_first is",
        ),
        ("self.lstm(x, h_0, c_0)", ONE, "no 3 values"),
        ("self.lstm(x, initial=h_0)", ONE, "no initial="),
        ("out, (h, c) = self.gru(x)\nc", {**GRU, "D": 2}, "A GRU returns no c_n"),
        ("out, (h, c) = self.gru(x)\nh", GRU, "A GRU returns no c_n"),
        ("out, [h, c] = self.rnn(x)\nh", {**ONE, "D": 2, "cell": "rnn"}, "An RNN returns no c_n"),
        ("self.gru_cell(x, h_0[0])", GRU, r"a cell reads one step, \(B, I\), as in x\[t\]"),
        ("out, a = self.gru_cell(x[0], h_0[0])\na", {**GRU, "B": 2}, "returns h alone"),
        ("self.gru_cell(x[0], (h_0[0], h_0[0]))", GRU, "takes h_0 alone"),
        ("self.lstm_cell(x[0], h_0[0])", ONE, "an LSTM takes a pair"),
        ("self.gru_cell(x[2], h(0, 0)[0])", GRU, "no cell that reads what gru_cell is given"),
        ("self.gru_cell(x[2])", GRU, "no cell that reads what gru_cell is given"),
        ("self.gru_cell(x[2] * 2, h(0, 0)[1])", GRU, "no cell that reads"),
        ("self.gru_cell(x[4], h(0, 0)[3])", {**GRU, "lengths": [7, 5, 2]}, "no cell that reads"),
        ("self.gru_cell(x[0])", ONE, "gru_cell is a GRU, and this trace is of an LSTM"),
        ("self.gru_cell(self.embedding(x)[0])", GRU, "What embedding computes is not known"),
    ],
)
def test_what_pytorch_does_not_take_is_refused(
    text: str, options: dict[str, Any], says: str
) -> None:
    with pytest.raises(AskError, match=says):
        asked(text, **options)


def test_two_rows_of_a_grus_h_n_may_come_apart() -> None:
    options = {**GRU, "D": 2}
    answer = asked("out, h = self.gru(x)\nforward, backward = h\nbackward", **options)
    np.testing.assert_array_equal(answer.value, trace_of(**options).h_n[1])


def test_a_layer_that_begins_with_zeros_is_not_the_trace_that_did_not() -> None:
    x = np.ones((5, 2, 3), "float32")
    h_0 = np.full((1, 2, 4), 0.5, "float32")
    trace = Net("gru", 3, 4, seed=1).run(x, h_0)
    with pytest.raises(AskError, match=r"write gru\(x, h_0\)"):
        unrolled.ask(trace, "self.gru(x)")
    (output, last) = unrolled.ask(trace, "self.gru(x, h_0)").value
    np.testing.assert_array_equal(output, trace.output)
    np.testing.assert_array_equal(last, trace.h_n)
    with pytest.raises(AskError, match="began with others"):
        unrolled.ask(trace, "self.gru(x, torch.zeros(1, 2, 4))")


def test_states_that_a_method_makes_are_those_of_the_trace() -> None:
    for text in (
        "out, h = self.gru(x, self.init_hidden(B))\nh",
        "start = self.begin()\nout, h = self.gru(x, start)\nh",
        "out, h = self.gru(x, self.hidden)\nh",
        "def forward(self, x, s):\n    out, s = self.gru(x, s.to(device))\n    return s",
        "def forward(self, x, s=None):\n    out, s = self.gru(x, s)\n    return s",
    ):
        np.testing.assert_array_equal(asked(text, **GRU).value, trace_of(**GRU).h_n)
    pair = "def forward(self, x, a, b):\n    out, (a, b) = self.lstm(x, (a, b))\n    return b"
    np.testing.assert_array_equal(asked(pair, **ONE).value, trace_of(**ONE).c_n)
    with pytest.raises(AskError, match="it is another network"):
        asked("out, h = self.gru(x, self.bridge(h_n))\nh", **GRU)


@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("D", [1, 2])
def test_a_loop_of_cells_gives_the_states_of_the_trace(
    cell: str, batch_first: bool, D: int
) -> None:
    """Step after step, in each direction, and up through both layers."""
    options: dict[str, Any] = {"cell": cell, "L": 2, "D": D, "batch_first": batch_first}
    trace = trace_of(**options)
    pair = cell == "lstm"
    for layer in (0, 1):
        for direction in range(D):
            given = "x" if not layer else "torch.cat((h(0, 0), h(0, 1)), -1)" if D == 2 else "h(0)"
            lines = [f"given = {given}", "a = b = torch.zeros(B, H)"]
            steps = range(trace.T)[::-1] if direction else range(trace.T)
            for t in steps:
                at = f"given[{':, ' * batch_first}{t}]"
                call = f"self.{cell}_cell({at}, {'(a, b)' if pair else 'a'})"
                lines.append(f"{'a, b' if pair else 'a'} = {call}")
            answer = asked("\n".join([*lines, "a"]), **options)
            own = trace.state("h", layer, direction)[0 if direction else -1]
            np.testing.assert_array_equal(answer.value, own)
            held = asked(
                "\n".join([*lines, f"a == h_n[{layer * D + direction}]"]), **options
            ).equality
            assert held is not None
            assert held.by_source


def test_a_cell_by_its_class_begins_with_zeros() -> None:
    text = built("self.step = nn.LSTMCell(3, 4)", forward="h, c = self.step(x[0])\nreturn c")
    np.testing.assert_array_equal(asked(text, **ONE).value, trace_of(**ONE).state("c", 0, 0)[0])


def test_a_cell_reads_a_sequence_without_a_batch() -> None:
    trace = Net("gru", 3, 4, seed=1).run(np.ones((5, 3), "float32"))
    answer = unrolled.ask(trace, "a = self.gru_cell(x[0])\nself.gru_cell(x[1], a)")
    np.testing.assert_array_equal(answer.value, trace.state("h", 0, 0)[1, 0])
