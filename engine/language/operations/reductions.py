"""Reductions and the softmax: what is read along an axis unites."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ...network.head import softmax as softmax_of
from ...sources.tracked import AnyArray, Tracked
from ..errors import AskError
from . import arguments, views
from .mixing import computed, remembering


class Extremes(NamedTuple):
    """What ``max`` and ``min`` along an axis give."""

    values: Tracked
    indices: Tracked


def average(a: AnyArray, axis: tuple[int, ...], keepdims: bool) -> Any:
    """The mean, which is NaN where there is nothing; numpy's own would warn of it."""
    n = math.prod(a.shape[k] for k in axis)
    return np.sum(a, axis=axis, keepdims=keepdims) / a.dtype.type(n)


def variance(less: int) -> Callable[..., Any]:
    """The variance over so many less than the elements there are: 1 in PyTorch, 0 in numpy."""

    def reduce(a: AnyArray, axis: tuple[int, ...], keepdims: bool) -> Any:
        n = math.prod(a.shape[k] for k in axis)
        squares = (a - average(a, axis, keepdims=True)) ** 2
        return np.sum(squares, axis=axis, keepdims=keepdims) / a.dtype.type(n - less)

    return reduce


def deviation(less: int) -> Callable[..., Any]:
    """The square root of the variance."""
    return lambda *args, **named: np.sqrt(variance(less)(*args, **named))


def length(a: AnyArray, axis: tuple[int, ...], keepdims: bool) -> Any:
    """The Euclidean length."""
    return np.sqrt(np.sum(a * a, axis=axis, keepdims=keepdims))


def norm(a: Tracked, p: Any = 2, dim: Any = None, keepdim: Any = False) -> Tracked:
    """The Euclidean length along some axes, or all."""
    if p not in (2, "fro"):
        raise AskError(f"norm(): p is {arguments.shown(p)}; only 2 can be asked.")
    return reduction("norm", length)(a, dim, keepdim)


def reduction(name: str, function: Callable[..., Any]) -> Callable[..., Tracked]:
    """A reduction along some axes, or all; named as in PyTorch."""

    def reduce(a: Tracked, dim: Any = None, keepdim: Any = False) -> Tracked:
        axes = arguments.axes(dim, a.value.ndim)
        if name in ("mean", "std", "var", "norm") and a.value.dtype.kind != "f":
            raise AskError(
                f"{name}(): Input dtype must be either a floating point or complex dtype. "
                f"Got: {a.value.dtype}; write .float() before it."
            )
        if name in ("amax", "amin", "max", "min") and 0 in (a.shape[k] for k in axes):
            raise AskError(
                f"{name}(): the axis has no elements, shape {arguments.shape_text(a.shape)}."
            )
        found = a.reduced(function, axes, arguments.truth("keepdim", keepdim))
        if name in ("all", "any") and a.compared:
            return remembering(found, *a.compared)
        return found

    reduce.__name__ = name
    return reduce


def extreme(name: str) -> Callable[..., Any]:
    """``max`` or ``min``: of all, along an axis with where it stood, or of two tensors."""
    whole = reduction(name, {"max": np.max, "min": np.min}[name])
    place = {"max": np.argmax, "min": np.argmin}[name]
    of_two = {"max": np.maximum, "min": np.minimum}[name]

    def reduce(a: Tracked, dim: Any = None, keepdim: Any = False) -> Any:
        if isinstance(dim, Tracked):
            return computed(of_two, a, dim)
        if dim is None:
            return whole(a)
        k = arguments.axis(dim, a.value.ndim)
        values = whole(a, k, keepdim)
        at = np.asarray(place(a.value, axis=k, keepdims=bool(keepdim))) if a.shape else np.array(0)
        return Extremes(values, Tracked(at, values.ids, values.axes, a.sets))

    reduce.__name__ = name
    return reduce


def arg_extreme(name: str) -> Callable[..., Any]:
    """``argmax`` or ``argmin``: where the extreme stands, along an axis or among all elements."""

    def reduce(a: Tracked, dim: Any = None, keepdim: Any = False) -> Tracked:
        flat = views.flatten(a) if dim is None else a
        k = 0 if dim is None else arguments.axis(dim, a.value.ndim)
        found: Tracked = extreme(name.removeprefix("arg"))(flat, k, keepdim)[1]
        return found

    reduce.__name__ = name
    return reduce


def softmax(a: Tracked, dim: Any = None) -> Tracked:
    """exp(a) over its sum along an axis; each result was read from all that stood along it."""
    return _along(a, dim, softmax_of)


def log_softmax(a: Tracked, dim: Any = None) -> Tracked:
    """The logarithm of the softmax."""
    return _along(a, dim, lambda value: np.log(softmax_of(value)))


def _along(a: Tracked, dim: Any, function: Callable[[AnyArray], AnyArray]) -> Tracked:
    if a.value.dtype.kind != "f":
        raise AskError(f"softmax is not implemented for {a.value.dtype}; write .float() before it.")
    # What PyTorch does where nobody says: the first axis of 1 or 3, the second of others.
    implied = 0 if a.value.ndim in (0, 1, 3) else 1
    k = arguments.axis(implied if dim is None else dim, a.value.ndim)
    if a.value.size == 0 or a.value.ndim == 0:
        return Tracked(np.ones_like(a.value), a.ids, a.axes, a.sets)
    with np.errstate(all="ignore"):
        value = np.moveaxis(function(np.moveaxis(a.value, k, -1)), -1, k)
    a.sets.spend(a.value.size)
    united = a.sets.unite(np.moveaxis(a.ids, k, -1))
    ids = np.broadcast_to(np.expand_dims(united, k), a.shape)
    return Tracked(np.ascontiguousarray(value), np.ascontiguousarray(ids), a.axes, a.sets)


REDUCTIONS: dict[str, Callable[..., Any]] = {
    "sum": reduction("sum", np.sum),
    "mean": reduction("mean", average),
    "amax": reduction("amax", np.max),
    "amin": reduction("amin", np.min),
    "all": reduction("all", np.all),
    "any": reduction("any", np.any),
    "max": extreme("max"),
    "min": extreme("min"),
    "argmax": arg_extreme("argmax"),
    "argmin": arg_extreme("argmin"),
    "std": reduction("std", deviation(1)),
    "var": reduction("var", variance(1)),
    "prod": reduction("prod", np.prod),
    "norm": norm,
}
"""By their names."""
