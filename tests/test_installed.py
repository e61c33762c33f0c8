"""What a user installs is one name, and works beside an ``app`` and an ``engine`` of their own."""

import importlib.metadata
import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VERSION = importlib.metadata.version("unrolled")


@dataclass(frozen=True)
class Installation:
    """Where ``unrolled`` lies, and a folder of a user's who has an ``app`` and an ``engine``."""

    site: Path
    command: Path
    elsewhere: Path

    @property
    def environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(self.site), "."])
        own = {"PYTHONPATH": path, "UNROLLED_CACHE": str(self.elsewhere / "cache")}
        return {**os.environ, **own}

    def run(self, *words: str | Path) -> str:
        """What a program prints that is run in the user's folder; it has to end well."""
        return subprocess.run(
            list(map(str, words)),
            cwd=self.elsewhere,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("elsewhere")
    for name in ("app", "engine"):
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(f'raise RuntimeError("the user\'s {name}")\n')
    return folder


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, elsewhere: Path) -> Installation:
    """The wheel, built out of the sdist as an index would have it, and installed."""
    built, site = tmp_path_factory.mktemp("built"), tmp_path_factory.mktemp("site")
    quiet = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    pip = [sys.executable, "-m", "pip"]
    build = [sys.executable, "-m", "hatchling", "build", "--target", "sdist", "-d", str(built)]
    subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    (sdist,) = built.glob("*.tar.gz")
    subprocess.run(
        [*pip, "install", *quiet, "--no-build-isolation", "--target", str(site), str(sdist)],
        check=True,
    )
    return Installation(site, site / "bin" / "unrolled", elsewhere)


@pytest.fixture(scope="module")
def checkout(elsewhere: Path) -> Installation:
    return Installation(ROOT, Path(sys.executable).with_name("unrolled"), elsewhere)


@pytest.fixture(params=["checkout", "wheel"])
def installed(request: pytest.FixtureRequest) -> Installation:
    found: Installation = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def address(installed: Installation) -> Iterator[str]:
    """The page, served by the command in the user's folder."""
    with subprocess.Popen(
        [installed.command, "serve", "--port", "0"],
        cwd=installed.elsewhere,
        env=installed.environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().removeprefix("unrolled is at ").strip()
        finally:
            process.terminate()


def test_the_wheel_brings_one_name(wheel: Installation) -> None:
    names = {path.name for path in wheel.site.iterdir()} - {"bin"}
    assert names == {"unrolled", f"unrolled-{VERSION}.dist-info"}
    assert [path.name for path in (wheel.site / "bin").iterdir()] == ["unrolled"]


def test_its_functions_are_on_it(installed: Installation) -> None:
    program = (
        "import unrolled, numpy as np\n"
        "net = unrolled.Network('lstm', 3, 4, bidirectional=True)\n"
        "trace = net.run(np.ones((5, 2, 3), 'float32'))\n"
        "unrolled.save(net, 'net.npz')\n"
        "again = unrolled.load('net.npz').run(trace.x)\n"
        "print(np.array_equal(again.h_n, trace.h_n), unrolled.ask(trace, 'h_n[-1]').value.shape)\n"
        "print(unrolled.__file__)\n"
    )
    said, file = installed.run(sys.executable, "-c", program).splitlines()
    assert said == "True (2, 4)"
    assert Path(file) == installed.site / "unrolled" / "__init__.py"


def test_the_command_answers(installed: Installation) -> None:
    preset = installed.site / "unrolled/engine/presets/double-letters-lstm-l1-d2.safetensors"
    answer = json.loads(installed.run(installed.command, "ask", preset, "output[-1]", "--json"))
    assert answer["pieces"][0]["shape"] == [1, 16]
    assert answer["warnings"]


def test_the_module_is_the_command(installed: Installation) -> None:
    assert installed.run(installed.command, "--version") == f"unrolled {VERSION}\n"
    said = installed.run(sys.executable, "-m", "unrolled", "--version")
    assert said.endswith(f" {VERSION}\n")


def test_the_page_is_served(installed: Installation, address: str) -> None:
    page = urllib.request.urlopen(f"{address}/").read().decode()
    scripts = re.findall(r'<script[^>]*src="([^"]+)"', page)
    assert scripts
    for path in scripts:
        assert urllib.request.urlopen(f"{address}/{path}").status == 200
    presets = json.loads(urllib.request.urlopen(f"{address}/api/presets").read())
    assert len(presets) > 10


def test_the_wheel_tells_its_types(wheel: Installation) -> None:
    (wheel.elsewhere / "typed.py").write_text(
        "import unrolled\n"
        "reveal_type(unrolled.load('net.npz').head)\n"
        "unrolled.save(3, 'net.npz')\n"
        "unrolled.lode\n"
    )
    cache = ROOT / ".mypy_cache" / "installed"  # numpy's types take their time
    result = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(cache), "typed.py"],
        cwd=wheel.elsewhere,
        env={**os.environ, "MYPYPATH": str(wheel.site)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert "Head | None" in result.stdout
    assert 'incompatible type "int"; expected "Network"' in result.stdout
    assert 'Module has no attribute "lode"' in result.stdout
