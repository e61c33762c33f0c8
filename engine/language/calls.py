"""Calls: of methods and functions on the white list, and of the layers of a module."""

import ast
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from engine.errors import EngineError
from engine.language import arguments, arithmetic, layers, scope
from engine.language.errors import AskError
from engine.language.functions import BARE, METHODS, SPELLINGS
from engine.language.record import Event
from engine.sources import Tracked

if TYPE_CHECKING:
    from engine.language.expressions import Expressions


def call(within: "Expressions", node: ast.Call, unpacks: bool = False) -> Any:
    """The value of a call; where its result is unpacked, a layer is a recurrent one."""
    path = within.path(node.func)
    try:
        if path and (path[0] == "self" or _is_layer(within, path)):
            args = _layer_arguments(within, node)
            return layers.call(within.tensors, path[-1], args, unpacks, within.notes)
        args = tuple(within.elements(node.args))
        named = {str(each.arg): within.eval(each.value) for each in node.keywords}
        if path:
            function = _function(within, path)
            if function:
                return _apply(within, ".".join(path), function, args, named)
        if not isinstance(node.func, ast.Attribute):
            raise AskError(f"{ast.unparse(node.func)} can't be called.")
        value, name = within.eval(node.func.value), node.func.attr
        if name not in METHODS:
            raise AskError(f"a tensor’s {name}() can't be asked.")
        if not isinstance(value, Tracked):
            raise AskError(f"{arguments.shown(value)} has no {name}().")
        return _apply(within, name, METHODS[name], (value, *args), named)
    except EngineError as error:
        raise within.placed(error, node) from None


def _is_layer(within: "Expressions", path: list[str]) -> bool:
    is_known = path[0] in (*within.own, *BARE, "h", "c", "len", "int", "float")
    return len(path) == 1 and not is_known and layers.is_layer(path[0])


def _function(within: "Expressions", path: list[str]) -> Callable[..., Any] | None:
    name = path[-1]
    if len(path) == 1:
        if name in ("h", "c"):
            return lambda *args: scope.state_of(within.tensors, name, args)
        if name in arithmetic.builtins:
            return arithmetic.builtins[name]
        if name in BARE:
            return within.functions[name]
        if name not in within.own:
            raise AskError(f"There is no function {name}() here.")
        return None
    if not all(each in scope.NAMESPACES for each in path[:-1]):
        return None
    if name not in within.functions:
        raise AskError(f"{'.'.join(path)}() can't be asked.")
    return within.functions[name]


def _layer_arguments(within: "Expressions", node: ast.Call) -> tuple[Any, ...]:
    """The arguments of a layer, where an unknown name is a parameter of ``forward``."""
    found = []
    given = [*node.args, *(each.value for each in node.keywords)]
    for place, argument in enumerate(given):
        is_free = isinstance(argument, ast.Name) and not within.is_bound(argument.id)
        if is_free and isinstance(argument, ast.Name):
            within.names[argument.id], note = scope.parameter(within.tensors, argument.id, place)
            within.note(note)
        found.append(within.eval(argument))
    return tuple(found)


def _apply(
    within: "Expressions",
    name: str,
    function: Callable[..., Any],
    args: tuple[Any, ...],
    named: dict[str, Any],
) -> Any:
    signature = inspect.signature(function)
    spelled = {
        key if key in signature.parameters else SPELLINGS.get(key, key): value
        for key, value in named.items()
    }
    try:
        bound = signature.bind(*args, **spelled)
    except TypeError as error:
        raise AskError(f"{name}(): {error}.") from None
    found = function(*args, **spelled)
    if args and isinstance(args[0], Tracked):
        others = tuple(bound.arguments.values())[1:]
        within.events.append(Event(name.rpartition(".")[2], args[0], found, others))
    return found
