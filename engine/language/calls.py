"""What is called: which function a name is, and calling it on values."""

import inspect
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from ..sources.tracked import Tracked
from .errors import AskError, did_you_mean
from .functions import keras
from .functions.spelled import BARE, Functions, spelled
from .layers.opaque import opaque_in, through
from .names import own
from .names.scope import Scope
from .operations import arguments, arithmetic
from .record import Event


@dataclass(frozen=True)
class Called:
    """A function as it is called.

    Attributes:
        name: as it is written.
        function: that it is.
        is_of_arrays: whether it is numpy's, and so gives an array with numpy's methods.
    """

    name: str
    function: Callable[..., Any]
    is_of_arrays: bool = False


def function_of(scope: Scope, functions: Functions, path: list[str]) -> Called | None:
    """The function of a name such as ``torch.cat``.

    Returns:
        None where it is no function, but maybe a method of a value.

    Raises:
        AskError: there is none of this name; it says which is near.
    """
    *front, name = path
    whole = ".".join(path)
    if not front and name in ("h", "c"):
        return Called(name, lambda *args: own.state_of(scope.tensors, name, args))
    if not front and name in arithmetic.builtins:
        return Called(name, arithmetic.builtins[name])
    if not all(each in own.NAMESPACES for each in front):
        return None
    of = functions.of(front)
    if of is None:
        raise AskError(f"{whole}() can't be asked.")
    whose, table = of
    if name in table:
        return Called(whole, table[name], whose == "numpy")
    if front:
        raise AskError(unknown(f"{whole}() can't be asked", name, table))
    if name in functions.pytorch:
        raise AskError(f"{name}() is called of a module or a tensor; write torch.{name}(…).")
    if name not in scope.own:
        known = ("h", "c", *arithmetic.builtins, *BARE)
        raise AskError(unknown(f"There is no function {name}() here", name, known))
    return None


def unknown(sentence: str, name: str, known: Collection[str]) -> str:
    """A sentence on a name that isn't there, with one that is near."""
    near = did_you_mean(name, known)
    return f"{sentence}; {near}" if near else f"{sentence}."


def applied(
    called: Called, args: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Any, Event | None]:
    """What a function gives.

    Args:
        called: the function.
        args: what it is given by place; what is not known of it makes the result unknown.
        named: what it is given by name.

    Returns:
        The result, and what is to be remembered where it was done to a tensor.

    Raises:
        AskError: it can't be given this.
    """
    function, name = called.function, called.name
    signature = inspect.signature(function)
    kinds = {each.kind for each in signature.parameters.values()}
    args, named = spelled(
        name, signature.parameters, inspect.Parameter.VAR_POSITIONAL in kinds, args, named
    )
    try:
        bound = signature.bind(*args, **named)
    except TypeError as error:
        raise AskError(f"{name}(): {error}.") from None
    for parameter, value in bound.arguments.items():
        # By convention here the tensor that something is done to is called a.
        is_tensor = parameter == "a" or signature.parameters[parameter].annotation is Tracked
        if is_tensor and not any(opaque_in(value)):
            arguments.tensor(f"what {name}() takes", value)
    found = through(function, *args, **named)
    if not args or not isinstance(args[0], Tracked):
        return found, None
    last = name.rpartition(".")[2].lower().removeprefix("reduce_")
    others = tuple(bound.arguments.values())[1:]
    return found, Event(keras.DOES.get(last, last), args[0], found, others)
