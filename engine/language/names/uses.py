"""What the open names of a program are by their use: what the network is given, and packed by.

A name resembles many a word. What is fed to the network is x, what it begins with are its states,
and what a sequence is packed by are the lengths.
"""

import ast
from collections.abc import Callable, Iterator

from ..text.parse import Program
from .own import NAMESPACES

Uses = dict[str, str]
"""For a name, or ``self.hidden``: "x", "lengths", "states", or one of them, "h" or "c"; "mask 1" of
what is summed along axis 1 to give the lengths."""

_first_of_calls = ("h", "c")


def uses_of(program: Program, is_network: Callable[[str], bool]) -> Uses:
    """Follow what the network is given back to the names that it was made of.

    Args:
        program: what was typed.
        is_network: whether a layer of this name is a recurrent one.

    Returns:
        The use of each open name; one that is packed by is no x, whatever else it is.
    """
    steps = [*_steps(program.asked.statements)]
    found: dict[str, Uses] = {"x": {}, "states": {}, "lengths": {}}
    for place, step in enumerate(steps):
        for call in (each for each in ast.walk(step) if isinstance(each, ast.Call)):
            called = _dotted(call.func)
            if called.rpartition(".")[2] == "pack_padded_sequence":
                lengths = _argument(call, 1, "lengths")
                summed = _summed(lengths)
                name, use = _origin(steps, place, lengths, _made_of), "lengths"
                _note(found["lengths"], use if summed is None else f"mask {summed}", name)
                _note(found["x"], "x", _origin(steps, place, _argument(call, 0, "input"), _made_of))
            elif "." not in (layer := called.removeprefix("self.")) and is_network(layer):
                _note(found["x"], "x", _origin(steps, place, _argument(call, 0, "input"), _made_of))
                states = _argument(call, 1, "hx")
                if isinstance(states, ast.Tuple | ast.List):
                    for kind, each in zip(_first_of_calls, states.elts, strict=False):
                        _note(found["states"], kind, _origin(steps, place, each, _same_as))
                else:
                    _note(found["states"], "states", _origin(steps, place, states, _same_as))
    return found["x"] | found["states"] | found["lengths"]


def _steps(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The simple statements in their order, those of both branches of an ``if`` among them."""
    for statement in statements:
        if isinstance(statement, ast.If):
            yield from _steps([*statement.body, *statement.orelse])
        else:
            yield statement


def _dotted(node: ast.expr) -> str:
    """A name as it is written, ``self.hidden``; empty where it is none."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            front = _dotted(value)
            return front and f"{front}.{name}"
    return ""


def _argument(call: ast.Call, place: int, name: str) -> ast.expr | None:
    named = (each.value for each in call.keywords if each.arg == name)
    return call.args[place] if len(call.args) > place else next(named, None)


def _note(uses: Uses, use: str, name: str) -> None:
    if name:
        uses.setdefault(name, use)


def _origin(
    steps: list[ast.stmt],
    place: int,
    node: ast.expr | None,
    within: Callable[[ast.expr], ast.expr | None],
) -> str:
    """The open name that a value goes back to; empty where there is none.

    ``within`` says what is looked for in an expression that is not a name.
    """
    while node is not None:
        match node:
            case ast.Name() | ast.Attribute(value=ast.Name(id="self")):
                name = _dotted(node)
                place, value = _assigned(steps, place, name)
                if value is None:
                    return name
                node = value
            case _:
                node = within(node)
    return ""


def _made_of(node: ast.expr) -> ast.expr | None:
    """What a value was made of, first of all."""
    match node:
        case ast.Call(func=ast.Attribute(value=value)) if not _is_of_module(value):
            return value
        case ast.Call(args=[first, *_]):
            return first
        case ast.Attribute(value=value) | ast.Subscript(value=value) | ast.Starred(value=value):
            return value
        case ast.Tuple(elts=[first, *_]) | ast.List(elts=[first, *_]):
            return first
        case ast.BinOp(left=first) | ast.UnaryOp(operand=first) | ast.IfExp(body=first):
            return first
    return None


def _same_as(node: ast.expr) -> ast.expr | None:
    """What a value is itself, on another device or without its gradient."""
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in (
            "detach", "to", "cuda", "contiguous",
        ):  # fmt: skip
            return value
    return None


def _summed(node: ast.expr | None) -> int | None:
    """The axis along which a mask is summed, as in ``mask.sum(1).cpu()``; None where none is."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "sum":
            axis = _argument(node, 0, "dim")
            text = ast.unparse(axis) if axis else ""
            return {"0": 0, "1": 1, "-1": 1}.get(text)
        node = node.func.value
    return None


def _is_of_module(node: ast.expr) -> bool:
    """Whether a function of a module or of ``self`` is called, and no method of a tensor."""
    text = _dotted(node)
    return text == "self" or text.partition(".")[0] in NAMESPACES


def _assigned(steps: list[ast.stmt], place: int, name: str) -> tuple[int, ast.expr | None]:
    """Where a name was last assigned to before a place, and what; None where it was not."""
    for before in range(place - 1, -1, -1):
        match steps[before]:
            case ast.Assign(targets=targets, value=value):
                if any(name in _names(target) for target in targets):
                    return before, value
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                if name in _names(target):
                    return before, value
    return place, None


def _names(target: ast.expr) -> list[str]:
    if isinstance(target, ast.Tuple | ast.List):
        return [name for each in target.elts for name in _names(each)]
    return [_dotted(target)]
