"""Every route of a trace sends what the engine computes, run here directly."""

from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from safetensors.numpy import load

from tests.app.asking import assert_problem, made, noise, numbers, post, spec
from unrolled import Head, Network, Trace
from unrolled.engine.arrays import Array
from unrolled.engine.trace.schedule import Order, orders

TEXT = "aaccb"
LAYOUTS = [(1, False, False), (2, True, False), (3, True, True), (2, False, True)]


def one_hot(text: str) -> Array:
    return np.array([[[letter == a for a in "abcd"]] for letter in text]).astype("float32")


def asked(cell: str, layers: int, bidirectional: bool, batch_first: bool) -> dict[str, Any]:
    network = {
        "cell": cell,
        "nonlinearity": "relu" if cell == "rnn" else "tanh",
        "hidden_size": 3,
        "num_layers": layers,
        "bidirectional": bidirectional,
        "bias": not batch_first,
        "batch_first": batch_first,
    }
    return spec(network=network, input__text=TEXT)


def computed(cell: str, layers: int, bidirectional: bool, batch_first: bool) -> Trace:
    arguments = asked(cell, layers, bidirectional, batch_first)["network"]
    del arguments["batch_first"]
    x = one_hot(TEXT)
    x = x.swapaxes(0, 1) if batch_first else x
    return Network(input_size=4, seed=7, **arguments).run(x, batch_first=batch_first)


def rows(trace: Trace) -> list[tuple[int, int]]:
    net = trace.network
    return [(n, d) for n in range(net.num_layers) for d in range(net.num_directions)]


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_array_is_the_engines_own(
    client: TestClient, cell: str, layout: tuple[int, bool, bool]
) -> None:
    address, trace = made(client, asked(cell, *layout)), computed(cell, *layout)
    net, first = trace.network, trace.batch_first
    head = Head.random(trace.top.shape[2], 8, "softmax", "float32", seed=7)
    expected: dict[str, tuple[list[str], Array | None]] = {
        "x": (["B", "T", "I"] if first else ["T", "B", "I"], trace.x),
        "y": (["B", "T", "O"] if first else ["T", "B", "O"], head.run(trace.top)),
        "output": (["B", "T", "D·H"] if first else ["T", "B", "D·H"], trace.output),
        "h_n": (["L·D", "B", "H"], trace.h_n),
        "c_n": (["L·D", "B", "H"], trace.c_n),
    }
    for name in net.kind.states:
        cells = np.stack([trace.state(name, *row) for row in rows(trace)])
        expected[name] = (["L·D", "T", "B", "H"], cells)
    for name in net.kind.gates:
        cells = np.stack([trace.gates(*row)[name] for row in rows(trace)])
        expected[name] = (["L·D", "T", "B", "H"], cells)
    for name, (axes, a) in expected.items():
        response = client.get(f"{address}/arrays/{name}")
        if a is None:
            assert_problem(response, 404, "unknown_array", "name")
            continue
        a = a.swapaxes(0, 1) if first and name in "xy" else a
        assert response.json()["axes"] == axes
        assert np.array_equal(numbers(response), a), name


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_summary_says_what_the_engine_says(
    client: TestClient, cell: str, layout: tuple[int, bool, bool]
) -> None:
    trace = computed(cell, *layout)
    response = post(client, asked(cell, *layout))
    body = response.json()
    L, D, H = layout[0], 1 + layout[1], 3
    sizes = {"T": 5, "B": 1, "L": L, "D": D, "I": 4, "H": H, "O": 8}
    assert {name: body[name] for name in sizes} == sizes
    ahead = [1, 5] if layout[2] else [5, 1]
    shapes = {"x": [*ahead, 4], "y": [*ahead, 8], "output": [*ahead, D * H], "h_n": [L * D, 1, H]}
    if cell == "lstm":
        shapes["c_n"] = [L * D, 1, H]
    assert body["shapes"] == shapes
    assert body["axes"].keys() == shapes.keys()
    assert body["cell"] == cell
    assert body["states"] == list(trace.network.kind.states)
    assert body["gates"] == list(trace.gates(0, 0))
    assert (body["features"], body["symbols"]) == (list("abcd"), list("abcdefgh"))
    assert (body["activation"], body["first"]) == ("softmax", None)
    for name in body["states"]:
        states = [trace.state(name, *row) for row in rows(trace)]
        assert body["largest"][name] == max(float(np.abs(a).max()) for a in states)
    assert body["largest"]["x"] == 1


@pytest.mark.parametrize("order", orders)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_summary_of_a_schedule_spells_out_to_that_of_the_trace(
    client: TestClient, order: Order, layout: tuple[int, bool, bool]
) -> None:
    trace = computed("gru", *layout)
    said = post(client, asked("gru", *layout)).json()["schedules"][order]
    steps: list[set[tuple[int, int, int]]] = [set() for _ in range(said["steps"])]
    for layer, direction in rows(trace):
        for i in range(5):
            t = 4 - i if direction else i
            steps[said["first"][layer] + i].add((layer, direction, t))
    assert steps == [set(step) for step in trace.schedule(order)]


def test_a_cell_shows_all_its_numbers(client: TestClient) -> None:
    address, trace = made(client, asked("lstm", 2, True, True)), computed("lstm", 2, True, True)
    for layer, direction in rows(trace):
        for t in range(5):
            place = {"layer": layer, "direction": direction, "t": t}
            body = client.get(f"{address}/cell", params=place).json()
            gates = trace.gates(layer, direction)
            assert list(body["gates"]) == list(gates)
            for name, a in gates.items():
                assert np.array_equal(np.float32(body["gates"][name]), a[t, 0])
            for name in ("h", "c"):
                a = trace.state(name, layer, direction)
                assert np.array_equal(np.float32(body["states"][name]), a[t, 0])


def test_states_before_the_first_step_are_passed_on(client: TestClient) -> None:
    x = numbers(client.get(made(client, spec(input=noise(4))) + "/arrays/x"))
    states = np.random.default_rng(1).standard_normal((2, 4, 1, 3)).astype("float32")
    h_0, c_0 = states.tolist()
    whole = spec(input=noise(4), h_0=h_0, c_0=c_0)
    output = numbers(client.get(made(client, whole) + "/arrays/output"))
    trace = Network("lstm", 2, 3, 2, True, seed=7).run(x, *states)
    assert np.array_equal(output, trace.output)


@pytest.mark.parametrize("batch_first", [False, True])
def test_the_file_to_copy_computes_the_same_again(client: TestClient, batch_first: bool) -> None:
    address = made(client, asked("lstm", 2, True, batch_first))
    file = load(client.get(f"{address}/tensors.safetensors").content)
    x, h_0, c_0 = (file.pop(name) for name in ("x", "h_0", "c_0"))
    head = Head(file.pop("head.weight"), file.pop("head.bias"))
    trace = Network.from_state_dict("lstm", file).run(x, h_0, c_0, batch_first=batch_first)
    assert np.array_equal(trace.output, numbers(client.get(f"{address}/arrays/output")))
    y = head.run(trace.output)
    assert np.array_equal(y, numbers(client.get(f"{address}/arrays/y")))
