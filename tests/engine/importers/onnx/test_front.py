"""What stands in front of a network in an ONNX graph is said, as x is what comes out of it."""

from typing import Any

import numpy as np
import pytest
from onnx.reference import ReferenceEvaluator

from tests.engine.importers.onnx.graphs import Nodes, ints, layer, make
from tests.golden.onnx_cases import B, H, I, T, draw, model
from unrolled.engine.importers.onnx.file import read

TENSORS = {
    "two": np.array(2, np.float32),
    "V": draw("V", I, I),
    "axis": ints(0),
    "to": ints(T, B, -1),
}

# What makes z, which the LSTM reads, out of x; and what is said of it.
IN_FRONT: dict[str, tuple[Nodes, str]] = {
    "scaled": ([make("Mul", ["x", "two"], "z")], "the node z (Mul)"),
    "a dense layer": ([make("MatMul", ["x", "V"], "z")], "the node z (MatMul)"),
    "then arranged": (
        [make("Tanh", ["x"], "t"), make("Unsqueeze", ["t", "axis"], "u"),
         make("Squeeze", ["u", "axis"], "d"), make("Dropout", ["d"], "z")],
        "the node t (Tanh)",
    ),
}  # fmt: skip
ONLY_ARRANGED: dict[str, Nodes] = {
    "as it is": [make("Identity", ["x"], "z")],
    "turned twice": [
        make("Transpose", ["x"], "t", perm=[1, 0, 2]), make("Transpose", ["t"], "z", perm=[1, 0, 2])
    ],
    "reshaped": [make("Reshape", ["x", "to"], "z")],
}  # fmt: skip


@pytest.mark.parametrize("kind", [*IN_FRONT, *ONLY_ARRANGED])
def test_x_is_what_comes_out_of_the_nodes_in_front(kind: str) -> None:
    nodes, maker = IN_FRONT.get(kind, (ONLY_ARRANGED.get(kind, []), ""))
    node, weights = layer("LSTM", "z", "a")
    built = model([*nodes, node], weights | TENSORS, {"x": draw("x", T, B, I)}, ["z", "aY"])
    answers: Any = ReferenceEvaluator(built).run(None, {"x": draw("x", T, B, I)})
    z, expected = answers
    net = read(built.SerializeToString()).load()
    assert net.origin is not None
    said = [text for text in net.origin.assumed if text.startswith("x is")]
    assert said == ([f"x is what {maker} gives anode; it is no part of the network."] * bool(maker))
    np.testing.assert_allclose(net.run(z).output, expected[:, 0], atol=1e-6)


def test_another_network_may_stand_in_front() -> None:
    low, a = layer("LSTM", "x", "a")
    high, b = layer("GRU", "z", "b", H)
    nodes = [low, make("Squeeze", ["aY", "one"], "z"), high]
    built = model(nodes, {**a, **b, "one": ints(1)}, {"x": draw("x", T, B, I)}, ["bY"])
    contents = read(built.SerializeToString())
    below, above = (contents.load(name).origin for name in ("anode", "bnode"))
    assert below is not None
    assert above is not None
    assert below.assumed == ()
    assert above.assumed == (
        "x is what the node anode (LSTM) gives bnode; it is no part of the network.",
    )
