"""What a trace's tensors are called in each framework, as the page gets it."""

import ast
from typing import Any, get_args

import numpy as np
import pytest
from fastapi.testclient import TestClient

from tests.app.asking import assert_problem, made, spec
from tests.app.filing import of_file, saved, sent
from tests.engine.frameworks.code_cases import networks
from unrolled import Network
from unrolled.app.choices import Framework, Merge
from unrolled.engine.frameworks.returned import FRAMEWORKS, MERGES, refused, returned
from unrolled.engine.frameworks.script import lines_to_copy
from unrolled.engine.language.tensors import Tensors

OTHERS = [framework for framework in FRAMEWORKS if framework != "pytorch"]
Json = dict[str, Any]


def names(client: TestClient, address: str, framework: str, merge: str = "concat") -> Json:
    response = client.get(f"{address}/names/{framework}", params={"merge": merge})
    assert response.status_code == 200, response.text
    view: Json = response.json()
    return view


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("batch_first", [False, True])
def test_every_framework_tells_what_it_returns(
    client: TestClient, cell: str, both: bool, batch_first: bool
) -> None:
    whole = spec(network__cell=cell, network__bidirectional=both, network__batch_first=batch_first)
    address = made(client, whole)
    x = np.eye(4, dtype="float32")[[0, 0, 2, 2, 1]][:, None]
    net = Network(cell, 4, 3, 2, both, seed=7)
    trace = net.run(x.swapaxes(0, 1) if batch_first else x, batch_first=batch_first)
    for framework in get_args(Framework):
        for merge in get_args(Merge):
            view = names(client, address, framework, merge)
            assert view["refused"] == ""
            assert "import" in view["code"]
            told = {tensor["name"]: tensor for tensor in view["tensors"]}
            expected = returned(trace, framework, merge)
            assert list(told) == list(expected)
            for name, tensor in expected.items():
                assert told[name]["shape"] == list(tensor.value.shape)
                assert told[name]["axes"] == list(tensor.axes)


def test_a_merge_mode_is_what_keras_does_with_two_directions(client: TestClient) -> None:
    address = made(client, spec())
    joins = {merge: names(client, address, "keras", merge) for merge in get_args(Merge)}
    assert [view["tensors"][0]["join"] for view in joins.values()] == list(joins)
    assert '"ave")' in joins["ave"]["code"]
    assert names(client, address, "onnx", "ave") == names(client, address, "onnx")


@pytest.mark.parametrize(
    ("path", "field", "part"),
    [
        ("names/tf", "framework", "'tf'"),
        ("names/keras?merge=max", "merge", "'max'"),
        ("names/Keras", "framework", "'Keras'"),
    ],
)
def test_a_framework_or_merge_mode_that_is_not_known(
    client: TestClient, path: str, field: str, part: str
) -> None:
    response = client.get(f"{made(client, spec())}/{path}")
    message = assert_problem(response, 422, "bad_value", field)
    assert part in message
    assert "'keras'" in message or "'concat'" in message


def test_what_can_be_chosen_is_what_the_engine_has() -> None:
    assert get_args(Framework) == tuple(FRAMEWORKS)
    assert get_args(Merge) == MERGES


def test_the_description_of_a_tensor_is_enough_to_know_each_elements_source() -> None:
    """Read as the page reads it, element by element, and held to the sources that Ask tells."""
    net = Network("lstm", 2, 3, 2, True)
    trace = net.run(np.zeros((4, 1, 2), "float32"))
    sets = Tensors.of(trace, None).sets
    for framework, merge in [(f, "concat") for f in FRAMEWORKS] + [("keras", "sum")]:
        for each in returned(trace, framework, merge).values():
            tracked = each.tracked(sets)
            members = sets.members(tracked.ids)
            for index in np.ndindex(each.shape):
                found = [trace.source(int(id)) for id in members[index]]
                assert {(s.state, s.layer, s.direction, s.t, s.unit) for s in found} == described(
                    trace.T, each, index
                )


def described(T: int, each: Any, index: tuple[int, ...]) -> set[tuple[Any, ...]]:
    at = dict(zip(each.axes, index, strict=True))
    unit, states = index[-1], list(each.states)
    if each.join == "concat":
        states, unit = [states[unit // 3]], unit % 3
    elif each.join == "stack":
        states = [states[at["D"] if "D" in at else at["L·D"]]]
    found = set()
    for state, layer, direction in states:
        t = at.get("T", 0 if direction else T - 1)
        found.add((state, layer, direction, T - 1 - t if each.when == "turned" else t, unit))
    return found


@pytest.mark.parametrize("framework", OTHERS)
def test_the_lines_bind_every_name_that_is_shown(framework: str) -> None:
    for _, net in networks():
        trace = net.run(np.zeros((4, 1, 3), net.dtype))
        if refused(trace, framework):
            continue
        tree = ast.parse(lines_to_copy(trace, net.head, framework))
        bound = {
            node.id
            for statement in tree.body
            for node in ast.walk(statement)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        shown = {name.partition("[")[0] for name in returned(trace, framework)}
        assert shown <= bound


def test_a_framework_without_such_a_layer_says_so(client: TestClient) -> None:
    id = sent(client, saved(Network("lstm", 4, 3, proj_size=2)))["id"]
    view = names(client, made(client, of_file(id)), "keras")
    assert view["tensors"] == []
    assert view["refused"] == "The lstm of Keras has no proj_size; take the names of PyTorch."
    assert view["code"] == f"# {view['refused']}"


def test_what_is_asked_may_use_another_frameworks_names(client: TestClient) -> None:
    address = made(client, spec())
    question = {"expression": "outputs[:, -1]", "names": "keras", "merge": "ave"}
    answer = client.post(f"{address}/ask", json=question).json()
    assert answer["pieces"][0]["axes"] == ["B=1", "H=3"]
    assert [warning["fix"] for warning in answer["warnings"]] == ["output"]
    refused = client.post(f"{address}/ask", json=question | {"names": "tf"})
    assert_problem(refused, 422, "bad_value", "names")
