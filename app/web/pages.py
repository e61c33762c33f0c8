"""The page, its static files under a path that changes with their content, and /docs."""

import hashlib
import importlib.metadata
import re
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from markupsafe import Markup, escape

from ..settings import Settings
from .compressed import CompressedFiles
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


def install(app: FastAPI, settings: Settings) -> None:
    """Serve the page at /, the API's description at /docs, and the files that they need."""
    static = folder("static")
    templates = Jinja2Templates(folder("templates"))
    templates.env.filters["prose"] = _prose
    version = digest(static)
    app.mount(f"/static/{version}", CompressedFiles(static), "static")
    # plotly.min.js is served out of the Python package, and loaded when a plot is opened.
    plotly_at = "/plotly/" + importlib.metadata.version("plotly")
    package = importlib.metadata.distribution("plotly").locate_file("plotly/package_data")
    app.mount(plotly_at, CompressedFiles(Path(str(package)), ["plotly.min.js"]), "plotly")
    modules = sorted(path.relative_to(static).as_posix() for path in static.rglob("*.js"))
    known = {
        "static": f"/static/{version}",
        "plotly": f"{plotly_at}/plotly.min.js",
        "modules": modules,
        "max_body": settings.max_body,
        "max_file": settings.max_file,
    }

    @app.api_route(
        "/", methods=["GET", "HEAD"], response_class=HTMLResponse, include_in_schema=False
    )
    def page(request: Request) -> HTMLResponse:
        return templates.TemplateResponse(request, "index.html", known)

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
