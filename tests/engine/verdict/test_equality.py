"""Equal by value and equal by source are two things, and both are told."""

from typing import Any

import numpy as np
import pytest

import unrolled
from tests.engine.verdict.asking import asked
from unrolled import Answer, AskError, Network


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("output[-1, :, :P] == h_n[-2]", {}),
        ("output[0, :, P:] == h_n[-1]", {}),
        ("output[:, 0, P:] == h_n[-1]", {"batch_first": True}),
        ("torch.allclose(output[-1], h_n[-1])", {"D": 1}),
        ("torch.equal(h(1, 0)[-1], h_n[-2])", {}),
        ("torch.allclose(output[-1], h_n)", {"D": 1, "L": 1}),
        ("(output[-1] == h_n[-1]).all()", {"D": 1}),
        ("return output[-1, :, :P] == h_n[-2]", {}),
        ("output[lengths - 1, torch.arange(B), :P] == h_n[-2]", {"lengths": [7, 5, 2]}),
        ("torch.cat((h(1, 0), h(1, 1)), dim=2) == output", {}),
        ("c(0, 1)[0] == c_n[1]", {}),
    ],
)
def test_the_same_states_are_equal_both_ways(text: str, options: dict[str, Any]) -> None:
    answer = asked(text, **options)
    assert answer.equality
    assert (answer.equality.by_value, answer.equality.by_source) == (True, True)
    assert np.all(answer.value)
    assert answer.warnings == []


@pytest.mark.parametrize(
    ("text", "by_source"),
    [
        ("output[-1, :, P:] == h_n[-1]", False),
        ("output[-1, :, :P] == h_n[-1]", False),
        ("h_n[0] == h_n[1]", False),
        ("h_n[0] == h_n[0] + 1", True),
        ("torch.equal(output, h_n)", False),
        ("output[0] == y[0, :, :1]", False),
    ],
)
def test_what_differs_is_told_to_differ(text: str, by_source: bool) -> None:
    held = asked(text).equality
    assert held
    assert (held.by_value, held.by_source) == (False, by_source)
    assert held.sentence.startswith("Not equal: ")


def test_a_shape_can_be_all_that_differs() -> None:
    """torch.equal broadcasts nothing."""
    held = asked("torch.equal(h_n[-1], h_n[-1][None])").equality
    assert held
    assert (held.by_value, held.by_source) == (False, True)
    assert held.sentence == (
        "Not equal: the shapes differ, and no element: all 12 elements are read from the same "
        "states. The shapes are (B=3, H=4) and (1, B=3, H=4), here broadcast."
    )


def silent() -> Network:
    """A relu network whose bias keeps every state at 0."""
    net = Network("rnn", 2, 3, nonlinearity="relu")
    parameters = net.state_dict()
    parameters["bias_ih_l0"] = np.full(3, -100, "float32")
    return Network.from_state_dict("rnn", parameters, "relu")


def of_silent(text: str) -> Answer:
    return unrolled.ask(silent().run(np.ones((4, 2, 2), "float32")), text)


@pytest.mark.parametrize("text", ["output[0] == output[3]", "torch.allclose(output[0], h_n[-1])"])
def test_equal_by_chance_is_told(text: str) -> None:
    held = of_silent(text).equality
    assert held
    assert (held.by_value, held.by_source) == (True, False)
    assert held.sentence.startswith("Equal in value by chance or by rule: all 6 elements are read")


def test_some_elements_may_be_the_same_states() -> None:
    held = of_silent("output[:, 0] == output[[0, 1, 2, 2], 0]").equality
    assert held
    assert "3 of 12 elements are read from other states" in held.sentence


def test_a_side_that_is_no_state_is_told() -> None:
    held = of_silent("output == torch.zeros_like(output)").equality
    assert held
    assert (held.by_value, held.by_source) == (True, False)
    assert "one side is read from states" in held.sentence
    both = asked("lengths == lengths").equality
    assert both
    assert "neither side is read from states" in both.sentence


def test_sides_are_called_as_they_are_written_and_told_once_where_they_are_the_same() -> None:
    lines = asked("output[-1, :, P:] == h_n[-1]").verdict.split("\n")
    assert lines[0].startswith("output[-1, :, P:]: Shape (B=3, H=4).")
    assert any(line.startswith("h_n[-1]: Shape (B=3, H=4).") for line in lines)
    assert asked("output[-1, :, :P] == h_n[-2]").verdict.startswith("Both: Shape (B=3, H=4).")


@pytest.mark.parametrize(
    "text",
    [
        "(output[0] == h_n[0]).all()",
        "torch.all(output[0] == h_n[0])",
        "output[0].equal(h_n[0])",
        "output[0].allclose(h_n[0], 1e-5, 1e-8)",
        "torch.allclose(output[0], h_n[0], 1e-5)",
        "return torch.equal(output[0], h_n[0])",
    ],
)
def test_sides_are_called_as_they_are_written_however_they_are_held(text: str) -> None:
    assert [piece.name for piece in asked(text, D=1).pieces] == ["output[0]", "h_n[0]"]


def test_sides_that_have_no_words_of_their_own_are_left_and_right() -> None:
    pieces = asked("same = output[0] == h_n[0]\nsame", D=1).pieces
    assert [piece.name for piece in pieces] == ["left", "right"]


def test_truths_about_final_states_are_not_right_as_states() -> None:
    assert asked("h_n[-1]", D=1).yes
    for text in ("h_n[-1] > 0", "h_n[-1] != h_n[-1]"):
        assert not asked(text, D=1).yes


def test_only_what_is_held_equal_is_told_to_be() -> None:
    for text in ("output != output", "h_n[0] < h_n[1]", "output >= output"):
        assert asked(text).equality is None


def test_one_direction_is_not_held_to_both_without_a_word() -> None:
    with pytest.raises(AskError, match=r"both directions side by side: write \[..., :P\]"):
        asked("output[-1] == h_n[-1]")


def test_a_comparison_with_a_number_holds_nothing_to_nothing() -> None:
    answer = asked("output > 0")
    assert answer.equality is None
    assert answer.value.dtype == np.bool_


def test_numpys_equal_compares_element_by_element() -> None:
    answer = asked("np.equal(output[-1, :, :P], h_n[-2])")
    assert answer.value.shape == (3, 4)
    assert answer.equality
    assert answer.equality.by_source
