"""The LSTM: Hochreiter & Schmidhuber (1997), forget gate by Gers (2000), as in torch.nn.LSTM."""

import numpy as np

from engine.arrays import Array, Named, NamedArrays, split
from engine.cells.activations import sigmoid

states = ("h", "c")
gates = ("i", "f", "g", "o")  # in the order of PyTorch's weight blocks
blocks = 4


def step(from_x: Array, state: NamedArrays, W_hh: Array, b_hh: Array) -> Named:
    """One step of an LSTM.

    Args:
        from_x: (B, 4H), W_ih x_t + b_ih, blocks i f g o.
        state: ``h`` and ``c``, (B, H) each, of the step before.
        W_hh: (4H, H).
        b_hh: (4H,).

    Returns:
        ``h``, ``c`` and the gates ``i``, ``f``, ``g``, ``o``, (B, H) each.
    """
    a = from_x + state["h"] @ W_hh.T + b_hh  # (B, 4H)
    a_i, a_f, a_g, a_o = split(a, blocks)  # (B, H) each
    i = sigmoid(a_i)
    f = sigmoid(a_f)
    g = np.tanh(a_g)
    o = sigmoid(a_o)
    c = f * state["c"] + i * g
    h = o * np.tanh(c)
    return {"i": i, "f": f, "g": g, "o": o, "c": c, "h": h}
