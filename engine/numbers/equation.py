"""A cell's equations as trees of Python's ``ast``: numbers, words and MathML come from them."""

import ast
from collections.abc import Mapping

from ..network.stack import Stack


def equations(net: Stack) -> dict[str, ast.expr]:
    """The equations that a network's cell declares, in the order of computation.

    Args:
        net: the network; without bias, its equations have none.

    Returns:
        The right-hand sides by the name of the gate or state.
    """
    declared = net.kind.equations(net.form)
    trees = {name: ast.parse(text, mode="eval").body for name, text in declared.items()}
    return trees if net.bias else {name: _without_bias(tree) for name, tree in trees.items()}


def addends(node: ast.expr) -> list[ast.expr]:
    """What a sum adds up, from left to right; anything else is its own only part."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*addends(node.left), node.right]
    return [node]


def names(tree: ast.expr) -> list[str]:
    """The names in an expression, functions among them, once each, from left to right."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return list(dict.fromkeys(node.id for node in sorted(found, key=lambda it: it.col_offset)))


def in_words(node: ast.expr, unit: int | None, shown: Mapping[str, str]) -> str:
    """An expression as a person reads it, "W_if[2, :] · x + b_if[2]".

    Args:
        node: the expression.
        unit: which of its numbers is meant; None for the vector.
        shown: what symbols and functions are called, where that is not their name.

    Returns:
        One line of text.
    """
    index = "" if unit is None else f"[{unit}]"
    match node:
        case ast.Name(id=name):
            return f"{shown.get(name, name)}{index}"
        case ast.Constant(value=value):
            return str(value)
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return f"{shown.get(name, name)}({in_words(argument, unit, shown)})"
        case ast.BinOp(left=ast.Name(id=name), op=ast.MatMult(), right=right):
            row = "" if unit is None else f"[{unit}, :]"
            return f"{name}{row} · {factor_in_words(right, None, shown)}"
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            factors = (factor_in_words(side, unit, shown) for side in (left, right))
            return " · ".join(factors)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            sign = "+" if isinstance(op, ast.Add) else "−"
            return f"{in_words(left, unit, shown)} {sign} {in_words(right, unit, shown)}"
    raise no_equation(node)


def no_equation(node: ast.expr) -> AssertionError:
    """What is raised where a cell's equation is in a form that none of the readers knows.

    A cell's author sees it, in the first test that reads the equation; no input leads here.
    """
    return AssertionError(f"{ast.unparse(node)} has no form of an equation.")


def factor_in_words(node: ast.expr, unit: int | None, shown: Mapping[str, str]) -> str:
    """The same, in brackets where it is an operation."""
    text = in_words(node, unit, shown)
    return f"({text})" if isinstance(node, ast.BinOp) else text


def _without_bias(node: ast.expr) -> ast.expr:
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=ast.Name(id=name)) if name.startswith("b_"):
            return _without_bias(left)
        case ast.BinOp(left=left, op=op, right=right):
            return ast.BinOp(_without_bias(left), op, _without_bias(right))
        case ast.Call(func=function, args=[argument]):
            return ast.Call(function, [_without_bias(argument)], [])
    return node
