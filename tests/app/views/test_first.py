"""The page asks first for what the server has answered in it."""

import json
import re
from pathlib import Path

from fastapi.testclient import TestClient

from tests.app.asking import Json
from tests.first import asked
from unrolled.app.main import create_app
from unrolled.app.settings import Settings
from unrolled.app.views.first import REQUEST


def first_of(client: TestClient) -> Json:
    """What stands in the page."""
    found = re.search(
        r'<script type="application/json" id="first">(.*)</script>', client.get("/").text
    )
    assert found
    whole: Json = json.loads(found[1])
    return whole


def test_the_request_that_is_checked_in_is_the_one_that_the_page_makes() -> None:
    now = asked()
    assert json.loads(now)["spec"]["input"]["text"]
    assert REQUEST.read_text(encoding="utf-8") == now, "It is stale: run `make first`."


def test_the_page_has_what_its_requests_would_be_answered(client: TestClient) -> None:
    first = first_of(client)
    request = first["request"]
    response = client.post("/api/traces", params=request["look"], json=request["spec"])
    assert response.status_code == 201
    # As text: the order counts as well, of equations and of what the page compares.
    assert json.dumps(first["answer"]) == json.dumps(response.json())
    assert json.dumps(request) == json.dumps(json.loads(REQUEST.read_text(encoding="utf-8")))
    assert first["answer"]["window"]
    assert client.get("/api/presets").json() == first["presets"]


def test_its_trace_lasts_however_many_others_are_made(tmp_path: Path) -> None:
    client = TestClient(create_app(Settings(cache=tmp_path, max_stored_specs=1, kept_traces=1)))
    first = first_of(client)
    for seed in (1, 2):
        other = {**first["request"]["spec"], "weights": {"kind": "random", "seed": seed}}
        assert client.post("/api/traces", json=other).status_code == 201
    assert client.get(f"/api/traces/{first['answer']['id']}/window").status_code == 200


def test_where_so_large_a_run_is_forbidden_the_page_comes_without_it(tmp_path: Path) -> None:
    client = TestClient(create_app(Settings(cache=tmp_path, max_steps=3)))
    assert first_of(client)["answer"] is None
