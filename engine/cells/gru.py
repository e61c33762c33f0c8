"""The GRU: Cho et al. (2014), in the two forms that frameworks have.

torch.nn.GRU applies the reset gate after the product with W_hn, so b_hn stands inside the brackets;
the paper, ONNX' default and Keras' reset_after=False apply it to h before. In both, z keeps the old
state: z = 1 means that nothing changes.
"""

from collections.abc import Callable

import numpy as np

from ..arrays import Array, NamedArrays
from .activations import Gate
from .form import Form
from .weights import LoopWeights, Products, Weights

states: tuple[str, ...] = ("h",)
gates: tuple[str, ...] = ("r", "z", "n")  # in the order of PyTorch's weight blocks
is_gate: tuple[bool, ...] = (True, True, False)  # n is a candidate, squashed by tanh
nonlinearities: tuple[str, ...] = ("tanh",)


def equations(form: Form) -> dict[str, str]:
    """Gates and the state as expressions, in the order of computation; see ``cells.Cell``."""
    after, before = "r * (W_hn @ h_before + b_hn)", "W_hn @ (r * h_before) + b_hn"
    return {
        "r": f"{form.gate}(W_ir @ x + b_ir + W_hr @ h_before + b_hr)",
        "z": f"{form.gate}(W_iz @ x + b_iz + W_hz @ h_before + b_hz)",
        "n": f"tanh(W_in @ x + b_in + {after if form.reset_after else before})",
        "h": "(1 - z) * n + z * h_before",
    }


def b_hh_blocks(form: Form) -> int:
    """In how many blocks b_hh may be added to W_ih x_t: the reset gate may stand around b_hn."""
    return 2 if form.reset_after else 3


def candidates_scale(_: Form) -> float:
    """The factor of a in tanh(a): none."""
    return 1


def step_of(form: Form) -> Callable[..., None]:
    """The step of a form."""
    return step if form.reset_after else step_before


def step_backward_of(form: Form) -> Callable[..., tuple[Array]]:
    """The backward step of a form."""
    return step_backward if form.reset_after else step_before_backward


def step(
    W: LoopWeights, before: tuple[Array], a: Array, blocks: tuple[Array, ...], now: tuple[Array]
) -> None:
    """One step of a GRU, the reset gate after the product.

    Args:
        W: the parameters.
        before: ``h``, (H, B), of the step before.
        a: (3H, B), W_ih x_t + b_ih, with b_hr and b_hz; becomes the gates.
        blocks: views of a's blocks r z n, (H, B) each.
        now: ``h``, (H, B), of this step, filled in.
    """
    (h,), (r, z, n), (h_t,) = before, blocks, now
    H = len(h)
    from_h = np.dot(W.W_h, h)  # (3H, B)
    r_z = a[: 2 * H]
    r_z += from_h[: 2 * H]
    W.gate(r_z)
    from_h_n = from_h[2 * H :]  # (H, B)
    from_h_n += W.b_h
    from_h_n *= r
    n += from_h_n  # W_in x_t + b_in + r (W_hn h_{t-1} + b_hn)
    np.tanh(n, out=n)
    _mix(z, n, h, h_t)


def step_before(
    W: LoopWeights, before: tuple[Array], a: Array, blocks: tuple[Array, ...], now: tuple[Array]
) -> None:
    """One step of a GRU, the reset gate before the product; ``a`` holds b_hn too."""
    (h,), (r, z, n), (h_t,) = before, blocks, now
    H = len(h)
    r_z = a[: 2 * H]
    r_z += np.dot(W.W_h[: 2 * H], h)
    W.gate(r_z)
    n += np.dot(W.W_h[2 * H :], r * h)  # W_in x_t + b_in + W_hn (r h_{t-1}) + b_hn
    np.tanh(n, out=n)
    _mix(z, n, h, h_t)


def _mix(z: Array, n: Array, h: Array, h_t: Array) -> None:
    np.subtract(h, n, out=h_t)
    h_t *= z
    h_t += n  # h_t = (1 - z) n + z h_{t-1}


def slopes(
    form: Form, gate: Gate, W: Weights, now: NamedArrays, before: NamedArrays
) -> tuple[Array, ...]:
    """The factors of the backward step that wait for nothing, for every step at once.

    Args:
        form: of the cell.
        gate: the squashing function of the gates.
        W: the parameters.
        now: gates and states of every step, (T, B, H) each.
        before: the state that each step read.

    Returns:
        ∂h/∂a of z and n and ∂h_t/∂h_{t-1} along z, (T, B, H) each; then ∂n/∂r, and r, or for the
        reset gate before the product ∂(r h)/∂r in place of ∂n/∂r.
    """
    r, z, n, h = now["r"], now["z"], now["n"], before["h"]
    h_z = (h - n) * gate.slope(z)
    h_n = (1 - z) * (1 - n * n)
    if form.reset_after:
        H = n.shape[-1]
        from_h_n = h @ W.W_hh[2 * H :].T + W.b_hh[2 * H :]  # (T, B, H)
        h_r = h_n * from_h_n * gate.slope(r)
        return np.stack([h_r, h_z, h_n], axis=2), np.stack([h_r, h_z, h_n * r], axis=2), z
    return h_z, h_n, h * gate.slope(r), r, z


def step_backward(
    W: Weights, d_now: tuple[Array], factors: tuple[Array, ...], d_a: Array
) -> tuple[Array]:
    """Take the gradient one step back, the reset gate after the product.

    Args:
        W: the parameters.
        d_now: ∂L/∂h_t, (B, H).
        factors: ``slopes`` of this step.
        d_a: (B, 3, H), ∂L/∂a of r z n, filled in.

    Returns:
        What this step passes on to ∂L/∂h_{t-1}, (B, H).
    """
    (d_h,), (h_a, h_from_h, h_before) = d_now, factors
    np.multiply(d_h[:, None], h_a, out=d_a)
    d_from_h = (d_h[:, None] * h_from_h).reshape(len(d_h), len(W.W_hh))  # (B, 3H)
    return (d_h * h_before + np.dot(d_from_h, W.W_hh),)


def step_before_backward(
    W: Weights, d_now: tuple[Array], factors: tuple[Array, ...], d_a: Array
) -> tuple[Array]:
    """The same with the reset gate before the product."""
    (d_h,), (h_z, h_n, rh_r, rh_h, h_before) = d_now, factors
    H = d_h.shape[1]
    np.multiply(d_h, h_z, out=d_a[:, 1])
    np.multiply(d_h, h_n, out=d_a[:, 2])
    d_rh = np.dot(d_a[:, 2], W.W_hh[2 * H :])
    np.multiply(d_rh, rh_r, out=d_a[:, 0])
    d_r_z = d_a[:, :2].reshape(len(d_h), 2 * H)  # (B, 2H)
    return (d_h * h_before + d_rh * rh_h + np.dot(d_r_z, W.W_hh[: 2 * H]),)


def products(
    form: Form, d_a: Array, d_now: NamedArrays, now: NamedArrays, before: NamedArrays
) -> dict[str, Products]:
    """Each parameter's products with h; arguments and result as in ``cells.Cell``."""
    d_r_z, d_n, r, h = d_a[:, :, :2], d_a[:, :, 2], now["r"], before["h"]
    T, B, _, H = d_a.shape
    d_r_z = d_r_z.reshape(T, B, 2 * H)
    if form.reset_after:
        d_from_h = np.concatenate([d_r_z, d_n * r], axis=2)  # (T, B, 3H)
        return {"weight_hh": ((d_from_h, h),), "bias_hh": ((d_from_h, None),)}
    return {
        "weight_hh": ((d_r_z, h), (d_n, r * h)),
        "bias_hh": ((d_a.reshape(T, B, 3 * H), None),),
    }
