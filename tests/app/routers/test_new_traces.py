"""What comes with a new trace: a picture of it in one request, the same as in several."""

import base64
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from tests.app.asking import Json, assert_problem, noise, spec
from unrolled import Network
from unrolled.app.main import create_app
from unrolled.app.settings import Settings

BYTES = {"Accept": "application/octet-stream"}
BATCH = {"kind": "text", "text": "aaccbda abc dd"}


def looked(client: TestClient, whole: Json, **look: Any) -> Json:
    response = client.post("/api/traces", json=whole, params=look)
    assert response.status_code == 201, response.text
    answer: Json = response.json()
    return answer


@pytest.mark.parametrize(
    ("T", "step", "window"),
    [
        (7, 0, (0, 7)),
        (200, 0, (0, 64)),
        (200, 63, (0, 64)),
        (200, 64, (64, 128)),
        (200, 199, (192, 200)),
        (200, 250, (0, 64)),
        (200, 300, (64, 128)),
        (200, 10**12, (192, 200)),
    ],
)
def test_the_window_holds_the_step_and_is_the_one_that_is_also_sent_alone(
    client: TestClient, T: int, step: int, window: tuple[int, int]
) -> None:
    whole = spec(network__bidirectional=False, input=noise(T))
    sent = looked(client, whole, step=step)["window"]
    assert (sent["b"], sent["t0"], sent["t1"]) == (0, *window)
    address = f"/api/traces/{looked(client, whole)['id']}"
    alone = client.get(
        f"{address}/window", params={"t0": window[0], "t1": window[1]}, headers=BYTES
    )
    assert base64.b64decode(sent["floats"]) == alone.content


def test_without_a_query_it_is_the_first_step_of_the_first_row(client: TestClient) -> None:
    whole = spec(input=BATCH)
    answer = looked(client, whole)
    assert answer == looked(client, whole, step=0, b=0, cell="", order="layers")
    numbers = answer["numbers"]
    assert [numbers[name] for name in ("layer", "direction", "t")] == [0, 0, 0]
    assert answer["names"] is None


def test_all_the_rest_is_the_summary(client: TestClient) -> None:
    answer = looked(client, spec(), names="onnx")
    summary = client.get(f"/api/traces/{answer['id']}").json()
    assert {name: answer[name] for name in summary} == summary
    assert answer.keys() - summary.keys() == {"window", "numbers", "names"}


@pytest.mark.parametrize("order", ["layers", "wavefront"])
@pytest.mark.parametrize(("directions", "packed"), [([0], True), ([0, 1], True), ([0, 1], False)])
@pytest.mark.parametrize("b", [0, 1, 2])
def test_the_cell_is_the_one_of_the_step_or_of_the_last_in_which_the_row_ran(
    client: TestClient, order: Any, directions: list[int], packed: bool, b: int
) -> None:
    rows = BATCH["text"].split()
    lengths = [len(row) for row in rows]
    whole = spec(input=BATCH, network__bidirectional=len(directions) == 2)
    if packed:
        whole["lengths"] = lengths
    net = Network("lstm", 4, 3, 2, len(directions) == 2)
    x = np.zeros((max(lengths), 3, 4), "float32")
    schedule = net.run(x, lengths=lengths if packed else None).schedule(order)
    end = lengths[b] if packed else max(lengths)
    run: list[tuple[int, int, int]] = []
    for step, cells in enumerate(schedule):
        run = [cell for cell in cells if cell[2] < end] or run
        # A row that has not begun yet will do so at its end, in reverse.
        first, *_ = run or [(0, 1, end - 1)]
        answer = looked(client, whole, step=step, order=order, b=b)
        numbers = answer["numbers"]
        assert (numbers["layer"], numbers["direction"], numbers["t"]) == first
        query = dict(zip(("layer", "direction", "t", "b"), (*first, b), strict=True))
        alone = client.get(f"/api/traces/{answer['id']}/cell", params=query).json()
        assert (numbers["gates"], numbers["states"]) == (alone["gates"], alone["states"])


def test_a_cell_that_is_pinned_comes_in_place_of_the_steps(client: TestClient) -> None:
    numbers = looked(client, spec(), step=0, cell="1:1:3")["numbers"]
    assert (numbers["layer"], numbers["direction"], numbers["t"]) == (1, 1, 3)


@pytest.mark.parametrize(
    "cell", ["2:0:0", "0:2:0", "0:0:5", "x", "1:1", "-1:0:0", "0:0:" + "9" * 5000]
)
def test_of_what_is_not_there_the_nearest_is_shown(client: TestClient, cell: str) -> None:
    answer = looked(client, spec(), cell=cell, b=10**30, step=10**30)
    assert answer["window"]["b"] == 0
    numbers = answer["numbers"]
    assert (numbers["layer"], numbers["direction"], numbers["t"]) == (1, 0, 4)


def test_padding_has_no_numbers(client: TestClient) -> None:
    whole = {**spec(input=BATCH), "lengths": [7, 3, 2]}
    assert looked(client, whole, b=1, cell="0:0:5")["numbers"] is None
    assert looked(client, whole, b=0, cell="0:0:5")["numbers"]["t"] == 5


@pytest.mark.parametrize(("framework", "merge"), [("pytorch", "concat"), ("keras", "ave")])
def test_the_names_are_those_that_are_also_sent_alone(
    client: TestClient, framework: str, merge: str
) -> None:
    answer = looked(client, spec(), names=framework, merge=merge)
    alone = client.get(f"/api/traces/{answer['id']}/names/{framework}", params={"merge": merge})
    assert answer["names"] == alone.json()


@pytest.mark.parametrize(
    ("name", "value"), [("step", "x"), ("b", "-1"), ("order", "up"), ("names", "tf"), ("step", 1.5)]
)
def test_a_look_that_makes_no_sense(client: TestClient, name: str, value: Any) -> None:
    response = client.post("/api/traces", json=spec(), params={name: value})
    assert str(value) in assert_problem(response, 422, "bad_value", name)


@pytest.mark.parametrize(("size", "coding"), [(3, "gzip"), (64, "identity")])
def test_many_floats_are_not_compressed(client: TestClient, size: int, coding: str) -> None:
    whole = spec(network__hidden_size=size, network__num_layers=4, input=noise(64))
    response = client.post("/api/traces", json=whole, headers={"Accept-Encoding": "gzip"})
    assert response.headers["content-encoding"] == coding
    assert response.json()["window"]["t1"] == 64


def test_a_window_is_as_long_as_may_be_sent(tmp_path: Path) -> None:
    # h and c of 4 lines of 3 units, 2 features and 8 symbols a step; h_n and c_n once
    step, once = 2 * 4 * 3 + 2 + 8, 2 * 4 * 3
    for steps in (1, 5, 20):
        limits = Settings(cache=tmp_path, max_sent=steps * step + once)
        answer = looked(TestClient(create_app(limits)), spec(input=noise(40)), step=3)
        assert answer["steps_together"] == steps
        assert answer["window"]["t1"] - answer["window"]["t0"] == steps
    limits = Settings(cache=tmp_path, max_sent=step + once - 1)
    assert looked(TestClient(create_app(limits)), spec(input=noise(40)))["window"] is None
