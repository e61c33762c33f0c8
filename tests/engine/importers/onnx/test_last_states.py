"""A dense layer on h_n of a stack is its head where it reads the last layer's states, in order."""

import tracemalloc
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from tests.engine.importers.onnx.graphs import Nodes, Tensors, ints, layer, make, opened
from tests.golden.onnx_cases import B, H, I, O, T, draw, model
from unrolled.engine.importers.onnx.file import read
from unrolled.engine.importers.remarks import NO_HEAD, remark

BOTH = "bidirectional"
TURNED: Nodes = [
    make("Transpose", ["last"], "t", perm=[1, 0, 2]),
    make("Reshape", ["t", "to"], "h"),
]


def scalar(number: int) -> Any:
    return np.array(number, np.int64)


def stack(layers: int, D: int) -> tuple[Nodes, Tensors]:
    """A GRU as exporters write it: h_n (L·D, B, H), and ``output`` (T, B, D·H)."""
    nodes: Nodes = []
    tensors: Tensors = {"flat": ints(0, 0, -1)}
    x, width = "x", I
    for name in "abcd"[:layers]:
        node, weights = layer("GRU", x, name, width, BOTH if D == 2 else "forward")
        x, width = f"{name}output", D * H
        turned = make("Transpose", [f"{name}Y"], f"{name}t", perm=[0, 2, 1, 3])
        nodes += [node, turned, make("Reshape", [f"{name}t", "flat"], x)]
        tensors |= weights
    states = [f"{name}Y_h" for name in "abcd"[:layers]]
    nodes += [make("Concat", states, "h_n", axis=0), make("Identity", [x], "output")]
    return nodes, tensors | {"W": draw("W", D * H, O), "b": draw("b", O)}


def gathered(D: int, layers: int) -> tuple[Nodes, Tensors]:
    """``h_n[-1]``, or ``cat((h_n[-2], h_n[-1]), 1)``."""
    if D == 1:
        return [make("Gather", ["h_n", "last"], "h", axis=0)], {"last": scalar(-1)}
    parts = [make("Gather", ["h_n", f"i{i}"], f"h{i}", axis=0) for i in (2, 1)]
    joined = make("Concat", ["h2", "h1"], "h", axis=1)
    return [*parts, joined], {"i2": scalar(-2), "i1": scalar(-1)}


def sliced(D: int, layers: int) -> tuple[Nodes, Tensors]:
    """``h_n[-D:].transpose(0, 1).reshape(B, -1)``."""
    cut = make("Slice", ["h_n", "from", "end", "zero"], "last")
    tensors = {"from": ints(-D), "end": ints(2**63 - 1), "zero": ints(0), "to": ints(B, -1)}
    return [cut, *TURNED], tensors


def flattened(D: int, layers: int) -> tuple[Nodes, Tensors]:
    """The same by Flatten, and by a Slice that leaves its axes to the default."""
    nodes = [
        make("Slice", ["h_n", "from", "end"], "last"),
        make("Transpose", ["last"], "t", perm=[1, 0, 2]),
        make("Flatten", ["t"], "h"),
    ]
    return nodes, {"from": ints(-D), "end": ints(2**31 - 1)}


def viewed(D: int, layers: int) -> tuple[Nodes, Tensors]:
    """``h_n.view(num_layers, num_directions, B, H)[-1]``, as PyTorch's documentation says."""
    view = make("Reshape", ["h_n", "shape"], "view")
    chosen = make("Gather", ["view", "top"], "last", axis=0)
    tensors = {"shape": ints(layers, D, B, H), "top": scalar(-1), "to": ints(B, D * H)}
    return [view, chosen, *TURNED], tensors


def opened_on(nodes: Nodes, tensors: Tensors, layers: int, D: int) -> tuple[Any, Any]:
    """The network with a dense layer on "h", and what the reference gives as y."""
    below, weights = stack(layers, D)
    dense = make("Gemm", ["h", "W", "b"], "y")
    contents, y = opened([*below, *nodes, dense], weights | tensors, (T, B, I), "y")
    assert len(contents.modules) == 1
    net = contents.load()
    assert net.num_layers == layers
    return net, y


def assert_on_last_states(net: Any, y: Any, D: int) -> None:
    """The head gives the graph's y from the last layer's h_n, and two directions are told."""
    assert net.head is not None
    h_n = np.concatenate([*net.run(draw("x", T, B, I)).h_n[-D:]], axis=1)
    np.testing.assert_allclose(net.head.run(h_n), y, rtol=0, atol=1e-5)
    said = " ".join(net.origin.assumed)
    assert ("y reads h_n of both directions" in said) == (D == 2)
    assert len(net.origin.assumed) == D - 1


@pytest.mark.parametrize("layers", [1, 2, 3, 4])
@pytest.mark.parametrize("D", [1, 2])
@pytest.mark.parametrize("way", [gathered, sliced, flattened, viewed])
def test_a_dense_layer_on_h_n_of_the_last_layer_is_the_head(layers: int, D: int, way: Any) -> None:
    nodes, tensors = way(D, layers)
    net, y = opened_on(nodes, tensors, layers, D)
    assert_on_last_states(net, y, D)


def ends(forward: int, reverse: int) -> tuple[Nodes, Tensors]:
    """``cat((output[forward, :, :H], output[reverse, :, H:]), 1)``."""
    nodes = [
        make("Gather", ["output", "f"], "f_step", axis=0),
        make("Gather", ["output", "r"], "r_step", axis=0),
        make("Slice", ["f_step", "zero", "H", "one"], "f_half"),
        make("Slice", ["r_step", "H", "end", "one"], "r_half"),
        make("Concat", ["f_half", "r_half"], "h", axis=1),
    ]
    numbers = {"zero": ints(0), "one": ints(1), "H": ints(H), "end": ints(2**31 - 1)}
    return nodes, numbers | {"f": scalar(forward), "r": scalar(reverse)}


@pytest.mark.parametrize("last", [-1, T - 1])
def test_both_ends_of_output_are_h_n(last: int) -> None:
    net, y = opened_on(*ends(last, 0), layers=2, D=2)
    assert_on_last_states(net, y, 2)


def test_a_step_of_output_and_y_h_are_h_n() -> None:
    """The forward direction's last step beside the reverse one's Y_h, which is its step 0."""
    nodes = [
        make("Gather", ["aY", "zero"], "f", axis=1),
        make("Gather", ["f", "last"], "f_n", axis=0),
        make("Gather", ["aY_h", "one"], "r_n", axis=0),
        make("Concat", ["f_n", "r_n"], "h", axis=1),
    ]
    net, y = opened_on(nodes, {"zero": scalar(0), "one": scalar(1), "last": scalar(-1)}, 1, 2)
    assert_on_last_states(net, y, 2)


@pytest.mark.parametrize(("forward", "reverse"), [(0, -1), (-1, 1), (1, 0)])
def test_other_steps_of_the_two_directions_are_no_head(forward: int, reverse: int) -> None:
    """No step of output, and not h_n, holds them side by side."""
    net, _ = opened_on(*ends(forward, reverse), layers=2, D=2)
    assert net.head is None
    assert net.origin.assumed == (remark(NO_HEAD, ["y"]),)


def test_one_direction_of_each_layer_is_no_head() -> None:
    """``h_n.view(num_layers, num_directions, B, H)[:, -1]``, as wide as the last layer's h_n."""
    nodes = [
        make("Reshape", ["h_n", "shape"], "view"),
        make("Gather", ["view", "top"], "last", axis=1),
        *TURNED,
    ]
    net, _ = opened_on(
        nodes, {"shape": ints(2, 2, B, H), "top": scalar(-1), "to": ints(B, -1)}, 2, 2
    )
    assert net.head is None
    assert net.origin.assumed == (remark(NO_HEAD, ["y"]),)


def test_states_joined_over_and_over_take_no_memory() -> None:
    """A few bytes a node double what a tensor holds each time."""
    node, weights = layer("GRU", "x", "a")
    names = ["aY_h", *(f"j{i}" for i in range(18))]
    joined = [make("Concat", [x, x], y, axis=0) for x, y in pairwise(names)]
    built = model([node, *joined], weights, {"x": draw("x", T, B, I)}, [names[-1]])
    data = built.SerializeToString()
    tracemalloc.start()
    read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1e6
