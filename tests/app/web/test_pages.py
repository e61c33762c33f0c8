"""The page, the API's description, and files out of their folders only."""

import re
from itertools import product
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from fastapi.testclient import TestClient

from tests.app.asking import Json, mounted, spec, talk
from unrolled.app.web.pages import digest

ROOT = Path(__file__).parents[3]

ROUTES = {
    ("post", "/api/traces"),
    ("get", "/api/traces/{id}"),
    ("get", "/api/traces/{id}/names/{framework}"),
    ("get", "/api/traces/{id}/arrays/{name}"),
    ("get", "/api/traces/{id}/window"),
    ("get", "/api/traces/{id}/overview"),
    ("get", "/api/traces/{id}/prediction"),
    ("get", "/api/traces/{id}/weights"),
    ("get", "/api/traces/{id}/course"),
    ("get", "/api/traces/{id}/cell"),
    ("post", "/api/traces/{id}/ask"),
    ("get", "/api/traces/{id}/explain"),
    ("get", "/api/traces/{id}/tensors.safetensors"),
    ("post", "/api/files"),
    ("get", "/api/files/{id}"),
    ("post", "/api/tables"),
    ("get", "/api/tables/{id}"),
    ("get", "/api/language"),
    ("get", "/api/presets"),
    ("get", "/api/health"),
}


def described(client: TestClient) -> dict[tuple[str, str], Json]:
    paths = client.get("/api/openapi.json").json()["paths"]
    return {(verb, path): said for path, verbs in paths.items() for verb, said in verbs.items()}


def test_openapi_describes_every_route(client: TestClient) -> None:
    operations = described(client)
    assert set(operations) == ROUTES
    assert all(len(said["description"]) > 20 for said in operations.values())


def test_openapi_says_which_errors_come_in_which_shape(client: TestClient) -> None:
    for (_, path), said in described(client).items():
        if path.startswith("/api/traces"):
            for status in ("404", "413", "422"):
                schema = said["responses"][status]["content"]["application/json"]["schema"]
                problem = {"$ref": "#/components/schemas/Problem"}
                if path.endswith("/ask") and status == "422":
                    # An expression that is wrong has a place, a field that is missing has none.
                    of_ask = {"$ref": "#/components/schemas/AskProblem"}
                    assert schema["anyOf"] == [of_ask, problem]
                else:
                    assert schema == problem


def test_openapi_describes_the_spec_to_its_limits(client: TestClient) -> None:
    schemas = client.get("/api/openapi.json").json()["components"]["schemas"]
    network = schemas["NetworkSpec"]["properties"]
    assert network["cell"]["enum"] == ["rnn", "lstm", "gru"]
    limits = {
        name: (network[name]["minimum"], network[name]["maximum"])
        for name in ("hidden_size", "num_layers")
    }
    assert limits == {"hidden_size": (1, 64), "num_layers": (1, 4)}
    assert set(schemas["Problem"]["properties"]) == {"code", "message", "field"}


def addresses(client: TestClient, path: str) -> list[str]:
    """What a page loads or links to."""
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return re.findall(r'\s(?:href|src|action)=["\']([^"\']*)["\']', response.text)


@pytest.mark.parametrize("path", ["/", "/docs", "/plot"])
def test_a_page_loads_and_links_to_nothing_outside_and_nothing_missing(
    client: TestClient, path: str
) -> None:
    found = addresses(client, path)
    assert any(address.endswith(".css") for address in found)
    for address in found:
        assert re.match(r"(?!\w+:)[\w.]", address), address
        assert client.get(urljoin(path, address)).status_code == 200, address


@pytest.mark.parametrize("path", ["/", "/docs", "/plot"])
def test_a_page_loads_the_same_below_a_prefix(client: TestClient, path: str) -> None:
    below = TestClient(client.app, root_path="/of/mine")  # as uvicorn passes --root-path on
    assert addresses(below, f"/of/mine{path}") == addresses(client, path)
    for address in addresses(client, path):
        response = below.get(urljoin(f"/of/mine{path}", address))
        assert response.status_code == 200, address
        kept = "immutable" in client.get(urljoin(path, address)).headers["cache-control"]
        assert ("immutable" in response.headers["cache-control"]) == kept, address


def test_what_is_made_below_a_prefix_is_there_too(client: TestClient) -> None:
    below = TestClient(client.app, root_path="/of/mine")
    posted = "/of/mine/api/traces"
    response = below.post(posted, json=spec())
    made_at = urljoin(posted, response.headers["location"])
    assert (response.status_code, made_at) == (201, f"{posted}/{response.json()['id']}")
    trace = below.get(made_at)
    assert (trace.status_code, "immutable" in trace.headers["cache-control"]) == (200, True)
    # A model file may be larger than other bodies, below a prefix as well.
    large = below.post("/of/mine/api/files", content=b"\0" * 2_000_000)
    assert (large.status_code, large.json()["code"]) == (422, "bad_file")


def test_what_the_modules_import_is_there(client: TestClient) -> None:
    waiting = [mounted(client, "static") + "/js/main.js"]
    seen: set[str] = set()
    while waiting:
        address = waiting.pop()
        if address not in seen:
            seen.add(address)
            response = client.get(address)
            assert response.status_code == 200, address
            assert response.headers["content-type"].startswith("text/javascript")
            names = re.findall(r"^(?:import|export|\}).*?from '(\.[^']+)'", response.text, re.M)
            waiting += [urljoin(address, name) for name in names]
    assert len(seen) > 1


def test_the_page_loads_one_sheet_and_one_module_which_load_no_other(client: TestClient) -> None:
    found = [address for address in addresses(client, "/") if address.startswith("static/")]
    kinds = [address.rsplit(".")[-1] for address in found]
    assert sorted(kinds) == ["css", "js", "svg"]
    sheet, module = (client.get(found[kinds.index(kind)]) for kind in ("css", "js"))
    assert sheet.headers["content-type"].startswith("text/css")
    assert module.headers["content-type"].startswith("text/javascript")
    assert "@import" not in sheet.text
    assert not re.search(r"^\s*(import|export)\b", module.text, re.MULTILINE)
    for response, kind in ((sheet, "css"), (module, "js")):
        assert response.headers["content-encoding"] == "gzip"
        assert "immutable" in response.headers["cache-control"], kind


def test_the_page_is_not_sent_again_to_who_has_it(client: TestClient) -> None:
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = client.get("/", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == first.text
    assert plain.headers["etag"] != first.headers["etag"]


def test_docs_name_every_route_and_load_no_script(client: TestClient) -> None:
    text = client.get("/docs").text
    for verb, path in ROUTES:
        assert f"{verb.upper()} {path}<" in text
    assert "<script" not in text
    assert "://" not in text


def test_plotly_comes_out_of_its_python_package(client: TestClient) -> None:
    response = client.get(mounted(client, "plotly") + "/plotly.min.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert "plotly.js v" in response.text[:200]


def test_the_digest_changes_with_any_name_or_content(tmp_path: Path) -> None:
    seen = set()
    for name, text in [("a.js", "1"), ("a.js", "2"), ("b.js", "2")]:
        file = tmp_path / name
        file.write_text(text)
        seen.add(digest(tmp_path))
        file.unlink()
    assert len(seen) == 3


def raw_get(client: TestClient, path: str) -> tuple[int, bytes]:
    """Ask for a path as it stands: a client library would resolve its dots before it asks."""
    sent = talk(client, "GET", unquote(path))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent)


DOTS = ["..", "%2e%2e", ".%2E", "..%00", "%252e%252e", "....", "..%5c.."]
SLASHES = ["/", "%2f", "%5c", "//", "/./", "/js/../"]
TARGETS = ["pyproject.toml", "app/main.py", "__init__.py", "etc/passwd"]


@pytest.mark.parametrize("dots", DOTS)
@pytest.mark.parametrize("mount", ["static", "plotly"])
def test_no_path_leaves_its_folder(client: TestClient, mount: str, dots: str) -> None:
    for slash, levels, target in product(SLASHES, (1, 2, 3, 9), TARGETS):
        up = slash + slash.join([dots] * levels) + slash
        status, body = raw_get(client, mounted(client, mount) + up + target)
        assert status == 404
        assert body.startswith(b'{"code":"not_found"')


@pytest.mark.parametrize("path", ["//etc/passwd", "/etc/passwd", "%2fetc%2fpasswd", "/%00", "/"])
def test_no_absolute_path_is_read(client: TestClient, path: str) -> None:
    assert raw_get(client, mounted(client, "static") + path)[0] == 404


def test_dots_that_stay_inside_are_resolved(client: TestClient) -> None:
    status, body = raw_get(client, mounted(client, "static") + "/js/../js/main.js")
    assert (status, body) == (200, (ROOT / "static/js/main.js").read_bytes())
