"""A number and what it was made of: an equation, evaluated for one unit of one cell."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..cells import gate_of
from ..network.stack import Stack
from .equation import addends, factor_in_words, in_words, no_equation
from .symbols import Symbol

Scalar = np.floating[Any]


@dataclass(frozen=True)
class Number:
    """A number and what it was made of.

    Attributes:
        label: in words, "W_if[2, 0] · x[0]".
        value: in the network's dtype.
        how: what the parts were put together by: "sum", "product", "difference"; "dot", the sum of
            the products of a matrix's row with a vector; or the name of a function. "read" where
            the number is an element of a tensor, or a constant.
        of: the parts, in the order in which they stand in the equation.
    """

    label: str
    value: Scalar
    how: str = "read"
    of: tuple["Number", ...] = ()


class Evaluation:
    """Evaluates the equations of one cell."""

    def __init__(
        self, net: Stack, equations: Mapping[str, ast.expr], symbols: Mapping[str, Symbol]
    ) -> None:
        """Take what the names stand for.

        Args:
            net: the network.
            equations: the right-hand sides by name, for names that no symbol is given of.
            symbols: parameters and vectors by their names in the equations.
        """
        self._gate, self._type = gate_of(net.form, net.dtype), np.dtype(net.dtype).type
        self._equations, self._symbols = equations, symbols
        self._shown = {name: symbol.shown for name, symbol in symbols.items()}
        self._shown |= {"sigmoid": "σ", "hard_sigmoid": "hard σ"}

    def number(self, node: ast.expr, unit: int) -> Number:
        """One unit of what an expression gives, with all that it is made of.

        Args:
            node: the expression.
            unit: which of its numbers.

        Returns:
            The number, in the network's dtype at every step.
        """
        label = in_words(node, unit, self._shown)
        match node:
            case ast.Name(id=name) if name in self._symbols:
                return Number(label, self._symbols[name].value[unit])
            case ast.Name(id=name):  # what is not recorded: the m of a projection
                return replace(self.number(self._equations[name], unit), label=label)
            case ast.Constant(value=value):
                return Number(label, self._type(value))
            case ast.Call(func=ast.Name(id=name), args=[argument]):
                inner = self.number(argument, unit)
                return Number(label, self._apply(name, inner.value), name, (inner,))
            case ast.BinOp(left=ast.Name(id=name), op=ast.MatMult(), right=right):
                return self._matrix_product(label, name, right, unit)
            case ast.BinOp(op=ast.Add()):
                return self._sum(label, "sum", (self.number(part, unit) for part in addends(node)))
            case ast.BinOp(left=left, op=op, right=right):
                a, b = self.number(left, unit), self.number(right, unit)
                if isinstance(op, ast.Mult):
                    return Number(label, a.value * b.value, "product", (a, b))
                return Number(label, a.value - b.value, "difference", (a, b))
        raise no_equation(node)

    def _matrix_product(self, label: str, name: str, vector: ast.expr, unit: int) -> Number:
        terms = []
        for k, value in enumerate(self._symbols[name].value[unit]):
            weight = Number(f"{name}[{unit}, {k}]", value)
            factor = self.number(vector, k)
            words = f"{weight.label} · {factor_in_words(vector, k, self._shown)}"
            terms.append(Number(words, value * factor.value, "product", (weight, factor)))
        return self._sum(label, "dot", terms)

    def _sum(self, label: str, how: str, parts: Iterable[Number]) -> Number:
        of = tuple(parts)
        return Number(label, np.sum(np.array([part.value for part in of], self._type)), how, of)

    def _apply(self, function: str, argument: Scalar) -> Scalar:
        a = np.array([argument])
        match function:
            case "tanh":
                np.tanh(a, out=a)
            case "relu":
                np.maximum(a, 0, out=a)
            case _:
                a *= self._gate.scale
                self._gate(a)
        value: Scalar = a[0]
        return value
