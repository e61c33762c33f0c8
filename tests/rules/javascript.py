"""Who may import whom in the page, and how it may make its elements."""

import posixpath
import re
from pathlib import Path

from tests.rules.files import files

_STRING = r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)"""
_HTML_FROM_STRINGS = r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc)\b"


def code_of(source: str) -> str:
    """The source without its comments; types that they import bind nobody."""
    return re.sub(rf"{_STRING}|//[^\n]*|/\*.*?\*/", r"\1", source, flags=re.DOTALL)


def imports(path: str, source: str) -> list[str]:
    """What the module at a path imports, as paths below the root."""
    found = re.findall(r"""\b(?:from|import)\s*\(?\s*["'`](\.[^"'`]*)""", code_of(source))
    folder = posixpath.dirname(path)
    return sorted(posixpath.normpath(posixpath.join(folder, target)) for target in found)


def views_stand_alone(root: Path) -> list[str]:
    """Views import neither each other nor what wires them up."""
    forbidden = re.compile(r"static/js/(views/|(api|main|player|store|url)\b)")
    return [
        f"{path} imports {target}"
        for path, source in files(root, "static/js/views", ".js")
        for target in imports(path, source)
        if forbidden.match(target)
    ]


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
