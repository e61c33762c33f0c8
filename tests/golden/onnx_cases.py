"""ONNX models built by hand: the matrix of one-node models, and the pieces for others."""

import itertools
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

from tests.golden.store import AnyArray

T, B, I, H, O = 4, 3, 2, 3, 5
GATES = {"RNN": 1, "LSTM": 4, "GRU": 3}
TRUTHS = (False, True)


@dataclass(frozen=True)
class NodeCase:
    """One recurrent node with everything that it may have."""

    op: str
    direction: str = "forward"
    layout: int = 0
    bias: bool = True
    initial: bool = False
    peepholes: bool = False
    linear_before_reset: int = 0
    activation: str = ""
    dtype: str = "float32"

    @property
    def D(self) -> int:
        """The number of directions."""
        return 2 if self.direction == "bidirectional" else 1

    def __str__(self) -> str:
        words = [
            self.op,
            self.direction,
            self.activation,
            self.dtype,
            "layout=1" if self.layout else "",
            "" if self.bias else "no_bias",
            "initial" if self.initial else "",
            "peepholes" if self.peepholes else "",
            "linear_before_reset" if self.linear_before_reset else "",
        ]
        return "-".join(filter(None, words))


def node_cases() -> Iterator[NodeCase]:
    """What ONNX Runtime computes, in full, and what only ONNX' reference does."""
    directions = ("forward", "reverse", "bidirectional")
    for direction, bias, initial in itertools.product(directions, TRUTHS, TRUTHS):
        shared: dict[str, Any] = {"direction": direction, "bias": bias, "initial": initial}
        for activation in ("", "Relu"):
            yield NodeCase("RNN", activation=activation, **shared)
        for activation in ("", "HardSigmoid"):
            for peepholes in TRUTHS:
                yield NodeCase("LSTM", activation=activation, peepholes=peepholes, **shared)
            for lbr in (0, 1):
                yield NodeCase("GRU", activation=activation, linear_before_reset=lbr, **shared)
    for direction, initial in itertools.product(directions, TRUTHS):
        for layout, dtype in ((1, "float32"), (0, "float64"), (1, "float64")):
            shared = {"direction": direction, "initial": initial, "layout": layout, "dtype": dtype}
            yield NodeCase("RNN", **shared)
            yield NodeCase("LSTM", peepholes=initial, **shared)
            yield NodeCase("GRU", linear_before_reset=int(initial), **shared)


def draw(seed: str, *shape: int, dtype: str = "float32") -> AnyArray:
    """Numbers that are the same wherever they are drawn."""
    rng = np.random.default_rng(zlib.crc32(seed.encode()))
    return (0.6 * rng.standard_normal(shape)).astype(dtype)


def x_of(case: NodeCase) -> AnyArray:
    """The input of a case."""
    return draw(f"{case} x", *((B, T, I) if case.layout else (T, B, I)), dtype=case.dtype)


def one_node(case: NodeCase) -> onnx.ModelProto:
    """The model of a case, with the outputs Y, Y_h and an LSTM's Y_c."""
    rows = GATES[case.op] * H
    state = (B, case.D, H) if case.layout else (case.D, B, H)
    shapes: dict[str, tuple[int, ...]] = {"W": (case.D, rows, I), "R": (case.D, rows, H)}
    if case.bias:
        shapes["B"] = (case.D, 2 * rows)
    if case.initial:
        shapes["initial_h"] = state
        if case.op == "LSTM":
            shapes["initial_c"] = state
    if case.peepholes:
        shapes["P"] = (case.D, 3 * H)
    weights = {
        key: draw(f"{case} {key}", *shape, dtype=case.dtype) for key, shape in shapes.items()
    }
    settings: dict[str, Any] = {"direction": case.direction, "hidden_size": H}
    if case.layout:
        settings["layout"] = case.layout
    if case.linear_before_reset:
        settings["linear_before_reset"] = case.linear_before_reset
    if case.activation:
        others = ["Tanh"] * {"RNN": 0, "LSTM": 2, "GRU": 1}[case.op]
        settings["activations"] = [case.activation, *others] * case.D
        if case.activation == "HardSigmoid":
            settings["activation_alpha"] = [0.25] * case.D
            settings["activation_beta"] = [0.4] * case.D
    node = recurrent(case.op, "X", weights, "node", **settings)
    return model([node], weights, {"X": x_of(case)}, list(node.output))


def recurrent(
    op: str, x: str, weights: dict[str, AnyArray], name: str, prefix: str = "", **settings: Any
) -> onnx.NodeProto:
    """A node that reads its weights under their own names, with a prefix."""
    keys = ["W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P"]
    inputs = [x, *(prefix + key if key in weights else "" for key in keys)]
    while not inputs[-1]:
        inputs.pop()
    outputs = [f"{prefix}{key}" for key in ("Y", "Y_h", "Y_c")[: 3 if op == "LSTM" else 2]]
    return helper.make_node(op, inputs, outputs, name, **settings)


def model(
    nodes: list[onnx.NodeProto],
    tensors: dict[str, AnyArray],
    inputs: dict[str, AnyArray],
    outputs: list[str],
    opset: int = 17,
) -> onnx.ModelProto:
    """A whole model; ``inputs`` are examples of what it is fed."""
    dtype = helper.np_dtype_to_tensor_dtype(next(iter(inputs.values())).dtype)
    graph = helper.make_graph(
        nodes,
        "graph",
        [
            helper.make_tensor_value_info(
                name, helper.np_dtype_to_tensor_dtype(value.dtype), value.shape
            )
            for name, value in inputs.items()
        ],
        [helper.make_tensor_value_info(name, dtype, None) for name in outputs],
        [numpy_helper.from_array(value, name) for name, value in tensors.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
