"""Checks of arguments: the value passes through, or an EngineError says what is wrong with it."""

from typing import TypeVar

import numpy as np

from .arrays import Array
from .errors import EngineError

Kind = TypeVar("Kind")


def whole(name: str, value: object, least: int) -> int:
    """A whole number ≥ ``least``; True and 2.0 are none."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        message = f"{name} is {value!r}; it has to be a whole number of at least {least}."
        raise EngineError(message, name)
    return int(value)


def truth(name: str, value: object) -> bool:
    """True or False; 0 and 1 are neither."""
    if not isinstance(value, bool | np.bool_):
        raise EngineError(f"{name} is {value!r}; it has to be True or False.", name)
    return bool(value)


def choice(name: str, value: str, known: tuple[str, ...], where: str = "") -> str:
    """One of the known words; ``where`` says on what they depend."""
    if not isinstance(value, str) or value not in known:
        raise EngineError(f"{name} is {value!r}; {where}it has to be {' or '.join(known)}.", name)
    return value


def of_kind(name: str, value: object, kind: type[Kind]) -> Kind:
    """An instance of one of the engine's classes."""
    if not isinstance(value, kind):
        raise EngineError(
            f"{name} is a {type(value).__name__}; it has to be an engine.{kind.__name__}.", name
        )
    return value


def ndarray(name: str, value: object) -> Array:
    """A numpy array; a list or a framework's tensor is none."""
    if not isinstance(value, np.ndarray):
        raise EngineError(f"{name} is a {type(value).__name__}; it has to be a numpy array.", name)
    return value


def array(name: str, value: object, dtype: str, axes: str, shape: tuple[int | None, ...]) -> Array:
    """An array of ``dtype`` and ``shape``, where None stands for any length.

    ``axes`` are the names of the axes for the message, as in "T, B, I".
    """
    value = ndarray(name, value)
    if value.dtype != dtype:
        raise EngineError(
            f"{name} has dtype {value.dtype}, but the network computes in {dtype}: "
            f"pass {name}.astype({dtype!r}) or make the network with another dtype.",
            name,
        )
    fits = value.ndim == len(shape) and all(
        size in (None, got) for got, size in zip(value.shape, shape, strict=True)
    )
    if not fits:
        wanted = ", ".join(
            axis if size is None else f"{axis}={size}"
            for axis, size in zip(axes.split(", "), shape, strict=True)
        )
        raise EngineError(f"{name} has shape {value.shape}; expected ({wanted}).", name)
    return value


def within(name: str, value: int, end: int) -> int:
    """An index of an axis of ``end`` entries; negative ones are refused."""
    if not 0 <= whole(name, value, 0) < end:
        expected = f"it has to be from 0 to {end - 1}" if end else f"there is no {name} to choose"
        raise EngineError(f"{name} is {value}; {expected}.", name)
    return value


def one_of(name: str, value: int, known: tuple[int, ...]) -> int:
    """A whole number out of a few."""
    if whole(name, value, 0) not in known:
        raise EngineError(f"{name} is {value}; it has to be {' or '.join(map(str, known))}.", name)
    return value


def number(value: object) -> float | None:
    """A finite number; None for anything else, and True is something else."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        return None
    return float(value) if np.isfinite(value) else None


def fraction(name: str, value: object) -> float:
    """A number from 0 to 1."""
    got = number(value)
    if got is None or not 0 <= got <= 1:
        raise EngineError(f"{name} is {value!r}; it has to be a number from 0 to 1.", name)
    return got


def pair(name: str, value: object) -> tuple[float, float] | None:
    """Two finite numbers, or None."""
    if value is None:
        return None
    found = [number(one) for one in value] if isinstance(value, tuple | list) else []
    if len(found) != 2 or found[0] is None or found[1] is None:
        raise EngineError(f"{name} is {value!r}; it has to be two numbers, as in (0.2, 0.5).", name)
    return found[0], found[1]


def below(name: str, value: int, other: str, end: int) -> None:
    """A size that has to be smaller than another."""
    if value >= end:
        raise EngineError(f"{name} is {value}; it has to be smaller than {other}, {end}.", name)


def only_for(cells: str, cell: str, **options: object) -> None:
    """Options that other cells don't have must not be set."""
    for name, value in options.items():
        if value and cell not in cells.split(" or "):
            raise EngineError(f"{name} is for the cell {cells}; got the cell {cell!r}.", name)


def like(name: str, value: object, other: str, expected: Array) -> Array:
    """An array of the shape and dtype of another."""
    value = ndarray(name, value)
    if value.shape != expected.shape or value.dtype != expected.dtype:
        raise EngineError(
            f"{name} is {value.dtype} of shape {value.shape}; expected {expected.dtype} of shape "
            f"{expected.shape}, those of {other}.",
            name,
        )
    return value


def no_c(name: str, value: object, cell: str) -> None:
    """None, for a cell that has no c."""
    if value is not None:
        raise EngineError(f"{name} is given, but the cell {cell!r} has no c; leave it out.", name)
