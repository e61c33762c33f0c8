"""The real server, in a process of its own, as a user starts it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_GREETING = "unrolled is at "


@contextmanager
def served(
    stderr: int | None = None, port: int = 0, cache: Path | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process of ``unrolled serve``, by default on a free port, and the address it printed.

    It keeps its files in a folder of its own, or in the one given, not in the user's cache.
    """
    command = [sys.executable, "-m", "unrolled", "serve", "--port", str(port)]
    with (
        TemporaryDirectory() as own,
        subprocess.Popen(
            command,
            env={**os.environ, "UNROLLED_CACHE": str(cache or own)},
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line.startswith(_GREETING), f"the server did not start; it printed {line!r}"
            yield process, line.removeprefix(_GREETING).strip()
        finally:
            process.terminate()
