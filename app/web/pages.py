"""The page, its static files under a path that changes with their content, and /docs.

All addresses in pages are relative: whatever prefix a proxy gives the page, they hold.
"""

import hashlib
import importlib.metadata
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from markupsafe import Markup, escape

from ..settings import Settings
from . import joined
from .compressed import CompressedFiles, CompressedText
from .headers import policy


def folder(name: str) -> Path:
    """``static`` or ``templates``, inside the package."""
    return Path(__file__).parents[2] / name


def digest(*folders: Path) -> str:
    """A short hash over the names and contents of all files in some folders."""
    hashed = hashlib.sha256()
    for root in folders:
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                hashed.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return hashed.hexdigest()[:16]


def install(app: FastAPI, settings: Settings, first: Mapping[str, Any]) -> None:
    """Serve the page at /, the API's description at /docs, and the files that they need.

    Args:
        app: the app.
        settings: limits that the page tells before it sends what is past them.
        first: what the page would ask for first, as JSON has it; it stands in the page.
    """
    static = folder("static")
    templates = Jinja2Templates(folder("templates"))
    templates.env.filters["prose"] = _prose
    templates.env.policies["json.dumps_kwargs"] = {}  # in the order that answers have
    # What is joined changes with the program and with the templates, which list it.
    version = digest(static, folder("templates"), Path(__file__).parent)
    static_at = f"static/{version}"

    def serve(name: str, text: CompressedText) -> str:
        @app.api_route(f"/{static_at}/{name}", methods=["GET", "HEAD"], include_in_schema=False)
        def file(request: Request) -> Response:
            return text.answer(request)

        return f"{static_at}/{name}"

    def one_sheet(name: str, names: list[str]) -> str:
        text = joined.sheets([static / f"css/{each}.css" for each in names])
        return serve(name, CompressedText(text, "text/css"))

    def one_module(name: str, main: str) -> str:
        return serve(name, CompressedText(joined.modules(static, main), "text/javascript"))

    # plotly.min.js is served out of the Python package, and loaded when a plot is opened.
    plotly_at = "plotly/" + importlib.metadata.version("plotly")
    package = importlib.metadata.distribution("plotly").locate_file("plotly/package_data")
    known = {
        "static": static_at,
        "plotly": f"{plotly_at}/plotly.min.js",
        "max_body": settings.max_body,
        "max_file": settings.max_file,
        "first": first,
        "one_sheet": one_sheet,
        "one_module": one_module,
    }
    # No request changes anything in the page, so it is made once.
    index = CompressedText(templates.get_template("index.html").render(known), "text/html")
    app.mount(f"/{static_at}", CompressedFiles(static), "static")
    app.mount(f"/{plotly_at}", CompressedFiles(Path(str(package)), ["plotly.min.js"]), "plotly")

    @app.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    def page(request: Request) -> Response:
        return index.answer(request)

    @app.get("/plot", response_class=HTMLResponse, include_in_schema=False)
    def plot(request: Request) -> HTMLResponse:
        # Plotly sets inline styles and saves images, in this page alone.
        allowed = f"{policy}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:"
        headers = {"Content-Security-Policy": allowed}
        return templates.TemplateResponse(request, "plot.html", known, headers=headers)

    @app.get("/docs", response_class=HTMLResponse, include_in_schema=False)
    def docs(request: Request) -> HTMLResponse:
        return templates.TemplateResponse(request, "docs.html", {**known, "api": app.openapi()})


def _prose(text: str) -> Markup:
    """A docstring as HTML: what stands in double backquotes is code."""
    return Markup(re.sub(r"``(.+?)``", r"<code>\1</code>", str(escape(text))))
