"""The web server, on a socket that listens already."""

import socket

import uvicorn

from app.main import create_app


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
    """
    _Server(uvicorn.Config(create_app(), log_level="warning")).run(sockets=[listener])


def address(listener: socket.socket) -> str:
    """The URL of a listening socket, with the port that it really has."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
