"""Small trained networks, kept as safetensors beside the scripts that trained them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..arrays import Array
from ..errors import EngineError
from ..importers import read as importers
from ..network.head import Head
from ..network.network import Network

alphabet = "abcd"
"""The letters that can be typed, one-hot in this order."""

symbols = "abcdefgh"
"""What the heads for letters answer with."""

_folder = Path(__file__).parent


@dataclass(frozen=True)
class Preset:
    """A trained network with its head.

    Attributes:
        name: the file's name without its ending.
        network: the recurrent layers.
        head: the dense layer behind them.
        about: what the training script wrote beside the weights: task, figures, seed.
    """

    name: str
    network: Network
    head: Head
    about: dict[str, str]


def load_presets() -> dict[str, Preset]:
    """Read every preset of this folder, by name."""
    return {path.stem: _read(path) for path in sorted(_folder.glob("*.safetensors"))}


def sunspots() -> tuple[int, Array]:
    """The yearly sunspot numbers: the first year, and (T, 1) float32, one row a year."""
    table = np.loadtxt(_folder / "sunspots.csv", delimiter=",", skiprows=1)
    return int(table[0, 0]), table[:, 1:].astype("float32")


def _read(path: Path) -> Preset:
    contents = importers.read(path.read_bytes())
    network = contents.load()
    if not network.head:
        raise EngineError(f"The preset {path.name} has no head.weight and head.bias.")
    return Preset(path.stem, network, network.head, dict(contents.about))
