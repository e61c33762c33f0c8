"""The parameters that one direction of one layer computes with."""

from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.cells.activations import Gate

Products = tuple[tuple[Array, Array | None], ...]
"""For a parameter's rows, in order: ∂L/∂ of what they are multiplied into, (T, B, rows), and what
they are multiplied with, (T, B, columns); None where a bias is only added."""


@dataclass(frozen=True)
class Weights:
    """PyTorch's parameters; G is the number of blocks, P the size of h.

    Attributes:
        W_ih: (G·H, I), or (G·H, D·P) above the first layer.
        W_hh: (G·H, P).
        b_ih: (G·H,), zeros without bias.
        b_hh: (G·H,), zeros without bias.
        W_hr: (P, H), the LSTM's projection; None without.
        W_c: (3, H), the peepholes of i, f and o; None without.
    """

    W_ih: Array
    W_hh: Array
    b_ih: Array
    b_hh: Array
    W_hr: Array | None = None
    W_c: Array | None = None


class LoopWeights:
    """The same, laid out for the loop over time: transposed, contiguous, and scaled for the gates.

    Vectors have an axis of one row before them: numpy adds two arrays of as many axes in half of
    the time, where B is 1.

    Attributes:
        gate: the squashing function of the gates.
        W_x: (I, G·H), what the product with all of x takes.
        b: (1, G·H), every bias that can be added to that product.
        W_h: (P, G·H), what the product of one step takes.
        b_h: (1, ...), the rest of b_hh, of blocks in which the product with h isn't simply added.
        W_r: (H, P), the projection; None without.
        W_c: (3, 1, H), the peepholes, scaled like the gates; None without.
        top: (1, G·H), the factors of the weights with their sign turned;
            top / (1 + e^(-top·a)) - shift is σ(a) where it is 1, tanh(a) where it is 2.
        shift: (1, G·H), top - 1.
        one: 1 as an array: it is added in half of a float's time.
    """

    def __init__(
        self,
        weights: Weights,
        gate: Gate,
        is_gate: tuple[bool, ...],
        candidates_scale: float,
        joined: int,
    ) -> None:
        """Lay the parameters out.

        Args:
            weights: the parameters.
            gate: the squashing function of the gates.
            is_gate: for each block, whether ``gate`` squashes it.
            candidates_scale: the factor of the other blocks.
            joined: in how many blocks, counted from the first, b_hh is added to the rest.
        """
        dtype, rows = weights.W_hh.dtype, len(weights.W_hh)
        H = rows // len(is_gate)
        b_hh, last = weights.b_hh.copy(), joined * H
        b_hh[last:] = 0
        factors = np.array(
            [gate.scale if is_one else candidates_scale for is_one in is_gate], dtype
        )
        self.gate = gate
        scale = np.repeat(factors, H)
        self.top = -scale[None]
        self.shift = self.top - 1
        self.one = np.array(1, dtype)
        self.W_x = np.ascontiguousarray((weights.W_ih * scale[:, None]).T)
        self.W_h = np.ascontiguousarray((weights.W_hh * scale[:, None]).T)
        self.b = ((weights.b_ih + b_hh) * scale)[None]
        self.b_h = weights.b_hh[None, last:]
        self.W_r = None if weights.W_hr is None else np.ascontiguousarray(weights.W_hr.T)
        self.W_c = None if weights.W_c is None else weights.W_c[:, None] * dtype.type(gate.scale)
