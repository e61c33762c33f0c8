"""The assembly of the app, from top to bottom."""

import importlib.metadata
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from .. import engine
from ..engine.presets import load_presets
from .routers import ask, explain, files, language, presets, tables, traces
from .runs.store import Store
from .settings import Settings
from .views.first import first
from .web import handlers, pages
from .web.headers import BodyLimit, Headers, security


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the app.

    Args:
        settings: limits and places; read from the environment where it is None.

    Returns:
        An ASGI app.

    Raises:
        CannotStart: the folder for specs can't be made or written.
    """
    settings = settings or Settings()
    app = FastAPI(
        title="unrolled",
        description="Step recurrent networks through time and see what their tensors hold.",
        version=importlib.metadata.version("unrolled"),
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        generate_unique_id_function=lambda route: "_".join([*map(str, route.tags), route.name]),
    )
    app.state.settings = settings
    app.state.presets = load_presets()
    program = pages.digest(Path(engine.__file__).parent, Path(__file__).parent)
    app.state.store = Store(settings, app.state.presets, program)
    handlers.install(app, security)
    app.include_router(traces.router)
    app.include_router(explain.router)
    app.include_router(ask.router)
    app.include_router(language.router)
    app.include_router(presets.router)
    app.include_router(files.router)
    app.include_router(tables.router)
    pages.install(app, settings, first(app.state.store, settings))
    app.add_middleware(BodyLimit, most=settings.max_body, but=files.path)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Headers)
    return app
