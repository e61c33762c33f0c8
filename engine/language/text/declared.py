"""What the ``__init__`` of a pasted class says: of which class a layer is, and plain numbers."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Unsaid:
    """Stands for an argument of which the text does not say what it is."""


UNSAID = Unsaid()


@dataclass(frozen=True)
class Built:
    """A layer as it is built.

    Attributes:
        of: the name of its class, "Linear"; empty where it is built otherwise.
        args: plain values, or ``UNSAID``.
        named: the same by name.
    """

    of: str
    args: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)

    def argument(self, place: int, name: str, default: Any) -> Any:
        """An argument by its place or name; ``default`` where it is not given."""
        return self.args[place] if place < len(self.args) else self.named.get(name, default)


@dataclass(frozen=True)
class Declared:
    """What an ``__init__`` assigns to ``self``.

    Attributes:
        layers: by name.
        values: plain numbers, truths and texts by name.
    """

    layers: Mapping[str, Built] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)


def declared_by(statements: list[ast.stmt], defaults: Mapping[str, ast.expr | None]) -> Declared:
    """Read an ``__init__``.

    Args:
        statements: of its body.
        defaults: its parameters, each with its default or None.

    Returns:
        What is assigned once; what is assigned within an ``if``, or twice, could be anything.
    """
    values = {name: _plain(default, {}) for name, default in defaults.items() if default}
    layers: dict[str, Built] = {}
    of_self: dict[str, Any] = {}
    counts: dict[str, int] = {}
    for target, value, is_certain in _assigned(statements):
        match target:
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                counts[name] = counts.get(name, 0) + 1
                is_certain = is_certain and counts[name] == 1
                plain = _plain(value, values) if is_certain else UNSAID
                if plain is UNSAID:
                    layers[name] = _built(value, values) if is_certain else Built("")
                    of_self.pop(name, None)
                else:
                    of_self[name] = values[f"self.{name}"] = plain
                if not is_certain:
                    values.pop(f"self.{name}", None)
            case ast.Name(id=name):
                values[name] = _plain(value, values) if is_certain else UNSAID
    return Declared(layers, of_self)


def _assigned(
    statements: list[ast.stmt], is_certain: bool = True
) -> Iterator[tuple[ast.expr, ast.expr, bool]]:
    for statement in statements:
        match statement:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield target, value, is_certain
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield target, value, is_certain
            case ast.AugAssign(target=target, value=value):
                yield target, value, False
            case _:
                for field_name in ("body", "orelse", "finalbody"):
                    inner = getattr(statement, field_name, [])
                    yield from _assigned(inner if isinstance(inner, list) else [], False)


def _built(node: ast.expr, values: Mapping[str, Any]) -> Built:
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args, keywords=named):
            if any(isinstance(each, ast.Starred) for each in args):
                return Built("")
            return Built(
                name,
                tuple(_plain(each, values) for each in args),
                {str(each.arg): _plain(each.value, values) for each in named},
            )
    return Built("")


def _plain(node: ast.expr | None, values: Mapping[str, Any]) -> Any:
    """A plain value, or ``UNSAID``."""
    match node:
        case ast.Constant(value=bool() | int() | float() | str() | None as value):
            return value
        case ast.Name(id=name):
            return values.get(name, UNSAID)
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return values.get(f"self.{name}", UNSAID)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -number
        case ast.IfExp(test=test, body=body, orelse=orelse):
            holds = _plain(test, values)
            return UNSAID if holds is UNSAID else _plain(body if holds else orelse, values)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            a, b = _plain(left, values), _plain(right, values)
            is_small = all(type(each) is int and abs(each) < 2**31 for each in (a, b))
            return a * b if is_small else UNSAID
    return UNSAID
