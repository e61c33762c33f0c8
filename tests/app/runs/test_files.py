"""Model files: where they are kept, and what is said of them."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest
from fastapi.testclient import TestClient

from tests.app.asking import Json, assert_problem, post
from tests.app.filing import (
    folder,
    kept,
    of_file,
    saved,
    send,
    sent,
    several,
    tensors,
    with_head,
)
from unrolled import Network
from unrolled.app.main import create_app
from unrolled.app.settings import Settings

SMALL = saved(Network("gru", 2, 3))


def worker(cache: Path, **limits: int) -> TestClient:
    """A client of an app of its own; those on one folder are like processes on it."""
    return TestClient(create_app(Settings(cache=cache, **limits)))


def test_a_file_is_kept_as_it_is_under_its_sha256(tmp_path: Path) -> None:
    client = worker(tmp_path)
    response = send(client, SMALL)
    id = hashlib.sha256(SMALL).hexdigest()
    assert (response.status_code, response.json()["id"]) == (201, id)
    assert response.headers["location"] == f"files/{id}"  # beside /api/files
    assert kept(client) == {id}
    assert (folder(client) / id).read_bytes() == SMALL
    assert folder(client).is_relative_to(tmp_path)


def test_what_was_found_is_said_again_by_any_worker(tmp_path: Path) -> None:
    first = worker(tmp_path)
    found = sent(first, several())
    for client in (first, worker(tmp_path)):
        response = client.get(f"/api/files/{found['id']}")
        assert (response.status_code, response.json()) == (200, found)


NETWORKS: list[Json] = [
    {"cell": "lstm", "input_size": 3, "hidden_size": 5, "num_layers": 2, "bidirectional": True},
    {"cell": "lstm", "input_size": 3, "hidden_size": 5, "proj_size": 2, "dtype": "float64"},
    {"cell": "lstm", "input_size": 2, "hidden_size": 3, "peepholes": True, "bias": False},
    {"cell": "gru", "input_size": 2, "hidden_size": 3, "reset_after": False, "reverse": True},
    {"cell": "gru", "input_size": 70, "hidden_size": 65, "hard_sigmoid": (0.2, 0.5)},
    {"cell": "rnn", "input_size": 1, "hidden_size": 1, "num_layers": 5, "nonlinearity": "relu"},
]
PLAIN = {
    "num_layers": 1,
    "bidirectional": False,
    "proj_size": 0,
    "bias": True,
    "nonlinearity": "tanh",
    "dtype": "float32",
    "reverse": False,
    "reset_after": True,
    "peepholes": False,
    "hard_sigmoid": None,
    "has_nonlinearity": True,
}


@pytest.mark.parametrize("given", NETWORKS, ids=lambda given: " ".join(map(str, given)))
def test_a_network_is_told_by_its_arguments(client: TestClient, given: Json) -> None:
    found = sent(client, saved(Network(**given)))
    (module,) = found["modules"]
    told = {**PLAIN, **given, "name": "", "head": None, "error": None, "assumed": []}
    if told["hard_sigmoid"]:
        told["hard_sigmoid"] = list(told["hard_sigmoid"])
    assert module == told
    assert (found["format"], found["ignored"]) == ("safetensors", [])


@pytest.mark.parametrize("activation", ["softmax", "linear"])
def test_a_head_is_told_by_its_outputs_and_its_activation(
    client: TestClient, activation: str
) -> None:
    net = with_head(Network("rnn", 2, 3, bidirectional=True), 7, activation)
    (module,) = sent(client, saved(net))["modules"]
    assert module["head"] == {"output_size": 7, "activation": activation}


def test_of_several_networks_each_is_listed_and_a_broken_one_says_why(client: TestClient) -> None:
    found = sent(client, several())
    modules = {module["name"]: module for module in found["modules"]}
    assert set(modules) == {"encoder.rnn", "broken", "decoder"}
    assert modules["encoder.rnn"]["hidden_size"] == 4
    assert modules["decoder"]["input_size"] == 5
    assert "bias_hh_l0" in modules["broken"]["error"]
    assert modules["broken"]["cell"] is None
    assert set(found["ignored"]) == {"norm.scale", "norm.shift"}


def test_what_the_file_does_not_tell_is_said(client: TestClient) -> None:
    (module,) = sent(client, tensors(Network("rnn", 2, 3).state_dict()))["modules"]
    assert any("tanh" in sentence for sentence in module["assumed"])
    assert module["has_nonlinearity"] is False


BAD = {
    "nothing": b"",
    "text": b"1,2\n3,4\n",
    "the beginning alone": SMALL[: len(SMALL) // 2],
    "no network": tensors({"norm.scale": np.ones(4, "f4")}),
    "a broken network alone": tensors({"rnn.weight_ih_l0": np.ones((4, 2), "f4")}),
    "a pickle that runs": b"\x80\x04cos\nsystem\n(S'touch owned'\ntR.",
    "a script": b"#!/bin/sh\ntouch owned\n",
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_sentence_is_not_run_and_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    client = worker(tmp_path / "cache")
    assert_problem(send(client, BAD[name]), 422, "bad_file", "file")
    assert kept(client) == set()
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


@pytest.mark.parametrize("size", ["input_size", "hidden_size", "num_layers"])
def test_what_no_screen_can_show_is_refused_by_name(client: TestClient, size: str) -> None:
    largest = {"input_size": 4096, "hidden_size": 1024, "num_layers": 16}[size]
    sizes: Json = {"input_size": 1, "hidden_size": 1, "num_layers": 1}
    assert sent(client, saved(Network("rnn", **{**sizes, size: largest})))["modules"]
    response = send(client, saved(Network("rnn", **{**sizes, size: largest + 1})))
    message = assert_problem(response, 422, "bad_file", "file")
    assert f"{largest + 1:,}" in message
    assert f"{largest:,}" in message


def test_a_head_that_no_screen_can_show_is_left_out(client: TestClient) -> None:
    found = sent(client, saved(with_head(Network("rnn", 2, 3), 5000)))
    (module,) = found["modules"]
    assert module["head"] is None
    assert "5,000" in module["assumed"][-1]
    assert post(client, of_file(found["id"])).json()["O"] == 8


@pytest.mark.parametrize(
    "id", ["0" * 64, "0" * 63, "A" * 64, "..", "%2e%2e", "..%2fspecs.sqlite3", "%00", "x" * 999]
)
def test_a_file_that_is_not_here_has_to_be_dropped_again(client: TestClient, id: str) -> None:
    sent(client, SMALL)
    response = client.get(f"/api/files/{id}")
    if response.json()["code"] != "not_found":  # a path with more parts is no file's
        assert "drop it" in assert_problem(response, 404, "unknown_file", "id")
    response = post(client, of_file(id))
    assert "drop it" in assert_problem(response, 404, "unknown_file", "weights.id")


def test_the_same_file_twice_is_kept_once(tmp_path: Path) -> None:
    client = worker(tmp_path)
    assert sent(client, SMALL) == sent(client, SMALL)
    assert len(kept(client)) == 1


def test_the_same_file_from_eight_at_once_is_kept_once(tmp_path: Path) -> None:
    client, start = worker(tmp_path), Barrier(8)

    def drop(_: int) -> str:
        start.wait()
        return str(sent(client, SMALL)["id"])

    with ThreadPoolExecutor(8) as threads:
        ids = set(threads.map(drop, range(8)))
    assert kept(client) == ids == {hashlib.sha256(SMALL).hexdigest()}


def files_of(count: int) -> list[bytes]:
    """Files of one size."""
    return [saved(Network("gru", 2, 3, seed=seed)) for seed in range(count)]


def age(client: TestClient) -> None:
    """Let time go by for all files, in the order that they have."""
    for path in folder(client).iterdir():
        then = path.stat().st_mtime_ns - 10**10
        os.utime(path, ns=(then, then))


def test_the_newest_files_stay_within_their_bytes(tmp_path: Path) -> None:
    data = files_of(5)
    client = worker(tmp_path, max_stored_files=3 * len(SMALL))
    ids = []
    for file in data:
        ids.append(sent(client, file)["id"])
        age(client)
    assert kept(client) == set(ids[2:])
    statuses = [client.get(f"/api/files/{id}").status_code for id in ids]
    assert statuses == [404, 404, 200, 200, 200]


@pytest.mark.parametrize("use", ["drop", "look", "run"])
def test_a_file_in_use_counts_as_new(tmp_path: Path, use: str) -> None:
    first, second, third = files_of(3)
    client = worker(tmp_path, max_stored_files=2 * len(SMALL))
    ids = []
    for file in (first, second):
        ids.append(sent(client, file)["id"])
        age(client)
    if use == "drop":
        sent(client, first)
    elif use == "look":
        client.get(f"/api/files/{ids[0]}")
    else:
        post(client, of_file(ids[0]))
    age(client)
    assert kept(client) == {ids[0], ids[1]}
    assert kept(client) - {sent(client, third)["id"]} == set(ids)
    assert ids[0] in kept(client)
    assert ids[1] not in kept(client)


def test_a_trace_outlives_its_file_in_memory_alone(tmp_path: Path) -> None:
    client = worker(tmp_path)
    found = sent(client, SMALL)
    address = "/api/traces/" + post(client, of_file(found["id"])).json()["id"]
    (folder(client) / found["id"]).unlink()
    assert client.get(address).status_code == 200
    assert_problem(worker(tmp_path).get(address), 404, "unknown_file", "weights.id")
