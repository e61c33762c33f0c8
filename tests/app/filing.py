"""Model files to send, and how a test sends them."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import safetensors.numpy
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

import unrolled
from tests.app.asking import Json
from unrolled import Head, Network
from unrolled.app.runs.store import Store
from unrolled.engine.arrays import Array, Named


def saved(net: Network) -> bytes:
    """The safetensors file of a network, with what ``Network.save`` notes beside the tensors."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "net.safetensors"
        unrolled.save(net, path)
        return path.read_bytes()


def with_head(net: Network, outputs: int, activation: Any = "linear") -> Network:
    width = net.state_sizes["h"] * net.num_directions
    net.head = Head.random(width, outputs, activation, net.dtype, 3)
    return net


def tensors(named: Named) -> bytes:
    """A safetensors file with these tensors and not a word beside them."""
    return safetensors.numpy.save(named)


def several() -> bytes:
    """Three networks, the second of which lacks a tensor, and two tensors of no network."""
    nets = {
        "encoder.rnn": Network("lstm", 3, 4, bidirectional=True),
        "broken": Network("gru", 2, 3),
        "decoder": Network("gru", 5, 6),
    }
    named = {f"{name}.{k}": v for name, net in nets.items() for k, v in net.state_dict().items()}
    del named["broken.bias_hh_l0"]
    return tensors({**named, "norm.scale": np.ones(4, "f4"), "norm.shift": np.ones(4, "f4")})


def send(client: TestClient, data: bytes) -> Response:
    return client.post("/api/files", content=data)


def sent(client: TestClient, data: bytes) -> Json:
    """Send a file that holds a network; returns what was found in it."""
    response = send(client, data)
    assert response.status_code == 201, response.text
    found: Json = response.json()
    return found


def of_file(id: str, module: str | None = None, **given: Any) -> Json:
    """The spec that runs a network out of a file, on random numbers unless told otherwise."""
    weights = {"kind": "file", "id": id, "module": module}
    return {"weights": weights, "input": {"kind": "random", "seed": 5, "steps": 6}} | given


def as_csv(x: Array) -> Json:
    """An input that brings these numbers, (T, I), each with all its digits."""
    rows = io.StringIO()
    for row in x:
        rows.write(",".join(str(number) for number in row) + "\n")
    return {"kind": "csv", "csv": rows.getvalue()}


def values(client: TestClient, address: str, name: str) -> Array:
    """An array of a trace as the JSON has it, every digit kept."""
    response = client.get(f"{address}/arrays/{name}")
    assert response.status_code == 200, response.text
    return np.array(response.json()["values"])


def folder(client: TestClient) -> Path:
    """Where the server keeps the files."""
    assert isinstance(client.app, FastAPI)
    store = client.app.state.store
    assert isinstance(store, Store)
    return store.files.folder


def kept(client: TestClient) -> set[str]:
    """The names of all files in that folder."""
    return {path.name for path in folder(client).glob("*")}
