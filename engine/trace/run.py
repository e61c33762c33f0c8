"""The one loop over time: layers upward, each direction on its own."""

import reprlib

import numpy as np

from .. import checks
from ..arrays import Array, Named, of_every_step
from ..cells import LoopWeights
from ..errors import EngineError
from ..network.stack import Stack
from .packing import Lengths, Packing, pack
from .trace import Trace


@np.errstate(over="ignore", invalid="ignore")  # inf and nan come out, as in the frameworks
def run(
    net: Stack,
    x: Array,
    h_0: Array | None,
    c_0: Array | None,
    lengths: Lengths | None,
    batch_first: bool,
) -> Trace:
    """Run a network over a whole sequence; ``Network.run`` says what everything is."""
    unbatched = checks.ndarray("x", x).ndim == 2
    batch_first = checks.truth("batch_first", batch_first)
    if unbatched:
        x = checks.array("x", x, net.dtype, "T, I", (None, net.input_size))[:, None]
        if lengths is not None:
            raise EngineError(
                "lengths is given, but x has no batch (T, I); leave it out, or give x a batch.",
                "lengths",
            )
    else:
        axes = "B, T, I" if batch_first else "T, B, I"
        x = checks.array("x", x, net.dtype, axes, (None, None, net.input_size))
        x = x.swapaxes(0, 1) if batch_first else x
    x = np.array(x, order="C")  # the trace's own, whatever becomes of the caller's
    T, B, _ = x.shape
    if T == 0:
        raise EngineError("x has T = 0 steps; it has to have at least 1.", "x")
    lengths = _own_lengths(net, T, B, unbatched) if lengths is None else lengths
    packing = pack(lengths, T, B)
    initial = {"h": _initial(net, "h", h_0, B, unbatched)}
    if "c" in net.kind.states:
        initial["c"] = _initial(net, "c", c_0, B, unbatched)
    else:
        checks.no_c("c_0", c_0, net.cell)

    records: dict[tuple[int, int], Named] = {}
    trace = Trace(net, x, initial, batch_first, unbatched, lengths is not None, packing, records)
    for layer in range(net.num_layers):
        below = trace.read_by(layer)  # (T, B, I), and (T, B, D·P) above layer 0
        for row, direction in enumerate(net.directions, layer * net.num_directions):
            state = {name: value[row] for name, value in initial.items()}
            records[layer, direction] = _run_direction(net, below, state, layer, direction, packing)
    return trace


def _run_direction(
    net: Stack, x: Array, initial: Named, layer: int, direction: int, packing: Packing
) -> Named:
    W, order = net.loop_weights[layer, direction], -1 if direction else 1
    now = list(initial.values())
    if not packing.has_padding:
        return _run_rows(net, W, x, now, order)
    whole: Named = {}
    now = [state.copy() for state in now]  # rows that don't run keep the state they have
    for times, n in packing.blocks(direction):
        rows = packing.sorted_indices[:n]
        record = _run_rows(net, W, x[times, rows][::order], [s[rows] for s in now], order)
        for state, name in zip(now, net.kind.states, strict=True):
            state[rows] = record[name][::order][-1]
        for name, value in record.items():
            if name not in whole:
                whole[name] = np.zeros((*x.shape[:2], value.shape[2]), net.dtype)
            whole[name][times, rows] = value[::order]
    return whole


def _run_rows(net: Stack, W: LoopWeights, x: Array, before: list[Array], order: int) -> Named:
    """Run rows of one length from states (B, P) or (B, H); order is -1 to go from the last t."""
    T, B, _ = x.shape
    step, W = net.kind.step_of(net.form), W.of_rows(B)
    # In the loop B comes last: a step's blocks are contiguous, and W h is written as in the paper.
    a = of_every_step(W.W_x, x)  # (T, G·H, B); what x adds waits for no state
    a += W.b.repeat(B, axis=1)
    blocks = [a[:, k : k + net.hidden_size] for k in range(0, len(W.b), net.hidden_size)]
    states = [np.empty((T, size, B), net.dtype) for size in net.state_sizes.values()]
    # Iterating over an array makes a view of each step, in a third of the time of an index.
    every_block = zip(*(block[::order] for block in blocks), strict=True)
    every_state = zip(*(state[::order] for state in states), strict=True)
    before_t = tuple(state.T for state in before)
    for a_t, blocks_t, states_t in zip(a[::order], every_block, every_state, strict=True):
        step(W, before_t, a_t, blocks_t, states_t)
        before_t = states_t
    record = dict(zip(net.kind.states, states, strict=True))
    # The plain cell's only block is no gate, and none is recorded.
    record |= dict(zip(net.kind.gates, blocks, strict=False))
    return {name: value.swapaxes(1, 2) for name, value in record.items()}


def _own_lengths(net: Stack, T: int, B: int, unbatched: bool) -> Lengths | None:
    """The lengths that the network's file carries, if any."""
    if net.lengths is None:
        return None
    own = net.lengths * B if len(net.lengths) == 1 else net.lengths
    if unbatched or len(own) != B or not 0 < min(own, default=0) <= max(own) <= T:
        got = f"no batch and T = {T}" if unbatched else f"T = {T} and B = {B}"
        rows = reprlib.repr(list(net.lengths))
        raise EngineError(
            f"The lengths {rows} of the network's file don't fit x, which has {got}; expected one "
            f"from 1 to T for each row: {'give x a batch, and' if unbatched else 'pass'} lengths.",
            "lengths",
        )
    return own


def _initial(net: Stack, name: str, value: Array | None, B: int, unbatched: bool) -> Array:
    rows, size = net.num_layers * net.num_directions, net.state_sizes[name]
    if value is None and name not in net.initial:
        return np.zeros((rows, B, size), net.dtype)
    if value is None:
        carried = net.initial[name]
        if carried.shape[1] == 1:  # one row for all, as models with an open batch have it
            carried = np.repeat(carried, B, axis=1)
        if carried.shape[1] != B:
            raise EngineError(
                f"{name}_0 of the network's file is for B = {carried.shape[1]}, but x has B = {B}; "
                f"pass {name}_0.",
                f"{name}_0",
            )
        return carried.copy()
    last = "P" if net.proj_size and name == "h" else "H"
    if unbatched:
        value = checks.array(f"{name}_0", value, net.dtype, f"L·D, {last}", (rows, size))[:, None]
    return checks.array(f"{name}_0", value, net.dtype, f"L·D, B, {last}", (rows, B, size)).copy()
