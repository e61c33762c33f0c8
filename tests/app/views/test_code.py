"""The PyTorch lines to copy say what the spec says; what they read lies in the file beside them."""

import ast
from itertools import product
from typing import Any

import pytest
from fastapi.testclient import TestClient
from safetensors.numpy import load

from tests.app.asking import made, noise, pytorch_code, spec

CELLS = [("rnn", "tanh"), ("rnn", "relu"), ("lstm", "tanh"), ("gru", "tanh")]
FLAGS = [
    dict(zip(("bidirectional", "bias", "batch_first"), three, strict=True))
    for three in product((False, True), repeat=3)
]


def call(tree: ast.Module, name: str) -> ast.Call:
    """The one call of a name in the code."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    (found,) = (node for node in calls if ast.unparse(node.func) == name)
    return found


def arguments(found: ast.Call) -> tuple[list[Any], dict[str, Any]]:
    named = {word.arg or "": ast.literal_eval(word.value) for word in found.keywords}
    return [ast.literal_eval(value) for value in found.args], named


@pytest.mark.parametrize(("cell", "nonlinearity"), CELLS)
@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("flags", FLAGS, ids=str)
def test_the_network_is_made_by_the_arguments_of_the_spec(
    client: TestClient, cell: str, nonlinearity: str, layers: int, flags: dict[str, bool]
) -> None:
    network = {"cell": cell, "nonlinearity": nonlinearity, "hidden_size": 3, "num_layers": layers}
    tree = ast.parse(pytorch_code(client, made(client, spec(network={**network, **flags}))))
    sizes, named = arguments(call(tree, f"torch.nn.{cell.upper()}"))
    assert sizes == []
    # What is left out has PyTorch's own default; only an RNN knows nonlinearity at all.
    defaults = {"num_layers": 1, "bidirectional": False, "bias": True, "batch_first": False}
    assert {**defaults, "nonlinearity": "tanh", **named} == {
        "input_size": 4,
        "hidden_size": 3,
        "num_layers": layers,
        "nonlinearity": nonlinearity,
        **flags,
    }
    assert ("nonlinearity" in named) == (nonlinearity == "relu")
    assert arguments(call(tree, "torch.nn.Linear"))[0] == [3 * (1 + flags["bidirectional"]), 8]


@pytest.mark.parametrize("lengths", [None, [3]])
@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_lines_read_all_that_the_file_holds(
    client: TestClient, cell: str, lengths: list[int] | None
) -> None:
    address = made(client, spec(network__cell=cell, lengths=lengths))
    response = client.get(f"{address}/tensors.safetensors")
    code = pytorch_code(client, address)
    popped = {
        ast.literal_eval(node.args[0])
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "file.pop"
    }
    parameters = {name for name in load(response.content) if name.startswith(("weight_", "bias_"))}
    assert popped | parameters == set(load(response.content))
    assert popped.isdisjoint(parameters)
    (file,) = arguments(call(ast.parse(code), "load_file"))[0]
    assert response.headers["content-disposition"] == f'attachment; filename="{file}"'


@pytest.mark.parametrize("batch_first", [False, True])
def test_a_packed_batch_is_packed_with_its_own_order_of_rows(
    client: TestClient, batch_first: bool
) -> None:
    whole = spec(network__batch_first=batch_first, input__text="aa bbbb", lengths=[2, 4])
    address = made(client, whole)
    tree = ast.parse(pytorch_code(client, address))
    first = {"batch_first": True} if batch_first else {}
    packed, padded = call(tree, "pack_padded_sequence"), call(tree, "pad_packed_sequence")
    assert [ast.unparse(value) for value in packed.args] == ["x", "lengths"]
    assert {word.arg: ast.literal_eval(word.value) for word in packed.keywords} == {
        **first,
        "enforce_sorted": False,
    }
    assert {word.arg: ast.literal_eval(word.value) for word in padded.keywords} == first
    file = load(client.get(f"{address}/tensors.safetensors").content)
    assert file["lengths"].tolist() == [2, 4]
    assert "pack" not in pytorch_code(client, made(client, spec(input__text="aa bbbb")))


def test_only_symbols_are_told_by_a_softmax(client: TestClient) -> None:
    series = {"kind": "series", "name": "sunspots"}
    for chosen, has_softmax in [(noise(3), True), (series, False)]:
        code = pytorch_code(client, made(client, spec(input=chosen)))
        assert ("softmax(-1)" in code) == has_softmax
