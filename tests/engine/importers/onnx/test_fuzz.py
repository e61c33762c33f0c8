"""Whatever an ONNX file's bytes, the answer is a network or one sentence, in bounded memory."""

import tracemalloc

import numpy as np
import onnx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.engine.importers.onnx.graphs import ints, layer, make
from tests.engine.importers.onnx.test_file import GOLDEN
from tests.golden.onnx_cases import GATES, B, I, NodeCase, T, draw, model, one_node
from tests.golden.onnx_exports import EXPORTS
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.onnx.file import read

SEEDS = [
    one_node(NodeCase("LSTM", "bidirectional", initial=True, peepholes=True)).SerializeToString(),
    one_node(NodeCase("GRU", "reverse", layout=1, activation="HardSigmoid")).SerializeToString(),
    *(GOLDEN[f"{export.name}/model"].tobytes() for export in EXPORTS),
]


def answers(data: bytes) -> None:
    """Builds every network; anything but an EngineError is a failure."""
    try:
        contents = read(data)
    except EngineError as error:
        assert str(error).endswith(".")  # noqa: PT017
        return
    for module in contents.modules:
        try:
            net = module.make()
            rows = next((each.shape[1] for each in net.initial.values()), 1)
            net.run(np.zeros((1, rows, net.input_size), net.dtype))
        except EngineError as error:  # of the file, or of lengths in it that are no lengths of x
            assert str(error).endswith(".")  # noqa: PT017


@given(st.binary(max_size=300))
@example(b"")
@example(b"\x08\x08:\x00")
def test_random_bytes_are_refused_in_one_sentence(data: bytes) -> None:
    answers(data)
    answers(b"\x08\x08" + data)


@given(st.sampled_from(SEEDS), st.data())
def test_changed_bytes_open_or_are_refused_in_one_sentence(
    seed: bytes, data: st.DataObject
) -> None:
    changed = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(changed) - 1))
        size = data.draw(st.integers(0, 8))
        changed[at : at + size] = data.draw(st.binary(max_size=8))
    answers(bytes(changed))


@given(st.sampled_from(SEEDS), st.data())
def test_changed_graphs_open_or_are_refused_in_one_sentence(
    seed: bytes, data: st.DataObject
) -> None:
    """What is still a protocol buffer, with its nodes wired and set otherwise."""
    built = onnx.ModelProto.FromString(seed)
    graph = built.graph
    names = ["", *{name for node in graph.node for name in (*node.input, *node.output)}]
    kinds = ["Identity", "Concat", "Reshape", "Slice", "Gather", "Split", "Shape", *GATES]
    numbers = st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 8)
    for _ in range(data.draw(st.integers(1, 6))):
        node = graph.node[data.draw(st.integers(0, len(graph.node) - 1))]
        match data.draw(st.sampled_from(["input", "output", "op", "attribute", "dims", "numbers"])):
            case "input" if node.input:
                at = data.draw(st.integers(0, len(node.input) - 1))
                node.input[at] = data.draw(st.sampled_from(names))
            case "output" if node.output:
                node.output[0] = data.draw(st.sampled_from(names))
            case "op":
                node.op_type = data.draw(st.sampled_from(kinds))
            case "attribute" if node.attribute:
                attribute = node.attribute[data.draw(st.integers(0, len(node.attribute) - 1))]
                attribute.i = data.draw(numbers)
                attribute.type = data.draw(st.integers(0, 14))
                attribute.ints.extend(data.draw(st.lists(numbers, max_size=3)))
            case "dims" if graph.initializer:
                tensor = graph.initializer[data.draw(st.integers(0, len(graph.initializer) - 1))]
                tensor.dims.append(data.draw(numbers))
            case "numbers" if graph.initializer:
                tensor = graph.initializer[data.draw(st.integers(0, len(graph.initializer) - 1))]
                tensor.data_type = data.draw(st.integers(0, 23))
    answers(built.SerializeToString())


def field(number: int, content: bytes) -> bytes:
    """A field of bytes, as protocol buffers write it."""
    size, digits = len(content), bytearray()
    while size > 127:
        digits.append(size & 127 | 128)
        size >>= 7
    return bytes([number << 3 | 2, *digits, size]) + content


GRAPH, NODE, INITIALIZER, ATTRIBUTE, DIMS = 7, 1, 5, 5, 1
HUNDREDFOLD = {
    "nodes": field(GRAPH, b"\x0a\x00" * 10**5),
    "attributes": field(GRAPH, field(NODE, b"\x2a\x00" * 10**5)),
    "tensors": field(GRAPH, b"\x2a\x00" * 10**5),
    "numbers, each a field": b"\x08\x01" * 2**19,
    "numbers": field(GRAPH, field(INITIALIZER, field(DIMS, bytes(2**20)))),
}


@pytest.mark.parametrize("kind", list(HUNDREDFOLD))
def test_messages_far_larger_in_memory_than_in_the_file_are_refused(kind: str) -> None:
    with pytest.raises(EngineError, match="far more parts"):
        read(HUNDREDFOLD[kind])


def test_graphs_nested_without_end_are_refused() -> None:
    nested = b""
    for _ in range(90):
        nested = field(GRAPH, field(NODE, field(ATTRIBUTE, field(6, nested))))
    with pytest.raises(EngineError):
        read(nested)


def test_one_tensor_in_a_thousand_nodes_is_not_copied_a_thousand_times() -> None:
    size = 64
    node, _ = layer("RNN", "x0", "a", size)
    weights = {f"a{key}": draw(key, 1, size, size) for key in "WR"}
    nodes = []
    for place in range(2000):
        each = onnx.NodeProto()
        each.CopyFrom(node)
        each.attribute[1].i = size
        del each.input[3:], each.output[1:]
        each.name, each.input[0], each.output[0] = f"n{place}", f"x{place}", f"Y{place}"
        nodes += [each, make("Squeeze", [f"Y{place}", "axes"], f"x{place + 1}")]
    built = model(nodes, weights | {"axes": ints(1)}, {"x0": draw("x", T, B, size)}, ["x2000"])
    contents = read(built.SerializeToString())
    assert len(contents.modules) == 1
    tracemalloc.start()
    with pytest.raises(EngineError, match="tensors come to"):
        contents.load()
    assert tracemalloc.get_traced_memory()[1] < 2**24
    tracemalloc.stop()


def test_a_tensor_joined_with_itself_over_and_over_is_no_signal() -> None:
    node, weights = layer("GRU", "x", "a")
    doubled = [make("Concat", [f"d{k}"] * 2, f"d{k + 1}", axis=2) for k in range(100)]
    nodes = [node, make("Squeeze", ["aY", "axes"], "d0"), *doubled]
    shapes = [make("Shape", ["d0"], "s0")]
    shapes += [make("Concat", [f"s{k}"] * 2, f"s{k + 1}", axis=0) for k in range(100)]
    tensors = weights | {"axes": ints(1)}
    built = model([*nodes, *shapes], tensors, {"x": draw("x", T, B, I)}, ["d100"])
    assert read(built.SerializeToString()).load().num_layers == 1


def test_zeros_joined_with_themselves_over_and_over_end() -> None:
    node, weights = layer("GRU", "x", "a")
    node.input.extend(["", "d100"])
    doubled = [make("Concat", [f"d{k}"] * 2, f"d{k + 1}", axis=2) for k in range(100)]
    tensors = weights | {"d0": np.zeros((1, B, 1), np.float32)}
    built = model([*doubled, node], tensors, {"x": draw("x", T, B, I)}, ["aY"])
    assert "d100" not in read(built.SerializeToString()).keys


def test_a_text_that_is_no_utf_8_is_refused() -> None:
    built = one_node(NodeCase("LSTM")).SerializeToString()
    assert built.count(b"node") == 1
    with pytest.raises(EngineError, match="UTF-8"):
        read(built.replace(b"node", b"\xff\xffde"))


def test_a_large_file_takes_a_few_times_its_size() -> None:
    size = 500
    weights = {f"a{key}": draw(key, 1, 4 * size, size).astype(np.float16) for key in "WR"}
    node, _ = layer("LSTM", "x", "a", size)
    node.attribute[1].i = size
    node.input[3] = ""
    data = model([node], weights, {"x": draw("x", T, B, size)}, ["aY"]).SerializeToString()
    tracemalloc.start()
    assert read(data).load().hidden_size == size
    assert tracemalloc.get_traced_memory()[1] < 8 * len(data)
    tracemalloc.stop()
