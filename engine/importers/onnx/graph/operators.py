"""The operators with which ONNX graphs compute constants out of constants."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...tensors import Raw
from .graph import attributes
from .tensor import TYPES, numbers_of

if TYPE_CHECKING:
    from onnx import NodeProto

CASTS = {code: name for code, (name, _) in TYPES.items() if name != "bfloat16"}


def run(node: "NodeProto", read: Sequence[Raw | None], most: int) -> Raw | None:
    """Compute one node.

    Args:
        node: of any operator.
        read: its inputs, None where one is left out.
        most: how many numbers it may give.

    Returns:
        Its first output; None where it is not known, doesn't fit or gives too much.
    """
    known = OPERATORS.get(node.op_type)
    given = attributes(node)
    if node.op_type == "ConstantOfShape":
        given["value"] = next((each.t for each in node.attribute if each.name == "value"), None)
    if known is None or node.domain not in ("", "ai.onnx"):
        return None
    try:
        if _count(node.op_type, read) > most:
            return None
        return np.asarray(known(given, *read))
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError):
        return None


def _count(op: str, read: Sequence[Raw | None]) -> int:
    """How many numbers a node may make, before it makes them."""
    sizes = [each.size for each in read if each is not None]
    if op == "Shape":
        return 0
    if op in ("Expand", "Tile") and read[0] is not None and read[1] is not None:
        return sizes[0] * math.prod(max(1, int(each)) for each in read[1].reshape(-1))
    if op == "ConstantOfShape" and read[0] is not None:
        return math.prod(int(each) for each in read[0].reshape(-1))
    if op in ("Gather", "Mul", "Add", "Equal", "Where"):
        return math.prod(max(1, each) for each in sizes)
    return sum(sizes)


def _axes(given: Mapping[str, Any], axes: Raw | None) -> tuple[int, ...] | None:
    return given.get("axes") if axes is None else tuple(int(each) for each in axes.reshape(-1))


def _expand(_: Mapping[str, Any], value: Raw, shape: Raw) -> Raw:
    return np.broadcast_to(value, np.broadcast_shapes(value.shape, tuple(map(int, shape))))


def _reshape(given: Mapping[str, Any], value: Raw, shape: Raw) -> Raw:
    sizes = [int(each) for each in shape]
    if not given.get("allowzero"):
        sizes = [value.shape[axis] if size == 0 else size for axis, size in enumerate(sizes)]
    return value.reshape(sizes)


def _shape(given: Mapping[str, Any], value: Raw) -> Raw:
    return np.array(value.shape, np.int64)[given.get("start") : given.get("end")]


def _slice(
    given: Mapping[str, Any],
    value: Raw,
    starts: Raw | None = None,
    ends: Raw | None = None,
    axes: Raw | None = None,
    steps: Raw | None = None,
) -> Raw:
    first = given["starts"] if starts is None else starts
    last = given["ends"] if ends is None else ends
    along = _axes(given, axes) or range(len(first))
    by = [1] * len(first) if steps is None else steps
    if any(step < 1 for step in by):
        raise ValueError
    index = [slice(None)] * value.ndim
    for axis, start, end, step in zip(along, first, last, by, strict=True):
        index[axis] = slice(int(start), int(end), int(step))
    return value[tuple(index)]


def _squeeze(given: Mapping[str, Any], value: Raw, axes: Raw | None = None) -> Raw:
    return np.squeeze(value, _axes(given, axes))


def _unsqueeze(given: Mapping[str, Any], value: Raw, axes: Raw | None = None) -> Raw:
    return np.expand_dims(value, _axes(given, axes) or ())


def _filled(given: Mapping[str, Any], shape: Raw) -> Raw:
    value = given["value"]
    fill = np.zeros(1, np.float32) if value is None else numbers_of("value", value)
    return np.full(tuple(map(int, shape)), fill.reshape(-1)[0], fill.dtype)


OPERATORS: dict[str, Callable[..., Any]] = {
    "Add": lambda _, a, b: a + b,
    "Cast": lambda given, value: value.astype(CASTS[given["to"]]),
    "Concat": lambda given, *values: np.concatenate(values, given["axis"]),
    "ConstantOfShape": _filled,
    "Equal": lambda _, a, b: a == b,
    "Expand": _expand,
    "Gather": lambda given, value, index: value.take(index, given.get("axis", 0)),
    "Identity": lambda _, value: value,
    "Mul": lambda _, a, b: a * b,
    "Reshape": _reshape,
    "Shape": _shape,
    "Slice": _slice,
    "Squeeze": _squeeze,
    "Tanh": lambda _, value: np.tanh(value),
    "Tile": lambda _, value, repeats: np.tile(value, tuple(map(int, repeats))),
    "Transpose": lambda given, value: value.transpose(given.get("perm")),
    "Unsqueeze": _unsqueeze,
    "Where": lambda _, mask, a, b: np.where(mask, a, b),
}
