"""Who may import whom in the page, and how it may make its elements."""

import posixpath
import re
from pathlib import Path

from tests.rules.files import files

_STRING = r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)"""
VIEWS = ("stage", "shelf", "cell", "ask", "tensors", "code", "controls", "player", "plot", "rail")
_HTML_FROM_STRINGS = r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc)\b"


def code_of(source: str) -> str:
    """The source without its comments; types that they import bind nobody."""
    return re.sub(rf"{_STRING}|//[^\n]*|/\*.*?\*/", r"\1", source, flags=re.DOTALL)


def imports(path: str, source: str) -> list[str]:
    """What the module at a path imports, as paths below the root."""
    found = re.findall(r"""\b(?:from|import)\s*\(?\s*["'`](\.[^"'`]*)""", code_of(source))
    folder = posixpath.dirname(path)
    return sorted(posixpath.normpath(posixpath.join(folder, target)) for target in found)


ROOMS = {
    "model": {"model"},
    "layout": {"layout", "model"},
    "words": {"words", "layout", "model"},
    "draw": {"draw"},
    "state": {"state", "words", "layout", "model"},
    **{view: {view, "words", "layout", "model", "draw", "state/controls.js"} for view in VIEWS},
    "stage": {"stage", "shelf", "words", "layout", "model", "draw"},
    "page": {"page", "draw"},
}
"""What each room of static/js may import; main.js may all."""


def page_keeps_its_arrows(root: Path) -> list[str]:
    """What is known of a run needs no DOM; views know neither each other nor what wires them up."""
    found = []
    for path, source in files(root, "static/js", ".js"):
        room, _, rest = path.removeprefix("static/js/").partition("/")
        for target in imports(path, source) if rest else []:
            place = target.removeprefix("static/js/")
            if not {place, place.partition("/")[0]} & ROOMS.get(room, set()):
                found.append(f"{path} imports {target}")
    return found


def nothing_imports_main(root: Path) -> list[str]:
    """main.js wires the page up; the page alone loads it."""
    return [
        f"{path} imports {target}"
        for path, source in files(root, "static/js", ".js")
        for target in imports(path, source)
        if target == "static/js/main.js"
    ]


def no_html_from_strings(root: Path) -> list[str]:
    """Elements are made one by one, so that nothing a user typed is ever read as HTML."""
    return [
        f"{path} uses {word}"
        for path, source in files(root, "static", ".js")
        for word in re.findall(_HTML_FROM_STRINGS, code_of(source))
    ]
