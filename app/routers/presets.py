"""The trained networks that come with the program."""

from fastapi import APIRouter, Request
from pydantic import BaseModel

router = APIRouter(prefix="/api", tags=["presets"])


class PresetView(BaseModel):
    """A trained network; ``network`` are the arguments that ask for it."""

    name: str
    task: str
    cell: str
    nonlinearity: str
    hidden_size: int
    num_layers: int
    bidirectional: bool
    input_size: int
    about: dict[str, str]


@router.get("/presets")
def presets(request: Request) -> list[PresetView]:
    """List them, with the figures that their training printed."""
    return [
        PresetView(
            name=preset.name,
            task=preset.about["task"],
            cell=preset.network.cell,
            nonlinearity=preset.network.nonlinearity,
            hidden_size=preset.network.hidden_size,
            num_layers=preset.network.num_layers,
            bidirectional=preset.network.bidirectional,
            input_size=preset.network.input_size,
            about=preset.about,
        )
        for preset in request.app.state.presets.values()
    ]


@router.get("/health")
def health() -> dict[str, str]:
    """Say that the server answers."""
    return {"status": "ok"}
