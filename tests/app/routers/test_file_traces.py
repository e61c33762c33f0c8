"""Traces of networks out of files: PyTorch's numbers where it made the file, else the engine's."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from tests.app.asking import Json, assert_problem, csv, made, noise, numbers, post, pytorch_code
from tests.app.filing import (
    as_csv,
    folder,
    of_file,
    saved,
    send,
    sent,
    several,
    values,
    with_head,
)
from tests.engine.importers.expected import FILES, of_place
from unrolled import Network
from unrolled.app.main import create_app
from unrolled.app.settings import Settings

PYTORCH = [
    ("lstm.pt", ""),
    ("lstm-proj.pt", ""),
    ("gru.pt", ""),
    ("rnn.pt", ""),
    ("double.pt", ""),
    ("bfloat16.safetensors", ""),
    ("tagger.pt", "rnn"),
    ("translator.pt", "encoder.rnn"),
    ("translator.pt", "decoder.rnn"),
]


@pytest.mark.parametrize(("file", "module"), PYTORCH)
def test_a_file_of_pytorch_gives_the_numbers_of_pytorch(
    client: TestClient, file: str, module: str
) -> None:
    expected = of_place(f"{file.partition('.')[0]}/{module}")
    id = sent(client, (FILES / file).read_bytes())["id"]
    x = expected["x"][:, 0]  # rows of a batch don't know of each other
    address = made(client, of_file(id, module, input=as_csv(x)))
    bound = 1e-12 if x.dtype == np.float64 else 1e-5
    assert client.get(address).json()["dtype"] == str(x.dtype)
    for name in ("x", "output", "h_n", "c_n", "y"):
        if name in expected:
            got = values(client, address, name)
            np.testing.assert_allclose(got[:, 0], expected[name][:, 0], rtol=0, atol=bound)


FORMS: list[Json] = [
    {"cell": "lstm", "proj_size": 2, "num_layers": 2, "bidirectional": True},
    {"cell": "lstm", "peepholes": True, "reverse": True},
    {"cell": "gru", "reset_after": False, "reverse": True, "num_layers": 2},
    {"cell": "gru", "hard_sigmoid": (0.2, 0.5), "dtype": "float64"},
    {"cell": "rnn", "nonlinearity": "relu", "bias": False, "bidirectional": True},
]


@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: " ".join(map(str, form)))
def test_every_form_is_run_and_described_as_the_engine_has_it(
    client: TestClient, form: Json, batch_first: bool
) -> None:
    net = with_head(Network(input_size=3, hidden_size=4, seed=2, **form), 5)
    whole = of_file(sent(client, saved(net))["id"])
    whole["weights"]["batch_first"] = batch_first
    address = made(client, whole)
    x = values(client, address, "x").astype(net.dtype)
    trace = net.run(x, batch_first=batch_first)
    assert net.head is not None
    y = trace.as_given(net.head.run(trace.top))
    expected = {"output": trace.output, "h_n": trace.h_n, "y": y}
    for state in net.kind.states:
        rows = [trace.state(state, layer, d) for layer, d in trace.records]
        expected[state] = np.stack(rows)
    for name, array in expected.items():
        assert (values(client, address, name).astype(net.dtype) == array).all(), name
    said = client.get(address).json()
    assert said["directions"] == list(net.directions)
    assert (said["H"], said["P"], said["D"]) == (4, net.proj_size or 4, net.num_directions)
    assert said["shapes"]["output"] == list(trace.output.shape)
    assert said["axes"]["h_n"][-1] == ("P" if net.proj_size else "H")
    assert (said["activation"], said["symbols"]) == ("linear", [])


def test_bytes_of_a_window_have_h_as_wide_as_it_is(client: TestClient) -> None:
    net = Network("lstm", 3, 4, 2, bidirectional=True, proj_size=2)
    address = made(client, of_file(sent(client, saved(net))["id"]))
    headers = {"Accept": "application/octet-stream"}
    body = np.frombuffer(client.get(f"{address}/window", headers=headers).content, "<f4")
    T, rows, O = 6, 4, 8
    assert body.size == T * (rows * (2 + 4) + 3 + O) + rows * (2 + 4)
    assert (body[: T * rows * 2] == numbers(client.get(f"{address}/arrays/h")).ravel()).all()
    course = client.get(f"{address}/course?layer=0&direction=1&state=h").json()
    assert (course["axes"], course["shape"]) == (["T", "P"], [6, 2])


def test_lengths_that_a_file_carries_are_told_and_left_to_the_page(client: TestClient) -> None:
    net = Network("gru", 2, 3)
    net.lengths = (4, 2)
    found = sent(client, saved(net))
    assert "lengths of its own, [4, 2]" in found["modules"][0]["assumed"][-1]
    address = made(client, of_file(found["id"]))
    net.lengths = None
    x = values(client, address, "x").astype("f4")
    assert (values(client, address, "output").astype("f4") == net.run(x).output).all()


def test_states_that_a_file_carries_are_where_a_run_starts(client: TestClient) -> None:
    net = Network("gru", 2, 3)
    net.initial = {"h": np.random.default_rng(0).standard_normal((1, 2, 3)).astype("f4")}
    found = sent(client, saved(net))
    assert "2 sequences" in found["modules"][0]["assumed"][-1]
    address = made(client, of_file(found["id"]))
    x = values(client, address, "x").astype("f4")
    expected = net.run(x, net.initial["h"][:, :1]).output
    assert (values(client, address, "output").astype("f4") == expected).all()
    for rows, first in [(2, net.initial["h"]), (3, net.initial["h"][:, [0, 0, 0]])]:
        batch = {"kind": "random", "seed": 5, "steps": 6, "rows": rows}
        address = made(client, of_file(found["id"], input=batch))
        x = values(client, address, "x").astype("f4")
        expected = net.run(x, first).output
        assert (values(client, address, "output").astype("f4") == expected).all()
    zero = made(client, of_file(found["id"], h_0=[[[0.0] * 3]]))
    assert not (values(client, zero, "output").astype("f4") == expected).all()


def test_h_0_is_as_wide_as_h(client: TestClient) -> None:
    id = sent(client, saved(Network("lstm", 2, 4, proj_size=3, dtype="float64")))["id"]
    made(client, of_file(id, h_0=[[[0.1] * 3]], c_0=[[[0.1] * 4]]))
    response = post(client, of_file(id, h_0=[[[0.1] * 4]]))
    assert "P=3" in assert_problem(response, 422, "bad_value", "h_0")


def test_each_network_of_a_file_runs_by_its_name(client: TestClient) -> None:
    id = sent(client, several())["id"]
    sizes = {"encoder.rnn": (3, 4), "rnn": (3, 4), "decoder": (5, 6)}
    for name, (inputs, units) in sizes.items():
        said = post(client, of_file(id, name)).json()
        assert (said["I"], said["H"]) == (inputs, units)


@pytest.mark.parametrize(
    ("name", "field", "part"),
    [(None, "module", "decoder"), ("none", "module", "decoder"), ("broken", "id", "bias_hh_l0")],
)
def test_a_network_that_is_not_in_the_file_is_named(
    client: TestClient, name: str | None, field: str, part: str
) -> None:
    response = post(client, of_file(sent(client, several())["id"], name))
    assert part in assert_problem(response, 422, "bad_file", f"weights.{field}")


INPUTS: list[tuple[Json, str]] = [
    ({"kind": "text", "text": "abc"}, "reads 3 features a step, but the input has 4"),
    ({"kind": "series", "name": "sunspots"}, "but the input has 1"),
    (csv("1,2\n")["input"], "but the input has 2"),
    (noise(4, 5), "but the input has 5"),
]


@pytest.mark.parametrize(("given", "part"), INPUTS, ids=lambda it: str(it)[:20])
def test_an_input_of_another_width_is_named(client: TestClient, given: Json, part: str) -> None:
    id = sent(client, saved(Network("gru", 3, 4)))["id"]
    response = post(client, of_file(id, input=given))
    assert part in assert_problem(response, 422, "bad_value", "input")


def test_a_csv_may_be_as_wide_as_the_network(client: TestClient) -> None:
    id = sent(client, saved(Network("gru", 100, 4)))["id"]
    x = np.arange(200, dtype="f4").reshape(2, 100)
    address = made(client, of_file(id, input=as_csv(x)))
    assert (values(client, address, "x")[:, 0] == x).all()
    response = post(client, of_file(id, input=as_csv(np.ones((1, 101)))))
    assert "at most 100" in assert_problem(response, 413, "too_large", "input.csv")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"network": {"cell": "gru", "hidden_size": 3}}, "network"),
        ({"weights": {"kind": "random"}}, "network"),
        ({"weights": {"kind": "file"}}, "weights.id"),
    ],
)
def test_the_file_tells_the_network_and_nothing_else_does(
    client: TestClient, change: Json, field: str
) -> None:
    id = sent(client, saved(Network("gru", 2, 3)))["id"]
    assert_problem(post(client, of_file(id) | change), 422, "bad_value", field)


def test_random_numbers_have_to_be_told_how_wide_where_no_file_tells(client: TestClient) -> None:
    whole: dict[str, Any] = of_file("") | {
        "network": {"cell": "gru", "hidden_size": 3},
        "weights": {"kind": "random"},
    }
    assert_problem(post(client, whole), 422, "bad_value", "input.input_size")


def test_a_run_that_is_too_long_is_told_to_shorten_its_input(client: TestClient) -> None:
    id = sent(client, saved(Network("lstm", 1, 512, bidirectional=True)))["id"]
    whole = of_file(id, input={"kind": "random", "steps": 2000})
    message = assert_problem(post(client, whole), 413, "too_large", "input")
    assert "hidden_size" not in message
    steps = int(message.rsplit("to ", 1)[1].split(" steps")[0].replace(",", ""))
    made(client, of_file(id, input={"kind": "random", "steps": steps}))


LACKING: dict[str, Json] = {
    "reset_after": {"cell": "gru", "reset_after": False},
    "peepholes": {"cell": "lstm", "peepholes": True},
    "hard_sigmoid": {"cell": "gru", "hard_sigmoid": (0.2, 0.5)},
}


@pytest.mark.parametrize("name", LACKING)
def test_the_code_says_what_pytorch_has_not(client: TestClient, name: str) -> None:
    id = sent(client, saved(Network(input_size=2, hidden_size=3, **LACKING[name])))["id"]
    code = pytorch_code(client, made(client, of_file(id)))
    assert code.startswith("# torch.nn.")
    assert name in code
    assert "\n" not in code


def test_the_code_makes_the_network_of_the_file(client: TestClient) -> None:
    net = Network("lstm", 2, 4, proj_size=3, dtype="float64")
    id = sent(client, saved(net))["id"]
    code = pytorch_code(client, made(client, of_file(id)))
    assert "    input_size=2, hidden_size=4, proj_size=3, dtype=torch.float64)" in code
    assert "torch.nn.Linear(3, 8, dtype=torch.float64)" in code


def test_the_docs_tell_how_to_send_a_file(client: TestClient) -> None:
    body = client.get("/api/openapi.json").json()["paths"]["/api/files"]["post"]["requestBody"]
    assert list(body["content"]) == ["application/octet-stream"]
    assert "the bytes of the file as they are" in client.get("/docs").text
    assert send(client, b"").status_code == 422


def test_networks_that_are_held_in_memory_stay_within_their_bytes(tmp_path: Path) -> None:
    nets = [Network("gru", 20, 20, seed=seed) for seed in range(3)]  # 10,080 bytes each
    settings = Settings(cache=tmp_path, max_kept_weights=25_000)
    client = TestClient(create_app(settings))
    ids = [sent(client, saved(net))["id"] for net in nets]
    addresses = [made(client, of_file(id)) for id in ids]
    again = made(client, of_file(ids[2], input={"kind": "random", "steps": 3}))  # the same network
    for path in folder(client).iterdir():
        path.unlink()
    statuses = [client.get(address).status_code for address in [*addresses, again]]
    assert statuses == [404, 200, 200, 200]


def test_the_newest_trace_is_held_however_large_its_network(tmp_path: Path) -> None:
    client = TestClient(create_app(Settings(cache=tmp_path, max_kept_weights=1)))
    id = sent(client, saved(Network("gru", 20, 20)))["id"]
    address = made(client, of_file(id))
    (folder(client) / id).unlink()
    assert client.get(address).status_code == 200
