"""The rules of the house hold in this tree, and each of them notices when it is broken."""

from collections.abc import Callable
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.rules.files import HARD, SOFT, files_are_short
from tests.rules.javascript import no_html_from_strings, nothing_imports_main, page_keeps_its_arrows
from tests.rules.pages import no_foreign_address, no_inline_script
from tests.rules.python import (
    ARROWS,
    cells_stand_alone,
    engine_stands_alone,
    formats_have_one_door,
    nothing_goes_in_circles,
    rooms_keep_their_arrows,
)

Rule = Callable[[Path], list[str]]

ROOT = Path(__file__).parents[1]
REGISTRY = "engine/cells/__init__.py"

# rule, the file that breaks it, what it says, how the rule words it
BREACHES: list[tuple[Rule, str, str, str]] = [
    (engine_stands_alone, "engine/trace/run.py", "from ...app.main import x", "app.main.x"),
    (engine_stands_alone, "engine/trace/run.py", "def f():\n    import torch", "torch"),
    (engine_stands_alone, "engine/trace/run.py", "import safetensors.numpy", "safetensors.numpy"),
    (engine_stands_alone, "engine/presets/__init__.py", "import fastapi", "fastapi"),
    (engine_stands_alone, "engine/trace/run.py", "def f():\n    import onnx", "onnx"),
    (engine_stands_alone, "engine/importers/save.py", "import h5py", "h5py"),
    (engine_stands_alone, "engine/presets/__init__.py", "import safetensors", "safetensors"),
    (engine_stands_alone, "engine/importers/pytorch/file.py", "import torch", "torch"),
    (engine_stands_alone, "engine/verdict/ask.py", "import einops", "einops"),
    *(
        (rooms_keep_their_arrows, path, source, named)
        for path, source, named in (
            ("engine/errors.py", "from . import arrays", "engine.arrays"),
            ("engine/arrays.py", "from .checks import choice", "engine.checks.choice"),
            ("engine/checks.py", "from .cells import CELLS", "engine.cells.CELLS"),
            ("engine/cells/gru.py", "from ..trace import trace", "engine.trace.trace"),
            ("engine/network/stack.py", "from ..trace.run import run", "engine.trace.run.run"),
            (
                "engine/network/stack.py",
                "def f():\n    from .network import Network",
                "engine.network.network.Network",
            ),
            ("engine/sources/sets.py", "from ..trace import trace", "engine.trace.trace"),
            (
                "engine/trace/trace.py",
                "if TYPE_CHECKING:\n    from ..network.network import Network",
                "engine.network.network.Network",
            ),
            ("engine/network/network.py", "from ..importers import save", "engine.importers.save"),
            ("engine/training/bptt.py", "from ..numbers import explain", "engine.numbers.explain"),
            ("engine/numbers/explain.py", "from ..sources import sets", "engine.sources.sets"),
            ("engine/frameworks/keras.py", "from ..importers import read", "engine.importers.read"),
            ("engine/importers/read.py", "from ..sources import sets", "engine.sources.sets"),
            ("engine/importers/tensors.py", "from .onnx import file", "engine.importers.onnx.file"),
            (
                "engine/importers/onnx/file.py",
                "from ..keras import file",
                "engine.importers.keras.file",
            ),
            (
                "engine/importers/named/npz.py",
                "from ..read import read",
                "engine.importers.read.read",
            ),
            (
                "engine/language/text/parse.py",
                "from ..names import own",
                "engine.language.names.own",
            ),
            (
                "engine/language/layers/cells.py",
                "from ..functions import numpy",
                "engine.language.functions.numpy",
            ),
            (
                "engine/language/names/own.py",
                "from ..calls import called",
                "engine.language.calls.called",
            ),
            ("engine/language/calls.py", "from ..verdict import words", "engine.verdict.words"),
            ("engine/verdict/ask.py", "from ..importers import read", "engine.importers.read"),
            ("engine/__init__.py", "from . import presets", "engine.presets"),
            ("app/errors.py", "from .main import create_app", "app.main.create_app"),
            ("app/settings.py", "from ..engine import Network", "engine.Network"),
            ("app/runs/store.py", "from ..views import summary", "app.views.summary"),
            ("app/views/summary.py", "from ..routers import traces", "app.routers.traces"),
            ("app/web/pages.py", "from ..runs.store import Store", "app.runs.store.Store"),
            ("app/routers/ask.py", "from ..web import headers", "app.web.headers"),
            ("app/main.py", "def f():\n    from .command import serve", "app.command.serve"),
            ("app/command/ask.py", "from ..routers import ask", "app.routers.ask"),
        )
    ),
    (
        formats_have_one_door,
        "engine/importers/read.py",
        "from .onnx.graph import wire",
        "engine.importers.onnx.graph.wire",
    ),
    (
        nothing_goes_in_circles,
        "engine/cells/gru.py",
        "def f():\n    from . import CELLS",
        "engine.cells.gru → engine.cells → engine.cells.gru",
    ),
    (cells_stand_alone, "engine/cells/gru.py", "from . import lstm", "engine.cells.lstm"),
    (
        cells_stand_alone,
        "engine/cells/gru.py",
        "from ..network.head import Head",
        "engine.network.head.Head",
    ),
    (cells_stand_alone, "engine/cells/gru.py", "from . import CELLS", "engine.cells.CELLS"),
    (cells_stand_alone, "engine/trace/run.py", "from ..cells.lstm import f", "engine.cells.lstm.f"),
    *(
        (page_keeps_its_arrows, path, source, named)
        for path, source, named in (
            ("static/js/cell/a.js", "import { b } from '../ask/view.js';", "js/ask/view.js"),
            ("static/js/cell/a.js", "import '../state/store.js';", "js/state/store.js"),
            ("static/js/cell/a.js", "await import('../state/api.js');", "js/state/api.js"),
            ("static/js/cell/a.js", "import {\n  b,\n} from '../state/url.js';", "js/state/url.js"),
            ("static/js/cell/a.js", "export * from '../state/player.js';", "js/state/player.js"),
            ("static/js/model/a.js", "import { el } from '../draw/dom.js';", "js/draw/dom.js"),
            ("static/js/state/a.js", "import '../cell/numbers.js';", "js/cell/numbers.js"),
            ("static/js/new/a.js", "import '../model/trace.js';", "js/model/trace.js"),
        )
    ),
    (
        nothing_imports_main,
        "static/js/cell/a.js",
        "import x from '../main.js';",
        "static/js/main.js",
    ),
    (no_html_from_strings, "static/js/cell/a.js", "root.innerHTML = text;", "innerHTML"),
    (no_html_from_strings, "static/js/a.js", "p.insertAdjacentHTML(a, b);", "insertAdjacentHTML"),
    (no_inline_script, "templates/index.html", "<script>let x;</script>", "a <script> without src"),
    (no_inline_script, "templates/index.html", '<p ONCLICK="f()">', "the handler onclick"),
    (no_inline_script, "static/a.svg", '<a href="javascript:f()">', "a javascript: address"),
    (no_foreign_address, "templates/index.html", '<a href="https://a.b/c">', "https://a.b/c"),
    (no_foreign_address, "static/css/a.css", "@import url(http://a.b/c.css);", "http://a.b/c.css"),
    (files_are_short, "engine/trace/run.py", "\n" * (HARD + 1), f"{HARD + 1} lines"),
    (files_are_short, "tests/js/a.test.js", "\n" * (HARD + 1), f"{HARD + 1} lines"),
]

# What looks like a breach and is none.
FINE: list[tuple[Rule, str, str]] = [
    (engine_stands_alone, "engine/presets/train.py", "import torch, math"),
    (engine_stands_alone, "engine/importers/tensors.py", "from safetensors import safe_open"),
    (engine_stands_alone, "engine/importers/onnx/file.py", "def f():\n    import onnx"),
    (engine_stands_alone, "engine/importers/save.py", "import safetensors.numpy"),
    (rooms_keep_their_arrows, "engine/network/network.py", "from ..trace.run import run"),
    (rooms_keep_their_arrows, "engine/presets/train.py", "from . import series"),
    (rooms_keep_their_arrows, "app/views/answer.py", "from ...engine import Answer"),
    (rooms_keep_their_arrows, "engine/cells/gru.py", "from .shared import sigmoid"),
    (formats_have_one_door, "engine/importers/read.py", "from .onnx.file import read"),
    (formats_have_one_door, "engine/importers/onnx/file.py", "from .graph import wire"),
    (nothing_goes_in_circles, "engine/cells/gru.py", "from .shared import sigmoid"),
    (cells_stand_alone, "engine/cells/gru.py", "from .shared import sigmoid"),
    (cells_stand_alone, "engine/trace/run.py", "from ..cells import CELLS"),
    (
        page_keeps_its_arrows,
        "static/js/cell/a.js",
        "// import '../state/store.js'\nimport '../draw/svg.js';",
    ),
    (page_keeps_its_arrows, "static/js/cell/a.js", "/** @import { S } from '../state/store.js' */"),
    (no_inline_script, "templates/index.html", '<script type="module" src="main.js"></script>'),
    (no_inline_script, "templates/index.html", '<script type="application/json">[]</script>'),
    (no_foreign_address, "static/js/svg.js", "const ns = 'http://www.w3.org/2000/svg';"),
    (files_are_short, "engine/trace/run.py", "\n" * HARD),
    (files_are_short, "tests/js/node_modules/a.js", "\n" * (HARD + 1)),
]

RULES = list(dict.fromkeys(rule for rule, *_ in BREACHES))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with two cells, the helper that they share and the registry that names the cells."""
    plant(tmp_path, REGISTRY, "from . import gru, lstm, shared\nCELLS = {gru, lstm}")
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


def test_the_rooms_have_no_way_round() -> None:
    every = {room: set(allowed) - {room} for room, allowed in ARROWS.items()}
    assert {room for allowed in every.values() for room in allowed} <= every.keys()
    TopologicalSorter(every).prepare()  # raises CycleError


def test_every_room_is_there() -> None:
    for room in ARROWS:
        path = ROOT / room.replace(".", "/")
        assert path.is_dir() or path.with_suffix(".py").is_file(), room


def test_the_rules_look_at_the_files_that_are_there() -> None:
    for path in (
        "engine/network/network.py",
        REGISTRY,
        "static/js/main.js",
        "templates/index.html",
    ):
        assert (ROOT / path).is_file()
