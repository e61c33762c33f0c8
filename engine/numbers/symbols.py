"""What the names in a cell's equations stand for: parameters, and what one cell read and made."""

from dataclasses import dataclass

import numpy as np

from ..arrays import Array
from ..network.parameters import parameter_name
from ..trace.trace import Trace


@dataclass(frozen=True)
class Symbol:
    """A name of an equation.

    Attributes:
        shown: what a person reads, "hₜ₋₁" for ``h_before``.
        origin: where it stands among the tensors, "weight_ih_l0[4:8]".
        value: (rows, columns) of a matrix, (rows,) of a vector, not a copy.
    """

    shown: str
    origin: str
    value: Array


def symbols(trace: Trace, layer: int, direction: int, t: int, b: int) -> dict[str, Symbol]:
    """The symbols of one cell by their names in its equations.

    Args:
        trace: that the cell is part of.
        layer: 0 to L - 1.
        direction: 0 forward, 1 reverse.
        t: 0 to the length of row b, less 1.
        b: 0 to B - 1.

    Returns:
        Parameters, x, the states before, and the gates and states that were recorded.
    """
    found = _parameters(trace, layer, direction)
    found["x"] = _read(trace, layer, t, b)
    for name in trace.network.kind.states:
        found[f"{name}_before"] = _before(trace, name, layer, direction, t, b)
    for name, recorded in trace.record(layer, direction).items():
        found[name] = Symbol(name, "", recorded[t, b])
    return found


def _parameters(trace: Trace, layer: int, direction: int) -> dict[str, Symbol]:
    net = trace.network
    W, H = net.weights(layer, direction), net.hidden_size
    found = {}

    def add(symbol: str, kind: str, value: Array, index: str = "") -> None:
        origin = f"{parameter_name(kind, layer, direction)}{index}"
        found[symbol] = Symbol(symbol, origin, value)

    # The plain cell has one block, and its name is that of the state.
    for k, name in enumerate(net.kind.gates or net.kind.states):
        block = slice(k * H, (k + 1) * H)
        index = f"[{block.start}:{block.stop}]"
        add(f"W_i{name}", "weight_ih", W.W_ih[block], index)
        add(f"W_h{name}", "weight_hh", W.W_hh[block], index)
        add(f"b_i{name}", "bias_ih", W.b_ih[block], index)
        add(f"b_h{name}", "bias_hh", W.b_hh[block], index)
    if W.W_hr is not None:
        add("W_hr", "weight_hr", W.W_hr)
    if W.W_c is not None:
        for k, name in enumerate("ifo"):
            add(f"p_{name}", "weight_peephole", W.W_c[k], f"[{k}]")
    return found


def _read(trace: Trace, layer: int, t: int, b: int) -> Symbol:
    if layer == 0:
        place = f"{t}" if trace.unbatched else f"{b}, {t}" if trace.batch_first else f"{t}, {b}"
        return Symbol("x", f"x[{place}]", trace.x[t, b])
    directions = trace.network.directions
    # Only this t: all of it side by side would be a copy of the whole layer.
    below = [trace.state("h", layer - 1, d)[t, b] for d in directions]
    sides = ", forward before reverse" if len(directions) > 1 else ""
    return Symbol("x", f"h of layer {layer - 1} at t = {t}{sides}", np.concatenate(below))


def _before(trace: Trace, name: str, layer: int, direction: int, t: int, b: int) -> Symbol:
    before = t + 1 if direction else t - 1
    if 0 <= before < trace.packing.lengths[b]:
        shown = f"{name}{'ₜ₊₁' if direction else 'ₜ₋₁'}"
        recorded = trace.state(name, layer, direction)
        return Symbol(shown, f"{name} of this direction at t = {before}", recorded[before, b])
    row = layer * trace.network.num_directions + trace.network.directions.index(direction)
    place = f"{row}" if trace.unbatched else f"{row}, {b}"
    return Symbol(f"{name}_0", f"{name}_0[{place}]", trace.initial[name][row, b])
