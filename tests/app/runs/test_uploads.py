"""A model file comes in piece by piece, and none that is too large comes in whole."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message

from tests.app.asking import assert_problem, talk
from tests.app.filing import kept, saved, send, sent
from unrolled import Network
from unrolled.app.main import create_app
from unrolled.app.settings import Settings

SMALL = saved(Network("gru", 2, 3))


def limited(cache: Path, max_file: int) -> TestClient:
    return TestClient(create_app(Settings(cache=cache, max_file=max_file)))


def pieces(count: int, size: int) -> list[Message]:
    """A body that doesn't say how long it will be, from one who goes away before its end."""
    piece: Message = {"type": "http.request", "body": b"x" * size, "more_body": True}
    return [*[piece] * count, {"type": "http.disconnect"}]


def status_of(answered: list[Message]) -> Any:
    return answered[0]["status"]


@pytest.mark.parametrize("declared", ["101", "99999999999999999999"])
def test_a_declared_length_past_the_limit_is_refused_before_any_is_read(
    tmp_path: Path, declared: str
) -> None:
    client = limited(tmp_path, 100)
    headers = [(b"content-length", declared.encode())]
    body: Iterator[Message] = iter([{"type": "http.disconnect"}])
    answered = talk(client, "POST", "/api/files", said=body, headers=headers)
    assert status_of(answered) == 413
    assert len(list(body)) == 1
    assert kept(client) == set()


def test_an_undeclared_length_is_refused_with_the_piece_that_passes_the_limit(
    tmp_path: Path,
) -> None:
    client = limited(tmp_path, 100)
    body = iter(pieces(4, 60))
    assert status_of(talk(client, "POST", "/api/files", said=body)) == 413
    assert len(list(body)) == 3  # two were read
    assert kept(client) == set()


def test_the_limit_itself_is_taken(tmp_path: Path) -> None:
    assert send(limited(tmp_path, len(SMALL)), SMALL).status_code == 201
    response = send(limited(tmp_path, len(SMALL) - 1), SMALL)
    assert "MB" in assert_problem(response, 413, "too_large", "file")


def test_the_default_limit_is_64_mb_whatever_other_bodies_may_have(client: TestClient) -> None:
    assert Settings().max_file == 64 * 2**20
    large = saved(Network("rnn", 4000, 1000))  # 20 MB, past max_body
    assert len(large) > 10 * Settings().max_body
    assert sent(client, large)["modules"][0]["hidden_size"] == 1000


def test_a_file_whose_sender_goes_away_is_not_kept(tmp_path: Path) -> None:
    client = limited(tmp_path, 1000)
    talk(client, "POST", "/api/files", said=pieces(2, 60))
    assert kept(client) == set()
