"""What computes element by element: arithmetic and comparisons. The sources unite."""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.language import arguments, shapes
from engine.language.errors import AskError
from engine.sources import Tracked, elementwise, shared_axes

Operand = Tracked | complex


def computed(function: Callable[..., Any], *operands: Any) -> Tracked:
    """Compute element by element, in the type that PyTorch computes in."""
    for each in operands:
        if not isinstance(each, Tracked | bool | int | float):
            raise AskError(
                f"{arguments.shown(each)} can't be computed with; use tensors or numbers."
            )
    tensors = [each for each in operands if isinstance(each, Tracked)]
    shape = _broadcast(tensors)
    shapes.fits(shape)
    try:
        found = elementwise(function, *operands)
    except (TypeError, ValueError, OverflowError) as error:
        raise AskError(f"PyTorch can't compute this either: {error}.") from None
    return _settled(found, tensors)


def _broadcast(tensors: list[Tracked]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(*(each.shape for each in tensors))
    except ValueError:
        a, b = tensors[0], tensors[-1]
        for back in range(1, min(a.value.ndim, b.value.ndim) + 1):
            m, n = a.shape[-back], b.shape[-back]
            if m != n and 1 not in (m, n):
                at = max(a.value.ndim, b.value.ndim) - back
                raise AskError(
                    f"The size of tensor a ({m}) must match the size of tensor b ({n}) at "
                    f"non-singleton dimension {at}; a is {arguments.shape_text(a.shape)} and b is "
                    f"{arguments.shape_text(b.shape)}."
                ) from None
        raise


def _settled(found: Tracked, tensors: list[Tracked]) -> Tracked:
    """float64 only where a tensor is float64: PyTorch's default is float32."""
    has_double = any(each.value.dtype == np.float64 for each in tensors)
    if found.value.dtype != np.float64 or has_double:
        return found
    return Tracked(found.value.astype(np.float32), found.ids, found.axes, found.sets)


def compared(function: Callable[..., Any], a: Operand, b: Operand) -> Tracked:
    """Compare element by element; between tensors, both sides are remembered."""
    return remembering(computed(function, a, b), a, b)


def remembering(found: Tracked, a: Any, b: Any) -> Tracked:
    """The same, with the two tensors that were compared."""
    if isinstance(a, Tracked) and isinstance(b, Tracked):
        return Tracked(found.value, found.ids, found.axes, found.sets, (a, b))
    return found


def equal(input: Any, other: Any) -> Tracked:
    """Whether two tensors have one shape and the same elements."""
    a, b = arguments.tensor("input", input), arguments.tensor("other", other)
    return _single(a, b, np.array_equal(a.value, b.value))


def allclose(input: Any, other: Any, rtol: Any = 1e-5, atol: Any = 1e-8) -> Tracked:
    """Whether all elements of two tensors, broadcast, are as near as rounding leaves them."""
    a, b = arguments.tensor("input", input), arguments.tensor("other", other)
    shapes.fits(_broadcast([a, b]))
    r, t = arguments.number("rtol", rtol), arguments.number("atol", atol)
    return _single(a, b, np.allclose(a.value, b.value, r, t))


def _single(a: Tracked, b: Tracked, truth: bool) -> Tracked:
    ids = a.sets.unite(np.concatenate([a.ids.ravel(), b.ids.ravel()])[None])[0]
    return Tracked(np.array(truth), np.array(ids), (), a.sets, (a, b))


def where(condition: Any, input: Any, other: Any) -> Tracked:
    """From one tensor where a condition holds, from another where it doesn't."""
    chosen = arguments.tensor("condition", condition)
    if not arguments.is_truths(chosen):
        raise AskError(
            f"where expected condition to be a boolean tensor, but it is {chosen.value.dtype}."
        )
    sides = [arguments.tensor("input", _tensor(side, chosen)) for side in (input, other)]
    shape = _broadcast([chosen, *sides])
    shapes.fits(shape)
    value = np.where(chosen.value, sides[0].value, sides[1].value)
    # What stands there was read from its own place alone; the condition only chose it.
    ids = np.where(chosen.value, sides[0].ids, sides[1].ids)
    axes = shared_axes([chosen, *sides], len(shape))
    return _settled(Tracked(value, ids, axes, chosen.sets), sides)


def _tensor(value: Any, like: Tracked) -> Any:
    if isinstance(value, bool | int | float):
        dtype = np.float32 if isinstance(value, float) else None
        return Tracked.constant(np.array(value, dtype), like.sets)
    return value


OPERATORS: dict[str, Callable[..., Any]] = {
    "Add": operator.add,
    "Sub": operator.sub,
    "Mult": operator.mul,
    "Div": operator.truediv,
    "FloorDiv": operator.floordiv,
    "Mod": operator.mod,
    "Pow": operator.pow,
    "BitAnd": operator.and_,
    "BitOr": operator.or_,
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
}
