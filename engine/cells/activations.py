"""The squashing functions of the gates, and their derivatives in terms of the gate itself.

σ(a) = 1 / (1 + e^-a) is computed as ½ + ½ tanh(½a): nothing overflows, and gates and candidates
of a cell can share one tanh. The factor inside, ``scale``, is put into the weights beforehand.
"""

from dataclasses import dataclass

import numpy as np

from engine.arrays import Array


class Sigmoid:
    """The logistic function σ."""

    scale = 0.5

    def __init__(self, dtype: str) -> None:
        """Keep ½ as an array of the type: it is multiplied with in half of a float's time."""
        self._half = np.array(0.5, dtype)

    def __call__(self, a: Array) -> None:
        """Turn ½a into σ(a), in place."""
        np.tanh(a, out=a)
        a *= self._half
        a += self._half

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
