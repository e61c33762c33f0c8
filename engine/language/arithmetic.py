"""Operators, between tensors and between plain numbers; numbers stay within 64 bits."""

import ast
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.language import arguments, mixing, products
from engine.language.errors import AskError
from engine.language.parse import largest_int
from engine.sources import Tracked

_signs: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Invert: operator.invert,
}


def binary(op: ast.operator, a: Any, b: Any) -> Any:
    """``a + b`` and the like."""
    if isinstance(op, ast.MatMult):
        return products.matmul(a, b)
    if isinstance(a, Tracked) or isinstance(b, Tracked):
        return mixing.computed(mixing.OPERATORS[type(op).__name__], a, b)
    for kind in (tuple, list):
        if isinstance(op, ast.Add) and isinstance(a, kind) and isinstance(b, kind):
            return kind((*a, *b))
    for each in (a, b):
        if not isinstance(each, int | float):
            raise AskError(
                f"{arguments.shown(each)} can't be computed with; use tensors or numbers."
            )
    if isinstance(op, ast.Pow) and abs(b) > 64:
        raise AskError(f"{arguments.shown(a)} to the power of {arguments.shown(b)} is too large.")
    try:
        found = mixing.OPERATORS[type(op).__name__](a, b)
    except (ArithmeticError, TypeError, ValueError) as error:
        raise AskError(f"{str(error).capitalize()}.") from None
    if isinstance(found, complex) or abs(found) > largest_int:
        raise AskError("This number is too large; tensors have 64 bits.")
    return found


def unary(op: ast.unaryop, a: Any) -> Any:
    """``-a``, ``not a``, ``~a``."""
    if isinstance(op, ast.Not):
        return not arguments.truth("what not is before", a)
    function = _signs[type(op)]
    if isinstance(a, Tracked):
        return mixing.computed(function, a)
    try:
        return function(a)
    except TypeError:
        raise AskError(f"{arguments.shown(a)} has no sign; use tensors or numbers.") from None


def compare(op: ast.cmpop, a: Any, b: Any) -> Any:
    """``a == b`` and the like; of tensors element by element."""
    if isinstance(op, ast.Is | ast.IsNot):
        if b is not None and not isinstance(b, bool):
            raise AskError("is can only be asked of None, True and False; write ==.")
        return (a is b) == isinstance(op, ast.Is)
    if isinstance(a, Tracked) or isinstance(b, Tracked):
        if a is None or b is None:
            return isinstance(op, ast.NotEq)
        return mixing.compared(mixing.OPERATORS[type(op).__name__], a, b)
    try:
        return mixing.OPERATORS[type(op).__name__](a, b)
    except TypeError:
        raise AskError(
            f"{arguments.shown(a)} and {arguments.shown(b)} can't be compared."
        ) from None


def _length(value: Any) -> int:
    if isinstance(value, Tracked) and value.value.ndim:
        return value.shape[0]
    if isinstance(value, tuple | list):
        return len(value)
    raise AskError(f"{arguments.shown(value)} has no length.")


def _sized(what: str, kind: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        number = arguments.number(what, value)
        if not np.isfinite(number):
            raise AskError(f"{what} is {number}; it has to be finite.")
        return kind(number)

    return convert


builtins: dict[str, Callable[..., Any]] = {
    "len": _length,
    "int": _sized("int()", int),
    "float": _sized("float()", float),
}
