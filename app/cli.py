"""The console command ``unrolled``."""

import argparse
import os
import socket
import sys
from collections.abc import Sequence

from app.startup import CannotStart


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command; a host or port that cannot be used ends it with status 1.

    Args:
        argv: the words after ``unrolled``; those of the process where it is None.
    """
    arguments = _parser().parse_args(argv)
    try:
        serve(arguments.host, arguments.port)
    except CannotStart as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        pass  # Ctrl-C is how one stops it


def serve(host: str, port: str) -> None:
    """Serve the application until Ctrl-C, and print its address once it answers there.

    Args:
        host: the name or address to listen on.
        port: 0 to 65535 in decimal digits; 0 takes any free one.

    Raises:
        CannotStart: the port is no such number or cannot be had on this host, the cache cannot
            be used, or a setting makes no sense.
    """
    with listen(host, port) as listener:
        # A run is a long chain of small products, which threads of the linear algebra only slow
        # down, the more so beside other runs.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        # Only now: the web framework takes a second to import, and --help should not.
        from app.server import run

        run(listener)


def listen(host: str, port: str) -> socket.socket:
    """Open the socket, before anything slow, so that a taken port is known at once.

    Args:
        host: the name or address to listen on.
        port: 0 to 65535 in decimal digits; 0 takes any free one.

    Returns:
        A socket that listens already.

    Raises:
        CannotStart: the port is no such number, or cannot be had on this host.
    """
    if not (port.isascii() and port.isdigit() and len(port) < 6 and int(port) <= 65535):
        raise CannotStart(
            f"The port is {port!r}, but has to be a whole number from 0 to 65535 "
            "(0 takes any free one): choose one with `make run PORT=8001` or `--port 8001`."
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, int(port)), family=family)
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (while")[0].lower()
        raise CannotStart(
            f"Port {port} on {host} cannot be used ({reason}): "
            "choose another with `make run PORT=8001` or `--port 8001`."
        ) from error
    # asyncio does this for sockets of its own making alone. Without it the second packet of an
    # answer waits 40 ms for the browser to acknowledge the first.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="unrolled", description="Step a real recurrent network through time, in the browser."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    serve_command = commands.add_parser("serve", help="serve the page")
    serve_command.add_argument("--host", default="127.0.0.1", help="default: %(default)s")
    serve_command.add_argument("--port", default="8000", help="default: %(default)s; 0: any free")
    return parser


if __name__ == "__main__":
    main()
