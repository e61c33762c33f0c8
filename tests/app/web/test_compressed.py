"""Static files go out compressed, once and for all, to those who accept it."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from unrolled.app.web.compressed import CompressedFiles

LONG, SHORT = b"let step = 1;\n" * 500, b"let step = 1;\n"
Get = Callable[..., Response]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "long.js").write_bytes(LONG)
    (tmp_path / "short.js").write_bytes(SHORT)
    (tmp_path / "packed.bin").write_bytes(_random())
    return tmp_path


def _random() -> bytes:
    """What no compression makes shorter."""
    state, out = 1, bytearray()
    for _ in range(4000):
        state = (1103515245 * state + 12345) % 2**31
        out.append(state >> 16 & 255)
    return bytes(out)


def client(files: CompressedFiles) -> TestClient:
    app = FastAPI()
    app.mount("/", files)
    return TestClient(app)


def get(files: CompressedFiles, path: str, accepts: str | None, **headers: str) -> Response:
    """Ask as a client that accepts these codings; none are named where it is None."""
    with_these = {name.replace("_", "-"): value for name, value in headers.items()}
    one = client(files)
    one.headers.pop("accept-encoding")
    return one.get(path, headers=with_these | ({"accept-encoding": accepts} if accepts else {}))


@pytest.mark.parametrize("accepts", ["gzip", "br, gzip;q=0.5", "GZIP", "*", "deflate , gzip ; q=1"])
def test_a_long_file_is_compressed_for_who_accepts_it(folder: Path, accepts: str) -> None:
    response = get(CompressedFiles(folder), "/long.js", accepts)
    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["vary"] == "Accept-Encoding"
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.content == LONG
    assert int(response.headers["content-length"]) < len(LONG) / 10


@pytest.mark.parametrize(
    "accepts",
    [None, "", "identity", "br", "gzip;q=0", "gzip; q=0.0", "*;q=1, gzip;q=0", "gzip;q=x"],
)
def test_who_does_not_accept_it_gets_the_plain_file(folder: Path, accepts: str | None) -> None:
    response = get(CompressedFiles(folder), "/long.js", accepts)
    assert "content-encoding" not in response.headers
    assert response.headers["vary"] == "Accept-Encoding"
    assert response.content == LONG


@pytest.mark.parametrize("path", ["/short.js", "/packed.bin"])
def test_what_compressing_does_not_shorten_is_sent_as_it_is(folder: Path, path: str) -> None:
    response = get(CompressedFiles(folder), path, "gzip")
    assert "content-encoding" not in response.headers
    assert response.content == (folder / path[1:]).read_bytes()


@pytest.mark.parametrize("accepts", ["gzip", "identity"])
def test_each_coding_has_its_own_etag_and_is_not_sent_twice(folder: Path, accepts: str) -> None:
    files = CompressedFiles(folder)
    first = get(files, "/long.js", accepts)
    other = get(files, "/long.js", "identity" if accepts == "gzip" else "gzip")
    etag = first.headers["etag"]
    assert etag != other.headers["etag"]
    again = get(files, "/long.js", accepts, if_none_match=etag)
    assert (again.status_code, again.content) == (304, b"")
    assert (again.headers["etag"], again.headers["vary"]) == (etag, "Accept-Encoding")
    stale = get(files, "/long.js", accepts, if_none_match=other.headers["etag"])
    assert (stale.status_code, stale.content) == (200, LONG)


def test_a_range_is_one_of_the_plain_file(folder: Path) -> None:
    response = get(CompressedFiles(folder), "/long.js", "gzip", range="bytes=4-7")
    assert (response.status_code, response.content) == (206, b"step")
    assert "content-encoding" not in response.headers


def test_head_says_what_get_would_send(folder: Path) -> None:
    one = client(CompressedFiles(folder))
    for accepts in ("gzip", "identity"):
        headers = {"accept-encoding": accepts}
        with one.stream("GET", "/long.js", headers=headers) as whole:
            sent = b"".join(whole.iter_raw())
        head = one.head("/long.js", headers=headers)
        assert head.content == b""
        assert int(head.headers["content-length"]) == len(sent)
        assert head.headers["etag"] == whole.headers["etag"]


def test_a_file_is_compressed_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compress, seen = gzip.compress, []

    def counted(data: bytes, *args: int, **rest: int) -> bytes:
        seen.append(data)
        return compress(data, *args, **rest)

    monkeypatch.setattr(gzip, "compress", counted)
    files = CompressedFiles(folder)
    assert seen.count(LONG) == 1
    for _ in range(3):
        get(files, "/long.js", "gzip")
    assert seen.count(LONG) == 1


def test_a_large_file_waits_until_it_is_asked_for(folder: Path) -> None:
    large = b"let step = 1;\n" * 100_000
    (folder / "large.js").write_bytes(large)
    response = get(CompressedFiles(folder), "/large.js", "gzip")
    assert response.headers["content-encoding"] == "gzip"
    assert response.content == large


def test_where_names_are_given_only_these_are_served(folder: Path) -> None:
    files = CompressedFiles(folder, ["long.js"])
    assert get(files, "/long.js", "gzip").status_code == 200
    for path in ("/short.js", "/packed.bin", "/", "/js/../short.js"):
        assert get(files, path, "gzip").status_code == 404, path
