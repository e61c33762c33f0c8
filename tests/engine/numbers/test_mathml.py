"""Formulas say what the equations say, in the elements of MathML Core."""

import re
from typing import Any

import pytest

from tests.engine.numbers.explaining import FORMS, case_of, names_of
from unrolled.engine.numbers.mathml import Markup, formulas


def words(markup: Any) -> str:
    """What a formula says, its invisible signs among it."""
    return markup if isinstance(markup, str) else "".join(map(words, markup[1:]))


def tags(markup: Markup) -> set[str]:
    inner = [tags(child) for child in markup[1:] if not isinstance(child, str)]
    return {str(markup[0])}.union(*inner)


def printed(text: str, sign: str) -> str:
    """A declared equation as it is printed, letter by letter."""
    words = {"sigmoid": "σ", "hard_sigmoid": "hard σ", "relu": "ReLU", "tanh": "tanh"}
    words |= {name: f"{name}t" for name in "xhc"}
    words |= {f"{name}_before": f"{name}t{sign}1" for name in "hc"}
    text = re.sub(r"[A-Za-z]\w*", lambda it: words.get(it[0], it[0].replace("_", "")), text)
    text = re.sub(r"(σ|ReLU|tanh)\(", "\\1\u2061(", text)
    for sign, shown in {" * ": "⊙", " @ ": "\u2062", " - ": "−", " + ": "+", " = ": "="}.items():
        text = text.replace(sign, shown)
    return text


@pytest.mark.parametrize("direction", [0, 1])
@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
@pytest.mark.parametrize("form", FORMS)
def test_a_formula_says_what_the_equation_says(form: str, bias: bool, direction: int) -> None:
    net = case_of(form, bias).network
    declared = net.kind.equations(net.form)
    shown = formulas(net, direction)
    assert list(shown) == list(declared)
    for name, text in declared.items():
        text = text if bias else re.sub(r" \+ b_\w+", "", text)
        assert words(shown[name]) == printed(f"{name} = {text}", "+" if direction else "−")
        assert tags(shown[name]) <= {"math", "mrow", "msub", "mi", "mo", "mn"}
        assert shown[name][0] == "math"


@pytest.mark.parametrize("form", FORMS)
def test_every_gate_and_state_has_its_equation_and_reads_only_earlier_ones(form: str) -> None:
    net = case_of(form).network
    declared = net.kind.equations(net.form)
    assert set(declared) == set(names_of(net))
    seen: set[str] = set()
    for name, text in declared.items():
        read = {word for word in re.findall(r"\b\w+\b", text) if word in declared}
        assert read <= seen
        seen.add(name)


def test_names_are_set_as_in_pytorchs_documents() -> None:
    shown = formulas(case_of("lstm").network, 1)["f"]
    assert ["msub", ["mi", "W"], ["mrow", ["mi", "h"], ["mi", "f"]]] in shown[-1]
    before = ["msub", ["mi", "h"], ["mrow", ["mi", "t"], ["mo", "+"], ["mn", "1"]]]
    assert before in shown[-1]
    assert ["msub", ["mi", "x"], ["mi", "t"]] in shown[-1]
