"""The trained networks that come with the program."""

from fastapi import APIRouter, Request

from ..views.presets import PresetView, preset_views

router = APIRouter(prefix="/api", tags=["presets"])


@router.get("/presets")
def presets(request: Request) -> list[PresetView]:
    """List them, with the figures that their training printed."""
    return preset_views(request.app.state.presets.values())


@router.get("/health")
def health() -> dict[str, str]:
    """Say that the server answers."""
    return {"status": "ok"}
