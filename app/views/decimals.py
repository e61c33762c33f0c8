"""Numbers as decimals, the way JSON has them."""

from typing import Any

import numpy as np

from ...engine.arrays import Array


def shortest(a: Array) -> Any:
    """Nested lists of the shortest decimals that are read back as the same number.

    Python's own float would show the rounding of 0.1 to float32 as 0.10000000149011612.
    Infinities and NaN, which JSON hasn't got, become null.
    """
    decimals = np.array([float(str(number)) for number in a.ravel()], dtype=object)
    decimals[~np.isfinite(a.ravel())] = None
    return decimals.reshape(a.shape).tolist()
