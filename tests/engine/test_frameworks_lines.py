"""The lines of each framework make its tensors out of PyTorch's, whatever the order and the bias.

They are run here as far as numpy goes. What the frameworks make of them is held by
tests/parity/code.py and as_code.py, which run all of them.
"""

import ast
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest

from tests.engine.code_cases import networks
from unrolled.engine.arrays import Array, Named
from unrolled.engine.frameworks.dialects import from_pytorch, lacking
from unrolled.engine.frameworks.returned import FRAMEWORKS, MERGES, refused, returned
from unrolled.engine.frameworks.script import arrays, lines_to_copy
from unrolled.engine.network.head import Head
from unrolled.engine.network.network import Network
from unrolled.engine.trace.trace import Trace

CONVERTED = ("keras", "jax", "onnx")
NETWORKS = dict(networks())
LENGTHS = (None, (2, 4))
every_network = pytest.mark.parametrize("net", NETWORKS.values(), ids=NETWORKS)


def ran(net: Network, lengths: tuple[int, ...] | None = None, batch_first: bool = False) -> Trace:
    x = np.random.default_rng(0).standard_normal((2, 5, 3) if batch_first else (5, 2, 3))
    return net.run(x.astype(net.dtype), lengths=lengths, batch_first=batch_first)


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


@every_network
@pytest.mark.parametrize("framework", CONVERTED)
def test_the_lines_make_each_tensor_that_a_framework_stores(net: Network, framework: str) -> None:
    trace = ran(net)
    if refused(trace, framework):
        pytest.skip("the framework has no such network")
    text = lines_to_copy(trace, net.head, framework)
    for layer, direction in product(range(net.num_layers), net.directions):
        end = f"l{layer}{'_reverse' if direction else ''}"
        ours = of_layer(net, end)
        expected = from_pytorch(framework, net.cell, ours, reset_after=net.reset_after)
        made = converted(framework, text, net, end)
        assert len(made) == len(expected)
        for (name, value), its_own in zip(made, expected, strict=True):
            np.testing.assert_array_equal(value, expected[name or its_own], strict=True)


def bound(text: str) -> set[str]:
    """Names that the statements bind, outside of functions."""
    statements = [s for s in ast.parse(text).body if not isinstance(s, ast.FunctionDef)]
    return {
        node.id
        for statement in statements
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def cases() -> Iterator[Any]:
    for (name, net), framework, lengths, batch_first in product(
        NETWORKS.items(), FRAMEWORKS, LENGTHS, (False, True)
    ):
        trace = ran(net, lengths, batch_first)
        if not lacking(framework, net) and not refused(trace, framework):
            yield pytest.param(trace, framework, id=f"{name}-{framework}-{lengths}-{batch_first}")


@pytest.mark.parametrize(("trace", "framework"), list(cases()))
def test_the_lines_bind_every_tensor_and_read_all_that_the_file_holds(
    trace: Trace, framework: str
) -> None:
    net = trace.network
    merges = MERGES if framework == "keras" and net.bidirectional else MERGES[:1]
    for merge in merges:
        text = lines_to_copy(trace, net.head, framework, merge)
        shown = {name.partition("[")[0] for name in returned(trace, framework, merge)}
        assert shown <= bound(text)
        has_y = net.head is not None and merge == "concat"
        assert ("y" in bound(text)) == has_y
        assert max(map(len, text.splitlines())) <= 80
    text = lines_to_copy(trace, net.head, framework)
    for name in arrays(trace, net.head):
        kind = name.partition("_l")[0]
        # PyTorch's module takes what is left of the file, its own weights.
        if framework != "pytorch" or not kind.startswith(("weight_", "bias_")):
            assert f'"{name}"' in text or f'f"{kind}_{{end}}"' in text


@every_network
def test_what_is_not_used_is_not_imported(net: Network) -> None:
    for framework in FRAMEWORKS:
        trace = ran(net)
        if lacking(framework, net) or refused(trace, framework):
            continue
        tree = ast.parse(lines_to_copy(trace, net.head, framework))
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        for statement in tree.body:
            if isinstance(statement, ast.Import | ast.ImportFrom):
                for alias in statement.names:
                    assert (alias.asname or alias.name) in used


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
