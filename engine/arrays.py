"""The types that the engine's signatures are written in."""

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
