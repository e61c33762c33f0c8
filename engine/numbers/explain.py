"""How one number of one cell came about: every product, both biases, the sums, the activation."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .. import checks
from ..trace.trace import Trace
from .equation import equations, names
from .number import Evaluation, Number, Scalar
from .symbols import symbols


@dataclass(frozen=True)
class Explanation:
    """One unit of a gate or state of one cell.

    Attributes:
        number: as the cell's equation makes it, with all that it was made of.
        recorded: the same number in the trace, where sums had another order; that of ``number`` for
            the ``m`` of a projection, which no trace holds.
        where: what each symbol of the equation is, "weight_ih_l0[4:8]" for "W_if".
    """

    number: Number
    recorded: Scalar
    where: dict[str, str]

    @property
    def activation(self) -> str | None:
        """The name of the function that is applied last; None where none is."""
        how = self.number.how
        return None if how in ("sum", "dot", "product", "difference") else how

    @property
    def sum(self) -> Number:
        """What the activation is applied to; the number itself where there is none."""
        return self.number.of[0] if self.activation else self.number

    @property
    def terms(self) -> tuple[Number, ...]:
        """All that adds up to ``sum``, the products of a matrix product one by one."""
        return tuple(_terms(self.sum))

    def __str__(self) -> str:
        """Each term on a line with its factors, then the sum and what is made of it."""
        lines = [f"{term.label} = {_factors(term)}{term.value:.6g}" for term in self.terms]
        if self.activation:
            lines.append(f"sum = {self.sum.value:.6g}")
        last = f"{self.activation}(sum)" if self.activation else "sum"
        return "\n".join([*lines, f"{last} = {self.number.value:.6g}"])


def _factors(term: Number) -> str:
    parts = " × ".join(f"{part.value:.6g}" for part in term.of)
    return f"{parts} = " if term.how == "product" else ""


def _terms(number: Number) -> Iterator[Number]:
    if number.how not in ("sum", "dot"):
        yield number
        return
    for part in number.of:
        yield from _terms(part)


def explain(
    trace: Trace, layer: int, direction: int, t: int, b: int, gate: str, unit: int
) -> Explanation:
    """Compute one number again, out of the weights and states that it was computed from.

    Args:
        trace: of the run.
        layer: 0 to L - 1.
        direction: 0 forward, 1 reverse.
        t: 0 to the length of row b, less 1.
        b: 0 to B - 1; 0 where x came without a batch.
        gate: the name of a gate or a state, ``c`` and ``h`` for an LSTM; with a projection also
            ``m``, which is projected to h.
        unit: 0 to P - 1 for h, 0 to H - 1 for all else.

    Returns:
        The number and, down to the weights, what made it.

    Raises:
        EngineError: the trace has no such layer, direction, step, row, gate or unit.
    """
    net = checks.of_kind("trace", trace, Trace).network
    record = trace.record(layer, direction)
    trace.check_step(t, b)
    trees = equations(net)
    checks.choice("gate", gate, tuple(trees), f"for this {net.cell} ")
    checks.within("unit", unit, net.state_sizes.get(gate, net.hidden_size))
    known = symbols(trace, layer, direction, t, b)
    with np.errstate(all="ignore"):  # inf and nan come out, as in the run
        number = Evaluation(net, trees, known).number(trees[gate], unit)
    recorded = record[gate][t, b, unit] if gate in record else number.value
    read = [known[name] for name in names(trees[gate]) if name in known]
    where = {symbol.shown: symbol.origin for symbol in read if symbol.origin}
    return Explanation(number, recorded, where)
