"""What computes element by element: arithmetic and comparisons. The sources unite."""

import itertools
import operator
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ...errors import EngineError
from ...sources.tracked import Tracked, elementwise
from ..errors import AskError
from . import arguments, shapes

Operand = Tracked | complex
DType = np.dtype[Any]

_kinds = "bif"
plain_types: dict[type, DType] = {
    bool: np.dtype(np.bool_),
    int: np.dtype(np.int64),
    float: np.dtype(np.float32),
}


def computed(function: Callable[..., Any], *operands: Any) -> Tracked:
    """Compute element by element, in the type that PyTorch computes in."""
    for each in operands:
        if not isinstance(each, Tracked | bool | int | float):
            raise AskError(
                f"{arguments.shown(each)} can't be computed with; use tensors or numbers."
            )
    tensors = [each for each in operands if isinstance(each, Tracked)]
    if not tensors:
        raise AskError("At least one of these has to be a tensor; write torch.tensor(…).")
    dtype = result_type(operands)
    shapes.fits(broadcast(tensors))
    try:
        found = elementwise(function, *(_typed(each, dtype) for each in operands))
    except EngineError:
        raise
    except (TypeError, ValueError, OverflowError) as error:
        raise AskError(f"PyTorch can't compute this either: {error}.") from None
    if found.value.dtype == np.float64 != dtype:  # a quotient or a root of whole numbers
        return Tracked(found.value.astype(np.float32), found.ids, found.axes, found.sets)
    return found


def result_type(operands: Sequence[Operand]) -> DType:
    """The type that PyTorch computes in.

    A tensor of no axis counts only where it is of a higher kind than those that have some, a plain
    number only where it is of a higher kind than all tensors; its float is float32.

    Source: https://docs.pytorch.org/docs/stable/tensor_attributes.html#torch.dtype
    """
    ranks: list[list[DType]] = [[], [], []]
    for each in operands:
        if isinstance(each, Tracked):
            ranks[0 if each.value.ndim else 1].append(each.value.dtype)
        else:
            ranks[2].append(plain_types[type(each)])
    found = np.dtype(np.bool_)
    for rank in ranks:
        kind = max((each.kind for each in rank), key=_kinds.index, default="b")
        highest = max((each for each in rank if each.kind == kind), default=found)
        if _kinds.index(highest.kind) > _kinds.index(found.kind) or rank is ranks[0]:
            found = highest
    return found


def _typed(operand: Operand, dtype: DType) -> Operand:
    if isinstance(operand, Tracked) and operand.value.dtype != dtype:
        return Tracked(operand.value.astype(dtype), operand.ids, operand.axes, operand.sets)
    return operand


def broadcast(tensors: list[Tracked]) -> tuple[int, ...]:
    """The shape that tensors have together, or why they have none, in PyTorch's words."""
    try:
        return np.broadcast_shapes(*(each.shape for each in tensors))
    except ValueError:
        pass
    for a, b in itertools.combinations(tensors, 2):
        for back in range(1, min(a.value.ndim, b.value.ndim) + 1):
            m, n = a.shape[-back], b.shape[-back]
            if m != n and 1 not in (m, n):
                at = max(a.value.ndim, b.value.ndim) - back
                raise AskError(
                    f"The size of tensor a ({m}) must match the size of tensor b ({n}) at "
                    f"non-singleton dimension {at}; a is {arguments.shape_text(a.shape)} and b is "
                    f"{arguments.shape_text(b.shape)}.{_of_directions(a, b, back)}"
                )
    raise AskError("A tensor can have 64 axes at most.")


def _of_directions(a: Tracked, b: Tracked, back: int) -> str:
    """What to write where one side holds both directions and the other a single one."""
    h = a.sets.places.h_size
    if {a.axes[-back], b.axes[-back]} != {h, f"D·{h}"}:
        return ""
    return (
        " One of them holds both directions side by side: write [..., :P] or [..., P:] behind it."
    )


def compared(function: Callable[..., Any], a: Operand, b: Operand) -> Tracked:
    """Compare element by element; of two that are held equal, both sides are remembered."""
    found = computed(function, a, b)
    return remembering(found, a, b) if function is operator.eq else found


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
    shapes.fits(broadcast([a, b]))
    r, t = arguments.number("rtol", rtol), arguments.number("atol", atol)
    for what, given in (("rtol", r), ("atol", t)):
        if not given >= 0:
            raise AskError(f"{what} must be greater than or equal to zero, but got {given}.")
    with np.errstate(all="ignore"):
        return _single(a, b, np.allclose(a.value, b.value, r, t))


def _single(a: Tracked, b: Tracked, truth: bool) -> Tracked:
    ids = a.sets.unite(np.concatenate([a.ids.ravel(), b.ids.ravel()])[None])[0]
    return Tracked(np.array(truth), np.array(ids), (), a.sets, (a, b))


def maximum(input: Tracked, other: Tracked) -> Tracked:
    """The larger of two, element by element."""
    return computed(np.maximum, input, other)


def minimum(input: Tracked, other: Tracked) -> Tracked:
    """The smaller of two, element by element."""
    return computed(np.minimum, input, other)


def absolute(a: Tracked) -> Tracked:
    """Without the sign."""
    return computed(np.abs, a)


def clamp(a: Tracked, min: Any = None, max: Any = None) -> Tracked:
    """No less than one number, and no more than another."""
    if min is None and max is None:
        raise AskError("clamp(): At least one of 'min' or 'max' must not be None.")
    found = a if min is None else computed(np.maximum, a, min)
    return found if max is None else computed(np.minimum, found, max)


def operation(name: str) -> Callable[[Tracked, Any], Tracked]:
    """An operator by its name, ``a.add(b)``."""
    function = OPERATORS[name]

    def operate(a: Tracked, other: Any) -> Tracked:
        return compared(function, a, other)

    return operate


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

OPERATIONS: dict[str, Callable[..., Any]] = {
    **{name.lower(): operation(name) for name in ("Add", "Sub", "Div", "Pow", "Eq", "Lt", "Gt")},
    **{name: operation("Mult") for name in ("mul", "multiply")},
    "subtract": operation("Sub"),
    "divide": operation("Div"),
    "ne": operation("NotEq"),
    "le": operation("LtE"),
    "ge": operation("GtE"),
}
"""The same as methods and functions, by their names."""
