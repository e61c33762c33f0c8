"""Expressions that have no answer, and what the docs say of questions and answers."""

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as st

from tests.app.asking import Json, ask, asked, assert_problem, made, spec
from unrolled.engine.language.text.layout import lines_of


@pytest.mark.parametrize(
    ("expression", "at_fault", "part"),
    [
        ("output[99]", "output[99]", "out of bounds"),
        ("h_n[0] + nonsense", "nonsense", "nonsense"),
        ("a = h_n\nä = a[0] + a.nothing", "a.nothing", "nothing"),
        ("  a = h_n\n  a[7]", "a[7]", "out of bounds"),
        ("output[", "[", "never closed"),
        ("h_n, [k for k in h_n]", "[k for k in h_n]", "comprehension"),
    ],
)
def test_an_error_has_its_place(
    client: TestClient, address: str, expression: str, at_fault: str, part: str
) -> None:
    body = assert_bad(ask(client, address, expression))
    assert part in body["message"]
    lines = expression.splitlines()
    assert body["line"] == len(lines) - 1
    assert lines[-1][body["column"] : body["end"]] == at_fault
    assert lines[-1].rindex(at_fault) == body["column"]


def assert_bad(response: Response) -> Json:
    body: Json = response.json()
    assert (response.status_code, body["code"]) == (422, "bad_expression")
    assert set(body) == {"code", "message", "field", "line", "column", "end"}
    assert body["field"] == "expression"
    return body


@pytest.mark.parametrize("expression", ["", "\n", "# nothing", "'text'"])
def test_nothing_is_no_question(client: TestClient, address: str, expression: str) -> None:
    assert "Nothing is asked" in assert_bad(ask(client, address, expression))["message"]


def test_a_text_that_is_too_long(client: TestClient, address: str) -> None:
    assert ask(client, address, "h_n" + " " * 4093).status_code == 200
    body = assert_bad(ask(client, address, "h_n" + " " * 4094))
    assert "4,097" in body["message"]


@pytest.mark.parametrize(
    ("body", "field", "part"),
    [
        ({}, "expression", "missing"),
        ({"expression": "h_n", "head": 1}, "head", "not known"),
        ({"expression": 7}, "expression", "7"),
        ({"expression": None}, "expression", "null"),
        (["h_n"], None, "JSON object"),
    ],
)
def test_a_question_that_is_none(
    client: TestClient, address: str, body: object, field: str | None, part: str
) -> None:
    response = client.post(f"{address}/ask", json=body)
    assert part in assert_problem(response, 422, "bad_value", field)


def test_a_trace_that_is_not_there_is_told(client: TestClient) -> None:
    assert_problem(ask(client, "/api/traces/none", "h_n"), 404, "unknown_trace", "id")


PIECES = """
    output h_n c_n x y lengths h(1,1) c(0) T B 0 1 -1 2 3.5 7 True None ... : , [ ] ( ) { } . = ==
    != < + - * / // % ** @ ~ and or not if else in is lambda for [0] [-1] [:,-1] [::2] [None]
    [...,0] .view .reshape .permute .mT .t() .chunk .split .unbind .expand .repeat .flip .gather
    .sum() .mean .max .size() .shape dim=0 keepdim=True torch.cat torch.stack torch.where
    torch.arange F.softmax rearrange self.lstm self.fc (x) (0) (1,2) (-1) z return __class__ := 𝑥
    \\ # 'b·h·->·h·b' \x00
"""
WORDS = [*(word.replace("·", " ") for word in PIECES.split()), "\n", "\t", " "]


@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join) | st.text(max_size=20))
def test_any_expression_is_answered_or_refused(client: TestClient, expression: str) -> None:
    response = ask(client, made(client, spec()), expression)
    body = response.json()
    if response.status_code != 200:
        assert response.status_code == 422
        assert body["code"] in ("bad_expression", "bad_value")
        assert body["message"]
        if body["code"] == "bad_expression" and body["line"] is not None:
            line = lines_of(expression)[body["line"]]
            assert 0 <= body["column"] <= len(line)


def test_the_docs_tell_what_goes_in_and_out(client: TestClient) -> None:
    docs = client.get("/api/openapi.json").json()
    route = docs["paths"]["/api/traces/{id}/ask"]["post"]
    schemas = {
        "Question": route["requestBody"],
        "AnswerView": route["responses"]["200"],
    }
    for name, sent_as in schemas.items():
        schema = sent_as["content"]["application/json"]["schema"]
        assert schema == {"$ref": f"#/components/schemas/{name}"}
    answer = asked(client, made(client, spec()), "h_n")
    assert set(docs["components"]["schemas"]["AnswerView"]["properties"]) == set(answer)
