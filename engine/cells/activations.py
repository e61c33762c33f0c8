"""The squashing functions of the gates, and their derivatives in terms of the gate itself.

The factor of a inside them, ``scale``, is put into the weights beforehand. Where e^-a overflows,
1 / (1 + e^-a) is 0, as σ is there.
"""

from dataclasses import dataclass

import numpy as np

from ..arrays import Array


class Sigmoid:
    """The logistic function, σ(a) = 1 / (1 + e^-a)."""

    scale = -1.0

    def __init__(self, dtype: str) -> None:
        """Keep 1 as an array of the type: it is added in half of a float's time."""
        self._one = np.array(1, dtype)

    def __call__(self, a: Array) -> None:
        """Turn -a into σ(a), in place."""
        np.exp(a, out=a)
        a += self._one
        np.divide(self._one, a, out=a)

    def slope(self, gate: Array) -> Array:
        """σ'(a), out of the gate σ(a)."""
        return gate * (1 - gate)


@dataclass(frozen=True)
class HardSigmoid:
    """clip(α·a + β, 0, 1): ONNX' HardSigmoid, and with α = 1/6, β = 1/2 that of Keras 3."""

    scale: float
    shift: float

    def __call__(self, a: Array) -> None:
        """Turn α·a into the gate, in place."""
        a += self.shift
        np.clip(a, 0, 1, out=a)

    def slope(self, gate: Array) -> Array:
        """α where the gate is neither shut nor fully open, and 0 there."""
        return np.where((gate > 0) & (gate < 1), self.scale, 0).astype(gate.dtype)


Gate = Sigmoid | HardSigmoid
