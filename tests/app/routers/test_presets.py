"""The trained networks as the API lists them, and as it runs them."""

from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from tests.app.asking import Json, assert_problem, csv, made, numbers, post, spec
from unrolled.engine.presets import load_presets, symbols

PRESETS = load_presets()
LETTERS = "double-letters-lstm-l2-d2"
INPUTS = {
    "double-letters": {"kind": "text", "text": "aaccbbdd"},
    "sunspots": {"kind": "series", "name": "sunspots"},
}


def listed(client: TestClient) -> dict[str, Json]:
    return {preset["name"]: preset for preset in client.get("/api/presets").json()}


def asked(preset: Json, **changes: Any) -> Json:
    """The spec that a listed preset describes."""
    names = ("cell", "nonlinearity", "hidden_size", "num_layers", "bidirectional")
    whole = spec(
        network={name: preset[name] for name in names},
        weights={"kind": "preset", "name": preset["name"]},
        input=INPUTS[preset["task"]],
    )
    return whole | changes


def test_all_are_listed_with_what_their_training_said(client: TestClient) -> None:
    found = listed(client)
    assert list(found) == list(PRESETS)
    for name, preset in PRESETS.items():
        assert found[name]["about"] == preset.about
        assert found[name]["task"] in INPUTS
        assert found[name]["input_size"] == preset.network.input_size


@pytest.mark.parametrize("name", PRESETS)
def test_what_is_listed_can_be_run_and_is_the_trained_network(
    client: TestClient, name: str
) -> None:
    address = made(client, asked(listed(client)[name]))
    x = numbers(client.get(f"{address}/arrays/x"))
    y = numbers(client.get(f"{address}/arrays/y"))
    preset = PRESETS[name]
    assert np.array_equal(y, preset.head.run(preset.network.run(x).output))
    assert client.get(address).json()["activation"] == preset.head.activation


def test_double_letters_are_answered_as_their_task_says(client: TestClient) -> None:
    address = made(client, asked(listed(client)[LETTERS]))
    y = numbers(client.get(f"{address}/arrays/y"))
    assert "".join(symbols[k] for k in y[:, 0].argmax(axis=1)) == "abefcdgh"


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("hidden_size", 9),
        ("num_layers", 1),
        ("bidirectional", False),
        ("bias", False),
        ("cell", "gru"),
        ("nonlinearity", "relu"),
    ],
)
def test_another_shape_than_was_trained_is_named(
    client: TestClient, argument: str, value: object
) -> None:
    whole = asked(listed(client)[LETTERS])
    whole["network"][argument] = value
    message = assert_problem(post(client, whole), 422, "bad_value", f"network.{argument}")
    assert message.startswith(f"{argument} is {value}, but the preset {LETTERS} has ")
    assert message.endswith("or use random weights.")


def test_an_input_that_it_does_not_read_is_named(client: TestClient) -> None:
    whole = asked(listed(client)[LETTERS], input=csv("1,2")["input"])
    message = assert_problem(post(client, whole), 422, "bad_value", "input")
    assert "reads 4 features, but the input has 2" in message


@pytest.mark.parametrize(
    "name", ["none", "", "../sunspots", "/etc/passwd", f"{LETTERS}.safetensors", "x" * 999]
)
def test_an_unknown_preset_is_named_and_no_file_is_looked_for(
    client: TestClient, name: str
) -> None:
    response = post(client, spec(weights={"kind": "preset", "name": name}))
    message = assert_problem(response, 404, "unknown_preset", "weights.name")
    assert repr(name[:40]) in message
    assert "GET /api/presets" in message


def test_the_server_says_that_it_answers(client: TestClient) -> None:
    assert client.get("/api/health").json() == {"status": "ok"}
