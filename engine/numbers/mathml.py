"""Equations as MathML, a small tree that a page makes its elements out of."""

import ast
from typing import Union

from ..network.stack import Stack
from .equation import equations, no_equation

Markup = list[Union[str, "Markup"]]
"""An element: its tag, then its children, each an element or text."""

_functions = {"sigmoid": "σ", "hard_sigmoid": "hard σ", "relu": "ReLU"}
_times, _apply = "\u2062", "\u2061"  # not seen, but said by screen readers


def formulas(net: Stack, direction: int) -> dict[str, Markup]:
    """The equations of a network's cell as elements ``math``, of tags that MathML Core has.

    Args:
        net: the network.
        direction: 0 forward, where the states before are those at t - 1; 1 reverse, at t + 1.

    Returns:
        The elements by the name of the gate or state, in the order of computation.

    Source: https://www.w3.org/TR/mathml-core/
    """
    states = net.kind.states

    def formula(name: str, equation: ast.expr) -> Markup:
        left = _name(name, states, direction)
        return ["math", left, ["mo", "="], *_row(equation, states, direction)]

    return {name: formula(name, equation) for name, equation in equations(net).items()}


def _row(node: ast.expr, states: tuple[str, ...], direction: int) -> Markup:
    def row(inner: ast.expr) -> Markup:
        return _row(inner, states, direction)

    def factor(inner: ast.expr) -> Markup:
        return _in_brackets(row(inner)) if isinstance(inner, ast.BinOp) else row(inner)

    match node:
        case ast.Name(id=name):
            return [_name(name, states, direction)]
        case ast.Constant(value=value):
            return [["mn", str(value)]]
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            function: Markup = ["mi", _functions.get(name, name)]
            return [function, ["mo", _apply], *_in_brackets(row(argument))]
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            return [*factor(left), ["mo", _times], *factor(right)]
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return [*factor(left), ["mo", "⊙"], *factor(right)]
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            return [*row(left), ["mo", "+" if isinstance(op, ast.Add) else "−"], *row(right)]
    raise no_equation(node)


def _in_brackets(row: Markup) -> Markup:
    return [["mrow", ["mo", "("], *row, ["mo", ")"]]]


def _name(name: str, states: tuple[str, ...], direction: int) -> Markup:
    base, _, index = name.partition("_")
    if index == "before":
        sign = "+" if direction else "−"
        return ["msub", ["mi", base], ["mrow", ["mi", "t"], ["mo", sign], ["mn", "1"]]]
    if name in (*states, "x"):
        return ["msub", ["mi", name], ["mi", "t"]]
    if index:
        return ["msub", ["mi", base], ["mrow", *_letters(index)]]
    return ["mi", name]


def _letters(text: str) -> Markup:
    return [["mi", letter] for letter in text]  # one by one they are italic, as in print
