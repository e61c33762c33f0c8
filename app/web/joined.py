"""Many small files as the one that a page loads: a request each would cost a round trip each.

The files are as one wants to read them; the server joins them once, when it starts.
"""

import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

_import = re.compile(r"^import (?:\* as (\w+)|\{([^{}]*)\}) from '(\.[^'\n]+)';$", re.MULTILINE)
_export = re.compile(r"^export ((?:async )?function|const|class) (\w+)", re.MULTILINE)
_left = re.compile(r"^\s*(?:import|export)\b(?!\().*", re.MULTILINE)


def sheets(paths: list[Path]) -> str:
    """Style sheets, one behind the other.

    Args:
        paths: in the order in which a page would link to them.

    Returns:
        One sheet.
    """
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def modules(folder: Path, main: str) -> str:
    """A module and all that it imports, as one module.

    Each becomes a function that gives what the module exports, and is called once, those that it
    imports before it: what modules do. The names of one are hidden from the others.

    Args:
        folder: that holds the modules.
        main: the path of the first below it, "js/main.js"; it may await, and exports nothing.

    Returns:
        JavaScript without an import.

    Raises:
        ValueError: an import or export is not of the forms ``import { a, b as c } from './d.js';``,
            ``import * as a from './b.js';`` and ``export`` before a const, function or class; a
            module is not there; or some import each other in a circle.
    """
    sources: dict[str, str] = {}
    needs: dict[str, list[str]] = {}
    waiting = [main]
    while waiting:
        path = waiting.pop()
        if path not in sources:
            sources[path] = _read(folder, path)
            needs[path] = [_target(path, to) for _, _, to in _import.findall(sources[path])]
            waiting += needs[path]
    try:
        order = list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        raise ValueError(
            f"These modules import each other: {' → '.join(error.args[1])}."
        ) from error
    return "".join(_wrapped(path, sources[path], path == main) for path in order)


def _read(folder: Path, path: str) -> str:
    file = folder / path
    if not file.is_file():
        raise ValueError(f"There is no module {path}, but another imports it; mend the import.")
    return file.read_text(encoding="utf-8")


def _target(path: str, to: str) -> str:
    """What a module imports, as a path below the folder."""
    parts = path.split("/")[:-1]
    for part in to.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _wrapped(path: str, source: str, is_main: bool) -> str:
    def bound(match: re.Match[str]) -> str:
        whole, names, to = match.groups()
        return f"const {whole or _destructured(names)} = {_name(_target(path, to))};"

    exported = [name for _, name in _export.findall(source)]
    body = _import.sub(bound, _export.sub(r"\1 \2", source))
    if left := _left.search(body):
        raise ValueError(f"{path} has {left[0].strip()!r}, which is of no form that is joined.")
    if is_main:
        return f"// {path}\n{{\n{body}}}\n"
    given = f"return {{ {', '.join(exported)} }};"
    return f"// {path}\nconst {_name(path)} = (() => {{\n{body}{given}\n}})();\n"


def _destructured(names: str) -> str:
    return f"{{{names.replace(' as ', ': ')}}}"


def _name(path: str) -> str:
    """A module's name as a variable: "js/draw/dom.js" is js_draw_dom_js."""
    return re.sub(r"\W", "_", path)
