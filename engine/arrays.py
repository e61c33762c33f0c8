"""The types that the engine's signatures are written in, and the product of all steps."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

type_names = ("float32", "float64")

Array = npt.NDArray[np.floating[Any]]
"""An array of float32 or of float64; a function returns the type that it was given."""

Named = dict[str, Array]
"""Arrays by the name that the equations give them."""

NamedArrays = Mapping[str, Array]
"""The same, only read."""


def of_every_step(W: Array, x: Array) -> Array:
    """W x_t for every t.

    Args:
        W: (N, M).
        x: (T, B, M).

    Returns:
        (T, N, B), contiguous.
    """
    T, B, M = x.shape
    if B < 8:  # one product, turned round afterwards, is faster than T narrow ones
        flat = np.dot(x.reshape(T * B, M), W.T)
        return np.ascontiguousarray(flat.reshape(T, B, len(W)).swapaxes(1, 2))
    product: Array = np.matmul(W, x.swapaxes(1, 2))
    return product
