"""The one backward loop over time: backpropagation through time, Werbos (1990)."""

from functools import reduce

import numpy as np

from .. import checks
from ..arrays import Array, Named
from ..cells import Products, gate_of
from ..network.parameters import parameter_name
from ..trace.trace import Trace
from .gradients import Gradients, PerStep


@np.errstate(over="ignore", invalid="ignore")  # as in the forward run
def backward(
    trace: Trace,
    d_output: Array | None = None,
    d_h_n: Array | None = None,
    d_c_n: Array | None = None,
) -> Gradients:
    """The exact gradient of a loss in everything that the network read.

    Args:
        trace: of a run.
        d_output: ∂L/∂output, of ``trace.output``'s shape; None is zero. What stands in it past a
            row's length has no effect, as the zeros there depend on nothing.
        d_h_n: ∂L/∂h_n, of ``trace.h_n``'s shape; None is zero.
        d_c_n: ∂L/∂c_n, of ``trace.c_n``'s shape; None is zero.

    Returns:
        The gradients, in the network's dtype.

    Raises:
        EngineError: a shape or dtype doesn't fit, or d_c_n is given for a cell without c.

    Source: P. Werbos, "Backpropagation through time: what it does and how to do it" (1990); the
        conventions, relu'(0) = 0 among them, are PyTorch's.
    """
    net = checks.of_kind("trace", trace, Trace).network
    top = _top(trace, d_output)  # (T, B, D·P)
    last = {"h": _last(trace, "h", d_h_n), "c": _last(trace, "c", d_c_n)}
    products: dict[str, Products] = {}
    states: dict[tuple[int, int], Named] = {}
    first = {name: np.zeros_like(value) for name, value in trace.initial.items()}
    P = net.state_sizes["h"]
    for layer in reversed(range(net.num_layers)):
        x = trace.read_by(layer)
        d_x = []
        for i, direction in enumerate(net.directions):
            row = layer * net.num_directions + i
            d_now = {name: last[name][row] for name in net.kind.states}
            above = top[:, :, i * P : (i + 1) * P]
            before = trace.before(layer, direction)
            d_a = _run_direction(trace, layer, direction, above, before, d_now, states)
            for name, value in d_now.items():
                first[name][row] = value
            W = net.weights(layer, direction)
            flat = d_a.reshape(*d_a.shape[:2], len(W.W_ih))  # (T, B, G·H)
            d_x.append(flat @ W.W_ih)
            found = {"weight_ih": ((flat, x),), "bias_ih": ((flat, None),)} | net.kind.products(
                net.form,
                d_a,
                states[layer, direction],
                trace.record(layer, direction),
                before,
            )
            products |= {parameter_name(kind, layer, direction): p for kind, p in found.items()}
        top = reduce(np.add, d_x)
    per_step = PerStep(products, net.parameter_shapes())
    if trace.T < len(trace.x):  # steps that no row has
        top = np.concatenate([top, np.zeros_like(trace.x[trace.T :])])
    initial = {k: v[:, 0] if trace.unbatched else v for k, v in first.items()}
    states = dict(sorted(states.items()))
    return Gradients(
        per_step.totals(), trace.as_given(top), initial["h"], initial.get("c"), per_step, states
    )


def _run_direction(
    trace: Trace,
    layer: int,
    direction: int,
    above: Array,
    before: Named,
    d_now: Named,
    states: dict[tuple[int, int], Named],
) -> Array:
    """Go back over one direction of a layer.

    Args:
        trace: of the run.
        layer: 0 to L - 1.
        direction: 0 forward, 1 reverse.
        above: (T, B, P), what comes to ∂L/∂h_t from above.
        before: the states that each step read.
        d_now: ∂L/∂ of the last states, (B, P) or (B, H) by name; becomes that of the initial ones.
        states: gets ∂L/∂ of the states of every step.

    Returns:
        ∂L/∂a, (T, B, G, H).
    """
    net, packing = trace.network, trace.packing
    W, order = net.weights(layer, direction), packing.sorted_indices
    step_backward = net.kind.step_backward_of(net.form)
    record = trace.record(layer, direction)
    slopes = net.kind.slopes(net.form, gate_of(net.form, net.dtype), W, record, before)
    T, B = trace.T, trace.B
    d_a = np.zeros((T, B, len(net.kind.is_gate), net.hidden_size), net.dtype)
    d_states = [np.zeros((T, B, net.state_sizes[name]), net.dtype) for name in net.kind.states]
    d_states[0][:] = above
    if packing.has_padding:
        slopes = tuple(value[:, order] for value in slopes)
        d_states[0] = d_states[0][:, order]
    now = [d_now[name][order] for name in net.kind.states]
    # Backward in time: the blocks of the other direction.
    for times, n in packing.blocks(1 - direction):
        d_before = tuple(value[:n] for value in now)
        every_d = zip(*(value[times, :n] for value in d_states), strict=True)
        every_slope = zip(*(value[times, :n] for value in slopes), strict=True)
        for d_a_t, d_states_t, slopes_t in zip(d_a[times, :n], every_d, every_slope, strict=True):
            for d_state, d in zip(d_states_t, d_before, strict=True):
                d_state += d
            d_before = step_backward(W, d_states_t, slopes_t, d_a_t)
        for value, d in zip(now, d_before, strict=True):
            value[:n] = d
    if packing.has_padding:
        rows = packing.unsorted_indices
        d_a, d_states = d_a[:, rows], [value[:, rows] for value in d_states]
        d_states[0][packing.padding] = 0  # what came from above stands there, and goes nowhere
    for name, value in zip(net.kind.states, now, strict=True):
        d_now[name] = value[packing.unsorted_indices]
    states[layer, direction] = dict(zip(net.kind.states, d_states, strict=True))
    return d_a


def _top(trace: Trace, d_output: Array | None) -> Array:
    if d_output is None:
        return np.zeros_like(trace.top)
    d = checks.like("d_output", d_output, "output", trace.as_given(trace.top))
    if trace.unbatched:
        return d[:, None]
    return d.swapaxes(0, 1) if trace.batch_first else d


def _last(trace: Trace, name: str, d_last: Array | None) -> Array:
    if name not in trace.network.kind.states:
        checks.no_c(f"d_{name}_n", d_last, trace.network.cell)
        return np.zeros(0)
    if d_last is None:
        return np.zeros_like(trace.initial[name])
    expected = trace.h_n if name == "h" else trace.c_n
    assert expected is not None
    d = checks.like(f"d_{name}_n", d_last, f"{name}_n", expected)
    return d[:, None] if trace.unbatched else d
