"""The console command ``unrolled``."""

import argparse
import importlib.metadata
import io
import os
import socket
import sys
from collections.abc import Sequence
from typing import get_args

from ..choices import Framework, Merge
from ..startup import CannotStart


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command; a host or port that cannot be used ends it with status 1.

    Args:
        argv: the words after ``unrolled``; those of the process where it is None.
    """
    parser = _parser()
    arguments = parser.parse_args(argv)
    # A run is a long chain of small products, which threads of the linear algebra only slow down,
    # the more so beside other runs.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if arguments.command == "ask":
        if arguments.input and arguments.steps:
            parser.error("--steps is of a random x; leave it out where there is an --input.")
        if arguments.merge != "concat" and arguments.names != "keras":
            parser.error("--merge is of Keras' Bidirectional; give --names keras with it.")
        sys.exit(ask(arguments))
    try:
        serve(arguments.host, arguments.port)
    except CannotStart as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        pass  # Ctrl-C is how one stops it


def ask(arguments: argparse.Namespace) -> int:
    """Answer an expression.

    Args:
        arguments: the arguments of ``unrolled ask``.

    Returns:
        The exit status: 0 where there is an answer, 1 where something is wrong.
    """
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a letter shows a question mark.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    from . import ask as command

    try:
        is_answered = command.ask(
            arguments.model,
            arguments.expression,
            arguments.input,
            arguments.name,
            arguments.nonlinearity,
            arguments.steps,
            arguments.batch_first,
            arguments.names,
            arguments.merge,
            arguments.json,
        )
        sys.stdout.flush()
    except MemoryError:
        sys.stderr.write("There is not enough memory for this run; give it fewer steps or rows.\n")
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # who reads, as head does, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return 0 if is_answered else 1


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
        # Only now: the web framework takes a second to import, and --help should not.
        from .serve import run

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
        prog="unrolled",
        description="Step a real recurrent network through time, and see what its tensors hold.",
    )
    version = f"%(prog)s {importlib.metadata.version('unrolled')}"
    parser.add_argument("--version", action="version", version=version)
    commands = parser.add_subparsers(required=True, metavar="command", dest="command")
    command = commands.add_parser("serve", help="serve the page")
    command.add_argument("--host", default="127.0.0.1", help="default: %(default)s")
    command.add_argument("--port", default="8000", help="default: %(default)s; 0: any free")
    command = commands.add_parser(
        "ask",
        help="say which states an expression reads",
        description="Run a model, evaluate an expression over its tensors, and say which states "
        "every part of it was read from.",
        epilog="An expression that begins with - stands behind --, as the last word.",
    )
    command.add_argument("model", help="a safetensors, npz, PyTorch, ONNX or Keras file")
    command.add_argument(
        "expression",
        help='Python as in a forward, "output[:, -1]", or several lines; - reads standard input',
    )
    command.add_argument(
        "--input",
        action="append",
        default=[],
        metavar="FILE",
        help="CSV, a line a step, or npy of (T, I); once for each row of a batch, packed where "
        "their lengths differ. Or npy of (T, B, I), or npz of that as x, with lengths",
    )
    command.add_argument(
        "--steps", type=_steps, metavar="T", help="of a random x, where there is no input: 7"
    )
    command.add_argument("--batch-first", action="store_true", help="x has B in front of T")
    command.add_argument("--name", help="which network, where the file holds several")
    command.add_argument(
        "--nonlinearity",
        choices=("tanh", "relu"),
        help="of a plain RNN whose file doesn't tell it",
    )
    command.add_argument(
        "--names",
        choices=get_args(Framework),
        default="pytorch",
        help="the framework whose names the expression uses; default: %(default)s",
    )
    command.add_argument(
        "--merge",
        choices=get_args(Merge),
        default="concat",
        help="merge_mode of Keras' Bidirectional; default: %(default)s",
    )
    command.add_argument("--json", action="store_true", help="print the API's answer or error")
    return parser


def _steps(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:10]) < 10**9):
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no whole number of at least 1")
    return int(text)


if __name__ == "__main__":
    main()
