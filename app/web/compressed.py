"""Static files and texts, each compressed once and from then on sent as it then is."""

import gzip
import hashlib
import os
from collections.abc import Collection
from functools import cache
from pathlib import Path

from fastapi import Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import Headers
from starlette.responses import FileResponse
from starlette.staticfiles import NotModifiedResponse, PathLike
from starlette.types import Scope

smallest = 1000
"""Bytes; what is smaller fits into a packet as it is."""

soon = 1_000_000
"""Bytes; what is larger would keep the server from starting, and waits until it is asked for."""


class CompressedFiles(StaticFiles):
    """The files of a folder, compressed for those who accept it.

    The compressed file has an ETag of its own. Ranges are those of the plain one.
    """

    def __init__(self, directory: Path, names: Collection[str] | None = None) -> None:
        """Compress what is there, but for what is large.

        Args:
            directory: the folder.
            names: paths below it, where only these are served.
        """
        super().__init__(directory=directory)
        self._names = names
        paths = directory.rglob("*") if names is None else [directory / name for name in names]
        for path in paths:
            if path.is_file() and path.stat().st_size <= soon:
                _compressed(os.path.realpath(path), path.stat().st_mtime_ns)

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Where a file lies; nowhere, where it is not to be served. It is called in a thread."""
        if self._names is not None and Path(path).as_posix() not in self._names:
            return "", None
        full_path, stat = super().lookup_path(path)
        if stat is not None and Path(full_path).is_file():
            _compressed(full_path, stat.st_mtime_ns)
        return full_path, stat

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file as the client accepts it; only that it has not changed, where it has it."""
        request = Headers(scope=scope)
        response: Response = FileResponse(full_path, status_code, stat_result=stat_result)
        body = _compressed(str(full_path), stat_result.st_mtime_ns)
        if body is not None:
            if _accepts_gzip(request) and "range" not in request:
                response = _gzipped(body, response.headers, scope["method"] == "HEAD")
            response.headers["vary"] = "Accept-Encoding"
        is_known = self.is_not_modified(response.headers, request)
        return NotModifiedResponse(response.headers) if is_known else response


class CompressedText:
    """A text that is no file, compressed for those who accept it."""

    def __init__(self, text: str, media_type: str) -> None:
        """Compress it; the media type is that of the plain text."""
        self._media_type = media_type
        self._plain = text.encode()
        self._body = gzip.compress(self._plain, mtime=0)
        self._etag = hashlib.sha256(self._plain).hexdigest()[:32]

    def answer(self, request: Request) -> Response:
        """The text as the client accepts it; only that it has not changed, where it has it."""
        is_packed = _accepts_gzip(request.headers)
        etag = f'"{self._etag}-gzip"' if is_packed else f'"{self._etag}"'
        headers = {"etag": etag, "vary": "Accept-Encoding"}
        if is_packed:
            headers["content-encoding"] = "gzip"
        body = self._body if is_packed else self._plain
        response = Response(body, headers=headers, media_type=self._media_type)
        known = request.headers.get("if-none-match", "").replace("W/", "").split(",")
        is_known = etag in [tag.strip() for tag in known]
        return NotModifiedResponse(response.headers) if is_known else response


def _gzipped(body: bytes, plain: Headers, is_head: bool) -> Response:
    headers = {
        "content-type": plain["content-type"],
        "content-encoding": "gzip",
        "content-length": str(len(body)),
        "last-modified": plain["last-modified"],
        "etag": plain["etag"].removesuffix('"') + '-gzip"',
    }
    return Response(b"" if is_head else body, headers=headers)


def _accepts_gzip(request: Headers) -> bool:
    """Whether a client takes gzip, or anything, and doesn't weigh it with 0."""
    weights: dict[str, float] = {}
    for entry in ",".join(request.getlist("accept-encoding")).replace(" ", "").lower().split(","):
        coding, _, weight = entry.partition(";q=")
        try:
            weights[coding] = float(weight or 1)
        except ValueError:
            weights[coding] = 0.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


@cache  # once in a process, however many apps it makes
def _compressed(path: str, changed: int) -> bytes | None:
    """A file's bytes; None where compressing them saves next to nothing."""
    plain = Path(path).read_bytes()
    body = gzip.compress(plain, mtime=0) if len(plain) >= smallest else plain
    return body if len(body) < 0.9 * len(plain) else None
