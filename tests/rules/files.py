"""The files that rules look at, and the rule of their size.

A rule is a function from the root folder to a list of the sentences that say where it is broken.
"""

from collections.abc import Iterator
from pathlib import Path

SOFT, HARD = 200, 300


def files(root: Path, folder: str, *suffixes: str) -> Iterator[tuple[str, str]]:
    """The path below the root, and the text, of every file of these kinds in a folder."""
    for path in sorted((root / folder).rglob("*")):
        if path.suffix in suffixes and "node_modules" not in path.parts:
            yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")


def files_are_short(root: Path) -> list[str]:
    """No file of code is longer than the hard cap; where one is, all past the soft one are told."""
    lengths = [
        (len(text.splitlines()), path)
        for folder in ("engine", "app", "static", "templates", "tests", "benchmarks")
        for path, text in files(root, folder, ".py", ".js", ".css", ".html")
    ]
    long = sorted((pair for pair in lengths if pair[0] > SOFT), reverse=True)
    is_broken = any(lines > HARD for lines, _ in long)
    return [f"{path} has {lines} lines" for lines, path in long] if is_broken else []
