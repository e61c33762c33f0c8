"""What an ONNX file asks for and the engine doesn't do is refused by name."""

import builtins
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from tests.engine.importers.onnx.graphs import ints, make
from tests.golden.onnx_cases import B, H, I, NodeCase, T, draw, model, one_node, x_of
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.onnx.file import read


def refused(built: onnx.ModelProto, name: str | None = None) -> str:
    """The sentence that comes in the place of a network."""
    with pytest.raises(EngineError) as caught:
        read(built.SerializeToString()).load(name)
    assert str(caught.value).endswith(".")
    return str(caught.value)


def changed(case: NodeCase, **settings: Any) -> onnx.ModelProto:
    """A case's model with other attributes of its node."""
    built = one_node(case)
    node = built.graph.node[-1]
    kept = [each for each in node.attribute if each.name not in settings]
    del node.attribute[:]
    node.attribute.extend(kept)
    node.attribute.extend(helper.make_attribute(key, value) for key, value in settings.items())
    return built


LSTM, GRU, RNN = (NodeCase(op) for op in ("LSTM", "GRU", "RNN"))
BOTH = NodeCase("LSTM", "bidirectional")

ATTRIBUTES: list[tuple[NodeCase, dict[str, Any], str]] = [
    (LSTM, {"clip": 3.0}, "clip=3"),
    (GRU, {"clip": 0.0}, "clip=0"),
    (LSTM, {"input_forget": 1}, "input_forget"),
    (LSTM, {"activations": ["Sigmoid", "Relu", "Tanh"]}, "relu"),
    (LSTM, {"activations": ["Sigmoid", "Tanh", "Softsign"]}, "softsign"),
    (LSTM, {"activations": ["Tanh", "Tanh", "Tanh"]}, "tanh"),
    (GRU, {"activations": ["Affine", "Tanh"]}, "affine"),
    (RNN, {"activations": ["Sigmoid"]}, "sigmoid"),
    (RNN, {"activations": ["ScaledTanh"]}, "scaledtanh"),
    (LSTM, {"activations": ["Sigmoid", "Tanh"]}, "2 activations"),
    (BOTH, {"activations": ["Sigmoid", "Tanh", "Tanh", "HardSigmoid", "Tanh", "Tanh"]}, "both"),
    (BOTH, {"activations": ["HardSigmoid", "Tanh", "Tanh"] * 2, "activation_alpha": [0.3]}, "both"),
    (LSTM, {"direction": "sideways"}, "sideways"),
    (LSTM, {"layout": 2}, "layout"),
    (LSTM, {"hidden_size": H + 1}, "hidden_size"),
    (LSTM, {"direction": "bidirectional"}, "num_directions=2"),
    (LSTM, {"direction": 7}, "direction"),
    (LSTM, {"activation_alpha": ["a"]}, "activation_alpha"),
    (LSTM, {"zoneout": 0.5}, "zoneout"),
]


@pytest.mark.parametrize(("case", "settings", "word"), ATTRIBUTES)
def test_an_attribute_that_changes_the_numbers_is_refused(
    case: NodeCase, settings: dict[str, Any], word: str
) -> None:
    assert read(one_node(case).SerializeToString()).load()
    sentence = refused(changed(case, **settings))
    assert word in sentence
    assert "node" in sentence


def test_an_attribute_at_its_default_is_fine() -> None:
    built = changed(LSTM, input_forget=0, layout=0, activations=["Sigmoid", "Tanh", "Tanh"])
    same = read(one_node(LSTM).SerializeToString()).load()
    net = read(built.SerializeToString()).load()
    np.testing.assert_array_equal(net.run(x_of(LSTM)).output, same.run(x_of(LSTM)).output)


@pytest.mark.parametrize(
    ("settings", "pairs"),
    [
        ({}, (0.2, 0.5)),
        ({"activation_alpha": [0.25]}, (0.25, 0.5)),
        ({"activation_alpha": [0.25, 1.0, 1.0], "activation_beta": [0.75]}, (0.25, 0.75)),
    ],
)
def test_a_hard_sigmoid_takes_its_numbers_or_onnx_defaults(
    settings: dict[str, Any], pairs: tuple[float, float]
) -> None:
    """0.2 and 0.5 are the defaults of the operator HardSigmoid."""
    built = changed(LSTM, activations=["HardSigmoid", "Tanh", "Tanh"], **settings)
    net = read(built.SerializeToString()).load()
    assert net.hard_sigmoid == pytest.approx(pairs)


def without(built: onnx.ModelProto, name: str) -> TensorProto:
    """Takes an initializer out of a model."""
    tensor: TensorProto
    (tensor,) = [each for each in built.graph.initializer if each.name == name]
    built.graph.initializer.remove(tensor)
    return tensor


def test_a_weight_that_is_fed_or_computed_is_refused() -> None:
    built = one_node(LSTM)
    without(built, "W")
    assert "W of node is no constant" in refused(built)
    built.graph.input.append(helper.make_tensor_value_info("W", TensorProto.FLOAT, [1, 4 * H, I]))
    assert "the input W" in refused(built)
    built = one_node(LSTM)
    built.graph.initializer.append(without(built, "R"))
    built.graph.initializer[-1].name = "S"
    built.graph.node.insert(0, make("Neg", ["S"], "R"))
    assert "Neg" in refused(built)


def test_a_weight_that_is_quantized_is_refused() -> None:
    built = one_node(GRU)
    tensor = without(built, "W")
    small = numpy_helper.from_array(np.ones(tuple(tensor.dims), np.int8), "W")
    built.graph.initializer.append(small)
    assert "quantiz" in refused(built)


def test_a_quantized_node_is_refused() -> None:
    built = one_node(LSTM)
    built.graph.node[0].op_type = "DynamicQuantizeLSTM"
    built.graph.node[0].domain = "com.microsoft"
    assert "quantized" in refused(built)


def test_an_operator_of_the_same_name_from_elsewhere_is_refused() -> None:
    built = one_node(GRU)
    built.graph.node[0].domain = "com.example"
    assert "com.example" in refused(built)


def test_a_node_inside_a_loop_is_refused_rather_than_overlooked() -> None:
    built = one_node(GRU)
    body = built.graph.node[0]
    graph = helper.make_graph([body], "body", [], [])
    outer = helper.make_node("Loop", ["n"], ["y"], "outer", body=graph)
    built = model([outer], {"n": ints(3)}, {"x": draw("x", T, B, I)}, ["y"])
    assert "inside a loop" in refused(built)


def test_weights_in_another_file_are_refused() -> None:
    built = one_node(LSTM)
    tensor = built.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="/etc/passwd")
    assert "external data" in refused(built)


@pytest.mark.parametrize(
    ("name", "shape", "word"),
    [
        ("W", (1, 4 * H, I + 1, 1), "3 axes"),
        ("W", (1, 4 * H + 1, I), "W has shape"),
        ("R", (1, 4 * H, H + 1), "R has 4 columns"),
        ("B", (1, 7 * H), "B has shape"),
        ("B", (8 * H,), "2 axes"),
        ("P", (1, 2 * H), "P has shape"),
        ("initial_h", (1, B, H + 1), "initial_h"),
        ("initial_c", (2, B, H), "initial_c"),
    ],
)
def test_a_shape_that_does_not_fit_is_named(name: str, shape: tuple[int, ...], word: str) -> None:
    built = one_node(NodeCase("LSTM", initial=True, peepholes=True))
    without(built, name)
    built.graph.initializer.append(numpy_helper.from_array(draw("other", *shape), name))
    assert word in refused(built)


@pytest.mark.parametrize("dims", [[1, 4 * H, I + 1], [-1, 4 * H, I], [2**62, 2**62], [0] * 80])
def test_a_shape_without_its_numbers_is_refused_before_anything_is_made(dims: list[int]) -> None:
    built = one_node(LSTM)
    del built.graph.initializer[0].dims[:]
    built.graph.initializer[0].dims.extend(dims)
    sentence = refused(built)
    assert "W declares the shape" in sentence
    assert f"{4 * H * I} numbers" in sentence


def test_zeros_of_another_width_are_refused() -> None:
    """What PyTorch's exporter makes of a projection, which ONNX has not: h of P, c of H."""
    built = one_node(NodeCase("LSTM", initial=True))
    without(built, "initial_c")
    zeros = np.zeros((1, B, H + 1), np.float32)
    built.graph.initializer.append(numpy_helper.from_array(zeros, "initial_c"))
    assert f"initial_c of node has shape (1, {B}, {H + 1})" in refused(built)


def test_types_that_differ_are_refused() -> None:
    built = one_node(LSTM)
    value = numpy_helper.to_array(without(built, "R")).astype(np.float64)
    built.graph.initializer.append(numpy_helper.from_array(value, "R"))
    assert "float32 and float64" in refused(built)


def test_states_of_different_batches_are_refused() -> None:
    built = one_node(NodeCase("LSTM", initial=True))
    without(built, "initial_c")
    other = numpy_helper.from_array(draw("c", 1, B + 1, H), "initial_c")
    built.graph.initializer.append(other)
    assert f"[{B}, {B + 1}] rows" in refused(built)


def test_a_model_without_recurrent_nodes_says_what_it_has() -> None:
    built = model([make("Relu", ["x"], "y")], {}, {"x": draw("x", T, B, I)}, ["y"])
    assert "got Relu" in refused(built)


def test_without_the_package_the_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = one_node(LSTM).SerializeToString()
    real = builtins.__import__

    def no_onnx(name: str, *rest: Any) -> Any:
        if name == "onnx":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", no_onnx)
    with pytest.raises(EngineError, match=r"pip install 'unrolled\[onnx\]'"):
        read(data)
