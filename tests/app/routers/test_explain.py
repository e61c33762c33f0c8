"""The route that explains a number, and the equations that come with a trace."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

import unrolled
from tests.app.asking import Json, assert_problem, made, noise, numbers, post, spec
from unrolled import Network
from unrolled.engine.numbers.mathml import formulas
from unrolled.engine.numbers.number import Number


@pytest.fixture(scope="module")
def address(client: TestClient) -> str:
    return made(client, spec(input=noise(4)))


@pytest.fixture(scope="module")
def trace(client: TestClient, address: str) -> unrolled.Trace:
    """The same run, by the engine itself."""
    return Network("lstm", 2, 3, 2, True, seed=7).run(numbers(client.get(f"{address}/arrays/x")))


def places() -> Iterator[dict[str, Any]]:
    for layer, direction, t in np.ndindex(2, 2, 4):
        for gate in "ifgoch":
            yield {"layer": layer, "direction": direction, "t": t, "gate": gate, "unit": t % 3}


def assert_same(sent: Json, number: Number) -> None:
    assert set(sent) == {"label", "value", "how", "of"}
    assert (sent["label"], sent["how"]) == (number.label, number.how)
    assert np.float32(sent["value"]) == number.value
    for part, inner in zip(sent["of"], number.of, strict=True):
        assert_same(part, inner)


def test_an_explanation_is_the_engines_own(
    client: TestClient, address: str, trace: unrolled.Trace
) -> None:
    for place in places():
        body = client.get(f"{address}/explain", params=place).json()
        explained = unrolled.explain(trace, **place, b=0)
        assert set(body) == {"recorded", "number", "where"}
        assert np.float32(body["recorded"]) == explained.recorded
        assert body["where"] == explained.where
        assert_same(body["number"], explained.number)


def test_what_json_has_no_number_for_is_null(client: TestClient) -> None:
    network = {"cell": "rnn", "nonlinearity": "relu", "hidden_size": 4}
    huge = {"kind": "csv", "csv": ",".join(["3e38"] * 64)}
    address = made(client, spec(network=network, input=huge))
    place = {"layer": 0, "direction": 0, "t": 0}
    h = client.get(f"{address}/cell", params=place).json()["states"]["h"]
    assert None in h
    for unit, value in enumerate(h):
        asked = f"{address}/explain?gate=h&unit={unit}&layer=0&direction=0&t=0"
        body = client.get(asked).json()
        assert body["recorded"] == value
        if value is None:
            assert body["number"]["value"] is None


@pytest.mark.parametrize(
    "network",
    [
        {"cell": "lstm", "hidden_size": 3, "bidirectional": True},
        {"cell": "gru", "hidden_size": 2, "bias": False},
        {"cell": "rnn", "hidden_size": 2, "nonlinearity": "relu"},
    ],
    ids=lambda network: network["cell"],
)
def test_a_summary_has_the_equations_by_direction(
    client: TestClient, network: dict[str, Any]
) -> None:
    sent = post(client, spec(network=network)).json()["equations"]
    net = Network(input_size=4, **network)
    assert sent == {
        str(direction): [
            {"name": name, "units": net.hidden_size, "mathml": mathml}
            for name, mathml in formulas(net, direction).items()
        ]
        for direction in net.directions
    }


GOOD = {"layer": "0", "direction": "0", "t": "1", "gate": "f", "unit": "2"}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("layer", "2", "from 0 to 1"),
        ("direction", "7", "0 or 1"),
        ("t", "4", "from 0 to 3"),
        ("b", "1", "from 0 to 0"),
        ("gate", "z", "i or f or g or o or c or h"),
        ("unit", "3", "from 0 to 2"),
        ("unit", "many", "many"),
    ],
)
def test_what_is_not_there_is_refused(
    client: TestClient, address: str, name: str, value: str, words: str
) -> None:
    response = client.get(f"{address}/explain", params={**GOOD, name: value})
    message = assert_problem(response, 422, "bad_value", name)
    assert message.startswith(f"{name} is ")
    assert words in message


@pytest.mark.parametrize("name", GOOD)
def test_what_is_missing_is_named(client: TestClient, address: str, name: str) -> None:
    given = {key: value for key, value in GOOD.items() if key != name}
    response = client.get(f"{address}/explain", params=given)
    assert name in assert_problem(response, 422, "bad_value", name)


def test_a_trace_that_is_not_there_is_told(client: TestClient) -> None:
    response = client.get("/api/traces/none/explain", params=GOOD)
    assert_problem(response, 404, "unknown_trace", "id")
