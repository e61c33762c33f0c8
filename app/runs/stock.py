"""What the server has, to make runs of."""

from dataclasses import dataclass

from ...engine.presets import Preset
from ..settings import Settings
from .files import Files
from .tables import Tables


@dataclass(frozen=True)
class Stock:
    """What weights and inputs are built with.

    Attributes:
        presets: the trained networks by name.
        files: model files.
        tables: CSVs.
        settings: limits.
    """

    presets: dict[str, Preset]
    files: Files
    tables: Tables
    settings: Settings
