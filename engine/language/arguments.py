"""Arguments as the language takes them: whole numbers, axes, shapes, tensors."""

from typing import Any

import numpy as np

from engine.language.errors import AskError
from engine.sources import Tracked


def whole(what: str, value: Any) -> int:
    """A whole number, or a tensor that is a single one."""
    if isinstance(value, Tracked) and value.value.ndim == 0 and value.value.dtype.kind in "iu":
        return int(value.value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise AskError(f"{what} is {shown(value)}; it has to be a whole number.")
    return value


def wholes(what: str, value: Any) -> tuple[int, ...]:
    """Whole numbers: one, a tuple or a list of them."""
    several = value if isinstance(value, tuple | list) else (value,)
    return tuple(whole(what, each) for each in several)


def spread(what: str, values: tuple[Any, ...]) -> tuple[int, ...]:
    """Whole numbers that are given one by one or as a single tuple, as ``view`` takes them."""
    if len(values) == 1 and isinstance(values[0], tuple | list):
        values = tuple(values[0])
    return tuple(whole(what, each) for each in values)


def axis(value: Any, ndim: int, what: str = "dim") -> int:
    """An axis of ``ndim``, counted from 0."""
    number, least = whole(what, value), max(ndim, 1)
    if not -least <= number < least:
        raise AskError(
            f"Dimension out of range (expected to be in range of [{-least}, {least - 1}], "
            f"but got {number})."
        )
    return number % least


def axes(value: Any, ndim: int) -> tuple[int, ...]:
    """Several axes, each once; None is all of them."""
    if value is None:
        return tuple(range(ndim))
    found = tuple(axis(each, ndim) for each in wholes("dim", value))
    if len(set(found)) < len(found):
        raise AskError(f"dim {next(d for d in found if found.count(d) > 1)} appears twice.")
    return found or tuple(range(ndim))


def tensor(what: str, value: Any) -> Tracked:
    """A tensor."""
    if not isinstance(value, Tracked):
        raise AskError(f"{what} is {shown(value)}; it has to be a tensor.")
    return value


def tensors(what: str, value: Any) -> list[Tracked]:
    """A tuple or list of at least one tensor."""
    if not isinstance(value, tuple | list) or not value:
        raise AskError(f"{what} is {shown(value)}; it has to be a tuple of tensors.")
    return [tensor(f"{what}[{k}]", each) for k, each in enumerate(value)]


def truth(what: str, value: Any) -> bool:
    """True or False, or a tensor of a single element, as ``if`` takes it."""
    if isinstance(value, Tracked):
        if value.value.size != 1:
            raise AskError(
                "Boolean value of Tensor with more than one value is ambiguous; "
                "write .all(), .any() or torch.equal(…)."
            )
        return bool(value.value.item())
    if value is None or isinstance(value, bool | int | float | str | tuple | list):
        return bool(value)
    raise AskError(f"{what} is {shown(value)}; it has to be True or False.")


def number(what: str, value: Any) -> float:
    """A number, or a tensor that is a single one."""
    if isinstance(value, Tracked) and value.value.ndim == 0:
        value = value.value.item()
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AskError(f"{what} is {shown(value)}; it has to be a number.")
    return value


def shown(value: Any) -> str:
    """A value as a message shows it."""
    if isinstance(value, Tracked):
        return f"a tensor of shape {shape_text(value.shape)}"
    if isinstance(value, tuple | list):
        return f"a {type(value).__name__} of {len(value)}"
    if value is None or isinstance(value, bool | int | float | str):
        text = repr(value)
        return text if len(text) <= 40 else f"{text[:37]}…"
    return str(value)


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as PyTorch writes it in messages, [7, 1, 8]."""
    return str(list(shape))


def is_truths(tracked: Tracked) -> bool:
    """Whether the elements are True and False."""
    return tracked.value.dtype == np.bool_
