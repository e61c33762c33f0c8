"""The plain recurrent cell: Elman, "Finding structure in time" (1990), as in torch.nn.RNN."""

from collections.abc import Callable

import numpy as np

from ..arrays import Array, NamedArrays
from .activations import Gate
from .form import Form
from .weights import LoopWeights, Products, Weights

states: tuple[str, ...] = ("h",)
gates: tuple[str, ...] = ()
is_gate: tuple[bool, ...] = (False,)  # weight_ih is (H, I): one linear map, and no gate
nonlinearities: tuple[str, ...] = ("tanh", "relu")


def equations(form: Form) -> dict[str, str]:
    """The state as an expression; see ``cells.Cell``."""
    return {"h": f"{form.nonlinearity}(W_ih @ x + b_ih + W_hh @ h_before + b_hh)"}


def b_hh_blocks(_: Form) -> int:
    """In how many blocks b_hh may be added to W_ih x_t: in the only one."""
    return 1


def candidates_scale(_: Form) -> float:
    """The factor of a in tanh(a): none."""
    return 1


def step_of(form: Form) -> Callable[..., None]:
    """The step of a form."""
    return {"tanh": step_tanh, "relu": step_relu}[form.nonlinearity]


def step_backward_of(_: Form) -> Callable[..., tuple[Array]]:
    """The backward step, the same for both forms."""
    return step_backward


def step_tanh(
    W: LoopWeights, before: tuple[Array], a: Array, _: tuple[Array, ...], now: tuple[Array]
) -> None:
    """h_t = tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh).

    Args:
        W: the parameters.
        before: ``h``, (H, B), of the step before.
        a: (H, B), W_ih x_t + b_ih + b_hh; scratch after that.
        now: ``h``, (H, B), of this step, filled in.
    """
    (h,), (h_t,) = before, now
    a += np.dot(W.W_h, h)
    np.tanh(a, out=h_t)


def step_relu(
    W: LoopWeights, before: tuple[Array], a: Array, _: tuple[Array, ...], now: tuple[Array]
) -> None:
    """h_t = max(0, W_ih x_t + b_ih + W_hh h_{t-1} + b_hh), of the shapes of ``step_tanh``."""
    (h,), (h_t,) = before, now
    a += np.dot(W.W_h, h)
    np.maximum(a, 0, out=h_t)


def slopes(
    form: Form, _gate: Gate, _W: Weights, now: NamedArrays, _before: NamedArrays
) -> tuple[Array]:
    """∂h_t/∂a of every step, (T, B, H); that of max(0, a) is 0 at 0, as in the frameworks."""
    h = np.ascontiguousarray(now["h"])  # in the backward loop B comes first
    return ((h > 0).astype(h.dtype) if form.nonlinearity == "relu" else 1 - h * h,)


def step_backward(
    W: Weights, d_now: tuple[Array], factors: tuple[Array], d_a: Array
) -> tuple[Array]:
    """Take the gradient one step back.

    Args:
        W: the parameters.
        d_now: ∂L/∂h_t, (B, H).
        factors: ``slopes`` of this step.
        d_a: (B, 1, H), ∂L/∂a, filled in.

    Returns:
        What this step passes on to ∂L/∂h_{t-1}, (B, H).
    """
    (d_h,), (h_a,) = d_now, factors
    d = np.multiply(d_h, h_a, out=d_a[:, 0])
    return (np.dot(d, W.W_hh),)


def products(
    _form: Form, d_a: Array, _d_now: NamedArrays, _now: NamedArrays, before: NamedArrays
) -> dict[str, Products]:
    """Each parameter's products with h; arguments and result as in ``cells.Cell``."""
    d = d_a[:, :, 0]  # (T, B, H)
    return {"weight_hh": ((d, before["h"]),), "bias_hh": ((d, None),)}
