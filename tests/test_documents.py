"""What the documents name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "SECURITY.md")
FOLDERS = ("app", "benchmarks", "engine", "static", "templates", "tests", "unrolled")


def paths(text: str) -> set[str]:
    """What stands in backquotes and begins with one of our folders, ``engine/trace/run.py``."""
    quoted = re.findall(r"`([^`\s]+)`", text)
    named = {name.partition(":")[0] for name in quoted}
    return {name for name in named if name.split("/")[0] in FOLDERS and "/" in name}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_is_named_exists(name: str) -> None:
    named = paths((ROOT / name).read_text(encoding="utf-8"))
    assert named
    assert {path for path in named if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_target_of_make_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    said = set(re.findall(r"\bmake ([a-z-]+)", (ROOT / name).read_text(encoding="utf-8")))
    assert said <= targets


def test_the_walks_name_functions_that_are_there() -> None:
    """``engine/trace/run.py:run`` is a file and a name that is defined in it."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    found = re.findall(r"`([\w/.-]+\.(?:py|js)):(\w+)`", text)
    assert len(found) > 10
    for path, name in found:
        defined = rf"^\s*(async )?(export )?(def|class|function|const) {name}\b"
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(defined, source, re.MULTILINE), f"{path}:{name}"
