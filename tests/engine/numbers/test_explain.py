"""What explains a number evaluates to it, as displayed, out of numbers that are there."""

import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unrolled
from tests.engine.cases import EXACT, GATES, Case, cases
from tests.engine.numbers.explaining import (
    FORMS,
    Place,
    case_of,
    evaluated,
    names_of,
    parts_of,
    places,
    put_together,
    size_of,
)
from unrolled import EngineError, Network

both_biases = pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])


def assert_explained(place: Place) -> None:
    """Every gate and state of one cell."""
    net, exact = place.case.network, EXACT[place.case.network.dtype]
    for name, unit, explained in place.every_number():
        if name != "m":
            record = place.trace.record(place.layer, place.direction)
            assert explained.recorded == record[name][place.t, place.b, unit]
        assert abs(evaluated(net, explained.number) - explained.recorded) <= exact, (name, unit)
        for number in parts_of(explained.number):
            assert number.value.dtype == net.dtype
            if number.how == "read":
                assert not number.of
                assert number.value == np.dtype(net.dtype).type(place.element(number.label))
            else:
                parts = [float(part.value) for part in number.of]
                assert abs(put_together(net, number.how, parts) - number.value) <= exact, number


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@both_biases
@pytest.mark.parametrize("form", FORMS)
def test_the_terms_of_every_number_evaluate_to_it(form: str, bias: bool, dtype: str) -> None:
    for place in places(case_of(form, bias, dtype)):
        assert_explained(place)


@given(cases(), st.data())
def test_the_terms_of_any_number_evaluate_to_it(case: Case, data: st.DataObject) -> None:
    assert_explained(data.draw(st.sampled_from(places(case))))


@both_biases
@pytest.mark.parametrize("form", FORMS)
def test_a_gate_has_every_product_and_both_biases(form: str, bias: bool) -> None:
    case = case_of(form, bias, "float64")
    net, P = case.network, size_of(case.network, "h")
    seen = {"i": "cₜ₊₁", "f": "cₜ₊₁", "o": "c"} if net.peepholes else {}
    for name in GATES[net.cell] or ["h"]:
        if (net.cell, name) == ("gru", "n"):
            continue  # its own test is below
        explained = Place(case, 1, 1, 0, 0).explain(name, 2)
        wanted = [f"W_i{name}[2, {k}] · x[{k}]" for k in range(2 * P)]
        wanted += [f"b_i{name}[2]"] * bias
        wanted += [f"W_h{name}[2, {k}] · hₜ₊₁[{k}]" for k in range(P)]
        wanted += [f"b_h{name}[2]"] * bias
        wanted += [f"p_{name}[2] · {seen[name]}[2]"] if name in seen else []
        assert [term.label for term in explained.terms] == wanted
        squashed = "hard_sigmoid" if net.hard_sigmoid else "sigmoid"
        assert explained.activation == (net.nonlinearity if name in "gh" else squashed)
        total = math.fsum(float(term.value) for term in explained.terms)
        assert abs(total - explained.sum.value) <= 1e-12


@pytest.mark.parametrize("reset_after", [True, False])
def test_the_bias_of_a_grus_candidate_stands_where_its_form_has_it(reset_after: bool) -> None:
    net = Network("gru", 1, 2, reset_after=reset_after)
    explained = unrolled.explain(net.run(np.ones((1, 1, 1), "float32")), 0, 0, 0, 0, "n", 1)
    labels = [term.label for term in explained.terms]
    last = [f"W_hn[1, {k}] · (r[{k}] · h_0[{k}])" for k in range(2)] + ["b_hn[1]"]
    if reset_after:
        last = ["r[1] · (W_hn[1, :] · h_0 + b_hn[1])"]
    assert labels == ["W_in[1, 0] · x[0]", "b_in[1]", *last]
    assert explained.activation == "tanh"


def test_a_state_is_made_of_the_gates() -> None:
    case = case_of("lstm")
    assert [term.label for term in Place(case, 0, 0, 1, 0).explain("c", 2).terms] == [
        "f[2] · cₜ₋₁[2]",
        "i[2] · g[2]",
    ]
    assert Place(case, 0, 0, 1, 0).explain("h", 2).number.label == "o[2] · tanh(c[2])"
    explained = Place(case_of("gru"), 0, 1, 0, 1).explain("h", 0)
    assert explained.number.label == "(1 − z[0]) · n[0] + z[0] · hₜ₊₁[0]"
    assert explained.activation is None
    projected = Place(case_of("lstm projected"), 0, 0, 0, 0).explain("h", 1)
    assert [term.label for term in projected.terms] == [f"W_hr[1, {k}] · m[{k}]" for k in range(3)]


@given(cases(), st.data(), st.sampled_from(["T first", "B first", "no B"]))
def test_where_a_symbol_stands_is_where_its_numbers_are(
    case: Case, data: st.DataObject, layout: str
) -> None:
    case = case.alone(0) if layout == "no B" else case
    all_given = {"x": case.x, "h_0": case.h_0, "c_0": case.c_0}
    given: dict[str, Any] = {name: a for name, a in all_given.items() if a is not None}
    if layout == "no B":
        given = {name: a[:, 0] for name, a in given.items()}
    if layout == "B first":
        given["x"] = case.x.swapaxes(0, 1)
    trace = case.network.run(**given, lengths=case.lengths, batch_first=layout == "B first")
    tensors = {**case.network.state_dict(), **given}
    place = data.draw(st.sampled_from(places(case)))
    for name in names_of(case.network):
        explained = unrolled.explain(trace, place.layer, place.direction, place.t, place.b, name, 0)
        read = [number for number in parts_of(explained.number) if number.how == "read"]
        for symbol, origin in explained.where.items():
            tensor, _, index = origin.rstrip("]").partition("[")
            if tensor not in tensors:  # a sentence, or zeros that nobody gave
                continue
            stands = tensors[tensor]
            for part in filter(None, index.split(", ")):
                start, colon, stop = part.partition(":")
                stands = stands[int(start) : int(stop)] if colon else stands[int(start)]
            labels = [(number, number.label.rstrip("]").partition("[")) for number in read]
            own = [(number, where) for number, (of, _, where) in labels if of == symbol]
            assert own
            for number, where in own:
                assert number.value == stands[tuple(map(int, where.split(", ")))], origin


def test_where_a_state_stands_is_its_layer_and_its_step() -> None:
    where = Place(case_of("lstm"), 1, 1, 0, 0).explain("f", 0).where
    assert where["x"] == "h of layer 0 at t = 0, forward before reverse"
    assert where["hₜ₊₁"] == "h of this direction at t = 1"


def test_an_overflowing_network_is_explained_as_it_is() -> None:
    weights = Network("rnn", 1, 1, nonlinearity="relu").state_dict()
    huge = {name: np.full_like(a, 1e30) for name, a in weights.items()}
    trace = Network.from_state_dict("rnn", huge, "relu").run(np.ones((3, 1, 1), "float32"))
    explained = unrolled.explain(trace, 0, 0, 2, 0, "h", 0)
    assert explained.recorded == explained.number.value == np.inf


GOOD = {"layer": 0, "direction": 0, "t": 1, "b": 0, "gate": "f", "unit": 2}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("layer", 2, "layer is 2; it has to be from 0 to 1."),
        ("layer", -1, "layer is -1"),
        ("direction", 2, "direction is 2; it has to be 0 or 1."),
        ("t", 3, "t is 3; it has to be from 0 to 2."),
        ("t", -1, "t is -1"),
        ("t", 1.0, "t is 1.0"),
        ("b", 2, "b is 2; it has to be from 0 to 1."),
        ("unit", 3, "unit is 3; it has to be from 0 to 2."),
        ("unit", True, "unit is True"),
        ("gate", "z", "gate is 'z'; for this lstm it has to be i or f or g or o or c or h."),
        ("gate", "m", "gate is 'm'"),
        ("gate", None, "gate is None"),
    ],
)
def test_what_is_not_there_is_refused_by_name(name: str, value: object, words: str) -> None:
    arguments: dict[str, Any] = {**GOOD, name: value}
    with pytest.raises(EngineError, match=re.escape(words)) as refused:
        unrolled.explain(case_of("lstm").run(), **arguments)
    assert refused.value.name == name


@pytest.mark.parametrize(("gate", "size"), [("h", 2), ("c", 3), ("m", 3)])
def test_a_projection_has_its_own_number_of_units(gate: str, size: int) -> None:
    trace = case_of("lstm projected").run()
    good: dict[str, Any] = {**GOOD, "gate": gate}
    unrolled.explain(trace, **{**good, "unit": size - 1})
    with pytest.raises(EngineError, match=f"from 0 to {size - 1}"):
        unrolled.explain(trace, **{**good, "unit": size})


@pytest.mark.parametrize("direction", [0, 1])
def test_a_step_past_a_rows_length_is_refused(direction: int) -> None:
    with pytest.raises(EngineError, match="t is 2, but row 1 ends at t = 1") as refused:
        unrolled.explain(case_of("gru").run(), 0, direction, 2, 1, "z", 0)
    assert refused.value.name == "t"


def test_as_text_every_term_has_a_line_and_the_last_one_the_number() -> None:
    net = Network("lstm", 2, 3, seed=1)
    x = np.ones((2, 1, 2), "float32")
    explained = unrolled.explain(net.run(x), layer=0, direction=0, t=1, b=0, gate="f", unit=2)
    lines = str(explained).splitlines()
    assert lines[0].startswith("W_if[2, 0] · x[0] = ")
    assert len(lines) == 2 + 3 + 2 + 2  # x, h, both biases, the sum and the gate
    assert float(lines[-1].removeprefix("sigmoid(sum) = ")) == pytest.approx(
        explained.recorded, abs=1e-5
    )
    opened = math.log(explained.recorded / (1 - explained.recorded))  # σ turned round
    assert float(lines[-2].removeprefix("sum = ")) == pytest.approx(opened, abs=1e-4)


def test_a_batch_without_rows_has_none_to_choose() -> None:
    trace = Network("gru", 3, 4).run(np.zeros((2, 0, 3), "f4"))
    with pytest.raises(EngineError, match=r"b is 0; there is no b to choose\."):
        unrolled.explain(trace, 0, 0, 0, 0, "n", 0)
