"""Operators, between tensors and between plain numbers; whole numbers stay within 64 bits."""

import ast
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from ...sources.tracked import Tracked
from ..errors import AskError
from ..text.allowed import largest_int
from . import arguments, cut_and_join, mixing, products

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
            return arguments.bounded(kind((*a, *b)))
    for each in (a, b):
        if not isinstance(each, int | float):
            raise AskError(
                f"{arguments.shown(each)} can't be computed with; use tensors or numbers."
            )
    if (
        isinstance(op, ast.Pow)
        and isinstance(a, int)
        and isinstance(b, int)
        and b > 64 > 1 < abs(a)
    ):
        raise AskError(f"{a} to the power of {b} is too large; tensors have 64 bits.")
    try:
        found = mixing.OPERATORS[type(op).__name__](a, b)
    except ZeroDivisionError:
        raise AskError("division by zero.") from None
    except (OverflowError, TypeError):
        raise AskError(f"{a} and {b} can't be computed with so; the result is no number.") from None
    if isinstance(found, complex):
        raise AskError(f"{a} to the power of {b} is complex; use real numbers.")
    if isinstance(found, int) and abs(found) > largest_int:
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
        return int(function(int(a))) if isinstance(a, bool) else function(a)
    except TypeError:
        sign = {ast.USub: "-", ast.UAdd: "+", ast.Invert: "~"}[type(op)]
        raise AskError(f"{arguments.shown(a)} can't stand behind {sign}; use a tensor.") from None


def compare(op: ast.cmpop, a: Any, b: Any) -> Any:
    """``a == b`` and the like; of tensors element by element."""
    if isinstance(op, ast.Is | ast.IsNot):
        if b is not None and not isinstance(b, bool):
            raise AskError("is can only be asked of None, True and False; write ==.")
        return (a is b) == isinstance(op, ast.Is)
    if a is None or b is None:
        if not isinstance(op, ast.Eq | ast.NotEq):
            raise AskError("None can't be compared; write is None.")
        return (a is b) == isinstance(op, ast.Eq)
    if isinstance(a, Tracked) or isinstance(b, Tracked):
        return mixing.compared(mixing.OPERATORS[type(op).__name__], a, b)
    for each in (a, b):
        if not _is_plain(each):
            raise AskError(
                f"{arguments.shown(each)} can't be compared as a whole; compare its tensors."
            )
    try:
        return mixing.OPERATORS[type(op).__name__](a, b)
    except TypeError:
        raise AskError(
            f"{arguments.shown(a)} and {arguments.shown(b)} can't be compared."
        ) from None


def _is_plain(value: Any) -> bool:
    """Whether a value is a number or a text, or a tuple of such: a shape."""
    if isinstance(value, tuple | list):
        return all(isinstance(each, int | float | str) for each in value)
    return isinstance(value, int | float | str)


def _length(value: Any) -> int:
    if isinstance(value, Tracked) and value.value.ndim:
        return value.shape[0]
    if isinstance(value, tuple | list):
        return len(value)
    raise AskError(f"{arguments.shown(value)} has no length.")


def _int(value: Any) -> int:
    number = arguments.number("what int() takes", value)
    if not np.isfinite(number):
        raise AskError(f"what int() takes is {number}; it has to be finite.")
    if abs(number) > largest_int:
        raise AskError("This number is too large; tensors have 64 bits.")
    return int(number)


def _float(value: Any) -> float:
    if value in ("inf", "-inf", "nan"):
        return float(value)
    return float(arguments.number("what float() takes", value))


def _abs(value: Any) -> Any:
    return mixing.absolute(value) if isinstance(value, Tracked) else abs(_plain(value))


def _several(value: Any) -> tuple[Any, ...]:
    if isinstance(value, Tracked):
        return cut_and_join.unbind(value)
    if not isinstance(value, tuple | list):
        raise AskError(f"{arguments.shown(value)} can't be taken apart.")
    return tuple(value)


def _range(*ends: Any) -> list[int]:
    if not 1 <= len(ends) <= 3:
        raise AskError(f"range() takes an end, or a start, an end and a step; got {len(ends)}.")
    given = [arguments.whole("what range() takes", each) for each in ends]
    if given[2:] == [0]:
        raise AskError("range() arg 3 must not be zero.")
    numbers = range(*given)
    if len(numbers) > arguments.most_values:
        raise AskError(f"A list holds at most {arguments.most_values:,} values.")
    return list(numbers)


def _sum(values: Any) -> Any:
    found: Any = 0
    for each in _several(values):
        found = binary(ast.Add(), found, each)
    return found


def _extreme(name: str) -> Callable[..., Any]:
    is_further = {"max": ast.Gt(), "min": ast.Lt()}[name]

    def extreme(*values: Any) -> Any:
        given = _several(values[0]) if len(values) == 1 else values
        if not given:
            raise AskError(f"{name}() of nothing can't be told.")
        found = given[0]
        for each in given[1:]:
            # As in Python one of them is chosen, and the other is not in it.
            found = each if arguments.truth(name, compare(is_further, each, found)) else found
        return found

    return extreme


def _plain(value: Any) -> Any:
    return arguments.number("this", value)


builtins: dict[str, Callable[..., Any]] = {
    "len": _length,
    "int": _int,
    "float": _float,
    "abs": _abs,
    "range": _range,
    "sum": _sum,
    "max": _extreme("max"),
    "min": _extreme("min"),
    "tuple": _several,
    "list": lambda value: list(_several(value)),
}
