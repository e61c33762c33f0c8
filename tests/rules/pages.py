"""What templates and static files may hold."""

import re
from html.parser import HTMLParser
from pathlib import Path

from tests.rules.files import files


class _Inline(HTMLParser):
    """Collects the script that stands in a page instead of in a file of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.found.append("a <script> without src")
        self.found += [f"the handler {name}" for name in given if name.startswith("on")]
        if any((value or "").strip().startswith("javascript:") for value in given.values()):
            self.found.append("a javascript: address")


def no_inline_script(root: Path) -> list[str]:
    """The Content-Security-Policy lets no script run but files."""
    broken = []
    for folder in ("static", "templates"):
        for path, source in files(root, folder, ".html", ".svg"):
            parser = _Inline()
            parser.feed(source)
            broken += [f"{path} has {what}" for what in parser.found]
    return broken


def no_foreign_address(root: Path) -> list[str]:
    """The page asks no other server for anything; the names of XML namespaces are not asked."""
    kinds = (".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest")
    return [
        f"{path} names {address}"
        for folder in ("static", "templates")
        for path, source in files(root, folder, *kinds)
        for address in re.findall(r"https?://[^\s\"'`)<>]*", source, re.IGNORECASE)
        if not address.startswith("http://www.w3.org/")
    ]
