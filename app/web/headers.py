"""What every answer carries, and the limit on what a request may bring. Plain ASGI: no copies."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..errors import ApiError
from .handlers import response_of

policy = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)

security = {
    "Content-Security-Policy": policy,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


fresh = "no-cache"
"""To be asked for anew each time."""


class Headers:
    """Security headers for every answer, and a year of caching for what can't change."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to what the app answers."""
        caching = _caching(scope)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in security.items():
                    headers.setdefault(name, value)
                is_kept = message["status"] == 200
                headers.setdefault("Cache-Control", caching if is_kept else fresh)
            await send(message)

        await self.app(scope, receive, with_headers)


def _caching(scope: Scope) -> str:
    """What to say of a good answer; asked at first, as those who route change the scope."""
    # Static files have a digest in their path, traces and tables are their own digest.
    fixed = ("/static/", "/plotly/", "/api/traces/", "/api/tables/")
    is_fixed = _path(scope).startswith(fixed)
    if scope.get("method") == "GET" and is_fixed:
        return "public, max-age=31536000, immutable"
    return fresh


def _path(scope: Scope) -> str:
    """The path below the prefix that a proxy, and with it the server, puts before it."""
    path: str = scope.get("path", "")
    prefix: str = scope.get("root_path", "")
    return path[len(prefix) :] if path.startswith(f"{prefix}/") else path


class BodyLimit:
    """Refuse a request's body as soon as it is too long, before it is parsed."""

    def __init__(self, app: ASGIApp, most: int, but: str) -> None:
        """Wrap an app; ``most`` is in bytes, ``but`` a path that limits its bodies itself."""
        self.app, self.most, self.but = app, most, but

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body up to the limit, then hand it on."""
        is_read = scope["type"] == "http" and scope["method"] not in ("GET", "HEAD")
        if not is_read or _path(scope) == self.but:
            await self.app(scope, receive, send)
            return
        parts: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            size += len(message.get("body", b""))
            more = message.get("more_body", False)
            if size <= self.most:
                parts.append(message.get("body", b""))
            elif size > 64 * self.most:
                break
        # Browsers show an answer only once they have sent all, so a body that is too long is
        # read on to its end, within reason, and dropped.
        if size > self.most:
            said = (
                f"The request has more than {self.most:,} bytes; "
                "send fewer: shorten the input or drop columns of it."
            )
            too_large = ApiError("too_large", said, "input", 413)
            await response_of(too_large)(scope, receive, send)
            return
        body = b"".join(parts)
        whole: Message = {"type": "http.request", "body": body, "more_body": False}
        messages = iter([whole])

        async def replay() -> Message:
            return next(messages, None) or await receive()

        await self.app(scope, replay, send)
