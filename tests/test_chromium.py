"""The search for a browser, as ``make test`` starts it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import chromium


def program(path: Path) -> str:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_the_one_that_is_named_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "chromium")
    named = program(tmp_path / "my-browser")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CHROMIUM", named)
    assert chromium.find() == named
    assert chromium.launch_arguments()["executable_path"] == named


def test_else_one_on_the_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chrome = program(tmp_path / "google-chrome-stable")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert chromium.find() == chrome


def test_as_root_on_debian_what_is_installed_is_said_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    apt_get = Path(program(tmp_path / "apt-get"))
    installed = tmp_path / "chromium-headless-shell"
    apt_get.write_text(f'#!/bin/sh\necho apt-get "$@"\n/bin/ln -fs {apt_get} {installed}\n')
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    chromium.main()
    said, *ran = capfd.readouterr().out.splitlines()
    words = "install --no-install-recommends chromium-headless-shell fonts-dejavu-core"
    assert f"as root, `apt-get {words}`" in said
    assert [line.split("600 ")[1] for line in ran] == ["update", words]
    chromium.main()
    assert capfd.readouterr().out == ""


def test_without_any_one_line_says_how_to_get_one(tmp_path: Path) -> None:
    environment = {**os.environ, "CHROMIUM": str(tmp_path / "nothing")}
    command = [sys.executable, "-m", "tests.chromium"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "apt install chromium-headless-shell" in result.stderr
    assert "CHROMIUM=" in result.stderr
