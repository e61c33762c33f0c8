"""What is not known: the result of a layer that could be anything, or a name that stays open.

It goes through a program as any value does, and what is made of it is not known either.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ...errors import EngineError
from ...sources.tracked import Tracked
from ..errors import AskError
from .packed import Packed


@dataclass(frozen=True, eq=False)
class Opaque:
    """A value that is not known.

    Attributes:
        why: a sentence: what is not known, and what to write so that it is.
        layer: what computed it; empty where it is a name that stays open.
        read: the tensors that went into it.
        stand_in: where it was made of x alone, x moved as it was: should the network be given it,
            that is the x that this trace ran on. None where it was not.
    """

    why: str
    layer: str = ""
    read: tuple[Tracked, ...] = ()
    stand_in: Tracked | Packed | None = None

    def __str__(self) -> str:
        """As messages name it."""
        return "a value that is not known"


def opaque_in(value: Any) -> Iterator[Opaque]:
    """What is not known in a value, or in a tuple or list of such."""
    if isinstance(value, Opaque):
        yield value
    elif isinstance(value, slice):
        yield from opaque_in((value.start, value.stop, value.step))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from opaque_in(each)


def tracked_in(value: Any) -> Iterator[Tracked]:
    """The tensors in a value, and those that went into what is not known of it."""
    if isinstance(value, Tracked):
        yield value
    elif isinstance(value, Packed):
        yield value.padded
    elif isinstance(value, Opaque):
        yield from value.read
    elif isinstance(value, tuple | list):
        for each in value:
            yield from tracked_in(each)


def through(function: Callable[..., Any], *args: Any, **named: Any) -> Any:
    """What a function gives, or that it is not known, as one of its arguments is not."""
    values = (args, tuple(named.values()))
    unknown = [*opaque_in(values)]
    if not unknown:
        return function(*args, **named)
    read = tuple({id(each): each for each in tracked_in(values)}.values())
    found: Any = None
    if all(each.stand_in is not None for each in unknown):
        try:
            found = function(
                *map(_standing, args), **{key: _standing(each) for key, each in named.items()}
            )
        except EngineError:
            found = None  # of another shape it may do
    return _unknown_as(replace(unknown[0], read=read, stand_in=None), found)


def known(value: Any) -> Any:
    """The value; refused where it is not known.

    Raises:
        AskError: it says what has to be written.
    """
    for each in opaque_in(value):
        raise AskError(each.why)
    return value


def _standing(value: Any) -> Any:
    if isinstance(value, Opaque):
        return value.stand_in
    if isinstance(value, slice):
        return slice(*map(_standing, (value.start, value.stop, value.step)))
    if type(value) in (tuple, list):
        return type(value)(map(_standing, value))
    return value


def _unknown_as(unknown: Opaque, found: Any) -> Any:
    """What is not known, where x in its stead gives this; a shape is that of x."""
    if isinstance(found, Tracked | Packed):
        return replace(unknown, stand_in=found)
    if isinstance(found, tuple | list) and any(tracked_in(found)):
        return tuple(_unknown_as(unknown, each) for each in found)
    return unknown if found is None else found
