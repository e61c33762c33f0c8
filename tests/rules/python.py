"""Who may import whom in the engine and in the app; imports inside functions count as well."""

import ast
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path, PurePosixPath

from tests.rules.files import files

# What each room may import, beside itself; a longer name is a room within a room. Only names of
# rooms that stand above it, so that there is no way round.
ARROWS: dict[str, tuple[str, ...]] = {
    "engine.errors": (),
    "engine.arrays": (),
    "engine.checks": ("engine.errors", "engine.arrays"),
    "engine.cells": ("engine.arrays",),
    "engine.network": ("engine.errors", "engine.arrays", "engine.checks", "engine.cells"),
    "engine.sources": ("engine.errors", "engine.checks", "engine.network"),
}
_GROUND = ("engine.errors", "engine.arrays", "engine.checks", "engine.cells", "engine.network")
ARROWS["engine.trace"] = (*_GROUND, "engine.sources")
_RUN = (*_GROUND, "engine.trace", "engine.network.network")
ARROWS["engine.network.network"] = (*_GROUND, "engine.trace")
ARROWS["engine.training"] = _RUN
ARROWS["engine.numbers"] = _RUN
ARROWS["engine.frameworks"] = (*_RUN, "engine.sources")
ARROWS["engine.importers"] = (*_RUN, "engine.frameworks")
ARROWS["engine.language"] = (*_RUN, "engine.sources", "engine.frameworks")
ARROWS["engine.verdict"] = (*ARROWS["engine.language"], "engine.language")
ARROWS["engine.presets"] = (*_RUN, "engine.importers")
ARROWS["engine"] = tuple(room for room in ARROWS if room not in ("engine", "engine.presets"))
ARROWS["app.errors"] = ("engine",)
ARROWS["app.settings"] = ()
_APP = ("engine", "engine.presets", *ARROWS["engine"], "app.errors", "app.settings")
ARROWS["app.runs"] = _APP
ARROWS["app.views"] = (*_APP, "app.runs")
ARROWS["app.web"] = _APP
ARROWS["app.routers"] = (*_APP, "app.runs", "app.views")
ARROWS["app.main"] = (*_APP, "app.runs", "app.routers", "app.web")
ARROWS["app.command"] = (*_APP, "app.runs", "app.views", "app.main")
ARROWS["app"] = ()

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
