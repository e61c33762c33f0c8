"""Functions of one number, by PyTorch's names, of every element of a tensor."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ...sources.tracked import Tracked
from .mixing import computed

FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "relu": lambda a: np.maximum(a, 0),
    "leaky_relu": lambda a: np.where(a > 0, a, a * a.dtype.type(0.01)),
    "elu": lambda a: np.where(a > 0, a, np.expm1(a)),
    "square": np.square,
    "tanh": np.tanh,
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
}


def elementwise(name: str) -> Callable[[Tracked], Tracked]:
    """One of the functions, of a tensor."""
    function = FUNCTIONS[name]

    def apply(a: Tracked) -> Tracked:
        return computed(function, a)

    apply.__name__ = name
    return apply
