"""Every expression of the golden file reads the states that PyTorch read, and gives its numbers."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tests.engine.asking import Asked, Leaf, difference
from tests.golden.ask_cases import FILED, SETTINGS
from tests.golden.asked import EXPRESSIONS, Expression
from tests.golden.store import AnyArray, load
from unrolled import EngineError

GROUPS = sorted({expression.group for expression in EXPRESSIONS})


@cache
def filed() -> dict[str, AnyArray]:
    return load(Path(__file__).parents[2] / "golden" / "ask.npz")


@cache
def asked_of(number: int) -> Asked:
    return Asked(SETTINGS[number])


def expected(key: str) -> list[Leaf] | None:
    """The leaves of an answer; None where PyTorch refuses."""
    if f"{key}/refused" in filed():
        return None
    leaves: list[Leaf] = []
    while True:
        start = f"{key}/{len(leaves)}"
        if f"{start}/number" in filed():
            leaves.append((filed()[f"{start}/number"], None))
        elif f"{start}/value" in filed():
            leaves.append((filed()[f"{start}/value"], filed()[f"{start}/read"]))
        else:
            return leaves


def found(asked: Asked, expression: Expression, wanted: list[Leaf] | None) -> str:
    """What is wrong with an answer, empty where nothing is."""
    try:
        got = asked.answer(expression.text)
    except EngineError as error:
        return "" if wanted is None else f"refused: {error}"
    if wanted is None:
        return "answered, but PyTorch refuses it"
    return difference(got, wanted, asked.bound)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("number", FILED, ids=lambda number: str(SETTINGS[number]))
def test_the_same_as_pytorch(number: int, group: str) -> None:
    asked = asked_of(number)
    wrong = {
        expression.text: why
        for expression in EXPRESSIONS
        if expression.group == group and expression.suits(SETTINGS[number].case)
        if (why := found(asked, expression, expected(f"{number}/{expression.key}")))
    }
    assert wrong == {}


def test_the_file_holds_an_answer_to_every_expression() -> None:
    asked = {name.split("/")[1] for name in filed() if name.count("/") > 1}
    assert len(EXPRESSIONS) >= 300
    assert {expression.key.split("/")[0] for expression in EXPRESSIONS} <= asked


def test_a_wrong_source_is_noticed() -> None:
    asked = asked_of(FILED[0])
    ((value, read),) = asked.answer("output[-1]")
    assert read is not None
    assert difference([(value, read)], [(value, np.roll(read, 1, axis=0))], 0) != ""
    assert difference([(value, read)], [(value, read)], 0) == ""
