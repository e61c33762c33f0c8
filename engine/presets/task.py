"""What a preset can be trained for."""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ..arrays import Array

Answer = Callable[[Array], Array]
"""A network and its head: x (T, B, I) -> what the head gives before any softmax, (T, B, O)."""


class Task(Protocol):
    """Data to learn from, and the figures that say how well it was learnt.

    Attributes:
        name: the first word of the presets' file names.
        input_size: I.
        output_size: O.
        activation: of the head, "softmax" or "linear".
        directions: for which numbers of directions the task makes sense.
        seeds: one network is trained from each; that of the least training loss is kept.
        steps: how many batches a network is trained on.
        text: a description for the reader of the figures.
        words: what else a preset says of itself.
    """

    name: str
    input_size: int
    output_size: int
    activation: str
    directions: tuple[int, ...]
    seeds: tuple[int, ...]
    steps: int
    text: str
    words: dict[str, str]

    def batch(self, rng: np.random.Generator) -> tuple[Array, npt.NDArray[Any]]:
        """Draw x (T, B, I) and its targets: (T, B) for "softmax", (T, B, O) for "linear"."""

    def fold(self, weights: dict[str, Array]) -> dict[str, Array]:
        """Change trained weights so that the network reads and answers unscaled numbers."""

    def figures(self, answer: Answer) -> dict[str, float]:
        """Measure on data that no batch holds."""

    def missed(self, figures: dict[str, float]) -> str:
        """Say which figure misses its target; empty where none does."""

    def longest(self) -> Array:
        """An x (T, B, I) over which states would show that they grow."""
