"""Who may import whom in the engine and in the app; imports inside functions count as well."""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path, PurePosixPath

from tests.rules.files import files

_GROUND = ("engine.errors", "engine.arrays", "engine.checks", "engine.cells", "engine.network")
_RUN = (*_GROUND, "engine.trace", "engine.network.network")
_FILES = (*_RUN, "engine.frameworks", "engine.importers")
_WORDS = (*_RUN, "engine.sources", "engine.frameworks")

# What each room may import, beside itself. The longest name that fits is a module's room, so that
# "engine.importers" is what its formats share. Each row names rooms of rows above it alone.
ARROWS: dict[str, tuple[str, ...]] = {
    "engine.errors": (),
    "engine.arrays": (),
    "engine.checks": ("engine.errors", "engine.arrays"),
    "engine.cells": ("engine.arrays",),
    "engine.network": ("engine.errors", "engine.arrays", "engine.checks", "engine.cells"),
    "engine.sources": ("engine.errors", "engine.checks", "engine.network"),
    "engine.trace": (*_GROUND, "engine.sources"),
    "engine.network.network": (*_GROUND, "engine.trace"),
    "engine.training": _RUN,
    "engine.numbers": _RUN,
    "engine.frameworks": (*_RUN, "engine.sources"),
    "engine.importers": _RUN,
    "engine.importers.hdf5": _FILES,
    "engine.importers.keras": (*_FILES, "engine.importers.hdf5"),
    "engine.importers.named": _FILES,
    "engine.importers.pytorch": (*_FILES, "engine.importers.named"),
    "engine.importers.onnx": _FILES,
    "engine.importers.read": (
        *_FILES,
        *(f"engine.importers.{name}" for name in ("keras", "named", "onnx", "pytorch")),
    ),
    "engine.importers.save": (*_FILES, "engine.importers.named"),
    "engine.language.errors": ("engine.errors",),
    "engine.language.text": ("engine.errors", "engine.language.errors"),
    "engine.language.tensors": (*_WORDS, "engine.language.errors"),
}
for _room_above, *_below in (  # each may import what the one before it may, and that one
    ("operations", "text"),
    ("layers", "operations", "tensors"),
    ("functions", "layers"),
    ("names", "functions"),
):
    ARROWS[f"engine.language.{_room_above}"] = (
        *_WORDS,
        "engine.language.errors",
        *(f"engine.language.{name}" for name in _below),
        *(each for name in _below for each in ARROWS[f"engine.language.{name}"]),
    )
ARROWS["engine.language"] = tuple(
    room for room in ARROWS if room in _WORDS or room.startswith("engine.language.")
)
ARROWS |= {
    "engine.verdict": (*ARROWS["engine.language"], "engine.language"),
    "engine.presets": (*_RUN, "engine.importers", "engine.importers.read"),
}
ARROWS["engine"] = tuple(room for room in ARROWS if room != "engine.presets")
_APP = (
    *("engine", "engine.presets", *ARROWS["engine"]),
    *("app.errors", "app.startup", "app.settings", "app.choices"),
)
ARROWS |= {
    "app.choices": (),
    "app.settings": (),
    "app.startup": (),
    "app.errors": ("engine", *ARROWS["engine"]),
    "app.runs": _APP,
    "app.views": (*_APP, "app.runs"),
    "app.web": _APP,
    "app.routers": (*_APP, "app.runs", "app.views"),
    "app.main": (*_APP, "app.runs", "app.views", "app.routers", "app.web"),
    "app.command": (*_APP, "app.runs", "app.views", "app.main"),
    "app": (),
}

# What else than numpy and the standard library a part of the engine may import.
FOREIGN = {
    "engine/language/": {"einops"},
    "engine/importers/": {"google", "onnx", "safetensors"},  # google.protobuf is onnx' own
    "engine/presets/train.py": {"safetensors", "torch"},
}


def imports(path: str, source: str) -> list[str]:
    """What a file imports, deferred or not, as names below the package that holds all.

    Args:
        path: of the file, "engine/trace/run.py".
        source: its text.

    Returns:
        ``from ..errors import EngineError`` as "engine.errors.EngineError", sorted.
    """
    package = ("unrolled", *PurePosixPath(path).parent.parts)
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return sorted(name.removeprefix("unrolled.") for name in found)


def engine_stands_alone(root: Path) -> list[str]:
    """The engine knows numpy and the standard library: no web, and above all not the app."""
    broken = []
    for path, source in files(root, "engine", ".py"):
        known = {*sys.stdlib_module_names, "engine", "numpy"}
        for part, names in FOREIGN.items():
            known |= names if path.startswith(part) else set()
        strange = [name for name in imports(path, source) if name.split(".")[0] not in known]
        broken += [f"{path} imports {name}" for name in strange]
    return broken


def rooms_keep_their_arrows(root: Path) -> list[str]:
    """A file imports its own room, and the rooms that an arrow leads to."""
    broken = []
    for path, source in _ours(root):
        room = _room(_module(path))
        for name in imports(path, source):
            is_ours = name.split(".")[0] in ("engine", "app")
            if is_ours and _room(name) not in (room, *ARROWS[room]):
                broken.append(f"{path} imports {name}")
    return broken


def formats_have_one_door(root: Path) -> list[str]:
    """Whoever reads a format asks its file.py, and nothing behind it."""
    inside = re.compile(r"(engine\.importers\.(hdf5|keras|named|onnx|pytorch))\.(?!file\b)")
    broken = []
    for path, source in _ours(root):
        for name in imports(path, source):
            found = inside.match(name)
            if found and not _module(path).startswith(f"{found[1]}."):
                broken.append(f"{path} imports {name}")
    return broken


def nothing_goes_in_circles(root: Path) -> list[str]:
    """No file imports itself by way of others, not even in a function or for types alone."""
    modules = {_module(path): (path, source) for path, source in _ours(root)}
    graph: dict[str, set[str]] = {}
    for module, (path, source) in modules.items():
        named = [_longest(name, modules) for name in imports(path, source)]
        graph[module] = {name for name in named if name and name != module}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1][:0:-1]  # its last is its first again
        start = circle.index(max(circle))
        shown = [*circle[start:], *circle[: start + 1]]
        return [f"{modules[shown[0]][0]} goes in a circle: {' → '.join(shown)}"]
    return []


def cells_stand_alone(root: Path) -> list[str]:
    """A cell knows no other cell and nothing above it; nobody but the registry knows the cells."""
    in_folder = dict(files(root, "engine/cells", ".py"))
    registry = "engine/cells/__init__.py"
    modules = {_module(path) for path in in_folder}
    cells = {
        name
        for name in imports(registry, in_folder.get(registry, ""))
        if name in modules and name.rpartition(".")[2] in in_folder[registry].split("CELLS")[-1]
    }
    below = {"engine.arrays", "engine.checks", "engine.errors", *(modules - cells)}
    broken = []
    for path, source in files(root, "engine", ".py"):
        for name in imports(path, source):
            is_ours = _is_in(name, {"engine"}) and path != registry
            is_above = path in in_folder and not _is_in(name, below - {"engine.cells"})
            if is_ours and (is_above or _is_in(name, cells)):
                broken.append(f"{path} imports {name}")
    return broken


def _ours(root: Path) -> Iterator[tuple[str, str]]:
    for folder in ("engine", "app"):
        yield from files(root, folder, ".py")


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _room(name: str) -> str:
    """The room that a module, or what is in it, belongs to."""
    return _longest(name, ARROWS) or name


def _longest(name: str, known: Mapping[str, object]) -> str:
    """The longest front part of a dotted name that is known; empty where none is."""
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name


def _is_in(name: str, modules: set[str]) -> bool:
    return any(f"{name}.".startswith(f"{module}.") for module in modules)
