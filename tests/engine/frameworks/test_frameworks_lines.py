"""The lines of each framework make its tensors out of PyTorch's, whatever the order and the bias.

They are run here as far as numpy goes. What the frameworks make of them is held by
tests/parity/code.py and as_code.py, which run all of them.
"""

import ast
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from onnx.reference import ReferenceEvaluator
from safetensors.numpy import save_file

from tests.engine.frameworks.code_cases import networks
from unrolled.engine.arrays import Array, Named
from unrolled.engine.frameworks.dialects import from_pytorch, lacking
from unrolled.engine.frameworks.returned import FRAMEWORKS, MERGES, returned
from unrolled.engine.frameworks.script import arrays, lines_to_copy
from unrolled.engine.network.head import Head
from unrolled.engine.network.network import Network
from unrolled.engine.trace.trace import Trace

CONVERTED = ("keras", "jax", "onnx")
NETWORKS = dict(networks())


def ran(net: Network, lengths: tuple[int, ...] | None = None, batch_first: bool = False) -> Trace:
    x = np.random.default_rng(0).standard_normal((2, 5, 3) if batch_first else (5, 2, 3))
    return net.run(x.astype(net.dtype), lengths=lengths, batch_first=batch_first)


def pairs(frameworks: tuple[str, ...]) -> Iterator[Any]:
    """Each network in each framework that has it."""
    for framework, (name, net) in product(frameworks, NETWORKS.items()):
        if not lacking(framework, net):
            yield pytest.param(net, framework, id=f"{framework}-{name}")


def functions(text: str, names: tuple[str, ...], file: Named) -> dict[str, Any]:
    """Those functions of the lines that need numpy alone."""
    tree = ast.parse(text)
    tree.body = [s for s in tree.body if isinstance(s, ast.FunctionDef) and s.name in names]
    found: dict[str, Any] = {"np": np, "file": file}
    exec(compile(tree, "lines", "exec"), found)
    return found


def of_layer(net: Network, end: str) -> Named:
    return {
        name.removesuffix(f"_{end}"): value
        for name, value in net.state_dict().items()
        if name.endswith(f"_{end}")
    }


def converted(framework: str, text: str, net: Network, end: str) -> list[tuple[str, Array]]:
    """What the lines make of a layer and direction: names, where they have them, and tensors."""
    made = functions(text, ("weights", "cell"), net.state_dict())
    if framework == "jax":
        cell = made["cell"](end)
        return [(f"{dense}/{kind}", a) for dense, each in cell.items() for kind, a in each.items()]
    return [("", a) for a in made["weights"](end)]


@pytest.mark.parametrize(("net", "framework"), list(pairs(CONVERTED)))
def test_the_lines_make_each_tensor_that_a_framework_stores(net: Network, framework: str) -> None:
    text = lines_to_copy(ran(net), net.head, framework)
    for layer, direction in product(range(net.num_layers), net.directions):
        end = f"l{layer}{'_reverse' if direction else ''}"
        ours = of_layer(net, end)
        expected = from_pytorch(framework, net.cell, ours, reset_after=net.reset_after)
        made = converted(framework, text, net, end)
        assert len(made) == len(expected)
        for (name, value), its_own in zip(made, expected, strict=True):
            np.testing.assert_array_equal(value, expected[name or its_own], strict=True)


def bound(tree: ast.Module) -> set[str]:
    """Names that the statements bind, outside of functions."""
    statements = [s for s in tree.body if not isinstance(s, ast.FunctionDef)]
    return {
        node.id
        for statement in statements
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def imported(tree: ast.Module) -> set[str]:
    """What the import statements bind."""
    statements = [s for s in tree.body if isinstance(s, ast.Import | ast.ImportFrom)]
    return {alias.asname or alias.name for s in statements for alias in s.names}


# Of each pair one way to run it, in turns, that the framework has too.
WAYS = list(product((None, (2, 4)), (False, True)))


@pytest.mark.parametrize(
    ("i", "net", "framework"),
    [pytest.param(i, *pair.values, id=pair.id) for i, pair in enumerate(pairs(tuple(FRAMEWORKS)))],
)
def test_the_lines_bind_every_tensor_and_read_all_that_the_file_holds(
    i: int, net: Network, framework: str
) -> None:
    lengths, batch_first = WAYS[(i + i // 4) % len(WAYS)]
    trace = ran(net, None if framework == "jax" else lengths, batch_first)
    merges = MERGES if framework == "keras" and net.bidirectional else MERGES[:1]
    for merge in merges:
        text = lines_to_copy(trace, net.head, framework, merge)
        tree = ast.parse(text)
        shown = {name.partition("[")[0] for name in returned(trace, framework, merge)}
        assert shown <= bound(tree)
        assert ("y" in bound(tree)) == (net.head is not None and merge == "concat")
        assert imported(tree) <= {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
        assert max(map(len, text.splitlines())) <= 80
        for name in arrays(trace, net.head if merge == "concat" else None):
            kind = name.partition("_l")[0]
            # PyTorch's module takes what is left of the file, its own weights.
            if framework != "pytorch" or not kind.startswith(("weight_", "bias_")):
                assert f'"{name}"' in text or f'f"{kind}_{{end}}"' in text


@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("net", [Network("gru", 3, 4, 3, True), Network("lstm", 3, 4, 2)])
def test_onnx_own_evaluator_returns_the_tensors(
    net: Network, batch_first: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands in for ONNX Runtime, which the tests do without."""
    runtime = SimpleNamespace(InferenceSession=ReferenceEvaluator)
    monkeypatch.setitem(sys.modules, "onnxruntime", runtime)
    monkeypatch.chdir(tmp_path)
    trace = ran(net, None, batch_first)
    head = Head.random(4 * net.num_directions, 2, "softmax", "float32", 0)
    file = {name: np.ascontiguousarray(a) for name, a in arrays(trace, head).items()}
    save_file(file, "unrolled.safetensors")
    found: dict[str, Any] = {}
    exec(lines_to_copy(trace, head, "onnx"), found)
    expected = {name: each.value for name, each in returned(trace, "onnx").items()}
    expected["y"] = head.run(trace.output)
    for name, value in expected.items():
        np.testing.assert_allclose(found[name], value, rtol=0, atol=1e-6)


@pytest.mark.parametrize("framework", CONVERTED)
def test_a_head_is_read_in_every_framework(framework: str) -> None:
    net = Network("lstm", 3, 4, bidirectional=True)
    for activation, has_softmax in (("softmax", True), ("linear", False)):
        head = Head.random(8, 2, activation, "float32", 0)  # type: ignore[arg-type]
        text = lines_to_copy(ran(net), head, framework)
        assert ("softmax" in text.lower()) == has_softmax
        assert 'file["head.weight"].T' in text
    assert "head" not in lines_to_copy(ran(net), None, framework)


def test_a_network_that_pytorch_has_not_is_one_comment() -> None:
    net = Network("lstm", 3, 4, peepholes=True, hard_sigmoid=(0.2, 0.5))
    comment = "# torch.nn.LSTM has no peepholes and no hard_sigmoid."
    assert lines_to_copy(ran(net), None, "pytorch") == comment
