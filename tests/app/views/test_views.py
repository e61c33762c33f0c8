"""Arrays on their way out: pools, bytes and decimals lose nothing."""

import json

import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import example, given
from hypothesis import strategies as st

from tests.app.asking import assert_problem, numbers
from unrolled.app.views.arrays import pool
from unrolled.app.views.decimals import shortest

FLOAT32 = st.floats(width=32)
BYTES = {"Accept": "application/octet-stream"}
ARRAYS = ["x", "y", "output", "h_n", "c_n", "h", "c", "i", "f", "g", "o"]


@given(st.lists(FLOAT32, min_size=1, max_size=8))
@example([0.1, 1e-45, 3.4028235e38, -0.0])
def test_decimals_are_read_back_as_the_same_float32(values: list[float]) -> None:
    a = np.array(values, "float32")
    sent = json.loads(json.dumps(shortest(a), allow_nan=False))
    for number, text in zip(a, sent, strict=True):
        if np.isfinite(number):
            assert np.float32(text).tobytes() == number.tobytes()  # the sign of zero as well
            assert len(repr(text)) <= len(repr(float(number)))
        else:
            assert text is None


def test_decimals_show_no_rounding_of_another_type() -> None:
    a = np.array([[0.1, 0.2], [1 / 3, 16777216]], "float32")
    assert shortest(a) == [[0.1, 0.2], [0.33333334, 16777216.0]]


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 2**32))
def test_a_pool_holds_the_mean_of_its_steps(T: int, points: int, seed: int) -> None:
    a = np.random.default_rng(seed).standard_normal((T, 3)).astype("float32")
    means, firsts = pool(a, 0, points)
    ends = [*firsts[1:], T]
    assert firsts[0] == 0
    assert len(firsts) == min(T, points) == len(means)
    for mean, first, end in zip(means, firsts, ends, strict=True):
        assert np.allclose(mean, a[first:end].astype("float64").mean(axis=0), rtol=0, atol=1e-6)
    widths = np.diff([*firsts, T])
    assert widths.min() >= 1
    assert widths.max() - widths.min() <= 1  # none counts for much more than another
    turned, same = pool(a.T, 1, points)
    assert (np.array_equal(turned, means.T), same) == (True, firsts)
    assert means.dtype == a.dtype


@pytest.mark.parametrize("points", [1, 3, 6, 7, 4000])
def test_overview_is_the_mean_of_all_absolute_h(
    client: TestClient, address: str, points: int
) -> None:
    h = numbers(client.get(f"{address}/arrays/h"))  # (L·D, T, B, H)
    response = client.get(f"{address}/overview", params={"points": points})
    body = response.json()
    ends = [*body["t"][1:], 7]
    for row in range(4):
        for n, (first, end) in enumerate(zip(body["t"], ends, strict=True)):
            assert body["values"][row][n] == pytest.approx(np.abs(h[row, first:end]).mean())
    assert (body["axes"], body["shape"]) == (["L·D", "T"], [4, min(points, 7)])


@pytest.mark.parametrize("points", [2, 7])
@pytest.mark.parametrize("state", ["h", "c"])
def test_course_follows_every_unit_of_a_row(
    client: TestClient, address: str, state: str, points: int
) -> None:
    cells = numbers(client.get(f"{address}/arrays/{state}"))
    asked = f"layer=1&direction=0&state={state}&points={points}"
    response = client.get(f"{address}/course?{asked}")
    body, values = response.json(), numbers(response)
    ends = [*body["t"][1:], 7]
    for n, (first, end) in enumerate(zip(body["t"], ends, strict=True)):
        assert np.allclose(values[n], cells[2, first:end, 0].mean(axis=0), rtol=0, atol=1e-6)
    assert (body["axes"], body["shape"]) == (["T", "H"], [points, 3])


@pytest.mark.parametrize("name", ARRAYS)
def test_bytes_are_the_numbers_of_the_json(client: TestClient, address: str, name: str) -> None:
    as_json = client.get(f"{address}/arrays/{name}")
    as_bytes = client.get(f"{address}/arrays/{name}", headers=BYTES)
    assert as_bytes.headers["content-type"] == "application/octet-stream"
    shape = [int(n) for n in as_bytes.headers["x-shape"].split(",")]
    assert shape == as_json.json()["shape"]
    assert np.array_equal(np.frombuffer(as_bytes.content, "<f4").reshape(shape), numbers(as_json))
    for response in (as_json, as_bytes):  # or a cache would give the one for the other
        assert "Accept" in response.headers["vary"].split(", ")


@pytest.mark.parametrize("route", ["overview", "course?layer=0&direction=1"])
def test_plots_are_sent_as_bytes_too(client: TestClient, address: str, route: str) -> None:
    as_bytes = client.get(f"{address}/{route}", headers=BYTES).content
    assert (
        np.frombuffer(as_bytes, "<f4").tobytes()
        == numbers(client.get(f"{address}/{route}")).tobytes()
    )


QUERIES: list[tuple[str, str, list[str]]] = [
    ("arrays/output?t0=two", "t0", ["'two'"]),
    ("arrays/output?t1=2.5", "t1", ["'2.5'"]),
    ("arrays/output?t1=", "t1", ["''"]),
    ("overview?points=0", "points", ["'0'"]),
    ("overview?points=4001", "points", ["'4001'", "4000"]),
    ("course", "layer", ["layer is missing"]),
    ("course?layer=0", "direction", ["direction is missing"]),
    ("course?layer=2&direction=0", "layer", ["2", "from 0 to 1"]),
    ("course?layer=0&direction=2", "direction", ["2", "0 or 1"]),
    ("course?layer=0&direction=0&state=i", "state", ["'i'", "h or c"]),
    ("cell?layer=0&direction=0", "t", ["t is missing"]),
    ("cell?layer=0&direction=0&t=7", "t", ["7", "from 0 to 6"]),
    ("cell?layer=0&direction=0&t=-1", "t", ["-1", "at least 0"]),
    ("cell?layer=-1&direction=0&t=0", "layer", ["-1", "at least 0"]),
    ("cell?layer=0&direction=1e3&t=0", "direction", ["'1e3'"]),
]


@pytest.mark.parametrize(("query", "field", "parts"), QUERIES)
def test_a_bad_query_is_named(
    client: TestClient, address: str, query: str, field: str, parts: list[str]
) -> None:
    message = assert_problem(client.get(f"{address}/{query}"), 422, "bad_value", field)
    assert all(part in message for part in parts), message


@pytest.mark.parametrize("name", ["z", "H", "output2", "..", "x" * 500])
def test_an_unknown_array_is_answered_with_those_there_are(
    client: TestClient, address: str, name: str
) -> None:
    response = client.get(f"{address}/arrays/{name}".replace("..", "%2e%2e"))
    message = assert_problem(response, 404, "unknown_array", "name")
    assert message.endswith("this trace has x, y, output, h_n, c_n, h, c, i, f, g, o.")
