"""Shapes with names, states in words, and how much of the sequence they have seen."""

from typing import Any

import pytest

from tests.engine.verdict.asking import asked

SHAPES: list[tuple[str, str, dict[str, Any]]] = [
    ("output", "(T=7, B=3, D·H=8)", {}),
    ("output", "(B=3, T=7, D·H=8)", {"batch_first": True}),
    ("output", "(T=7, B=3, D·P=4)", {"proj_size": 2}),
    ("h_n", "(L·D=4, B=3, P=2)", {"proj_size": 2}),
    ("c_n", "(L·D=4, B=3, H=4)", {"proj_size": 2}),
    ("x", "(T=7, B=3, I=3)", {}),
    ("y[0, 0]", "(O=5,)", {}),
    ("output[-1]", "(B=1, D·H=8)", {"B": 1}),
    ("output[:, :, :P]", "(T=7, B=3, H=4)", {}),
    ("output[:, :, P:].permute(2, 0, 1)", "(H=4, T=7, B=3)", {}),
    ("output[:, :, :P] + output[:, :, P:]", "(T=7, B=3, H=4)", {}),
    ("output[:, :, 2:6]", "(T=7, B=3, 4 of D·H=8)", {}),
    ("output[:, :, ::2]", "(T=7, B=3, 4 of D·H=8)", {}),
    ("output[2:5]", "(3 of T=7, B=3, D·H=8)", {}),
    ("h_n.view(L, D, B, P)", "(L=2, D=2, B=3, H=4)", {}),
    ("h_n.transpose(0, 1).reshape(B, -1)", "(B=3, L·D·H=16)", {}),
    ("h_n.view(B, -1)", "(3, 16)", {}),
    ("torch.cat((h_n[-2], h_n[-1]), 1)", "(B=3, D·H=8)", {}),
    ("torch.stack((h_n[-2], h_n[-1]))", "(2, B=3, H=4)", {}),
    ("self.fc(output)", "(T=7, B=3, O=5)", {}),
    ("einops.rearrange(h_n, 'ld b h -> b (ld h)')", "(B=3, L·D·H=16)", {}),
    ("output.sum()", "()", {}),
    ("torch.cat((h_n, h_n), 0)", "(8, B=3, H=4)", {}),
    ("torch.cat((h_0[-1], h_n[-1]), -1)", "(B=3, 8)", {"D": 1}),
]

STATES: list[tuple[str, list[str], dict[str, Any]]] = [
    (
        "output[-1]",
        [
            "layer 1, forward, t = 6: has read all 7 steps.",
            "layer 1, reverse, t = 6: has read 1 of 7 steps of layer 0, "
            "where each t knows of the whole sequence.",
        ],
        {},
    ),
    (
        "output[:, 2]",
        [
            "layer 0, forward, t = 2: has read 3 of 7 steps.",
            "layer 0, reverse, t = 2: has read 5 of 7 steps.",
        ],
        {"L": 1, "batch_first": True},
    ),
    (
        "output",
        [
            "layer 0, forward, t = 0 … 6: each has read from 0 to its own t.",
            "layer 0, reverse, t = 0 … 6: each has read from its own t to 6.",
        ],
        {"L": 1},
    ),
    (
        "h_n[:2]",
        [
            "layer 0, forward, t = each row’s own last (6, 4, 1): "
            "has read all steps, each row to its own end.",
            "layer 0, reverse, t = 0: has read all steps, each row to its own end.",
        ],
        {"lengths": [7, 5, 2]},
    ),
    (
        "output[1, 1:, P:]",
        ["layer 0, reverse, t = 1, row 1: has read 4 of 5 steps."],
        {"L": 1, "B": 2, "lengths": [7, 5]},
    ),
    (
        "output[5, 1]",
        [
            "padding of layer 0, forward, t = 5, row 1: zeros past the row’s length",
            "padding of layer 0, reverse, t = 5, row 1: zeros past the row’s length",
        ],
        {"L": 1, "lengths": [7, 5, 2]},
    ),
    (
        "output[lengths - 2, torch.arange(B)]",
        [
            "layer 0, forward, t = 5, 3, 0: has read 6, 4, 1 of each row’s own 7, 5, 2 steps.",
            "layer 0, reverse, t = 5, 3, 0: has read 2 of each row’s own 7, 5, 2 steps.",
        ],
        {"L": 1, "lengths": [7, 5, 2]},
    ),
    (
        "output[3]",
        [
            "layer 0, forward, t = 3, rows 0, 2: has read 4 of each row’s own 7, 5 steps.",
            "padding of layer 0, forward, t = 3, row 1: zeros",
            "layer 0, reverse, t = 3, rows 0, 2: has read 4, 2 of each row’s own 7, 5 steps.",
            "padding of layer 0, reverse, t = 3, row 1: zeros",
        ],
        {"L": 1, "lengths": [7, 2, 5]},
    ),
    (
        "output[1:3, :2, P:]",
        [
            "layer 0, reverse, t = 1, 2, rows 0, 1: each has read from its own t to its row’s end.",
        ],
        {"L": 1, "lengths": [7, 5, 2]},
    ),
    ("h_n[0]", ["layer 0, forward, t = 1: has read both steps."], {"T": 2, "D": 1}),
    (
        "x[4]",
        [
            "x, the input, t = 4, rows 0, 1: the input itself.",
            "padding of x, t = 4, row 2: past the row’s length: no cell has read it.",
        ],
        {"lengths": [7, 5, 2]},
    ),
    (
        "y[4, 2]",
        ["padding of y, t = 4, row 2: made of zeros past the row’s length"],
        {"lengths": [7, 5, 2]},
    ),
    (
        "c(1, 0)[4, 2]",
        ["padding of c of layer 1, forward, t = 4, row 2: zeros past the row’s length"],
        {"lengths": [7, 5, 2]},
    ),
    ("c_n[-1]", ["c of layer 1, reverse, t = 0: has read all 7 steps."], {}),
    ("h_n[-1]", ["layer 0, reverse, t = 0: has read its only step."], {"T": 1, "L": 1}),
    ("x[2, 1]", ["x, the input, t = 2, row 1: the input itself."], {}),
    ("y[3]", ["y, the prediction, t = 3: made of output at the same t."], {}),
    (
        "h_0[0]",
        ["h_0 of layer 0, forward: the state before the first step: it has read nothing."],
        {},
    ),
    ("output[[0, 2, 5], 0, 0]", ["layer 1, forward, t = 0, 2, 5, row 0: "], {}),
]


@pytest.mark.parametrize(("text", "shape", "options"), SHAPES)
def test_axes_have_their_names(text: str, shape: str, options: dict[str, Any]) -> None:
    assert asked(text, **options).pieces[0].shape == shape


@pytest.mark.parametrize(("text", "said", "options"), STATES)
def test_states_and_what_they_have_seen(
    text: str, said: list[str], options: dict[str, Any]
) -> None:
    lines = asked(text, **options).verdict.split("\n")[1:]
    assert len(lines) == len(said)
    for line, start in zip(lines, said, strict=True):
        assert line.startswith(start)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("T", [("", "7")]),
        ("output.shape", [("", "(7, 3, 8)")]),
        ("output, (B, output.size()), h_n", [("[1]", "(3, (7, 3, 8))")]),
        ("x, (L, h_n)", [("[1][0]", "2")]),
    ],
)
def test_what_is_no_tensor_is_told_as_python_writes_it(
    text: str, rest: list[tuple[str, str]]
) -> None:
    answer = asked(text)
    assert answer.rest == rest
    for name, value in rest:
        line = f"{name}: {value}" if name else value
        assert f"{line}, read from no state." in answer.verdict.split("\n")


@pytest.mark.parametrize(
    ("line", "tensors", "rest"),
    [
        ("out, (h, c) = self.lstm(x)", ["out", "h", "c"], []),
        ("out, last = self.lstm(x)", ["out", "last[0]", "last[1]"], []),
        ("a, n = h_n[-1], B", ["a"], [("n", "3")]),
        ("[a, (b, n)] = x, (y, T)", ["a", "b"], [("n", "7")]),
        ("last = output[-1]", [""], []),
    ],
)
def test_what_a_line_gives_is_called_what_it_is_assigned_to(
    line: str, tensors: list[str], rest: list[tuple[str, str]]
) -> None:
    held = asked(f"{line}\nx").lines[0]
    assert [piece.name for piece in held.pieces] == tensors
    assert held.rest == rest


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("output[0, 0, 0].item()", "output[0, 0, 0]"),
        ("output[0, 0].tolist()", "output[0, 0]"),
        ("torch.tensor(h_n)", "h_n"),
        ("torch.tensor([h_n[0, 0, 1], output[0, 0, 0]])", "h_n[0, 0, 1], output[0, 0, 0]"),
    ],
)
def test_a_state_stays_one_when_it_is_taken_out_of_its_tensor(text: str, same: str) -> None:
    def read(text: str) -> set[tuple[str, int | None, int | None]]:
        parts = [part for piece in asked(text).pieces for part in piece.readings]
        return {(part.state, part.layer, part.direction) for part in parts}

    assert read(text) == read(same) != set()


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("torch.cat((h_n[-2], h_n[-1]), dim=-1)", {}),
        ("h_n[-1]", {"D": 1}),
        ("output[-1]", {"D": 1}),
        ("output[lengths - 1, torch.arange(B)]", {"D": 1, "lengths": [7, 5, 2]}),
        ("h_n.transpose(0, 1).reshape(B, -1)", {}),
        ("h_n.view(L, D, B, P)[-1]", {"L": 3}),
        ("self.fc(torch.cat((h_n[-2], h_n[-1]), dim=-1))", {}),
    ],
)
def test_what_is_right_is_said_to_be(text: str, options: dict[str, Any]) -> None:
    answer = asked(text, **options)
    assert answer.yes.startswith("Yes: ")
    assert answer.warnings == []
    assert answer.yes in str(answer)


@pytest.mark.parametrize("text", ["output", "output[3]", "c_n[-1]", "h_n[0]", "x", "lengths"])
def test_nothing_is_called_right_that_is_just_a_slice(text: str) -> None:
    assert asked(text, D=1, L=2).yes == ""
