"""An answer as text says what the answer holds, in as many columns as there are."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unrolled
from unrolled import Answer, AskError, Network, Trace
from unrolled.app.command.terminal import answer_text, problem_text
from unrolled.engine.language.text.layout import lines_of
from unrolled.engine.verdict import words

X = np.random.default_rng(3).standard_normal((6, 3, 2)).astype("float32")
NET = Network("lstm", 2, 3, 2, True, seed=1)
TRACES = {
    "padded": NET.run(X, lengths=[6, 2, 4]),
    "batch first": NET.run(X, batch_first=True),
    "one row": Network("gru", 2, 4, seed=2).run(X[:, :1]),
}
EXPRESSIONS = [
    "output",
    "output[-1]",
    "h_n.reshape(B, -1)",
    "h_n[0] == h_n[-1]",
    "torch.equal(h_n, x)",
    "output, h_n",
    "output, (output.shape, 3)",
    "self.norm(output).mean()",
    "lengths",
    "T",
    "a = h_n[-1]\nb, (c, d) = a, (x, T)\nself.fc(a)",
]
WIDTHS = [40, 57, 80, 132]
WIDE = 1000


def ask(trace: Trace, expression: str) -> Answer:
    return unrolled.ask(trace, expression)


@pytest.mark.parametrize("expression", EXPRESSIONS)
@pytest.mark.parametrize("trace", TRACES.values(), ids=TRACES)
def test_all_that_is_to_be_said_is_said(trace: Trace, expression: str) -> None:
    answer = ask(trace, expression)
    text = answer_text(trace, answer, WIDE)
    said = [answer.yes, *answer.notes]
    said += [answer.equality.sentence] if answer.equality else []
    said += [part for found in answer.warnings for part in (found.message, found.fix)]
    said += [f"{name}: {text}" if name else text for name, text in answer.rest]
    pieces = answer.pieces + [piece for line in answer.lines for piece in line.pieces]
    for piece in pieces:
        said += [piece.shape, *(words.place(trace, part) for part in piece.readings)]
    for piece in answer.pieces:
        said += [words.seen(trace, part) for part in piece.readings]
    assert [sentence for sentence in said if sentence not in text] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("expression", EXPRESSIONS)
@pytest.mark.parametrize("trace", TRACES.values(), ids=TRACES)
def test_no_line_is_too_wide_and_no_word_is_lost(trace: Trace, expression: str, width: int) -> None:
    answer = ask(trace, expression)
    text = answer_text(trace, answer, width)
    for line in text.splitlines():
        # What is there to be copied stays in one piece.
        assert len(line) <= width or line.startswith("Write: ")
        assert line == line.rstrip()
    assert Counter(text.split()) == Counter(answer_text(trace, answer, WIDE).split())


def test_columns_stand_one_under_the_other() -> None:
    trace = TRACES["padded"]
    text = answer_text(trace, ask(trace, "output[-1]"), 80)
    begun = ("has read", "zeros past")
    rows = [line for line in text.splitlines() if line.startswith("  ")]
    starts = [line.find(seen) for line in rows for seen in begun if seen in line]
    assert len(starts) == 4
    assert len(set(starts)) == 1


def test_a_line_of_a_program_has_the_name_of_each_variable() -> None:
    trace = TRACES["padded"]
    program = "seq, (h, c) = self.lstm(x)\nboth = self.lstm(x)\nn = T\nh[-1]"
    text = answer_text(trace, ask(trace, program), WIDE)
    header, *rows = text.split("\n\n")[0].splitlines()
    name, shape = header.index("name"), header.index("shape")
    found = [(row[:name].strip(), row[name:shape].strip()) for row in rows]
    named = {"1": "seq", "2": "both[0]", "3": "n", "4": ""}
    assert [row for row in found if row[0]] == list(named.items())
    assert [row for row in found if row[1] and not row[0]] == [
        ("", "h"),
        ("", "c"),
        ("", "both[1][0]"),
        ("", "both[1][1]"),
    ]


@pytest.mark.parametrize("size", [64, 65])
def test_small_tensors_are_printed_and_large_ones_are_not(size: int) -> None:
    x = np.arange(size, dtype="float32").reshape(size, 1, 1)
    trace = Network("rnn", 1, 1).run(x)
    text = answer_text(trace, ask(trace, "x.flatten()"), 80)
    assert ("63." in text) == (size == 64)


def test_no_numbers_are_no_table_of_nan() -> None:
    trace = TRACES["one row"]
    assert answer_text(trace, ask(trace, "h_n * float('nan')"), 80).count("nan") == 1
    assert "nan" not in answer_text(trace, ask(trace, "h_n"), 80)


def test_both_sides_that_read_alike_are_told_once() -> None:
    trace = TRACES["padded"]
    text = answer_text(trace, ask(trace, "h(1, 1)[0] == h_n[-1]"), 80)
    assert text.startswith("Both sides: Shape (B=3, H=3)")
    assert text.count("has read") == 1


SHORT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]) | st.just("\t"))
LINES = SHORT | SHORT.map(lambda line: line * 60)


@given(st.lists(LINES, min_size=1, max_size=3), st.data(), st.sampled_from(WIDTHS))
def test_a_mark_stands_under_what_is_at_fault(
    lines: list[str], data: st.DataObject, width: int
) -> None:
    text = "\n".join(lines)
    lines = lines_of(text)
    error = AskError("This is wrong.")
    error.line = data.draw(st.integers(0, len(lines) - 1))
    line = lines[error.line]
    error.column = data.draw(st.integers(0, len(line)))
    error.end = data.draw(st.integers(error.column, len(line)))
    *which, shown, mark, sentence = problem_text(error, text, width).split("\n")
    assert which == ([f"Line {error.line + 1}:"] if len(lines) > 1 else [])
    assert sentence == "This is wrong."
    assert len(shown) <= width
    assert len(mark) <= width + 1  # one more where a line is at fault for its end
    first, marks = mark.index("^"), mark.count("^")
    at_fault = "".join(c if c.isprintable() else " " for c in line[error.column : error.end])
    if at_fault:
        # All of it, unless it goes on past the last column.
        assert marks == len(at_fault) or len(mark) == width
        assert shown.ljust(len(mark))[first:][:marks] == at_fault[:marks]
        assert first >= min(error.column, width // 2)  # and what stands before it


@pytest.mark.parametrize("width", WIDTHS)
def test_the_sentence_of_an_error_goes_on_in_the_next_line(width: int) -> None:
    with pytest.raises(AskError) as refused:
        ask(TRACES["padded"], "output[-1] == h_n[-1]")
    _, _, *sentence = problem_text(refused.value, "output[-1] == h_n[-1]", width).split("\n")
    assert max(map(len, sentence)) <= width
    assert " ".join(sentence) == str(refused.value)


def test_an_error_without_a_place_is_its_sentence() -> None:
    assert problem_text(AskError("This is wrong."), "h_n", 80) == "This is wrong."
