"""A CSV is kept under its hash, runs by it, and is given back as it came."""

import hashlib
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.app.asking import assert_problem, csv, made, post, spec
from unrolled.app.main import create_app
from unrolled.app.settings import Settings

LONG = "année,b\r\n" + "".join(f"{i},{-i}\r\n" for i in range(400))


def worker(cache: Path, most: int = 256_000_000) -> TestClient:
    """A client of an app of its own; those on one folder are like processes on it."""
    return TestClient(create_app(Settings(cache=cache, max_stored_bytes=most)))


def sent(client: TestClient, text: str) -> str:
    response = client.post("/api/tables", content=text.encode())
    assert response.status_code == 201, response.text
    assert response.headers["location"] == f"tables/{response.json()['id']}"
    return str(response.json()["id"])


def of(id: str) -> object:
    return spec(input={"kind": "table", "id": id})


def test_a_csv_comes_back_as_it_went_from_any_worker(tmp_path: Path) -> None:
    id = sent(worker(tmp_path), LONG)
    assert id == hashlib.sha256(LONG.encode()).hexdigest()
    response = worker(tmp_path).get(f"/api/tables/{id}")
    assert response.content == LONG.encode()
    assert response.headers["content-type"] == "text/csv; charset=utf-8"


def test_it_runs_as_it_would_in_the_spec_itself(client: TestClient) -> None:
    whole, kept = (made(client, one) for one in (csv(LONG), of(sent(client, LONG))))
    for part in ("window", "arrays/x", "arrays/output"):
        assert client.get(f"{kept}/{part}").json() == client.get(f"{whole}/{part}").json()
    assert client.get(kept).json()["features"] == ["année", "b"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "bad_value"),
        (b"1,2\n3\n", 422, "bad_value"),
        (b"1,\xff\n", 422, "bad_value"),
        (b"1\n" * 2001, 413, "too_large"),
        (b",".join([b"1"] * 4097), 413, "too_large"),
    ],
)
def test_what_no_network_reads_is_not_kept(
    tmp_path: Path, body: bytes, status: int, code: str
) -> None:
    client = worker(tmp_path)
    assert_problem(client.post("/api/tables", content=body), status, code, "input.csv")
    assert not list(tmp_path.glob("tables/*"))


@pytest.mark.parametrize("id", ["0" * 64, "0", "..", "../specs.sqlite3", "%2e%2e"])
def test_what_is_not_there_is_said_with_what_to_do(client: TestClient, id: str) -> None:
    said = assert_problem(post(client, of(id)), 404, "unknown_table", "input.id")
    assert "paste or drop them again" in said


def test_the_oldest_go_and_a_link_to_them_says_so(tmp_path: Path) -> None:
    client = worker(tmp_path, most=len(LONG.encode()) + 10)
    old = sent(client, LONG)
    new = sent(client, "1,2\n3,4\n5,6\n")
    assert client.get(f"/api/tables/{new}").status_code == 200
    assert_problem(client.get(f"/api/tables/{old}"), 404, "unknown_table", "id")
    assert_problem(post(client, of(old)), 404, "unknown_table", "input.id")
