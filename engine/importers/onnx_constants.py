"""Initial states that an ONNX graph makes out of its constants and of the shapes of its inputs."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.errors import EngineError
from engine.importers.contents import shown
from engine.importers.onnx_graph import Graph, attributes
from engine.importers.onnx_tensor import TYPES, numbers_of
from engine.importers.tensors import FLOATS, FileTensor, Raw

if TYPE_CHECKING:
    from onnx import NodeProto

CELLS = ("RNN", "LSTM", "GRU")
MOST_NUMBERS = 2**22  # that all results together may have
MOST_NODES = 300  # that may lie behind one state
FEW, MORE = 1, 3  # two lengths of the axes that the file leaves open
CASTS = {code: name for code, (name, _) in TYPES.items() if name != "bfloat16"}


def state(graph: Graph, name: str) -> FileTensor | None:
    """The numbers of an initial state.

    Args:
        graph: the model's graph.
        name: of the tensor.

    Returns:
        A constant, or what the graph computes out of constants: with the rows that the file says,
        or with one row where there are as many as x has and all are the same. None where it
        depends on what the graph is fed.

    Raises:
        EngineError: it depends on constants alone, but on operators that aren't known.
    """
    stored = graph.floats(name)
    if stored is not None or not name or is_fed(graph, name):
        return stored
    few, more = (_computed(graph, name, length) for length in (FEW, MORE))
    alike = few is not None and more is not None and few.ndim == more.ndim
    if not alike or few.dtype.name not in FLOATS or not _same_rows(few, more):
        raise EngineError(
            f"{shown(name)} comes from {graph.described(name)}, which computes it out of the "
            "file's constants in a way that is not supported: export the model with this initial "
            "state as an input, and give it to run.",
            name,
        )
    return FileTensor(few.dtype.name, few.shape, lambda: few)


def sources(graph: Graph, name: str) -> list[str]:
    """The constants that a tensor is made of, and the inputs and recurrent outputs, by name."""
    names, at_ends = [graph.origin(name)], []
    known = set(names)
    for each in names:  # it grows on the way
        node = graph.maker.get(each)
        if each in graph.tensors or node is None or node.op_type in CELLS:
            at_ends.append(each)
        elif node.op_type != "Shape":  # what has the shape doesn't matter
            new = dict.fromkeys(graph.origin(other) for other in node.input if other)
            names += [other for other in new if other not in known]
            known.update(new)
    return at_ends


def is_fed(graph: Graph, name: str) -> bool:
    """Whether a tensor depends on more than constants and shapes."""
    return any(
        each in graph.inputs or (each in graph.maker and graph.maker[each].op_type in CELLS)
        for each in sources(graph, name)
    )


def _same_rows(few: Raw, more: Raw) -> bool:
    try:
        return bool(np.array_equal(np.broadcast_to(few, more.shape), more))
    except ValueError:
        return False


def _computed(graph: Graph, name: str, length: int) -> Any:
    """A tensor with every open axis of the inputs of one length; None where it isn't known."""
    values: dict[str, Raw | None] = {}
    waiting, numbers = [graph.origin(name)], 0
    while waiting:
        each = waiting[-1]
        node = graph.maker.get(each)
        if each in values:
            waiting.pop()
        elif each in graph.tensors:
            kind = TYPES.get(graph.tensors[each].data_type, ("bfloat16",))[0]
            known = kind != "bfloat16"
            values[each] = numbers_of(each, graph.tensors[each]) if known else None
        elif node is None or len(values) > MOST_NODES or len(waiting) > MOST_NODES:  # or a circle
            return None
        elif node.op_type == "Shape":
            shape = graph.shape(node.input[0]) if node.input else None
            if shape is None:  # then of something that is computed too
                inner = graph.origin(node.input[0])
                if inner not in values:
                    waiting.append(inner)
                    continue
                found = values[inner]
                shape = None if found is None else found.shape
            given = attributes(node)
            values[each] = (
                None
                if shape is None
                else np.array([length if size is None else size for size in shape], np.int64)[
                    given.get("start", 0) : given.get("end")
                ]
            )
        else:
            needed = [graph.origin(other) for other in node.input if other]
            missing = [other for other in needed if other not in values]
            if missing:
                waiting += missing
                continue
            read = [values[graph.origin(other)] if other else None for other in node.input]
            made = _run(node, read, MOST_NUMBERS - numbers)
            numbers += 0 if made is None else made.size
            values[each] = made if each == node.output[0] else None
        if values.get(each, 0) is None:
            return None
    return values[graph.origin(name)]


def _run(node: "NodeProto", read: Sequence[Raw | None], most: int) -> Raw | None:
    """What one node gives; None where it is not known, doesn't fit or gives too much."""
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
    "Slice": _slice,
    "Squeeze": _squeeze,
    "Tanh": lambda _, value: np.tanh(value),
    "Tile": lambda _, value, repeats: np.tile(value, tuple(map(int, repeats))),
    "Transpose": lambda given, value: value.transpose(given.get("perm")),
    "Unsqueeze": _unsqueeze,
    "Where": lambda _, mask, a, b: np.where(mask, a, b),
}
