"""The one loop over time: layers upward, each direction on its own."""

import numpy as np

from engine import checks
from engine.arrays import Array, Named
from engine.errors import EngineError
from engine.network import Network
from engine.schedule import position
from engine.trace import Trace


@np.errstate(over="ignore", invalid="ignore")  # inf and nan come out, as in the frameworks
def run(net: Network, x: Array, h_0: Array | None, c_0: Array | None, batch_first: bool) -> Trace:
    """Run a network over a whole sequence; ``Network.run`` says what everything is."""
    axes = "B, T, I" if batch_first else "T, B, I"
    x = checks.array("x", x, net.dtype, axes, (None, None, net.input_size))
    x = x.swapaxes(0, 1) if batch_first else x
    T, B, _ = x.shape
    if 0 in (T, B):
        raise EngineError(f"x has T = {T} and B = {B}; both have to be at least 1.", "x")
    initial = {"h": _initial(net, "h_0", h_0, B)}
    if "c" in net.kind.states:
        initial["c"] = _initial(net, "c_0", c_0, B)
    elif c_0 is not None:
        raise EngineError(f"c_0 is given, but the cell {net.cell!r} has no c; leave it out.", "c_0")

    records: dict[tuple[int, int], Named] = {}
    below = x  # (T, B, I), and D·H wide above layer 0
    for layer in range(net.num_layers):
        for direction in range(net.num_directions):
            row = layer * net.num_directions + direction
            state = {name: value[row] for name, value in initial.items()}  # (B, H) each
            records[layer, direction] = _run_direction(net, below, state, layer, direction)
        here = [records[layer, direction]["h"] for direction in range(net.num_directions)]
        below = np.concatenate(here, axis=2)  # (T, B, D·H)
    return Trace(net, x, initial, batch_first, records)


def _run_direction(net: Network, x: Array, state: Named, layer: int, direction: int) -> Named:
    T, B, width = x.shape
    step = net.kind.steps[net.nonlinearity]
    W_ih, W_hh, b_ih, b_hh = net.weights(layer, direction)
    # What x adds doesn't wait for any state, so one product serves the whole sequence.
    from_x = x.reshape(T * B, width) @ W_ih.T + b_ih
    from_x = from_x.reshape(T, B, -1)  # (T, B, G·H)
    record = {
        name: np.empty((T, B, net.hidden_size), net.dtype)
        for name in net.kind.states + net.kind.gates
    }
    for i in range(T):
        t = position(i, direction, T)
        state = step(from_x[t], state, W_hh, b_hh)
        for name, value in state.items():
            record[name][t] = value
    return record


def _initial(net: Network, name: str, value: Array | None, B: int) -> Array:
    shape = (net.num_layers * net.num_directions, B, net.hidden_size)
    if value is None:
        return np.zeros(shape, net.dtype)
    return checks.array(name, value, net.dtype, "L·D, B, H", shape).copy()
