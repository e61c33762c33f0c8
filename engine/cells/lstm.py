"""The LSTM: Hochreiter & Schmidhuber (1997), forget gate by Gers (2000), as in torch.nn.LSTM.

With a projection, ``proj_size`` in PyTorch, h_t = W_hr m_t: Sak et al. (2014). Peepholes, in which
gates read c as well, are those of Gers & Schmidhuber (2000) and of ONNX.
"""

from collections.abc import Callable

import numpy as np

from ..arrays import Array, NamedArrays
from .activations import Gate
from .form import Form
from .weights import LoopWeights, Products, Weights

Pair = tuple[Array, Array]

states: tuple[str, ...] = ("h", "c")
gates: tuple[str, ...] = ("i", "f", "g", "o")  # in the order of PyTorch's weight blocks
is_gate: tuple[bool, ...] = (True, True, False, True)  # g is a candidate, squashed by tanh
nonlinearities: tuple[str, ...] = ("tanh",)


def equations(form: Form) -> dict[str, str]:
    """Gates and states as expressions, in the order of computation; see ``cells.Cell``."""
    seen = {"i": " + p_i * c_before", "f": " + p_f * c_before", "o": " + p_o * c"}
    a = {
        k: f"W_i{k} @ x + b_i{k} + W_h{k} @ h_before + b_h{k}"
        + (seen.get(k, "") if form.peepholes else "")
        for k in gates
    }
    o, c = {"o": f"{form.gate}({a['o']})"}, {"c": "f * c_before + i * g"}
    return {
        "i": f"{form.gate}({a['i']})",
        "f": f"{form.gate}({a['f']})",
        "g": f"tanh({a['g']})",
        **(c | o if form.peepholes else o | c),  # with peepholes o waits for c_t
        **({"m": "o * tanh(c)", "h": "W_hr @ m"} if form.projected else {"h": "o * tanh(c)"}),
    }


def b_hh_blocks(_: Form) -> int:
    """In how many blocks b_hh may be added to W_ih x_t: in all."""
    return 4


def candidates_scale(form: Form) -> float:
    """The factor of a for g, see ``LoopWeights.squash``; none for ``step_apart``."""
    return 1 if step_of(form) is step_apart else -2


def step_of(form: Form) -> Callable[..., None]:
    """The step of a form."""
    return step_apart if form.peepholes or form.hard_sigmoid else step


def step_backward_of(_: Form) -> Callable[..., Pair]:
    """The backward step, the same for all forms."""
    return step_backward


def step(W: LoopWeights, before: Pair, a: Array, blocks: tuple[Array, ...], now: Pair) -> None:
    """One step of an LSTM.

    Args:
        W: the parameters.
        before: ``h``, (P, B), and ``c``, (H, B), of the step before.
        a: (4H, B), W_ih x_t + b_ih + b_hh; becomes the gates.
        blocks: views of a's blocks i f g o, (H, B) each.
        now: ``h``, (P, B), and ``c``, (H, B), of this step, filled in.
    """
    (h, c), (i, f, g, o), (h_t, c_t) = before, blocks, now
    a += np.dot(W.W_h, h)  # W_ih x_t + b_ih + b_hh + W_hh h_{t-1}, (4H, B)
    W.squash(a)  # i, f, o = σ(a) and g = tanh(a)
    np.multiply(f, c, out=c_t)
    c_t += i * g  # c_t = f c_{t-1} + i g
    _through_output_gate(W, o, c_t, h_t)


def step_apart(
    W: LoopWeights, before: Pair, a: Array, blocks: tuple[Array, ...], now: Pair
) -> None:
    """The same gate by gate: with peepholes o waits for c_t, and a gate may not be a tanh."""
    (h, c), (i, f, g, o), (h_t, c_t) = before, blocks, now
    p_i, p_f, p_o = (0, 0, 0) if W.W_c is None else W.W_c  # (H, 1) each
    a += np.dot(W.W_h, h)  # (4H, B)
    i += p_i * c
    f += p_f * c
    W.gate(i)
    W.gate(f)
    np.tanh(g, out=g)
    np.multiply(f, c, out=c_t)
    c_t += i * g
    o += p_o * c_t
    W.gate(o)
    _through_output_gate(W, o, c_t, h_t)


def _through_output_gate(W: LoopWeights, o: Array, c_t: Array, h_t: Array) -> None:
    if W.W_r is None:
        np.multiply(o, np.tanh(c_t), out=h_t)  # h_t = o tanh(c_t)
    else:
        np.dot(W.W_r, o * np.tanh(c_t), out=h_t)  # (H, B) -> (P, B)


def slopes(
    form: Form, gate: Gate, _: Weights, now: NamedArrays, before: NamedArrays
) -> tuple[Array, ...]:
    """The factors of the backward step that wait for nothing, for every step at once.

    Args:
        form: of the cell.
        gate: the squashing function of the gates.
        now: gates and states of every step, (T, B, H) each.
        before: the states that each step read.

    Returns:
        ∂m/∂c, (T, B, H); ∂c/∂a of i, f and g, (T, B, 3, H); ∂m/∂a of o and ∂c_t/∂c_{t-1},
        (T, B, H); where m = o tanh(c) is h but for the projection.
    """
    i, f, g, o = (now[name] for name in gates)
    tanh_c = np.tanh(now["c"])
    c_a = np.stack(
        [g * gate.slope(i), before["c"] * gate.slope(f), i * (1 - g * g)],
        axis=2,
    )
    return o * (1 - tanh_c * tanh_c), c_a, tanh_c * gate.slope(o), f


def step_backward(W: Weights, d_now: Pair, factors: tuple[Array, ...], d_a: Array) -> Pair:
    """Take the gradient one step back.

    Args:
        W: the parameters.
        d_now: ∂L/∂h_t, (B, P); and what comes to ∂L/∂c_t from later steps, (B, H), to which what
            comes through h_t is added here.
        factors: ``slopes`` of this step.
        d_a: (B, 4, H), ∂L/∂a of i f g o, filled in.

    Returns:
        What this step passes on to ∂L/∂h_{t-1}, (B, P), and to ∂L/∂c_{t-1}, (B, H).
    """
    (d_h, d_c), (m_c, c_a, m_o, c_before) = d_now, factors
    d_m = d_h if W.W_hr is None else np.dot(d_h, W.W_hr)  # (B, P) -> (B, H)
    d_o = np.multiply(d_m, m_o, out=d_a[:, 3])
    d_c += d_m * m_c
    if W.W_c is not None:
        d_c += d_o * W.W_c[2]
    np.multiply(d_c[:, None], c_a, out=d_a[:, :3])  # i, f and g at once
    d_c_before = d_c * c_before
    if W.W_c is not None:
        d_c_before += d_a[:, 0] * W.W_c[0] + d_a[:, 1] * W.W_c[1]
    return np.dot(d_a.reshape(len(d_a), len(W.W_hh)), W.W_hh), d_c_before


def products(
    form: Form, d_a: Array, d_now: NamedArrays, now: NamedArrays, before: NamedArrays
) -> dict[str, Products]:
    """Each parameter's products with h or c; arguments and result as in ``cells.Cell``."""
    T, B, _, H = d_a.shape
    d = d_a.reshape(T, B, 4 * H)
    found: dict[str, Products] = {"weight_hh": ((d, before["h"]),), "bias_hh": ((d, None),)}
    if form.projected:
        found["weight_hr"] = ((d_now["h"], now["o"] * np.tanh(now["c"])),)
    if form.peepholes:
        read = {0: before["c"], 1: before["c"], 3: now["c"]}  # i, f and o
        found["weight_peephole"] = tuple((d_a[:, :, k] * c, None) for k, c in read.items())
    return found
