"""Who may import whom in the engine."""

import ast
import sys
from pathlib import Path, PurePosixPath

from tests.rules.files import files

# A module of the engine imports, while it loads, none of a later row.
ROWS = (
    ("arrays", "checks", "errors"),
    ("cells",),
    ("equation", "lengths", "network", "parameters", "schedule", "symbols", "trace"),
    ("bptt", "explain", "loss", "mathml", "number", "places", "run"),
    ("importers",),
    ("sources",),
    ("frameworks",),
    ("language",),
    ("verdict",),
    ("ask",),
    ("as_code", "misread", "presets", "save", "seq2seq", "training"),
)

# What else than numpy and the standard library a part of the engine may import.
FOREIGN = {
    "engine/language/rearrange.py": {"einops"},
    "engine/importers/": {"google", "onnx", "safetensors"},  # google.protobuf is onnx' own
    "engine/presets/train.py": {"safetensors", "torch"},
    "engine/save.py": {"safetensors"},
}


def imports(source: str, *, on_loading: bool = False) -> list[str]:
    """What a file imports, ``from a import b`` as ``a.b``; ruff refuses relative imports.

    ``on_loading`` leaves out what waits in a function or is there for the type checker only.
    """
    found: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        is_for_types = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        if not (on_loading and (is_function or is_for_types)):
            waiting.extend(ast.iter_child_nodes(node))
    return sorted(found)


def engine_stands_alone(root: Path) -> list[str]:
    """The engine knows numpy and the standard library: no web, and above all not the app."""
    broken = []
    for path, source in files(root, "engine", ".py"):
        known = {*sys.stdlib_module_names, "engine", "numpy"}
        for part, names in FOREIGN.items():
            known |= names if path.startswith(part) else set()
        strange = [name for name in imports(source) if name.split(".")[0] not in known]
        broken += [f"{path} imports {name}" for name in strange]
    return broken


def engine_points_down(root: Path) -> list[str]:
    """importers, presets, training -> run, bptt -> network, trace -> cells."""
    row_of = {module: row for row, modules in enumerate(ROWS) for module in modules}
    broken = []
    for path, source in files(root, "engine", ".py"):
        own_row = row_of.get(PurePosixPath(path).with_suffix("").parts[1], len(ROWS))
        for name in imports(source, on_loading=True):
            package, module, *_ = [*name.split("."), ""]
            if package == "engine" and row_of.get(module, 0) > own_row:
                broken.append(f"{path} imports {name}")
    return broken


def cells_stand_alone(root: Path) -> list[str]:
    """A cell knows no other cell and nothing above it; nobody but the registry knows the cells."""
    in_folder = dict(files(root, "engine/cells", ".py"))
    registry = "engine/cells/__init__.py"
    modules = {path.removesuffix(".py").replace("/", ".") for path in in_folder}
    cells = modules & set(imports(in_folder.get(registry, "")))
    below = {f"engine.{module}" for module in ROWS[0]} | (modules - cells)
    broken = []
    for path, source in files(root, "engine", ".py"):
        for name in imports(source):
            is_ours = _is_in(name, {"engine"}) and path != registry
            is_above = path in in_folder and not _is_in(name, below)
            if is_ours and (is_above or _is_in(name, cells)):
                broken.append(f"{path} imports {name}")
    return broken


def _is_in(name: str, modules: set[str]) -> bool:
    return any(f"{name}.".startswith(f"{module}.") for module in modules)
