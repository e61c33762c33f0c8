"""The GRU: Cho et al. (2014), in the form of torch.nn.GRU.

PyTorch applies the reset gate after the product with W_hn, so b_hn stands inside the brackets,
and z keeps the old state: z = 1 means that nothing changes.
"""

import numpy as np

from engine.arrays import Array, Named, NamedArrays, split
from engine.cells.activations import sigmoid

states = ("h",)
gates = ("r", "z", "n")  # in the order of PyTorch's weight blocks
blocks = 3


def step(from_x: Array, state: NamedArrays, W_hh: Array, b_hh: Array) -> Named:
    """One step of a GRU.

    Args:
        from_x: (B, 3H), W_ih x_t + b_ih, blocks r z n.
        state: ``h``, (B, H), of the step before.
        W_hh: (3H, H).
        b_hh: (3H,).

    Returns:
        ``h`` and the gates ``r``, ``z``, ``n``, (B, H) each.
    """
    from_h = state["h"] @ W_hh.T + b_hh  # (B, 3H)
    x_r, x_z, x_n = split(from_x, blocks)  # (B, H) each
    h_r, h_z, h_n = split(from_h, blocks)
    r = sigmoid(x_r + h_r)
    z = sigmoid(x_z + h_z)
    n = np.tanh(x_n + r * h_n)
    h = (1 - z) * n + z * state["h"]
    return {"r": r, "z": z, "n": n, "h": h}
