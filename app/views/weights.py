"""The weights of each line of cells as one small picture: the same at every step."""

import numpy as np
from pydantic import BaseModel

from ...engine.arrays import Array
from ...engine.network.parameters import parameter_name
from ..runs.run import Run
from .decimals import shortest

most = 24
"""Rows and columns of a picture; of a larger matrix several weights share a place."""


class LineWeights(BaseModel):
    """The two matrices of a line of cells: what reads x, and beside it what reads h.

    ``names`` and ``shapes`` are PyTorch's. ``values`` are rows of the picture, whose columns from
    ``split`` on are those of the second matrix. Where several weights share a place it is the
    largest of them, with its sign; ``largest`` is the largest size of all.
    """

    layer: int
    direction: int
    names: list[str]
    shapes: list[list[int]]
    split: int
    values: list[list[float | None]]
    largest: float


class WeightsView(BaseModel):
    """All lines, layer by layer, forward before reverse."""

    lines: list[LineWeights]


def weights_view(run: Run) -> WeightsView:
    """The weights of a run's network.

    Args:
        run: whose network.

    Returns:
        One picture a line of cells, layer by layer, forward before reverse.
    """
    net = run.trace.network
    lines = []
    for layer in range(net.num_layers):
        for direction in net.directions:
            of_line = net.weights(layer, direction)
            matrices = [of_line.W_ih, of_line.W_hh]
            pictures = [_shrunk(matrix, most, most // 2) for matrix in matrices]
            picture = np.concatenate(pictures, axis=1)
            finite = np.abs(picture[np.isfinite(picture)])
            kinds = ("weight_ih", "weight_hh")
            lines.append(
                LineWeights(
                    layer=layer,
                    direction=direction,
                    names=[parameter_name(kind, layer, direction) for kind in kinds],
                    shapes=[list(matrix.shape) for matrix in matrices],
                    split=pictures[0].shape[1],
                    values=shortest(picture),
                    largest=float(finite.max(initial=0)),
                )
            )
    return WeightsView(lines=lines)


def _shrunk(matrix: Array, rows: int, columns: int) -> Array:
    """At most so many rows and columns: of those that share a place, the largest in size."""
    for axis, count in enumerate((rows, columns)):
        size = matrix.shape[axis]
        if size <= count:
            continue
        parts = np.array_split(matrix, count, axis=axis)
        high = np.stack([part.max(axis=axis) for part in parts], axis=axis)
        low = np.stack([part.min(axis=axis) for part in parts], axis=axis)
        matrix = np.where(np.abs(low) > np.abs(high), low, high)
    return matrix
