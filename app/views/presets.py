"""What is told of the trained networks."""

from collections.abc import Iterable

from pydantic import BaseModel

from ...engine.presets import Preset


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


def preset_views(presets: Iterable[Preset]) -> list[PresetView]:
    """One of each, with the figures that its training printed."""
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
        for preset in presets
    ]
