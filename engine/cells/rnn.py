"""The plain recurrent cell: Elman, "Finding structure in time" (1990), as in torch.nn.RNN."""

import numpy as np

from engine.arrays import Array, Named, NamedArrays
from engine.cells.activations import relu

states = ("h",)
gates: tuple[str, ...] = ()
blocks = 1  # weight_ih is (H, I): there is one linear map and no gate


def step_tanh(from_x: Array, state: NamedArrays, W_hh: Array, b_hh: Array) -> Named:
    """h_t = tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh).

    Args:
        from_x: (B, H), W_ih x_t + b_ih.
        state: ``h``, (B, H), of the step before.
        W_hh: (H, H).
        b_hh: (H,).

    Returns:
        ``h``, (B, H).
    """
    return {"h": np.tanh(from_x + state["h"] @ W_hh.T + b_hh)}


def step_relu(from_x: Array, state: NamedArrays, W_hh: Array, b_hh: Array) -> Named:
    """h_t = max(0, W_ih x_t + b_ih + W_hh h_{t-1} + b_hh), of the shapes of ``step_tanh``."""
    return {"h": relu(from_x + state["h"] @ W_hh.T + b_hh)}
