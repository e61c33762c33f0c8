"""Small trained networks, kept as safetensors beside the scripts that trained them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import safe_open

from engine.arrays import Array
from engine.head import Head
from engine.network import Network

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
    with safe_open(path, framework="numpy") as file:
        about: dict[str, str] = file.metadata()
        arrays: dict[str, Any] = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    head = Head(
        arrays.pop("head.weight"),
        arrays.pop("head.bias"),
        "softmax" if about["activation"] == "softmax" else "linear",
    )
    network = Network.from_state_dict(about["cell"], arrays, about["nonlinearity"])
    return Preset(path.stem, network, head, about)
