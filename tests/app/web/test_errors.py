"""What no route foresaw is answered in the same shape."""

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from tests.app.asking import assert_problem, made, spec


@pytest.mark.parametrize("path", ["/nothing", "/api", "/api/nothing", "/static", "/index.html"])
def test_an_unknown_path(client: TestClient, path: str) -> None:
    message = assert_problem(client.get(path), 404, "not_found", None)
    assert f"GET {path};" in message
    assert "/docs" in message


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/traces", {"POST"}),
        ("DELETE", "/api/traces/0123", {"GET"}),
        ("POST", "/api/presets", {"GET"}),
        ("PATCH", "/", {"GET", "HEAD"}),
    ],
)
def test_a_method_that_a_path_does_not_have(
    client: TestClient, method: str, path: str, allowed: set[str]
) -> None:
    response = client.request(method, path)
    message = assert_problem(response, 405, "method_not_allowed", None)
    assert set(response.headers["allow"].split(", ")) == allowed
    assert f"{method} {path};" in message


ROUTES = [
    "",
    "/arrays/output",
    "/window",
    "/overview",
    "/course?layer=0&direction=0",
    "/cell?layer=0&direction=0&t=0",
    "/tensors.safetensors",
]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("id", ["0123456789abcdef0123456789abcdef", "x", "a" * 300, "%00", "%ff"])
def test_an_unknown_id(client: TestClient, route: str, id: str) -> None:
    response = client.get(f"/api/traces/{id}{route}")
    message = assert_problem(response, 404, "unknown_trace", "id")
    assert "post its spec to /api/traces" in message
    assert len(message) < 200


@given(id=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/?#"), min_size=1))
def test_any_id_is_answered(client: TestClient, id: str) -> None:
    path = "/api/traces/" + "".join(f"%{byte:02x}" for byte in id.encode())
    assert_problem(client.get(path), 404, "unknown_trace", "id")


@given(
    query=st.dictionaries(
        st.sampled_from(["t0", "t1", "layer", "direction", "t", "state", "points", "x"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
        | st.integers().map(str)
        | st.floats().map(str),
    ),
    route=st.sampled_from(["arrays/output", "window", "overview", "course", "cell"]),
)
def test_any_query_is_answered(client: TestClient, query: dict[str, str], route: str) -> None:
    response = client.get(f"{made(client, spec())}/{route}", params=query)
    if response.status_code != 200:
        field = response.json()["field"]
        assert field in {"t0", "t1", "layer", "direction", "t", "state", "points"}
        assert_problem(response, 422, "bad_value", field)
