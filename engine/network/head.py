"""The head: the dense layer that makes y_t out of h_t. Frameworks leave it to the user."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from .. import checks
from ..arrays import Array, type_names
from ..errors import EngineError

Activation = Literal["softmax", "linear"]


@dataclass(frozen=True)
class Head:
    """y_t = softmax(W_hy h_t + b_y), or without the softmax where numbers are predicted.

    Attributes:
        weight: W_hy, (O, D·P).
        bias: b_y, (O,).
        activation: "softmax" or "linear".

    Raises:
        EngineError: the shapes don't fit together or the activation is unknown.
    """

    weight: Array
    bias: Array
    activation: Activation = "softmax"

    def __post_init__(self) -> None:
        """Hold the three to one another."""
        checks.choice("activation", self.activation, ("softmax", "linear"))
        ndarrays = checks.ndarray("weight", self.weight), checks.ndarray("bias", self.bias)
        for name, value in zip(("weight", "bias"), ndarrays, strict=True):
            checks.choice(f"{name}.dtype", str(value.dtype), type_names)
        if self.weight.dtype != self.bias.dtype:
            raise EngineError(
                f"bias is {self.bias.dtype}; expected {self.weight.dtype}, that of weight.", "bias"
            )
        if (
            0 in self.weight.shape
            or self.weight.ndim != 2
            or self.bias.shape != self.weight.shape[:1]
        ):
            raise EngineError(
                f"weight has shape {self.weight.shape} and bias {self.bias.shape}; "
                "expected (O, D·P) and (O,).",
                "weight",
            )

    @classmethod
    def random(
        cls, width: int, output_size: int, activation: Activation, dtype: str, seed: int
    ) -> "Head":
        """Draw a head as torch.nn.Linear draws its weights, uniform in ±1/√width.

        Args:
            width: D·P, what one step of ``output`` holds.
            output_size: O, what one y_t holds.
            activation: "softmax" or "linear".
            dtype: "float32" or "float64".
            seed: ≥ 0; the same seed gives the same weights.

        Returns:
            A head.
        """
        rng = np.random.default_rng(seed)
        bound = 1 / np.sqrt(width)
        weight = rng.uniform(-bound, bound, (output_size, width)).astype(dtype)
        return cls(weight, rng.uniform(-bound, bound, output_size).astype(dtype), activation)

    @np.errstate(over="ignore", invalid="ignore")  # inf and nan come out, as in the frameworks
    def run(self, output: Array) -> Array:
        """Read y off every step.

        Args:
            output: (..., D·P), a trace's ``output`` or any part of it.

        Returns:
            (..., O).

        Raises:
            EngineError: the last axis is not D·P wide.
        """
        a = self.sums(output)
        return softmax(a) if self.activation == "softmax" else a

    @np.errstate(over="ignore", invalid="ignore")
    def sums(self, output: Array) -> Array:
        """W_hy h_t + b_y, what the softmax is taken of; takes and raises the same as ``run``."""
        checks.ndarray("output", output)
        if output.ndim == 0 or output.dtype.kind != "f" or output.shape[-1] != self.weight.shape[1]:
            raise EngineError(
                f"output is {output.dtype} of shape {output.shape}; its last axis has to be "
                f"D·P = {self.weight.shape[1]}, the width of this head.",
                "output",
            )
        return np.asarray(output @ self.weight.T + self.bias)  # (..., O)


def softmax(a: Array) -> Array:
    """exp(a) over its sum along the last axis; the largest a is taken off, lest exp overflow."""
    e = np.exp(a - a.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))
