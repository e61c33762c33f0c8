"""Every answer is guarded, and caches keep for good only what can't change."""

from itertools import chain, repeat
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from starlette.types import Message

from tests.app.asking import assert_problem, csv, made, mounted, post, spec, talk
from unrolled.app.main import create_app
from unrolled.app.settings import Settings

FOREVER = "public, max-age=31536000, immutable"


def address(client: TestClient, kind: str) -> str:
    """One address of each kind of answer."""
    trace, static = made(client, spec()), mounted(client, "static")
    return {
        "script": f"{static}/js/main.js",
        "no script": f"{static}/js/none.js",
        "static folder": static,
        "another version": "/static/0123456789abcdef/js/main.js",
        "plotly": mounted(client, "plotly") + "/plotly.min.js",
        "page": "/",
        "docs": "/docs",
        "openapi": "/api/openapi.json",
        "presets": "/api/presets",
        "health": "/api/health",
        "trace": trace,
        "array": f"{trace}/arrays/h_n",
        "window": f"{trace}/window",
        "overview": f"{trace}/overview",
        "course": f"{trace}/course?layer=0&direction=0",
        "cell": f"{trace}/cell?layer=0&direction=0&t=0",
        "file": f"{trace}/tensors.safetensors",
        "table": f"/api/tables/{client.post('/api/tables', content='1,2').json()['id']}",
        "no trace": "/api/traces/0123456789abcdef",
        "no table": "/api/tables/0123456789abcdef",
        "no array": f"{trace}/arrays/none",
        "bad query": f"{trace}/overview?points=0",
        "nothing": "/nothing/here",
        "redirect": "/api/traces/",
    }[kind]


FIXED = [
    "script",
    "plotly",
    "trace",
    "array",
    "window",
    "overview",
    "course",
    "cell",
    "file",
    "table",
]
FRESH = ["page", "docs", "openapi", "presets", "health"]
ERRORS = [
    "no script",
    "static folder",
    "another version",
    "no trace",
    "no table",
    "no array",
    "nothing",
]


def policy(response: Response) -> dict[str, str]:
    rules = response.headers["content-security-policy"].split(";")
    return {name: sources for name, _, sources in (rule.strip().partition(" ") for rule in rules)}


def assert_guarded(response: Response) -> None:
    headers = response.headers
    assert policy(response) == {
        "default-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
    }
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize("kind", FIXED)
def test_what_is_addressed_by_its_content_is_kept_for_good(client: TestClient, kind: str) -> None:
    response = client.get(address(client, kind))
    assert_guarded(response)
    assert (response.status_code, response.headers["cache-control"]) == (200, FOREVER)


@pytest.mark.parametrize("kind", FRESH)
def test_what_may_change_is_asked_for_anew(client: TestClient, kind: str) -> None:
    response = client.get(address(client, kind))
    assert_guarded(response)
    assert (response.status_code, response.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize("kind", ERRORS)
def test_nothing_that_is_missing_is_kept(client: TestClient, kind: str) -> None:
    response = client.get(address(client, kind))
    assert_guarded(response)
    assert (response.status_code, response.headers["cache-control"]) == (404, "no-cache")


def test_every_other_answer_is_guarded_and_not_kept_either(client: TestClient) -> None:
    script = address(client, "script")
    etag = client.get(script).headers["etag"]
    answers = {
        201: post(client, spec()),
        206: client.get(script, headers={"Range": "bytes=0-9"}),
        304: client.get(script, headers={"If-None-Match": etag}),
        307: client.get(address(client, "redirect"), follow_redirects=False),
        405: client.put("/api/traces"),
        413: post(client, csv("1\n" * 2_000_000)),
        422: client.get(address(client, "bad query")),
    }
    for status, response in answers.items():
        assert_guarded(response)
        assert (response.status_code, response.headers["cache-control"]) == (status, "no-cache")


def test_a_defect_is_guarded_and_told_without_its_insides(tmp_path: Path) -> None:
    app = create_app(Settings(cache=tmp_path))
    for file in tmp_path.iterdir():
        file.unlink()
    tmp_path.rmdir()  # somebody empties the cache under a running server
    response = post(TestClient(app, raise_server_exceptions=False), spec())
    assert_guarded(response)
    message = assert_problem(response, 500, "defect", None)
    assert "sqlite" not in message
    assert "cache-control" not in response.headers or "immutable" not in str(response.headers)


def test_inline_styles_are_for_the_plot_alone_and_inline_scripts_for_none(
    client: TestClient,
) -> None:
    allowed = policy(client.get("/plot"))
    assert allowed == {
        **policy(client.get("/")),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
    }
    assert "script-src" not in allowed  # so default-src holds


def test_long_answers_are_compressed(client: TestClient) -> None:
    response = client.get(address(client, "plotly"), headers={"Accept-Encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["vary"]
    assert int(response.headers.get("content-length", 0)) < len(response.content)


def test_nobody_is_answered_who_left_while_sending(client: TestClient) -> None:
    assert talk(client, "POST", "/api/traces", said=[{"type": "http.disconnect"}]) == []


def test_a_body_without_end_is_not_read_for_ever(client: TestClient) -> None:
    chunk: Message = {"type": "http.request", "body": b"[" * 1_000_000, "more_body": True}
    chunks = repeat(chunk, 1000)
    end: Message = {"type": "http.disconnect"}
    start, body = talk(client, "POST", "/api/traces", said=chain(chunks, [end]))
    assert start["status"] == 413
    assert b'"code":"too_large"' in body["body"]
    assert len(list(chunks)) > 800
