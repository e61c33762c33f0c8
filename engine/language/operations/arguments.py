"""Arguments as the language takes them: whole numbers, axes, shapes, tensors."""

from typing import Any

import numpy as np

from ...sources.tracked import Tracked
from ..errors import AskError
from ..text.allowed import most_depth

most_values = 1024


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
    if not values:
        raise AskError(f"{what} is missing.")
    if len(values) == 1 and isinstance(values[0], tuple | list):
        values = tuple(values[0])
    return tuple(whole(what, each) for each in values)


def entry(value: Any) -> Any:
    """An index into a tuple: a whole number, or a slice of them."""
    if not isinstance(value, slice):
        return whole("the index", value)
    if value.step == 0:
        raise AskError("slice step cannot be zero.")
    ends = (value.start, value.stop, value.step)
    return slice(*(None if end is None else whole("a slice's end", end) for end in ends))


def bounded(values: Any) -> Any:
    """The same tuple or list; refused where it, and what is within it, holds too much.

    Lines that put a tuple into itself twice would double it each time.
    """
    if _weight(values, 0) > most_values:
        raise AskError(f"A tuple holds at most {most_values:,} values, those within it included.")
    return values


def _weight(value: Any, depth: int) -> int:
    if not isinstance(value, tuple | list):
        return 1
    total = most_values * (depth == most_depth)
    for each in value:
        total += _weight(each, depth + 1)
        if total > most_values:
            break
    return total + 1


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
    return (found or tuple(range(ndim))) if ndim else ()


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
    if isinstance(value, tuple | list) and not is_plain(value):
        return f"a {'list' if isinstance(value, list) else 'tuple'} of {len(value)}"
    if isinstance(value, slice):
        ends = ["" if end is None else shown(end) for end in (value.start, value.stop, value.step)]
        return ":".join(ends if value.step is not None else ends[:2])
    if value is Ellipsis:
        return "..."
    text = repr(value) if isinstance(value, str | tuple | list) else str(value)
    return text if len(text) <= 40 else f"{text[:37]}…"


def is_plain(value: Any) -> bool:
    """Whether this is a number, a truth or a text, or a tuple or list of such alone."""
    if isinstance(value, tuple | list):
        return all(map(is_plain, value))
    return value is None or isinstance(value, bool | int | float | str)


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as PyTorch writes it in messages, [7, 1, 8]."""
    return str(list(shape))


def is_truths(tracked: Tracked) -> bool:
    """Whether the elements are True and False."""
    return tracked.value.dtype == np.bool_


def brief(numbers: list[Any]) -> str:
    """A list as a message shows it: [7, 5, 3], many of them [7, 5, …, 3]."""
    if len(numbers) > 8:
        return f"[{', '.join(map(str, numbers[:6]))}, …, {numbers[-1]}]"
    return str(numbers)
