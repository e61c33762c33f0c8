"""The squashing functions of the cells, elementwise and of the type that comes in."""

import numpy as np

from engine.arrays import Array


def sigmoid(a: Array) -> Array:
    """σ(a) = 1 / (1 + e^-a), written with tanh because e^-a overflows for large negative a."""
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * a))


def relu(a: Array) -> Array:
    """max(a, 0)."""
    return np.asarray(np.maximum(a, 0))
