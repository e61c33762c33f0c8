"""What goes wrong when weights are read as if another framework had written them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .. import checks
from ..arrays import Array, Named
from ..errors import EngineError
from ..network.network import Network
from ..trace.trace import Trace
from .dialects import DIALECTS, Dialect, lacking


@dataclass(frozen=True)
class Misreading:
    """A network beside what it would be under another framework's reading.

    Attributes:
        right: the run with the weights as they are meant.
        wrong: the run with the same numbers, read the other way.
        difference: wrong - right, of ``output`` (T, B, D·P), ``h_n`` (L·D, B, P) and, of an LSTM,
            ``c_n`` (L·D, B, H).
        largest: the largest absolute difference.
        verdict: a sentence on what is read wrongly, if anything.
    """

    right: Trace
    wrong: Trace
    difference: Named
    largest: float
    verdict: str


def misread(net: Network, x: Array, as_dialect: str = "keras") -> Misreading:
    """Run a network as it is, and as it would be with another framework's habits.

    The numbers stay where the file has them. What changes is which gate each block is taken for,
    where h is reset if nobody says so, and, where the shape doesn't tell, whether a matrix is the
    transposed one: that of h in a plain RNN is always square.

    Args:
        net: a network; its weights are in the order of the framework whose file they came from,
            which is PyTorch's for all formats but ONNX and Keras.
        x: (T, B, I), of the network's dtype.
        as_dialect: whose reading: "pytorch", "keras", "onnx" or "jax".

    Returns:
        Both runs and their difference.

    Raises:
        EngineError: the dialect is none of these, has no proj_size or peepholes where the network
            does, or x doesn't fit.

    Source: ``engine/frameworks/dialects.py``
    """
    checks.of_kind("net", net, Network)
    other = DIALECTS[checks.choice("as_dialect", as_dialect, tuple(DIALECTS))]
    # Other forms are read as the other framework's own; these have no place there to be read at.
    for name in lacking(as_dialect, net):
        if name in ("proj_size", "peepholes"):
            raise EngineError(
                f"net has {name}, which {other.title} has not, so it can't be read as_dialect="
                f"{as_dialect!r}.",
                "as_dialect",
            )
    formats = {dialect.title: dialect for dialect in DIALECTS.values()}
    own = formats.get(net.origin.format if net.origin else "", DIALECTS["pytorch"])
    read = Network.from_state_dict(
        net.cell,
        {name: _read(net, name, value, own, other) for name, value in net.state_dict().items()},
        net.nonlinearity,
        reset_after=other.reset_after[0] if net.cell == "gru" else True,
        hard_sigmoid=net.hard_sigmoid,
    )
    read.initial, read.lengths = net.initial, net.lengths
    right, wrong = net.run(x), read.run(x)
    difference: Named = {"output": wrong.output - right.output, "h_n": wrong.h_n - right.h_n}
    if right.c_n is not None and wrong.c_n is not None:
        difference["c_n"] = wrong.c_n - right.c_n
    # What is NaN on either side says nothing of how far off the other is.
    off = (np.nan_to_num(np.abs(value), nan=0) for value in difference.values())
    largest = max(float(value.max(initial=0)) for value in off)
    return Misreading(right, wrong, difference, largest, _verdict(net, own, other, largest))


def _read(net: Network, name: str, value: Array, own: Dialect, other: Dialect) -> Array:
    """One parameter, in PyTorch's order again, after the other framework read it."""
    kind = name.rpartition("_l")[0]
    if kind in ("weight_hr", "weight_peephole"):
        return value  # one framework alone has it
    here, written, taken = (each.order(net.cell) for each in (DIALECTS["pytorch"], own, other))
    in_file = _blocks(value, here, written)
    if _is_turned(value, own, other):
        in_file = in_file.T
    # The block that was written for one gate is taken for the one that the other has in its place.
    return _blocks(in_file, taken, here)


def _blocks(value: Array, order: str, wanted: str) -> Array:
    """The blocks of rows, one for each gate, in another order."""
    blocks = dict(zip(order, np.split(value, len(order)), strict=True))
    return np.concatenate([blocks[gate] for gate in wanted])


def _is_turned(value: Array, own: Dialect, other: Dialect) -> bool:
    """Whether a matrix is taken for its transpose, which only a square one can be."""
    square = value.ndim == 2 and value.shape[0] == value.shape[1]
    return square and own.transposed != other.transposed


def _verdict(net: Network, own: Dialect, other: Dialect, largest: float) -> str:
    mistakes = "; ".join(_mistakes(net, own, other))
    if not mistakes:
        gates = " ".join(own.order(net.cell))
        why = f": both stack the gates {gates}" if net.cell != "rnn" else ""
        return f"Nothing goes wrong, {own.title} and {other.title} read this {net.cell} alike{why}."
    effect = f"the results are off by up to {largest:.3g}" if largest else "nothing changes on x"
    return f"Read as {other.title} would, {mistakes}; {effect}."


def _mistakes(net: Network, own: Dialect, other: Dialect) -> Iterator[str]:
    if any(_is_turned(value, own, other) for value in net.state_dict().values()):
        yield "square matrices are taken for their transposes"
    written, taken = own.order(net.cell), other.order(net.cell)
    if written != taken:
        swapped = ", ".join(
            f"{one} for {another}"
            for one, another in zip(written, taken, strict=True)
            if one != another
        )
        yield f"the gates {' '.join(written)} are taken for {' '.join(taken)} ({swapped})"
    before, product = not other.reset_after[0], "the product with W_hn"
    if net.cell == "gru" and net.reset_after == before:
        yield f"h is reset {'before' if before else 'after'} {product}, not the other way round"
