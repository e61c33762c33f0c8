"""Specs to ask with, and what every answer has to look like."""

import asyncio
import json
import re
from collections.abc import Iterable
from typing import Any

import numpy as np
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from starlette.types import Message

from unrolled.engine.arrays import Array

Json = dict[str, Any]


def spec(**changes: Any) -> Json:
    """A small good spec; a change is named by its path, ``network__hidden_size=3``."""
    whole: Json = {
        "network": {"cell": "lstm", "hidden_size": 3, "num_layers": 2, "bidirectional": True},
        "weights": {"kind": "random", "seed": 7},
        "input": {"kind": "text", "text": "aaccb"},
    }
    for path, value in changes.items():
        *folders, last = path.split("__")
        place = whole
        for name in folders:
            place = place[name]
        place[last] = value
    return whole


def csv(text: str) -> Json:
    """The good spec with this CSV as its input."""
    return spec(input={"kind": "csv", "csv": text})


def noise(steps: int, input_size: int = 2) -> Json:
    """An input of random numbers."""
    return {"kind": "random", "seed": 5, "steps": steps, "input_size": input_size}


def post(client: TestClient, whole: object) -> Response:
    """Ask for a trace by any JSON, also by what a client library would refuse to send."""
    headers = {"Content-Type": "application/json"}
    return client.post("/api/traces", content=json.dumps(whole), headers=headers)


def made(client: TestClient, whole: object) -> str:
    """Ask for a trace that can be made; returns its address."""
    response = post(client, whole)
    assert response.status_code == 201, response.text
    return f"/api/traces/{response.json()['id']}"


def pytorch_code(client: TestClient, address: str) -> str:
    """The lines of PyTorch that compute a trace."""
    response = client.get(f"{address}/names/pytorch")
    assert response.status_code == 200, response.text
    code: str = response.json()["code"]
    return code


def numbers(response: Response) -> Array:
    """The array of a JSON answer, read back into float32."""
    assert response.status_code == 200, response.text
    body = response.json()
    a = np.array(body["values"], dtype="float32")
    assert list(a.shape) == body["shape"]
    return a


def ask(client: TestClient, address: str, expression: str) -> Response:
    """Ask a trace."""
    return client.post(f"{address}/ask", json={"expression": expression})


def asked(client: TestClient, address: str, expression: str) -> Json:
    """Ask what has an answer."""
    response = ask(client, address, expression)
    assert response.status_code == 200, response.text
    answer: Json = response.json()
    return answer


def mounted(client: TestClient, name: str) -> str:
    """The path that a folder of files is served at."""
    assert isinstance(client.app, FastAPI)
    return str(client.app.url_path_for(name, path="")).rstrip("/")


def talk(
    client: TestClient,
    method: str,
    path: str,
    *,
    said: Iterable[Message] = (),
    headers: Iterable[tuple[bytes, bytes]] = (),
) -> list[Message]:
    """Speak ASGI itself, where a client library would put things right; returns what is answered.

    Once all is said, the one who asks stays and is silent.
    """
    answered: list[Message] = []
    messages = iter(said)

    async def receive() -> Message:
        for message in messages:
            return message
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        answered.append(message)

    async def ask() -> None:
        scope = {"type": "http", "method": method, "path": path, "query_string": b""}
        await client.app({**scope, "headers": list(headers)}, receive, send)

    asyncio.run(ask())
    return answered


INSIDES = ("Traceback", "Exception", "pydantic", "engine.", "numpy.", ".py", "<class", "object at")


def assert_problem(response: Response, status: int, code: str, field: str | None) -> str:
    """One sentence a person can act on, in the one shape; returns the sentence."""
    body = response.json()
    assert (response.status_code, body.get("code"), body.get("field")) == (status, code, field), (
        body
    )
    assert response.headers["content-type"] == "application/json"
    assert set(body) == {"code", "message", "field"}
    message = body["message"]
    assert isinstance(message, str)
    assert re.fullmatch(r"\S.+[^.?!…]\.", message), message
    quoted = r"'[^']*'|\"[^\"]*\""  # what was sent may hold anything
    assert not re.search(r"[.?!]\s+[A-Z]", re.sub(quoted, "", message)), message
    assert not any(word in message for word in INSIDES), message
    return message
