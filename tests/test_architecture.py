"""The rules of the house hold in this tree, and each of them notices when it is broken."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rules.files import HARD, SOFT, files_are_short
from tests.rules.javascript import no_html_from_strings, nothing_imports_main, views_stand_alone
from tests.rules.pages import no_foreign_address, no_inline_script
from tests.rules.python import cells_stand_alone, engine_points_down, engine_stands_alone

Rule = Callable[[Path], list[str]]

ROOT = Path(__file__).parents[1]
REGISTRY = "engine/cells/__init__.py"

# rule, the file that breaks it, what it says, how the rule words it
BREACHES: list[tuple[Rule, str, str, str]] = [
    (engine_stands_alone, "engine/run.py", "from app.main import x", "app.main.x"),
    (engine_stands_alone, "engine/run.py", "def f():\n    import torch", "torch"),
    (engine_stands_alone, "engine/run.py", "import safetensors.numpy", "safetensors.numpy"),
    (engine_stands_alone, "engine/presets/__init__.py", "import fastapi", "fastapi"),
    (engine_stands_alone, "engine/run.py", "def f():\n    import onnx", "onnx"),
    (engine_stands_alone, "engine/save.py", "import h5py", "h5py"),
    (engine_stands_alone, "engine/presets/__init__.py", "import safetensors", "safetensors"),
    (engine_stands_alone, "engine/importers/pytorch_file.py", "import torch", "torch"),
    (engine_points_down, "engine/network.py", "from engine.run import run", "engine.run.run"),
    (engine_points_down, "engine/network.py", "from engine.save import save", "engine.save.save"),
    (engine_points_down, "engine/trace.py", "from engine import presets", "engine.presets"),
    (engine_points_down, "engine/run.py", "import engine.importers.onnx", "engine.importers.onnx"),
    (engine_points_down, "engine/cells/gru.py", "from engine import trace", "engine.trace"),
    (
        cells_stand_alone,
        "engine/cells/gru.py",
        "from engine.cells import lstm",
        "engine.cells.lstm",
    ),
    (cells_stand_alone, "engine/cells/gru.py", "from engine.head import Head", "engine.head.Head"),
    (cells_stand_alone, "engine/cells/gru.py", "import engine.cells", "engine.cells"),
    (cells_stand_alone, "engine/run.py", "from engine.cells.lstm import f", "engine.cells.lstm.f"),
    (views_stand_alone, "static/js/views/a.js", "import { b } from './b.js';", "views/b.js"),
    (views_stand_alone, "static/js/views/a.js", "import '../store.js';", "js/store.js"),
    (
        views_stand_alone,
        "static/js/views/a.js",
        "await import('../api.js');",
        "js/api.js",
    ),
    (views_stand_alone, "static/js/views/a.js", "import {\n  b,\n} from '../url.js';", "js/url.js"),
    (views_stand_alone, "static/js/views/a.js", "export * from '../player.js';", "js/player.js"),
    (nothing_imports_main, "static/js/api.js", "import x from './main.js';", "static/js/main.js"),
    (no_html_from_strings, "static/js/views/a.js", "root.innerHTML = text;", "innerHTML"),
    (no_html_from_strings, "static/js/a.js", "p.insertAdjacentHTML(a, b);", "insertAdjacentHTML"),
    (no_inline_script, "templates/index.html", "<script>let x;</script>", "a <script> without src"),
    (no_inline_script, "templates/index.html", '<p ONCLICK="f()">', "the handler onclick"),
    (no_inline_script, "static/a.svg", '<a href="javascript:f()">', "a javascript: address"),
    (no_foreign_address, "templates/index.html", '<a href="https://a.b/c">', "https://a.b/c"),
    (no_foreign_address, "static/css/a.css", "@import url(http://a.b/c.css);", "http://a.b/c.css"),
    (files_are_short, "engine/run.py", "\n" * (HARD + 1), f"{HARD + 1} lines"),
    (files_are_short, "tests/js/a.test.js", "\n" * (HARD + 1), f"{HARD + 1} lines"),
]

# What looks like a breach and is none.
FINE: list[tuple[Rule, str, str]] = [
    (engine_stands_alone, "engine/presets/train.py", "import torch, math"),
    (engine_stands_alone, "engine/importers/tensors.py", "from safetensors import safe_open"),
    (engine_stands_alone, "engine/importers/onnx_file.py", "def f():\n    import onnx"),
    (engine_stands_alone, "engine/importers/onnx_wire.py", "import onnx"),
    (engine_stands_alone, "engine/save.py", "import safetensors.numpy"),
    (engine_points_down, "engine/network.py", "def run():\n    from engine.run import run"),
    (engine_points_down, "engine/network.py", "def save():\n    from engine.save import save"),
    (engine_points_down, "engine/network.py", "if TYPE_CHECKING:\n    from engine.run import f"),
    (engine_points_down, "engine/presets/train.py", "from engine.presets import series"),
    (cells_stand_alone, "engine/cells/gru.py", "from engine.cells.shared import sigmoid"),
    (cells_stand_alone, "engine/run.py", "from engine.cells import CELLS"),
    (views_stand_alone, "static/js/views/a.js", "// import '../store.js'\nimport '../svg.js';"),
    (views_stand_alone, "static/js/views/a.js", "/** @import { S } from '../store.js' */"),
    (no_inline_script, "templates/index.html", '<script type="module" src="main.js"></script>'),
    (no_foreign_address, "static/js/svg.js", "const ns = 'http://www.w3.org/2000/svg';"),
    (files_are_short, "engine/run.py", "\n" * HARD),
    (files_are_short, "tests/js/node_modules/a.js", "\n" * (HARD + 1)),
]

RULES = list(dict.fromkeys(rule for rule, *_ in BREACHES))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with two cells, the helper that they share and the registry that names the cells."""
    plant(tmp_path, REGISTRY, "from engine.cells import gru, lstm")
    for name in ("gru", "lstm", "shared"):
        plant(tmp_path, f"engine/cells/{name}.py", "")
    return tmp_path


def plant(root: Path, path: str, source: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(source, encoding="utf-8")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_project_keeps(rule: Rule) -> None:
    assert rule(ROOT) == []


@pytest.mark.parametrize(("rule", "path", "source", "named"), BREACHES)
def test_a_breach_is_found(tree: Path, rule: Rule, path: str, source: str, named: str) -> None:
    assert rule(tree) == []
    plant(tree, path, source)
    (sentence,) = rule(tree)
    assert sentence.startswith(path)
    assert sentence.endswith(named)


@pytest.mark.parametrize(("rule", "path", "source"), FINE)
def test_what_is_no_breach_passes(tree: Path, rule: Rule, path: str, source: str) -> None:
    plant(tree, path, source)
    assert rule(tree) == []


def test_past_the_hard_cap_the_soft_one_is_told_as_well(tree: Path) -> None:
    plant(tree, "app/main.py", "\n" * (SOFT + 1))
    plant(tree, "app/store.py", "\n" * (HARD + 1))
    plant(tree, "app/spec.py", "\n" * SOFT)
    assert files_are_short(tree) == ["app/store.py has 301 lines", "app/main.py has 201 lines"]


def test_the_rules_look_at_the_files_that_are_there() -> None:
    for path in ("engine/network.py", REGISTRY, "static/js/main.js", "templates/index.html"):
        assert (ROOT / path).is_file()
