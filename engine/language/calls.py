"""Calls: of methods and functions on the white list, and of the layers of a module."""

import ast
import inspect
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from ..errors import EngineError
from ..sources.tracked import Tracked
from .errors import AskError, did_you_mean
from .functions import BARE, METHODS, SPELLINGS, SPREAD, TENSOR
from .layers import layers
from .names import scope
from .operations import arguments, arithmetic
from .record import Event
from .spelled import NUMPY, numpy_like

if TYPE_CHECKING:
    from .expressions import Expressions


def call(within: "Expressions", node: ast.Call, unpacks: bool = False) -> Any:
    """The value of a call; where its result is unpacked, a layer is a recurrent one."""
    path = within.path(node.func)
    try:
        if path and len(path) == 2 and path[0] == "self" and path[1] in within.program.methods:
            return within.method(path[1], *_arguments(within, node))
        if path and _is_layer(within, path):
            args = _layer_arguments(within, node)
            return layers.call(within.tensors, path[-1], args, unpacks, within.notes)
        if path and path[-1] == "dropout" and path[0] in scope.NAMESPACES and node.args:
            within.notes.append(layers.as_identity("F.dropout"))
            return within.eval(node.args[0])  # its probability changes nothing here
        args, named = _arguments(within, node)
        function = _function(within, path) if path else None
        if path and function:
            return _apply(within, ".".join(path), function, args, named)
        if isinstance(node.func, ast.Name) and node.func.id in ("h", "c"):
            name = node.func.id
            raise AskError(
                f"{name} is assigned to in these lines, so that {name}(layer, direction) can't be "
                "asked beside it; give it another name."
            )
        if not isinstance(node.func, ast.Attribute):
            raise AskError(f"{ast.unparse(node.func)} can't be called.")
        value, name = within.eval(node.func.value), node.func.attr
        if not isinstance(value, Tracked):
            raise AskError(f"{arguments.shown(value)} has no {name}().")
        if name not in METHODS:
            raise AskError(_unknown(f"a tensor has no {name}() here", name, METHODS))
        return _apply(within, name, METHODS[name], (value, *args), named)
    except EngineError as error:
        raise within.placed(error, node) from None


def _is_layer(within: "Expressions", path: list[str]) -> bool:
    if path[0] == "self":
        return len(path) > 1
    is_known = path[0] in (*within.own, *BARE, "h", "c", *arithmetic.builtins)
    return len(path) == 1 and not is_known and layers.is_layer(path[0])


def _function(within: "Expressions", path: list[str]) -> Callable[..., Any] | None:
    name, whole = path[-1], ".".join(path)
    if len(path) == 1:
        if name in ("h", "c"):
            return lambda *args: scope.state_of(within.tensors, name, args)
        if name in arithmetic.builtins:
            return arithmetic.builtins[name]
        if name in BARE:
            return within.functions[name]
        if name in within.functions:
            raise AskError(f"{name}() is called of a module or a tensor; write torch.{name}(…).")
        if name not in within.own:
            known = ("h", "c", *arithmetic.builtins, *BARE)
            raise AskError(_unknown(f"There is no function {name}() here", name, known))
        return None
    if not all(each in scope.NAMESPACES for each in path[:-1]):
        return None
    spelled = NUMPY if path[0] in numpy_like else {}
    functions: dict[str, Callable[..., Any]] = {**within.functions, **spelled}
    if name not in functions:
        raise AskError(_unknown(f"{whole}() can't be asked", name, functions))
    return functions[name]


def _unknown(sentence: str, name: str, known: Collection[str]) -> str:
    near = did_you_mean(name, known)
    return f"{sentence}; {near}" if near else f"{sentence}."


def _arguments(within: "Expressions", node: ast.Call) -> tuple[tuple[Any, ...], dict[str, Any]]:
    args = tuple(within.elements(node.args))
    named: dict[str, Any] = {}
    for each in node.keywords:
        if each.arg in named:
            raise AskError(f"keyword argument repeated: {each.arg}.").at(
                each.value, within.program.lines
            )
        named[str(each.arg)] = within.eval(each.value)
    return args, named


def _layer_arguments(within: "Expressions", node: ast.Call) -> tuple[Any, ...]:
    """The arguments of a layer, where an unknown name is a parameter of ``forward``."""
    given = [*node.args, *(each.value for each in node.keywords)]
    for place, argument in enumerate(given):
        if isinstance(argument, ast.Name) and within.is_free(argument.id):
            within.take(argument.id, place)
    return tuple(within.elements(given))


def _apply(
    within: "Expressions",
    name: str,
    function: Callable[..., Any],
    args: tuple[Any, ...],
    named: dict[str, Any],
) -> Any:
    signature = inspect.signature(function)
    args, spelled = _spelled(name, signature, args, named)
    try:
        bound = signature.bind(*args, **spelled)
    except TypeError as error:
        raise AskError(f"{name}(): {error}.") from None
    for parameter, value in bound.arguments.items():
        if signature.parameters[parameter].annotation is Tracked:
            arguments.tensor(f"what {name}() takes", value)
    found = function(*args, **spelled)
    if args and isinstance(args[0], Tracked):
        others = tuple(bound.arguments.values())[1:]
        within.events.append(Event(name.rpartition(".")[2], args[0], found, others))
    return found


def _spelled(
    name: str, signature: inspect.Signature, args: tuple[Any, ...], named: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Arguments under the names that a function has for them here."""
    spelled: dict[str, Any] = {}
    is_spread = any(
        each.kind is inspect.Parameter.VAR_POSITIONAL for each in signature.parameters.values()
    )
    first = next(iter(signature.parameters), "")
    for key, value in named.items():
        if key in TENSOR and key not in signature.parameters and first == "a":
            args = (value, *args)
            continue
        if is_spread and key in SPREAD:
            args = (*args, value)
            continue
        known = key if key in signature.parameters else SPELLINGS.get(key, key)
        if known in spelled:
            raise AskError(f"{name}(): {key} is given twice, the other time as {known}.")
        spelled[known] = value
    return args, spelled
