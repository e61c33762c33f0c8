"""The parameters that one direction of one layer computes with."""

from copy import copy
from dataclasses import dataclass

import numpy as np

from ..arrays import Array
from .activations import Gate

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
    """The same, laid out for the loop over time, where B comes last, and scaled for the gates.

    ``b_h``, ``numerator`` and ``shift`` have a column for each of the rows that a step runs, see
    ``of_rows``: numpy adds two arrays of one shape in a third of the time.

    Attributes:
        gate: the squashing function of the gates.
        W_x: (G·H, I), what x is multiplied with.
        b: (G·H, 1), every bias that can be added to that product.
        W_h: (G·H, P), what h is multiplied with.
        b_h: (..., 1), the rest of b_hh, of blocks in which the product with h isn't simply added.
        W_r: (P, H), the projection; None without.
        W_c: (3, H, 1), the peepholes, scaled like the gates; None without.
        numerator: (G·H, 1), the factors of the weights with their sign turned, see ``squash``.
        shift: (G·H, 1), numerator - 1.
        one: 1 as an array: it is added in half of a float's time.
    """

    def __init__(
        self,
        weights: Weights,
        gate: Gate,
        is_gate: tuple[bool, ...],
        candidates_scale: float,
        b_hh_blocks: int,
    ) -> None:
        """Lay the parameters out.

        Args:
            weights: the parameters.
            gate: the squashing function of the gates.
            is_gate: for each block, whether ``gate`` squashes it.
            candidates_scale: the factor of the other blocks.
            b_hh_blocks: in how many blocks, counted from the first, b_hh is added to the rest.
        """
        dtype, rows = weights.W_hh.dtype, len(weights.W_hh)
        H = rows // len(is_gate)
        b_hh, last = weights.b_hh.copy(), b_hh_blocks * H
        b_hh[last:] = 0
        factors = np.array(
            [gate.scale if is_one else candidates_scale for is_one in is_gate], dtype
        )
        self.gate = gate
        scale = np.repeat(factors, H)[:, None]
        self.numerator = -scale
        self.shift = self.numerator - 1
        self.one = np.array(1, dtype)
        self.W_x = weights.W_ih * scale
        self._W_h_by_row = weights.W_hh * scale
        self.W_h = np.asfortranarray(self._W_h_by_row)
        self.b = (weights.b_ih + b_hh)[:, None] * scale
        self.b_h = weights.b_hh[last:, None]
        self.W_r = weights.W_hr
        self.W_c = None if weights.W_c is None else weights.W_c[:, :, None] * dtype.type(gate.scale)

    def squash(self, a: Array) -> None:
        """Turn every block into its gate or candidate, in place, by one exp for all of them.

        Args:
            a: (G·H, B), each block by its factor, -numerator: where it is -1 the block becomes
                σ(a) = 1 / (1 + e^-a), and where it is -2 tanh(a) = 2 / (1 + e^-2a) - 1.
        """
        np.exp(a, out=a)
        a += self.one
        np.divide(self.numerator, a, out=a)
        a -= self.shift

    def of_rows(self, n: int) -> "LoopWeights":
        """The same for n rows of the batch, with W_h in the order that BLAS is faster with."""
        if n == 1:
            return self
        wide = copy(self)
        wide.W_h = self._W_h_by_row
        wide.b_h = self.b_h.repeat(n, axis=1)
        wide.numerator, wide.shift = self.numerator.repeat(n, axis=1), self.shift.repeat(n, axis=1)
        return wide
