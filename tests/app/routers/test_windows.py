"""A part of the time axis: the same numbers as in the whole, and no part that isn't there."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from tests.app.asking import assert_problem, made, numbers, spec
from unrolled.app.main import create_app
from unrolled.app.settings import Settings

BYTES = {"Accept": "application/octet-stream"}


@pytest.mark.parametrize("name", ["x", "y", "output", "h", "c", "o"])
@pytest.mark.parametrize("cuts", [[0, 3, 7], [0, 1, 2, 6, 7], [0, 7]])
def test_windows_side_by_side_are_the_whole(
    client: TestClient, address: str, name: str, cuts: list[int]
) -> None:
    whole = client.get(f"{address}/arrays/{name}")
    windows = [
        client.get(f"{address}/arrays/{name}", params={"t0": t0, "t1": t1})
        for t0, t1 in pairwise(cuts)
    ]
    axis = whole.json()["axes"].index("T")
    together = np.concatenate([numbers(window) for window in windows], axis)
    assert np.array_equal(together, numbers(whole))
    assert [window.json()["t0"] for window in windows] == cuts[:-1]


def test_h_n_has_no_time_to_be_cut(client: TestClient, address: str) -> None:
    window = client.get(f"{address}/arrays/h_n", params={"t0": 2, "t1": 3})
    assert np.array_equal(numbers(window), numbers(client.get(f"{address}/arrays/h_n")))


@pytest.mark.parametrize(
    "window", [(-1, 3), (3, 3), (4, 2), (0, 8), (7, None), (10**30, None), (0, -1)]
)
@pytest.mark.parametrize("route", ["arrays/output", "window"])
def test_a_window_outside_the_run(
    client: TestClient, address: str, route: str, window: tuple[int, int | None]
) -> None:
    asked = {name: n for name, n in zip(("t0", "t1"), window, strict=True) if n is not None}
    response = client.get(f"{address}/{route}", params=asked)
    message = assert_problem(response, 422, "bad_value", "t0")
    assert f"t0 = {window[0]}" in message
    assert "0 ≤ t0 < t1 ≤ 7" in message


@pytest.mark.parametrize(("t0", "t1"), [(0, 7), (2, 5), (6, 7)])
def test_a_picture_holds_the_arrays_that_are_also_sent_alone(
    client: TestClient, address: str, t0: int, t1: int
) -> None:
    body = client.get(f"{address}/window", params={"t0": t0, "t1": t1}).json()
    assert list(body) == ["h", "c", "x", "y", "h_n", "c_n"]
    for name, values in body.items():
        part = client.get(f"{address}/arrays/{name}", params={"t0": t0, "t1": t1})
        alone = numbers(part)
        if part.json()["axes"][:2] == ["B", "T"]:  # a picture has T in front, whatever x has
            alone = alone.swapaxes(0, 1)
        assert np.array_equal(np.array(values, "float32"), alone), name


def test_a_picture_of_the_whole_names_no_end(client: TestClient, address: str) -> None:
    whole = client.get(f"{address}/window").json()
    assert whole == client.get(f"{address}/window", params={"t0": 0, "t1": 7}).json()


@pytest.mark.parametrize("cell", ["rnn", "gru"])
def test_only_an_lstm_has_c_in_its_picture(client: TestClient, cell: str) -> None:
    body = client.get(made(client, spec(network__cell=cell)) + "/window").json()
    assert list(body) == ["h", "x", "y", "h_n"]


def test_the_bytes_of_a_picture_lie_in_the_order_of_its_json(
    client: TestClient, address: str
) -> None:
    route = f"{address}/window?t0=1&t1=4"
    as_json, as_bytes = client.get(route), client.get(route, headers=BYTES)
    flat = [np.array(a, "float32").ravel() for a in as_json.json().values()]
    assert np.array_equal(np.frombuffer(as_bytes.content, "<f4"), np.concatenate(flat))
    for response in (as_json, as_bytes):
        assert "Accept" in response.headers["vary"].split(", ")


def test_a_picture_holds_at_most_max_sent(tmp_path: Path) -> None:
    # h and c of 4 rows of 3 units, 4 letters and 8 symbols a step; h_n and c_n once
    step, once = 2 * 4 * 3 + 4 + 8, 2 * 4 * 3
    limits = Settings(cache=tmp_path, max_sent=3 * step + once)
    client = TestClient(create_app(limits))
    route = made(client, spec()) + "/window"
    assert client.get(f"{route}?t1=3").status_code == 200
    message = assert_problem(client.get(f"{route}?t1=4"), 413, "too_large", "t1")
    assert f"{4 * step + once} numbers, at most {3 * step + once}" in message
