"""What a person typed or pasted: read as it stands, or one sentence that says where it is wrong."""

from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from tests.app.asking import assert_problem, csv, made, noise, numbers, post, spec
from unrolled.engine.arrays import Array

FLOAT32 = st.floats(width=32, allow_nan=False, allow_infinity=False)


def x_of(client: TestClient, whole: dict[str, Any]) -> Array:
    return numbers(client.get(made(client, whole) + "/arrays/x"))


def test_text_is_one_hot_in_the_order_of_the_alphabet(client: TestClient) -> None:
    x = x_of(client, spec(input={"kind": "text", "text": "bad"}))
    assert x.tolist() == [[[0, 1, 0, 0]], [[1, 0, 0, 0]], [[0, 0, 0, 1]]]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["empty", "abcd"]),
        ("abz", ["Letter 3", "'z'", "a b c d"]),
        ("aB", ["Letter 2", "'B'"]),
        (" \n", ["empty", "abcd"]),
        ("ab\ncx", ["Letter 2 of row 1", "'x'"]),
        ("a,b", ["Letter 2", "','"]),
        ("aä🙂", ["Letter 2", "'ä'"]),
        ("abcdabcd.", ["Letter 9", "'.'"]),
    ],
)
def test_text_that_cannot_be_read(client: TestClient, text: str, parts: list[str]) -> None:
    response = post(client, spec(input={"kind": "text", "text": text}))
    message = assert_problem(response, 422, "bad_value", "input.text")
    assert all(part in message for part in parts), message


def test_the_series_starts_in_its_first_year(client: TestClient) -> None:
    whole = spec(input={"kind": "series", "name": "sunspots"})
    body = post(client, whole).json()
    assert (body["first"], body["T"], body["features"]) == (1700, 309, ["sunspots"])
    assert (body["O"], body["activation"], body["symbols"]) == (1, "linear", [])
    x = x_of(client, whole)
    assert x[1957 - 1700, 0, 0] == np.float32(190.2)


def test_random_numbers_follow_from_their_seed_and_are_normal(client: TestClient) -> None:
    first = x_of(client, spec(input=noise(2000, 4)))
    assert first.shape == (2000, 1, 4)
    # 8,000 draws tell mean and spread of a normal distribution to within a few percent.
    assert abs(first.mean()) < 0.05
    assert first.std() == pytest.approx(1, abs=0.05)
    other = {**noise(2000, 4), "seed": 6}
    assert not np.array_equal(x_of(client, spec(input=other)), first)


@pytest.mark.parametrize(
    ("text", "features", "rows"),
    [
        ("1,2\n3,4", [], [[1, 2], [3, 4]]),
        ("year,spots\n1700,5\n1701,11\n", ["year", "spots"], [[1700, 5], [1701, 11]]),
        ("0.5\n-1e3\n+2\n.25\n", [], [[0.5], [-1000], [2], [0.25]]),
        ("1;2\r\n3;4\r\n", [], [[1, 2], [3, 4]]),
        ("1\t2\r3\t4\r", [], [[1, 2], [3, 4]]),
        ("1 2\n3   4\n", [], [[1, 2], [3, 4]]),
        ("air temperature\n1\n2", ["air temperature"], [[1], [2]]),
        ('\ufeff"a", b \n"1", 2 \n\n  \n3,4', ["a", "b"], [[1, 2], [3, 4]]),
        ("1", [], [[1]]),
    ],
)
def test_csv_is_read_as_spreadsheets_write_it(
    client: TestClient, text: str, features: list[str], rows: list[list[float]]
) -> None:
    assert x_of(client, csv(text))[:, 0].tolist() == rows
    assert post(client, csv(text)).json()["features"] == features


@given(
    st.integers(1, 4).flatmap(lambda n: st.lists(st.tuples(*[FLOAT32] * n), min_size=1, max_size=8))
)
def test_every_finite_float32_survives_the_way_through_csv(
    client: TestClient, rows: list[tuple[float, ...]]
) -> None:
    text = "\n".join(",".join(map(repr, row)) for row in rows)
    assert np.array_equal(x_of(client, csv(text))[:, 0], np.array(rows, "float32"))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["empty", "at least one row"]),
        ("\n \n,,\n", ["empty"]),
        ("year,spots\n", ["only a header", "at least one row"]),
        ("1,2\n3\n", ["Line 2", "1 column,", "the first has 2"]),
        ("1,2\n3,4,5\n", ["Line 2", "3 columns"]),
        ("a,b\n1,2\n\n3,4\n5\n", ["Line 5", "1 column"]),
        ("1,2\n3,four\n", ["Line 2, column 2", "'four'", "number"]),
        ("1,2\n3,\n", ["Line 2, column 2", "''", "number"]),
        ("1,x\n3,4\n", ["Line 1, column 2", "'x'", "number"]),
        ("1\n1_000\n", ["Line 2, column 1", "'1_000'", "number"]),
        ("1\n0x10\n", ["Line 2, column 1", "'0x10'", "number"]),
        ("1,2\n3,nan\n", ["Line 2, column 2", "'nan'", "finite"]),
        ("NaN\n", ["Line 1, column 1", "'NaN'", "finite"]),
        ("1\ninf\n", ["Line 2, column 1", "'inf'", "finite"]),
        ("1\n-Infinity\n", ["Line 2, column 1", "'-Infinity'", "finite"]),
        ("1\n1e39\n", ["Line 2, column 1", "'1e39'", "finite in float32"]),
        ("1\n1e999\n", ["Line 2, column 1", "'1e999'", "finite"]),
        ('1\n"2\n', ["of the CSV can't be read", "end of data"]),
        ('1\n"2"3\n', ["Line 2 of the CSV can't be read"]),
        ("1\n" + "9" * 200_000, ["Line 2", "can't be read", "field limit"]),
        ("1\n" + "x" * 1000, ["Line 2, column 1", "'xxxxxxxxxxxxxxxxxxxx'"]),
    ],
)
def test_csv_that_cannot_be_read(client: TestClient, text: str, parts: list[str]) -> None:
    message = assert_problem(post(client, csv(text)), 422, "bad_value", "input.csv")
    assert all(part in message for part in parts), message
    assert len(message) < 200


def test_csv_with_too_many_columns(client: TestClient) -> None:
    assert post(client, csv(",".join("1" * 64))).status_code == 201
    response = post(client, csv(",".join("1" * 65)))
    message = assert_problem(response, 413, "too_large", "input.csv")
    assert "65 columns" in message
    assert "at most 64" in message


def test_numbers_that_overflow_on_their_way_are_sent_as_null(client: TestClient) -> None:
    whole = csv(",".join(["3e38"] * 64))
    whole["network"] = {"cell": "rnn", "nonlinearity": "relu", "hidden_size": 8}
    address = made(client, whole)
    values = client.get(f"{address}/arrays/output").json()["values"]
    assert None in values[0][0]
    assert all(isinstance(n, float) for n in client.get(address).json()["largest"].values())
