"""Past a limit the answer is 413 and says what to reduce; at the limit the run is made."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.app.asking import Json, assert_problem, csv, made, noise, post, spec
from unrolled.app.main import create_app
from unrolled.app.settings import Settings


def limited(cache: Path, **limits: int) -> TestClient:
    return TestClient(create_app(Settings(cache=cache, **limits)))


INPUTS: dict[str, Callable[[int], Json]] = {
    "input.text": lambda n: {"kind": "text", "text": "a" * n},
    "input.csv": lambda n: {"kind": "csv", "csv": "1,2\n" * n},
    "input.steps": noise,
}


@pytest.mark.parametrize("field", INPUTS)
def test_an_input_has_at_most_max_steps(tmp_path: Path, field: str) -> None:
    client = limited(tmp_path, max_steps=5)
    made(client, spec(input=INPUTS[field](5)))
    response = post(client, spec(input=INPUTS[field](6)))
    message = assert_problem(response, 413, "too_large", field)
    assert "has 6 " in message
    assert "at most 5 are run at once" in message
    assert "shorten" in message


def test_the_series_is_held_to_it_too(tmp_path: Path) -> None:
    client = limited(tmp_path, max_steps=308)
    response = post(client, spec(input={"kind": "series", "name": "sunspots"}))
    assert "309 years" in assert_problem(response, 413, "too_large", "input.name")


def test_a_billion_steps_are_refused_before_any_is_drawn(client: TestClient) -> None:
    response = post(client, spec(input=noise(10**9, 64)))  # 256 GB of numbers
    assert "1,000,000,000 steps" in assert_problem(response, 413, "too_large", "input.steps")


def test_a_run_records_at_most_max_recorded(tmp_path: Path) -> None:
    # 5 steps · 2 layers · 2 directions · 3 units · (h, c, i, f, g, o)
    made(limited(tmp_path, max_recorded=360), spec())
    response = post(limited(tmp_path, max_recorded=359), spec())
    message = assert_problem(response, 413, "too_large", "network.hidden_size")
    assert "360 numbers, at most 359" in message
    assert "reduce hidden_size or num_layers, or the input to 4 steps" in message


def test_what_the_message_asks_for_is_enough(tmp_path: Path) -> None:
    client = limited(tmp_path, max_recorded=359)
    made(client, spec(input__text="aacc"))


def test_the_default_limits_are_those_of_the_page(client: TestClient) -> None:
    largest = {"cell": "lstm", "hidden_size": 64, "num_layers": 4, "bidirectional": True}
    response = post(client, spec(network=largest, input=noise(2000)))
    assert "6,144,000 numbers" in assert_problem(response, 413, "too_large", "network.hidden_size")
    made(client, spec(network=largest, input=noise(200)))
    response = post(client, spec(input=noise(2001)))
    assert_problem(response, 413, "too_large", "input.steps")


@pytest.mark.parametrize("accept", ["application/json", "application/octet-stream"])
def test_an_answer_holds_at_most_max_sent(tmp_path: Path, accept: str) -> None:
    client, headers = limited(tmp_path, max_sent=59), {"Accept": accept}
    address = made(client, spec())
    response = client.get(f"{address}/arrays/h", headers=headers)
    message = assert_problem(response, 413, "too_large", "t1")
    assert "60 numbers, at most 59" in message
    assert "the parameter t1" in message
    generous = limited(tmp_path, max_sent=60)
    assert generous.get(f"{address}/arrays/h", headers=headers).status_code == 200
    cut = client.get(f"{address}/arrays/h", params={"t1": 4}, headers=headers)
    assert cut.status_code == 200


@pytest.mark.parametrize("route", ["course?layer=0&direction=0", "overview"])
def test_a_plot_holds_at_most_max_sent(tmp_path: Path, route: str) -> None:
    client = limited(tmp_path, max_sent=10)
    address = made(client, spec())
    ask = "&" if "?" in route else "?"
    assert_problem(client.get(f"{address}/{route}"), 413, "too_large", "points")
    assert client.get(f"{address}/{route}{ask}points=2").status_code == 200


def test_ten_megabytes_of_csv(client: TestClient) -> None:
    response = post(client, csv("1,2,3,4\n" * 1_310_720))
    message = assert_problem(response, 413, "too_large", "input")
    assert "1,500,000 bytes" in message
    assert "shorten the input" in message


def test_a_body_has_at_most_max_body(tmp_path: Path) -> None:
    body = json.dumps(spec()).encode()
    headers = {"Content-Type": "application/json"}

    def posted(most: int, content: Any = body) -> int:
        client = limited(tmp_path, max_body=most)
        return client.post("/api/traces", content=content, headers=headers).status_code

    assert posted(len(body)) == 201
    assert posted(len(body) - 1) == 413
    assert posted(len(body), iter([body[:10], body[10:]])) == 201  # chunks that name no length
    assert posted(len(body) - 1, iter([body[:10], body[10:]])) == 413


def test_every_limit_is_set_by_its_environment_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNROLLED_CACHE", str(tmp_path / "made" / "here"))
    monkeypatch.setenv("UNROLLED_MAX_STEPS", "4")
    response = post(TestClient(create_app()), spec())
    assert "at most 4" in assert_problem(response, 413, "too_large", "input.text")
    assert (tmp_path / "made" / "here" / "specs.sqlite3").is_file()
