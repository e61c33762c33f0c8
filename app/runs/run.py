"""From a spec to what was computed: the network, its head, the trace and y."""

from dataclasses import dataclass

import numpy as np

from ...engine import EngineError, Head, Network, Trace
from ...engine.arrays import Array
from . import limits
from .fields import State
from .inputs import Sequence
from .spec import Spec
from .stock import Stock


@dataclass(frozen=True)
class Run:
    """A run that can be drawn.

    Attributes:
        trace: of the recurrent layers.
        head: the dense layer behind them.
        y: (T, B, O).
        sequence: the input with its names.
        symbols: what the O entries of y are called, where they have names.
    """

    trace: Trace
    head: Head
    y: Array
    sequence: Sequence
    symbols: str


def compute(spec: Spec, stock: Stock) -> Run:
    """Run a spec; sizes are held to the limits before anything is computed.

    Raises:
        ApiError, EngineError: it can't be run; they name the field at fault.
    """
    built = spec.weights.build(spec.network, spec.input, stock)
    network, x = built.network, built.sequence.x
    T, B, _ = x.shape
    limits.recorded(network, T, B, built.is_of_file, stock.settings)
    h_0, c_0 = _start("h", spec.h_0, network, B), _start("c", spec.c_0, network, B)
    x = x.swapaxes(0, 1) if built.batch_first else x
    trace = network.run(x, h_0, c_0, spec.lengths, built.batch_first)
    return Run(trace, built.head, built.head.run(trace.top), built.sequence, built.symbols)


def _start(state: str, value: State | None, network: Network, B: int) -> Array | None:
    """The states before the first step; None where the network knows them."""
    if value is None:
        carried = network.initial.get(state)
        if carried is None or carried.shape[1] in (1, B):
            return None
        return np.repeat(carried[:, :1], B, axis=1)
    try:
        return np.array(value, network.dtype)
    except ValueError:
        message = f"{state}_0 is ragged; it has to have the shape (L·D, B, H)."
        raise EngineError(message, f"{state}_0") from None
