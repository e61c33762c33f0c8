"""The README's examples print what the README says."""

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

from unrolled.app.command.main import main

README = (Path(__file__).parent.parent / "README.md").read_text()


COMMANDS = re.findall(r"```sh\nunrolled (.*?)\n```\n\n```\n(.*?)```", README, re.S)
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", README, re.S)


@pytest.mark.parametrize(("code", "printed"), EXAMPLES, ids=["engine", "weights", "ask"])
def test_an_example_prints_what_it_says(
    code: str, printed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parent.parent)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {})
    assert rounded(out.getvalue()) == rounded(printed)


def rounded(text: str) -> str:
    """With four digits of each fraction: the last ones of a float32 differ by processor."""
    return re.sub(r"\d+\.\d+", lambda number: f"{float(number[0]):.4g}", text)


@pytest.mark.parametrize(("words", "printed"), COMMANDS, ids=["ask"])
def test_a_command_prints_what_it_says(
    words: str,
    printed: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(Path(__file__).parent.parent)
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as ended:
        main(shlex.split(words))
    assert (ended.value.code, capsys.readouterr().out) == (0, printed)


def test_files_that_it_links_are_there() -> None:
    links = re.findall(r"\]\((?!http)([^)]+)\)", README)
    assert links
    assert [link for link in links if not (Path(__file__).parent.parent / link).exists()] == []
