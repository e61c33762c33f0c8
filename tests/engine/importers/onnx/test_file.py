"""ONNX models give what ONNX Runtime, or ONNX' own reference, computes with them."""

from pathlib import Path

import numpy as np
import pytest

from tests.golden.onnx_cases import NodeCase, node_cases, x_of
from tests.golden.onnx_exports import EXPORTS, Export
from tests.golden.store import AnyArray, load
from unrolled.engine.importers.onnx.file import read
from unrolled.engine.network.network import Network

GOLDEN = load(Path(__file__).parents[3] / "golden" / "onnx.npz")
EXACT = {"float32": 1e-5, "float64": 1e-12}


def side_by_side(Y: AnyArray, layout: int) -> AnyArray:
    """ONNX' Y as PyTorch's output: (T, D, B, H) -> (T, B, D·H), or with B in front of T."""
    Y = Y if layout else Y.transpose(0, 2, 1, 3)  # with layout=1 it is (B, T, D, H)
    return Y.reshape(*Y.shape[:2], -1)


@pytest.mark.parametrize("case", list(node_cases()), ids=str)
def test_a_node_computes_what_onnx_does(case: NodeCase) -> None:
    contents = read(GOLDEN[f"{case}/model"].tobytes())
    assert [module.name for module in contents.modules] == ["node"]
    net = contents.load()
    assert net.origin is not None
    assert net.origin.ignored == ()
    assert net.origin.assumed == ()
    assert net.dtype == case.dtype
    trace = net.run(x_of(case), batch_first=bool(case.layout))
    pairs = [(trace.output, side_by_side(GOLDEN[f"{case}/Y"], case.layout))]
    for name, mine in (("Y_h", trace.h_n), ("Y_c", trace.c_n)):
        if f"{case}/{name}" in GOLDEN:
            theirs = GOLDEN[f"{case}/{name}"]
            assert mine is not None
            pairs.append((mine, theirs.swapaxes(0, 1) if case.layout else theirs))
    assert len(pairs) == (3 if case.op == "LSTM" else 2)
    for ours, theirs in pairs:
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=EXACT[case.dtype], strict=True)


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_what_pytorch_exports_is_one_network_with_its_head(export: Export) -> None:
    contents = read(GOLDEN[f"{export.name}/model"].tobytes())
    assert len(contents.modules) == 1
    net = contents.load()
    assert net.num_layers == export.settings.get("num_layers", 1)
    assert net.bidirectional == export.settings.get("bidirectional", False)
    assert net.initial == {}
    assert net.origin is not None
    of_both = export.last_state and net.bidirectional
    assert ["reads h_n of both" in sentence for sentence in net.origin.assumed] == [True] * of_both
    assert all("Constant" in name or name.startswith("val_") for name in net.origin.ignored)
    y = answer(net, GOLDEN[f"{export.name}/x"], export)
    np.testing.assert_allclose(y, GOLDEN[f"{export.name}/y"], rtol=0, atol=1e-5, strict=True)


def answer(net: Network, x: AnyArray, export: Export) -> AnyArray:
    """What the exported module returns."""
    trace = net.run(x, batch_first=export.batch_first)
    output = trace.output
    if export.last_state:
        output = np.concatenate([*trace.h_n[-net.num_directions :]], axis=1)
    if export.last_step:
        output = output[:, -1] if export.batch_first else output[-1]
    if not export.head:
        assert net.head is None
        return output
    assert net.head is not None
    assert net.head.activation == export.head
    return net.head.run(output)
