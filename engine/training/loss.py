"""The losses that a head is trained with, and their gradients: L = Σ L_t over steps and rows."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import checks
from ..arrays import Array
from ..errors import EngineError
from ..network.head import Head, softmax
from ..trace.trace import Trace


@dataclass(frozen=True)
class Loss:
    """A loss and what it needs to be taken further back.

    Attributes:
        value: L, the sum of ``per_step``.
        per_step: L_t of each row, (T, B), whatever axes x came with; zero where there is no target.
        d_output: ∂L/∂output, of ``trace.output``'s shape, for ``unrolled.backward``.
        d_weight: ∂L/∂ of the head's weight, (O, D·P).
        d_bias: ∂L/∂ of the head's bias, (O,).
    """

    value: float
    per_step: Array
    d_output: Array
    d_weight: Array
    d_bias: Array


@np.errstate(over="ignore", invalid="ignore")  # as in the forward run
def cross_entropy(trace: Trace, head: Head, targets: npt.NDArray[np.integer[Any]]) -> Loss:
    """The negative logarithm of what softmax gives to the right class, L_t = -log y_t[target].

    Args:
        trace: of a run.
        head: with the activation "softmax".
        targets: whole numbers from 0 to O - 1, one for each step of ``output``: (T, B), (B, T) with
            ``batch_first``, (T,) without a batch; or one for each row's last step: (B,), ().
            What stands past a row's length is not read.

    Returns:
        The loss, summed over steps and rows.

    Raises:
        EngineError: the targets have another shape or type, or name no class; or the head has
            another activation or width.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html with
        reduction="sum"
    """
    _check(trace, head, "softmax", "for cross-entropy ")
    a = head.sums(trace.top)  # (T, B, O)
    target, counts = _per_step(trace, targets, ())
    if target.dtype.kind not in "iu":
        raise EngineError(f"targets is {target.dtype}; classes are whole numbers.", "targets")
    target = np.where(counts, target, 0)
    classes = len(head.bias)
    if target.min(initial=0) < 0 or target.max(initial=0) >= classes:
        wrong = target[(target < 0) | (target >= classes)][0]
        raise EngineError(
            f"targets has the class {wrong}; it has to be from 0 to {classes - 1}.", "targets"
        )
    shifted = a - a.max(axis=2, keepdims=True)
    log_y = shifted - np.log(np.exp(shifted).sum(axis=2, keepdims=True))
    per_step = -np.take_along_axis(log_y, target[..., None], axis=2)[..., 0]
    d_a = softmax(a) - (target[..., None] == np.arange(classes))
    return _loss(trace, head, np.where(counts, per_step, 0), np.where(counts[..., None], d_a, 0))


@np.errstate(over="ignore", invalid="ignore")
def mean_squared_error(trace: Trace, head: Head, targets: Array) -> Loss:
    """The mean over y's numbers of the squared differences, L_t = mean((y_t - target)²).

    Args:
        trace: of a run.
        head: with the activation "linear".
        targets: of the network's dtype, one (O,) for each step of ``output``: (T, B, O), (B, T, O)
            with ``batch_first``, (T, O) without a batch; or one for each row's last step: (B, O),
            (O,). What stands past a row's length is not read.

    Returns:
        The loss, summed over steps and rows.

    Raises:
        EngineError: the targets have another shape or dtype, or the head another activation or
            width.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html, the mean taken
        over y alone
    """
    _check(trace, head, "linear", "for the squared error ")
    y = head.sums(trace.top)  # (T, B, O)
    target, counts = _per_step(trace, targets, head.bias.shape)
    if target.dtype != y.dtype:
        raise EngineError(f"targets is {target.dtype}; expected {y.dtype}, that of y.", "targets")
    difference = np.where(counts[..., None], y - target, 0)
    size = len(head.bias)
    return _loss(trace, head, (difference**2).mean(axis=2), 2 * difference / size)


def _check(trace: Trace, head: Head, activation: str, where: str) -> None:
    checks.of_kind("trace", trace, Trace)
    checks.of_kind("head", head, Head)
    checks.choice("head.activation", head.activation, (activation,), where)
    if str(head.weight.dtype) != trace.network.dtype:
        raise EngineError(
            f"head is {head.weight.dtype}; expected {trace.network.dtype}, that of the network.",
            "head",
        )


def _per_step(
    trace: Trace, targets: npt.NDArray[Any], of_one: tuple[int, ...]
) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
    """Targets as (T, B, *of_one), and where they count; ``of_one`` is the shape of one target."""
    targets = checks.ndarray("targets", targets)
    leading = trace.output.shape[:-1]
    rows = () if trace.unbatched else (trace.B,)
    counts = ~trace.packing.padding
    if targets.shape == leading + of_one:
        if trace.unbatched:
            targets = targets[:, None]
        turned = trace.batch_first and not trace.unbatched
        return (targets.swapaxes(0, 1) if turned else targets), counts
    if targets.shape == rows + of_one:
        whole = np.zeros((trace.T, trace.B, *of_one), targets.dtype)
        whole[trace.packing.last] = targets
        last = np.arange(trace.T)[:, None] == trace.packing.lengths - 1
        return whole, last
    raise EngineError(
        f"targets has shape {targets.shape}; expected {leading + of_one}, one for each step, "
        f"or {rows + of_one}, one for the last.",
        "targets",
    )


def _loss(trace: Trace, head: Head, per_step: Array, d_a: Array) -> Loss:
    flat = d_a.reshape(trace.T * trace.B, len(head.bias))
    top = trace.top.reshape(len(flat), head.weight.shape[1])
    return Loss(
        value=float(per_step.sum()),
        per_step=per_step,
        d_output=trace.as_given(d_a @ head.weight),
        d_weight=flat.T @ top,
        d_bias=flat.sum(axis=0),
    )
