"""What an ONNX graph makes out of its constants and of the shapes of its inputs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ....errors import EngineError
from ...tensors import FLOATS, FileTensor, Raw
from ...wording import shown
from .graph import RECURRENT, OnnxGraph, attributes
from .operators import run
from .tensor import TYPES, numbers_of

if TYPE_CHECKING:
    from onnx import NodeProto

MOST_NUMBERS = 2**22  # that all results together may have
MOST_NODES = 300  # that may lie behind one tensor
FEW, MORE = 1, 3  # two lengths of the axes that the file leaves open


def state(graph: OnnxGraph, name: str) -> FileTensor | None:
    """The numbers of an initial state.

    Args:
        graph: the model's graph.
        name: of the tensor.

    Returns:
        What ``constant`` does. None where it depends on what the graph is fed.

    Raises:
        EngineError: it depends on constants alone, but on operators that aren't known.
    """
    found = constant(graph, name)
    if found is None and name and not is_fed(graph, name):
        raise EngineError(
            f"{shown(name)} comes from {graph.described(name)}, which computes it out of the "
            "file's constants in a way that is not supported: export the model with this initial "
            "state as an input, and give it to run.",
            name,
        )
    return found


def constant(graph: OnnxGraph, name: str) -> FileTensor | None:
    """The numbers of a tensor that doesn't depend on what the graph is fed.

    Args:
        graph: the model's graph.
        name: of the tensor.

    Returns:
        A constant, or what the graph computes out of constants: with the rows that the file says,
        or with one row where there are as many as x has and all are the same. None where it is no
        such, or of no float type.

    Raises:
        EngineError: the constant itself can't be read.
    """
    stored = graph.floats(name)
    if stored is not None or not name or is_fed(graph, name):
        return stored
    few, more = (_computed(graph, name, length) for length in (FEW, MORE))
    alike = few is not None and more is not None and few.ndim == more.ndim
    if not alike or few.dtype.name not in FLOATS or not _same_rows(few, more):
        return None
    return FileTensor(few.dtype.name, few.shape, lambda: few)


def lengths(graph: OnnxGraph, name: str) -> tuple[int, ...] | str | None:
    """The lengths of rows.

    Args:
        graph: the model's graph.
        name: of the tensor, sequence_lens; "" where there is none.

    Returns:
        One for each row, or a single one for as many rows as x has; None where they are as long as
        x, however long that is. Where they depend on what the graph is fed, the tensor's own name.

    Raises:
        EngineError: they are no whole numbers, or are computed in a way that isn't known.
    """
    name = graph.origin(name)
    if not name or is_fed(graph, name):
        return name or None
    few, more = (_computed(graph, name, length) for length in (FEW, MORE))
    if few is None or more is None or few.ndim != 1 or few.dtype.kind != "i":
        raise EngineError(
            f"sequence_lens comes from {graph.described(name)}, which gives no lengths that can be "
            "read: export the model with them as an input, and give them to run.",
            name,
        )
    if few.tolist() == [FEW] and more.tolist() == [MORE] * MORE:
        return None
    if not _same_rows(few, more):
        raise EngineError(
            f"sequence_lens comes from {graph.described(name)}, which makes lengths that depend on "
            "the shape of x: export the model with them as an input, and give them to run.",
            name,
        )
    return tuple(few.tolist())


def sources(graph: OnnxGraph, name: str) -> list[str]:
    """The constants that a tensor is made of, and the inputs and recurrent outputs, by name."""
    names, at_ends = [graph.origin(name)], []
    known = set(names)
    for each in names:  # it grows on the way
        node = graph.maker.get(each)
        if each in graph.tensors or node is None or node.op_type in RECURRENT:
            at_ends.append(each)
        elif node.op_type != "Shape":  # what has the shape doesn't matter
            new = dict.fromkeys(graph.origin(other) for other in node.input if other)
            names += [other for other in new if other not in known]
            known.update(new)
    return at_ends


def is_fed(graph: OnnxGraph, name: str) -> bool:
    """Whether a tensor depends on more than constants and shapes."""
    return graph.origin(name) in graph.fed


def _same_rows(few: Raw, more: Raw) -> bool:
    try:
        return bool(np.array_equal(np.broadcast_to(few, more.shape), more))
    except ValueError:
        return False


def _computed(graph: OnnxGraph, name: str, length: int) -> Any:
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
        elif is_fed(graph, each) and (shape := graph.shape(each)) is not None:
            values[each] = _of_shape([n if isinstance(n, int) else length for n in shape])
        elif node is None or len(values) > MOST_NODES or len(waiting) > MOST_NODES:  # or a circle
            return None
        else:
            inputs = node.input[:1] if node.op_type in RECURRENT else node.input
            missing = [o for other in inputs if other and (o := graph.origin(other)) not in values]
            if missing:
                waiting += missing
                continue
            read = [values[graph.origin(other)] if other else None for other in inputs]
            if node.op_type in RECURRENT:
                made = _of_states(graph, node, read[0])
            else:
                made = run(node, read, MOST_NUMBERS - numbers)
                numbers += 0 if made is None else made.size
            values[each] = made if each == node.output[0] else None
        if values.get(each, 0) is None:
            return None
    return values[graph.origin(name)]


def _of_shape(shape: Sequence[int]) -> Raw | None:
    """Stands for a tensor that is fed: what is not fed reads no more than its shape."""
    try:
        return np.broadcast_to(np.float32(0), shape)
    except ValueError:  # no array is that large
        return None


def _of_states(graph: OnnxGraph, node: "NodeProto", x: Raw | None) -> Raw | None:
    """Stands for Y of a recurrent node."""
    given = attributes(node)
    D, H = 2 if given.get("direction") == "bidirectional" else 1, given.get("hidden_size")
    if not isinstance(H, int) or x is None or x.ndim != 3:
        return None
    first, second, _ = x.shape
    return _of_shape((first, second, D, H) if given.get("layout") else (first, D, second, H))
