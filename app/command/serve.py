"""The web server, on a socket that listens already."""

import socket

import uvicorn
from pydantic import ValidationError

from ..main import create_app
from ..settings import Settings
from ..startup import CannotStart


class _Server(uvicorn.Server):
    """Prints its address as soon as it answers there, and can be stopped by a signal."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start on the sockets, then say where they are."""
        await super().startup(sockets)
        for listener in sockets or []:
            print(f"unrolled is at {address(listener)}", flush=True)


def run(listener: socket.socket) -> None:
    """Serve the application until a signal ends it.

    Args:
        listener: a socket that listens.

    Raises:
        KeyboardInterrupt: the signal was that of Ctrl-C.
        CannotStart: a setting makes no sense, or the cache cannot be used.
    """
    app = create_app(_settings())
    _Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"UNROLLED_{first['loc'][0]}".upper()
        message = f"{name} is {first['input']!r}: {first['msg'].lower()}."
        raise CannotStart(f"{message} Change it or leave it out.") from error


def address(listener: socket.socket) -> str:
    """The URL of a listening socket, with the port that it really has."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
