"""Whatever is sent as a spec, the answer is a trace or one sentence; never a defect."""

import json
from bisect import bisect_left
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import example, given
from hypothesis import strategies as st

from tests.app.asking import assert_problem, noise, post, spec
from unrolled.app.main import create_app
from unrolled.app.settings import Settings

HUGE = 10**4000


@pytest.mark.parametrize("value", [0, -1, 65, 10**9, 2.5, "8", None, True, [8], {}, HUGE])
@pytest.mark.parametrize("name", ["hidden_size", "num_layers"])
def test_a_size_is_a_whole_number_in_its_range(client: TestClient, name: str, value: Any) -> None:
    response = post(client, spec(**{f"network__{name}": value}))
    message = assert_problem(response, 422, "bad_value", f"network.{name}")
    most = {"hidden_size": 64, "num_layers": 4}[name]
    said = f"'{value}'" if isinstance(value, str) else json.dumps(value)
    assert message.startswith(f"{name} is {said[:5]}")
    assert message.endswith(f"; it has to be a whole number from 1 to {most}.")


def test_a_whole_number_may_have_a_point(client: TestClient) -> None:
    plain = spec(input={**noise(5), "rows": 1}, lengths=[4])
    pointed = spec(
        network__hidden_size=3.0, weights__seed=7.0, input={**noise(5), "rows": 1.0}, lengths=[4.0]
    )
    assert post(client, pointed).json()["id"] == post(client, plain).json()["id"]


@pytest.mark.parametrize(
    ("changes", "field", "parts"),
    [
        ({"network__cell": "transformer"}, "network.cell", ["'transformer'", "'rnn'", "'gru'"]),
        ({"network__cell": 5}, "network.cell", ["5", "'lstm'"]),
        ({"network__nonlinearity": "relu"}, "network.nonlinearity", ["'relu'", "'lstm'", "tanh"]),
        ({"network__nonlinearity": "gelu"}, "network.nonlinearity", ["'gelu'", "'relu'"]),
        ({"network__bias": "yes"}, "network.bias", ["'yes'", "true or false"]),
        ({"network__bidirectional": 1}, "network.bidirectional", ["1", "true or false"]),
        ({"network__batch_first": None}, "network.batch_first", ["null", "true or false"]),
        ({"network__dropout": 0.5}, "network.dropout", ["not known"]),
        ({"network": 5}, "network", ["5", "JSON object"]),
        ({"network": {"hidden_size": 3}}, "network.cell", ["network.cell is missing"]),
        ({"network": {"cell": "gru"}}, "network.hidden_size", ["network.hidden_size is missing"]),
        ({"weights": {"seed": 1}}, "weights", ["weights.kind is missing"]),
        ({"weights__seed": -1}, "weights.seed", ["-1", "from 0"]),
        ({"weights__seed": 2**32}, "weights.seed", ["4294967296", "4,294,967,295"]),
        ({"weights__name": "x"}, "weights.name", ["not known"]),
        ({"weights": None}, "weights", ["null", "JSON object"]),
        ({"input": {}}, "input", ["input.kind is missing"]),
        ({"input__kind": "x" * 999}, "input", ["'xxx", "'text'", "'csv'"]),
        ({"input": {"kind": "series", "name": "moon"}}, "input.name", ["'moon'", "'sunspots'"]),
        ({"input": noise(0)}, "input.steps", ["0", "from 1"]),
        ({"input": noise(3, 65)}, "input.input_size", ["65", "from 1 to 64"]),
        ({"input__text": 5}, "input.text", ["5"]),
        ({"input__text": "a\ud800"}, "input.text", ["surrogate"]),
        ({"input": {**noise(3), "rows": 0}}, "input.rows", ["0", "from 1 to 64"]),
        ({"gradients": True}, "gradients", ["not known"]),
        ({"lengths": 5}, "lengths", ["lengths is 5"]),
        ({"lengths": [5, 2]}, "lengths", ["(2,)", "B = 1", "one length a row"]),
        ({"lengths": []}, "lengths", ["empty", "one length for each row"]),
        ({"lengths": [9]}, "lengths", ["lengths[0] is 9", "from 1 to T = 5"]),
        ({"lengths": [0]}, "lengths", ["lengths[0] is 0", "from 1 to T = 5"]),
        ({"lengths": [2.5]}, "lengths.0", ["lengths is 2.5"]),
        ({"lengths": [True]}, "lengths.0", ["lengths is true"]),
        ({"lengths": ["5"]}, "lengths.0", ["lengths is '5'"]),
        ({"lengths": [HUGE]}, "lengths", ["lengths is [1000", "whole numbers"]),
        ({"h_0": "zeros"}, "h_0", ["'zeros'"]),
        ({"h_0": [[[1, 2]]]}, "h_0", ["(1, 1, 2)", "L·D=4, B=1, H=3"]),
        ({"h_0": [[[1, 2, 3]], [[1, 2]]]}, "h_0", ["ragged", "(L·D, B, H)"]),
        ({"h_0": []}, "h_0", ["(0,)", "L·D=4"]),
        ({"c_0": [[[0.0] * 3] * 2] * 4}, "c_0", ["(4, 2, 3)", "B=1"]),
        ({"h_0": [[["1", 2, 3]]]}, "h_0.0.0.0", ["h_0 is '1'"]),
        ({"h_0": [[[1, float("nan"), 3]]]}, "h_0.0.0.1", ["h_0 is nan"]),
        ({"h_0": [[[1, float("inf"), 3]]]}, "h_0.0.0.1", ["h_0 is inf"]),
        ({"h_0": [[[1e39, 2, 3]]]}, "h_0.0.0.0", ["h_0 is 1e+39"]),
        ({"h_0": [[[HUGE, 2, 3]]]}, "h_0.0.0.0", ["h_0 is 1000"]),
    ],
)
def test_a_bad_value_is_named_where_it_stands(
    client: TestClient, changes: dict[str, Any], field: str, parts: list[str]
) -> None:
    message = assert_problem(post(client, spec(**changes)), 422, "bad_value", field)
    assert all(part in message for part in parts), message
    assert len(message) < 200


def test_c_0_is_for_an_lstm(client: TestClient) -> None:
    response = post(client, spec(network__cell="gru", c_0=[[[0.0] * 3]] * 4))
    assert "'gru' has no c" in assert_problem(response, 422, "bad_value", "c_0")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"5",
        b'"spec"',
        b"\xff\xfe\x00",
        b'{"network": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
    ],
)
def test_a_body_that_is_no_json_object(client: TestClient, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    response = client.post("/api/traces", content=body, headers=headers)
    assert "JSON object" in assert_problem(response, 422, "bad_value", None)


def test_a_body_of_another_type(client: TestClient) -> None:
    headers = {"Content-Type": "text/plain"}
    response = client.post("/api/traces", content=b"{}", headers=headers)
    assert "application/json" in assert_problem(response, 422, "bad_value", None)


@pytest.mark.parametrize("network", ["{}", '{{"cell": "rnn", "hidden_size": {}}}'])
def test_nesting_down_to_the_end_of_the_stack(client: TestClient, network: str) -> None:
    def field(depth: int) -> str | None:
        body = f'{{"network": {network.format("[" * depth + "]" * depth)}}}'
        headers = {"Content-Type": "application/json"}
        response = client.post("/api/traces", content=body, headers=headers)
        named: str | None = response.json()["field"]
        assert_problem(response, 422, "bad_value", named)
        return named

    deepest = bisect_left(range(100_000), True, lo=1, key=lambda depth: field(depth) is None)
    assert 100 < deepest < 100_000
    for depth in range(deepest - 50, deepest):
        assert field(depth) in ("network", "network.hidden_size")


# Characters by themselves may be halves of surrogate pairs, which JSON can carry.
TEXT = st.text(st.characters(), max_size=6)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=8,
)
PATHS = [
    *("network", "weights", "input", "h_0", "c_0", "x", "network__x", "input__x", "weights__x"),
    *("lengths", "input__rows", "weights__nonlinearity"),
    *("network__cell", "network__nonlinearity", "network__hidden_size", "network__num_layers"),
    *("network__bidirectional", "network__bias", "network__batch_first"),
    *("weights__kind", "weights__seed", "weights__name", "input__kind", "input__text"),
    *("input__csv", "input__steps", "input__input_size", "input__seed", "input__name"),
]
KINDS = st.sampled_from(["text", "series", "csv", "random"])


def assert_answered(client: TestClient, whole: object) -> None:
    response = post(client, whole)
    if response.status_code != 201:
        body = response.json()
        assert response.status_code in (404, 413, 422)
        assert_problem(response, response.status_code, body["code"], body["field"])


@pytest.fixture(scope="module")
def modest(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A client of an app that runs short sequences only."""
    return TestClient(create_app(Settings(cache=tmp_path_factory.mktemp("cache"), max_steps=50)))


@given(whole=JSON)
def test_any_json_is_answered(modest: TestClient, whole: object) -> None:
    assert_answered(modest, whole)


@given(changes=st.dictionaries(st.sampled_from(PATHS), JSON, min_size=1, max_size=2))
@example({"x\ud800": 1})
def test_any_json_in_any_place_is_answered(modest: TestClient, changes: dict[str, Any]) -> None:
    whole = spec()
    for path, value in changes.items():
        *folders, last = path.split("__")
        place = whole.get(folders[0]) if folders else whole
        if isinstance(place, dict):
            place[last] = value
    assert_answered(modest, whole)


@given(kind=KINDS, text=st.text(st.sampled_from("ab1.,;\t\n\r\"' e-\0\ud800ü"), max_size=12))
def test_any_text_is_answered(modest: TestClient, kind: str, text: str) -> None:
    field = {"text": "text", "csv": "csv"}.get(kind, "name")
    assert_answered(modest, spec(input={"kind": kind, field: text}))
