"""Reading an explanation as a person does, with nothing of the engine's own looking up."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

import unrolled
from tests.engine.cases import GATES, Case
from unrolled import Explanation, Network, Trace
from unrolled.engine.numbers.number import Number

FORMS: dict[str, dict[str, Any]] = {
    "rnn tanh": {"cell": "rnn"},
    "rnn relu": {"cell": "rnn", "nonlinearity": "relu"},
    "lstm": {"cell": "lstm"},
    "lstm projected": {"cell": "lstm", "proj_size": 2},
    "lstm peepholes": {"cell": "lstm", "peepholes": True},
    "lstm hard": {"cell": "lstm", "hard_sigmoid": (0.2, 0.5)},
    "lstm all": {"cell": "lstm", "proj_size": 2, "peepholes": True, "hard_sigmoid": (1 / 6, 0.5)},
    "gru": {"cell": "gru"},
    "gru hard": {"cell": "gru", "hard_sigmoid": (0.2, 0.5)},
    "gru reset before": {"cell": "gru", "reset_after": False},
}


def case_of(form: str, bias: bool = True, dtype: str = "float32") -> Case:
    """Two layers, both directions, rows of 3 and 2 steps, states before the first."""
    sizes = {"input_size": 2, "hidden_size": 3, "num_layers": 2, "bidirectional": True}
    net = Network(**{**sizes, "bias": bias, "dtype": dtype, "seed": 3, **FORMS[form]})
    rng = np.random.default_rng(4)
    x, h_0, c_0 = (
        rng.standard_normal(shape).astype(dtype)
        for shape in ((3, 2, 2), (4, 2, net.proj_size or 3), (4, 2, 3))
    )
    x[2:, 1] = np.nan
    return Case(net, x, h_0, c_0 if net.cell == "lstm" else None, [3, 2])


def names_of(net: Network) -> list[str]:
    """Gates and states, and what a projection projects."""
    return [*GATES[net.cell], *net.kind.states, *(["m"] if net.proj_size else [])]


def size_of(net: Network, name: str) -> int:
    """How many units a gate or state has."""
    return net.proj_size or net.hidden_size if name == "h" else net.hidden_size


def parts_of(number: Number) -> Iterator[Number]:
    """The number, all that it was made of, and so down."""
    yield number
    for part in number.of:
        yield from parts_of(part)


@dataclass(frozen=True)
class Place:
    """One cell of one row of a case."""

    case: Case
    layer: int
    direction: int
    t: int
    b: int

    @cached_property
    def trace(self) -> Trace:
        return self.case.run()

    def explain(self, name: str, unit: int) -> Explanation:
        return unrolled.explain(self.trace, self.layer, self.direction, self.t, self.b, name, unit)

    def every_number(self) -> Iterator[tuple[str, int, Explanation]]:
        """Every unit of every gate and state."""
        for name in names_of(self.case.network):
            for unit in range(size_of(self.case.network, name)):
                yield name, unit, self.explain(name, unit)

    def element(self, label: str) -> float:
        """The element of a tensor that a label such as "W_if[2, 0]" names, by the documents."""
        found = re.fullmatch(r"(\w+?[ₜ₋₊₁]*)\[(\d+)(?:, (\d+))?\]", label)
        if not found:
            return float(label)  # a constant
        symbol, index = found[1], tuple(int(k) for k in found.groups()[1:] if k is not None)
        if symbol[:2] in ("W_", "b_", "p_"):
            return self._parameter(symbol, index)
        (unit,) = index
        if symbol == "x":
            return float(self._x()[unit])
        if symbol[1:] == "_0":
            return self._initial(symbol, unit)
        later = {"": 0, "ₜ₋₁": -1, "ₜ₊₁": 1}[symbol[1:]]
        assert later in (0, 1 if self.direction else -1)
        return float(self._recorded(symbol[0])[self.t + later, self.b, unit])

    def _parameter(self, symbol: str, index: tuple[int, ...]) -> float:
        net, weights = self.case.network, self.case.network.state_dict()
        tail = f"l{self.layer}" + ("_reverse" if self.direction else "")
        if symbol == "W_hr" and net.cell == "lstm":
            return float(weights[f"weight_hr_{tail}"][index])
        block, unit = symbol[-1], index[0]
        if symbol[0] == "p":
            return float(weights[f"weight_peephole_{tail}"]["ifo".index(block), unit])
        kind = {"W": "weight", "b": "bias"}[symbol[0]] + f"_{symbol[2]}h"
        row = (GATES[net.cell] or ["h"]).index(block) * net.hidden_size + unit
        return float(weights[f"{kind}_{tail}"][row, *index[1:]])

    def _x(self) -> Any:
        if self.layer == 0:
            return self.case.x[self.t, self.b]
        below = [self.trace.state("h", self.layer - 1, d) for d in self.case.network.directions]
        return np.concatenate([h[self.t, self.b] for h in below])

    def _initial(self, symbol: str, unit: int) -> float:
        net = self.case.network
        assert self.t == (self.case.row_lengths[self.b] - 1 if self.direction else 0)
        given = {"h_0": self.case.h_0, "c_0": self.case.c_0}[symbol]
        row = self.layer * net.num_directions + net.directions.index(self.direction)
        return 0.0 if given is None else float(given[row, self.b, unit])

    def _recorded(self, name: str) -> Any:
        if name in GATES[self.case.network.cell]:
            return self.trace.gates(self.layer, self.direction)[name]
        return self.trace.state(name, self.layer, self.direction)


def places(case: Case) -> list[Place]:
    """Every cell of every row."""
    return [
        Place(case, layer, direction, t, b)
        for layer, direction in case.places
        for b, length in enumerate(case.row_lengths)
        for t in range(length)
    ]


def put_together(net: Network, how: str, parts: list[float]) -> float:
    """What a pocket calculator gives."""
    alpha, beta = net.hard_sigmoid or (0, 0)
    match how, parts:
        case "sum" | "dot", _:
            return math.fsum(parts)
        case "product", [a, b]:
            return a * b
        case "difference", [a, b]:
            return a - b
        case "tanh", [a]:
            return math.tanh(a)
        case "relu", [a]:
            return max(0.0, a)
        case "sigmoid", [a]:
            return 1 / (1 + math.exp(-a))
        case "hard_sigmoid", [a]:
            return min(1.0, max(0.0, alpha * a + beta))
    raise AssertionError(how)


def evaluated(net: Network, number: Number) -> float:
    """The value of a number, out of nothing but the elements of tensors at the very bottom."""
    if number.how == "read":
        return float(number.value)
    return put_together(net, number.how, [evaluated(net, part) for part in number.of])
