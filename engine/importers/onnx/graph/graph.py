"""An ONNX graph, asked by the names of its tensors: who makes one, who reads it, its numbers."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from ....errors import EngineError
from ...tensors import FLOATS, FileTensor
from ...wording import shown
from .tensor import TYPES, numbers_of

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto

# What gives zeros out of zeros, as exporters make the initial states.
KEEPING_ZEROS = (
    "Cast", "Expand", "Gather", "Reshape", "Slice", "Squeeze", "Tile", "Transpose", "Unsqueeze",
)  # fmt: skip
RECURRENT = {"RNN": "rnn", "LSTM": "lstm", "GRU": "gru"}
MOST_INTS = 64  # in a list of axes or a shape
LONGEST_WAY = 100  # nodes that zeros may pass through

AxisSize = int | str | None
"""The length of an axis: a number, or the axis' name where it may have any; None is unknown."""


class OnnxGraph:
    """The main graph of a model.

    Attributes:
        nodes: its nodes, in the file's order, which is one of computation.
        tensors: its constants by name: initializers and what Constant nodes give.
        maker: the node that makes a tensor.
        readers: the nodes that read a tensor.
        inputs: the names that a caller feeds.
        fed: those, and the tensors that depend on them or on recurrent nodes, by more than shapes.
        file_size: in bytes.
        opset: the version of ONNX' own operators, 0 where the model names none.
    """

    def __init__(self, model: "ModelProto", file_size: int) -> None:
        """Read the names; no numbers."""
        graph = model.graph
        self.file_size = file_size
        self.nodes = list(graph.node)
        self.tensors = {each.name: each for each in graph.initializer if each.name}
        self.maker: dict[str, NodeProto] = {}
        self.readers: defaultdict[str, list[NodeProto]] = defaultdict(list)
        self._floats: dict[str, FileTensor] = {}  # read once, however many nodes name them
        self._ints: dict[str, list[int] | None] = {}
        self._zeros: dict[str, bool] = {}
        self._behind: dict[str, str] = {}
        for node in self.nodes:
            self.maker |= dict.fromkeys(filter(None, node.output), node)
            for name in dict.fromkeys(filter(None, node.input)):
                self.readers[name].append(node)
            if node.op_type == "Constant" and node.output:
                self._note_constant(node)
            if node.op_type == "Identity" and node.input and node.output:
                self._behind[node.output[0]] = self.origin(node.input[0])
        self.inputs = {each.name for each in graph.input if each.name not in self.tensors}
        self.fed = set(self.inputs)
        for node in self.nodes:
            depends = node.op_type != "Shape" and not self.fed.isdisjoint(node.input)
            if depends or node.op_type in RECURRENT:
                self.fed.update(filter(None, node.output))
        self.opset = max(
            (each.version for each in model.opset_import if each.domain in ("", "ai.onnx")),
            default=0,
        )
        self._shapes = {
            each.name: tuple(
                dim.dim_value or dim.dim_param or None for dim in each.type.tensor_type.shape.dim
            )
            for each in (*graph.value_info, *graph.input)
        }

    def _note_constant(self, node: "NodeProto") -> None:
        from onnx import TensorProto

        for attribute in node.attribute:
            if attribute.name == "value":
                self.tensors[node.output[0]] = attribute.t
            elif attribute.name in ("value_int", "value_ints"):
                numbers = attribute.ints if attribute.name.endswith("s") else [attribute.i]
                dims = [len(numbers)] if attribute.name.endswith("s") else []
                self.tensors[node.output[0]] = TensorProto(
                    dims=dims, data_type=TensorProto.INT64, int64_data=numbers
                )

    def origin(self, name: str) -> str:
        """The name behind any Identity nodes."""
        return self._behind.get(name, name)

    def floats(self, name: str) -> FileTensor | None:
        """A constant of a float type, by its name or that of an Identity of it.

        Raises:
            EngineError: it is a constant of another type, lies in another file, or has not as many
                numbers as its shape says.
        """
        name = self.origin(name)
        if name in self.tensors and name not in self._floats:
            raw = numbers_of(name, self.tensors[name])
            dtype, _ = TYPES[self.tensors[name].data_type]
            if dtype not in FLOATS:
                raise EngineError(f"{shown(name)} holds {dtype}; expected {' or '.join(FLOATS)}.")
            self._floats[name] = FileTensor(dtype, raw.shape, lambda: raw)
        return self._floats.get(name)

    def ints(self, name: str) -> list[int] | None:
        """A constant of a few whole numbers, such as axes or a shape; None where it is no such."""
        name = self.origin(name)
        tensor = self.tensors.get(name)
        if name not in self._ints and tensor is not None:
            self._ints[name] = None
            if TYPES.get(tensor.data_type, ("",))[0].startswith("int") and len(tensor.dims) < 2:
                numbers = numbers_of(name, tensor)
                if numbers.size <= MOST_INTS:
                    self._ints[name] = numbers.reshape(-1).tolist()
        return self._ints.get(name)

    def is_zero(self, name: str) -> bool:
        """Whether a tensor is zeros, however long: a constant, or made out of zeros."""
        if name not in self._zeros:
            self._zeros[name] = self._made_of_zeros(name)
        return self._zeros[name]

    def _made_of_zeros(self, name: str) -> bool:
        names = [self.origin(name)]
        for name in names:  # it grows on the way
            node = self.maker.get(name)
            if name in self.tensors:
                if np.any(numbers_of(name, self.tensors[name])):
                    return False
            elif node is None or len(names) > LONGEST_WAY:
                return False
            elif node.op_type == "ConstantOfShape":
                values = [each.t for each in node.attribute if each.name == "value"]
                if any(np.any(numbers_of(name, value)) for value in values):
                    return False
            elif node.op_type == "Concat":
                names += map(self.origin, node.input)
            elif node.op_type in KEEPING_ZEROS and node.input:
                names.append(self.origin(node.input[0]))
            else:
                return False
        return True

    def described(self, name: str) -> str:
        """Where a tensor comes from, for a message."""
        node = self.maker.get(self.origin(name))
        if self.origin(name) in self.tensors:
            return f"the constant {shown(name)}"
        if node is not None:
            return f"the node {shown(node.name or node.op_type)} ({shown(node.op_type)})"
        of_caller = name in self.inputs
        return f"the input {shown(name)}" if of_caller else f"{shown(name)}, which nothing makes"

    def shape(self, name: str) -> tuple[AxisSize, ...] | None:
        """The shape that the file declares."""
        turns: list[list[int] | None] = []
        while name not in self._shapes:
            node = self.maker.get(name)
            if node is None or node.op_type not in ("Identity", "Transpose") or len(turns) == 10:
                return None
            turns.append(wholes(node, "perm"))
            name = node.input[0] if node.input else ""
        shape = self._shapes[name]
        for perm in reversed(turns):
            if perm is not None:
                if sorted(perm) != list(range(len(shape))):
                    return None
                shape = tuple(shape[axis] for axis in perm)
        return shape


def attributes(node: "NodeProto") -> dict[str, Any]:
    """A node's attributes: a number, a text, or a tuple of them; other kinds are left out."""
    read: dict[int, Any] = {
        1: lambda each: each.f,
        2: lambda each: each.i,
        3: lambda each: each.s.decode(errors="replace"),
        6: lambda each: tuple(each.floats),
        7: lambda each: tuple(each.ints),
        8: lambda each: tuple(text.decode(errors="replace") for text in each.strings),
    }
    return {each.name: read[each.type](each) for each in node.attribute if each.type in read}


def whole(node: "NodeProto", name: str) -> int | None:
    """An attribute that is a whole number, None where the node has no such."""
    return next((each.i for each in node.attribute if each.name == name and each.type == 2), None)


def wholes(node: "NodeProto", name: str) -> list[int] | None:
    """An attribute that is a list of whole numbers, None where the node has no such."""
    lists = (list(each.ints) for each in node.attribute if each.name == name and each.type == 7)
    return next(lists, None)
