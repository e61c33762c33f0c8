"""The scripts say what the network is, hold its weights, and refuse what a framework can't say.

That the frameworks return the same tensors is held by tests/parity/as_code.py, which runs them.
"""

import ast
import base64
import io
import sys
from dataclasses import replace
from functools import cache
from itertools import product
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from onnx.reference import ReferenceEvaluator

import unrolled
from tests.engine.frameworks.code_cases import networks
from unrolled.engine.errors import EngineError
from unrolled.engine.frameworks.dialects import lacking
from unrolled.engine.frameworks.returned import returned
from unrolled.engine.frameworks.script import as_code, lines_to_copy
from unrolled.engine.network.head import Head
from unrolled.engine.network.network import Network

FRAMEWORKS = {
    "pytorch": {"torch"},
    "keras": {"keras"},
    "jax": {"jax", "flax"},
    "onnx": {"onnx", "onnxruntime"},
}
NETWORKS = dict(networks())


def refused(net: Network, framework: str) -> str:
    with pytest.raises(EngineError) as caught:
        as_code(net, framework)
    return str(caught.value)


CASES = [
    (name, framework)
    for framework, (name, net) in product(FRAMEWORKS, NETWORKS.items())
    if not lacking(framework, net)
]
every_script = pytest.mark.parametrize(("name", "framework"), CASES)


@cache
def script_of(name: str, framework: str) -> str:
    return as_code(NETWORKS[name], framework)


def arrays(script: str, packed: str) -> dict[str, Any]:
    """What lies packed in a script under a name."""
    (text,) = (
        node.value.value
        for node in ast.parse(script).body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and ast.unparse(node.targets[0]) == packed
    )
    assert isinstance(text, str)
    with np.load(io.BytesIO(base64.b64decode(text))) as file:
        return dict(file)


@every_script
def test_it_imports_its_framework_numpy_and_the_standard_library(name: str, framework: str) -> None:
    script, imported = script_of(name, framework), set()
    for node in ast.walk(ast.parse(script)):
        if isinstance(node, ast.Import):
            imported |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    assert imported - sys.stdlib_module_names == {"numpy"} | FRAMEWORKS[framework]
    assert all(len(line) <= 100 for line in script.splitlines())


@every_script
def test_what_it_expects_is_what_the_network_returns(name: str, framework: str) -> None:
    net, script = NETWORKS[name], script_of(name, framework)
    file, expected = arrays(script, "FILE"), arrays(script, "EXPECTED")
    trace = net.run(file["x"], file["h_0"], file.get("c_0"))
    for tensor, each in returned(trace, framework).items():
        np.testing.assert_array_equal(expected.pop(tensor), each.value, strict=True)
    if net.head:
        y = net.head.run(trace.output)
        has_batch_ahead = framework in ("keras", "jax")
        y = y.swapaxes(0, 1) if has_batch_ahead else y
        np.testing.assert_array_equal(expected.pop("y"), y, strict=True)
    assert not expected
    assert np.isfinite(trace.output).all()


@pytest.mark.parametrize(("name", "framework"), CASES[::5])
def test_it_has_the_lines_that_the_page_gives_to_copy(name: str, framework: str) -> None:
    net, script = NETWORKS[name], script_of(name, framework)
    file = arrays(script, "FILE")
    trace = replace(net.run(file["x"], file["h_0"], file.get("c_0")), packed=False)
    page = lines_to_copy(trace, net.head, framework).splitlines()
    script_lines = {line.strip() for line in script.splitlines()}
    of_the_file = {line for line in page if "load_file" in line}
    assert {line.strip() for line in page} - of_the_file <= script_lines


@pytest.fixture
def onnx_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """ONNX' own evaluator in the place of ONNX Runtime, which the tests do without."""
    runtime = SimpleNamespace(InferenceSession=ReferenceEvaluator)
    monkeypatch.setitem(sys.modules, "onnxruntime", runtime)


# What that evaluator knows.
KNOWN = [
    name
    for name, framework in CASES
    if framework == "onnx"
    and NETWORKS[name].nonlinearity == "tanh"
    and not NETWORKS[name].hard_sigmoid
]


@pytest.mark.parametrize("name", KNOWN)
def test_onnx_own_evaluator_returns_what_a_script_expects(
    name: str, onnx_own: None, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(script_of(name, "onnx"), {})
    assert capsys.readouterr().out.startswith("The same as in unrolled: Y, Y_h")


def test_a_script_fails_where_a_framework_returns_another_tensor(onnx_own: None) -> None:
    script = as_code(Network("lstm", 3, 4), "onnx")
    other = script.replace("W = W_ih[gates]", "W = W_ih")
    assert other != script
    with pytest.raises(AssertionError, match="Y"):
        exec(other, {})


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_network_is_the_same_script_every_time(framework: str) -> None:
    net = Network("gru", 3, 4, seed=2)
    assert as_code(net, framework) == as_code(net, framework)


def test_initial_states_of_a_file_are_in_the_script() -> None:
    net = Network("lstm", 3, 4, dtype="float64")
    net.initial = {"h": np.full((1, 3, 4), 0.5), "c": np.full((1, 3, 4), -0.5)}
    found = arrays(as_code(net, "pytorch"), "FILE")
    np.testing.assert_array_equal(found["h_0"], net.initial["h"])
    np.testing.assert_array_equal(found["c_0"], net.initial["c"])
    assert found["x"].shape[1] == 3


def test_a_script_runs_whole_rows_whatever_lengths_a_file_has() -> None:
    net = Network("gru", 3, 4)
    whole = as_code(net, "pytorch")
    net.lengths = (2, 1)
    assert as_code(net, "pytorch") == whole


def test_what_a_framework_has_no_word_for_is_refused_by_name() -> None:
    before = Network("gru", 3, 4, reset_after=False)
    assert "no reset_after=False; choose keras or onnx." in refused(before, "pytorch")
    assert "no reset_after=False; choose keras or onnx." in refused(before, "jax")
    projected = Network("lstm", 3, 4, proj_size=2)
    for framework in ("keras", "jax", "onnx"):
        assert "no proj_size; choose pytorch." in refused(projected, framework)
    hard = Network("lstm", 3, 4, hard_sigmoid=(0.2, 0.5))
    assert "no hard_sigmoid; choose keras or jax or onnx." in refused(hard, "pytorch")
    for framework in ("pytorch", "keras", "jax"):
        peepholes = refused(Network("lstm", 3, 4, peepholes=True), framework)
        assert "no peepholes; choose onnx." in peepholes


def test_an_unknown_framework_is_refused() -> None:
    with pytest.raises(EngineError, match="framework is 'tf'; it has to be pytorch or keras or"):
        unrolled.as_code(Network("rnn", 3, 4), "tf")


def test_weights_that_could_end_the_string_are_only_data() -> None:
    """Nothing of the network but numbers and known words comes into the text of the script."""
    net = Network("rnn", 3, 4)
    net.head = Head(np.zeros((2, 4), "f4"), np.zeros(2, "f4"), "linear")
    for framework in FRAMEWORKS:
        assert as_code(net, framework).count('"""') == 6
