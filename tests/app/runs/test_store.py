"""An address is the hash of what it addresses, and holds for every process on the same files."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import urljoin

import pytest
from fastapi.testclient import TestClient

from tests.app.asking import Json, assert_problem, csv, made, noise, numbers, post, spec
from unrolled.app.errors import ApiError
from unrolled.app.main import create_app
from unrolled.app.runs.spec import Spec
from unrolled.app.runs.store import Store
from unrolled.app.settings import Settings

STATE = [[[0.0] * 3]] * 4


def worker(cache: Path, **limits: int) -> TestClient:
    """A client of an app of its own; those on one folder are like processes on it."""
    return TestClient(create_app(Settings(cache=cache, **limits)))


def reversed_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(value)}
    return value


SAME = {
    "again": spec(),
    "in another order": reversed_keys(spec()),
    "with its defaults": spec(
        network__nonlinearity="tanh", network__bias=True, network__batch_first=False, h_0=None
    ),
}

OTHERS = {
    "nothing": spec(),
    "cell": spec(network__cell="gru"),
    "rnn": spec(network__cell="rnn"),
    "relu": spec(network__cell="rnn", network__nonlinearity="relu"),
    "hidden_size": spec(network__hidden_size=4),
    "num_layers": spec(network__num_layers=1),
    "bidirectional": spec(network__bidirectional=False),
    "bias": spec(network__bias=False),
    "batch_first": spec(network__batch_first=True),
    "seed": spec(weights__seed=8),
    "text": spec(input__text="aaccd"),
    "series": spec(input={"kind": "series", "name": "sunspots"}),
    "csv": csv("1,2"),
    "csv with another end": csv("1,2\n"),
    "random": spec(input=noise(5, 2)),
    "random steps": spec(input=noise(6, 2)),
    "random size": spec(input=noise(5, 3)),
    "random seed": spec(input={**noise(5, 2), "seed": 6}),
    "h_0": spec(h_0=STATE),
    "h_0 elsewhere": spec(h_0=[[[0.5] * 3], *STATE[1:]]),
    "c_0": spec(c_0=STATE),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_spec_has_the_same_address(client: TestClient, name: str) -> None:
    assert made(client, SAME[name]) == made(client, spec())


def test_any_other_value_has_another_address(client: TestClient) -> None:
    addresses = {name: made(client, whole) for name, whole in OTHERS.items()}
    assert len(set(addresses.values())) == len(OTHERS)


def test_a_trace_is_made_once_and_says_where_it_is(client: TestClient) -> None:
    response = post(client, spec())
    assert response.status_code == 201
    assert response.headers["location"] == f"traces/{response.json()['id']}"
    summary = client.get(urljoin("/api/traces", response.headers["location"])).json()
    assert summary == {name: response.json()[name] for name in summary}


def test_a_restart_and_a_second_worker_answer_at_the_same_address(tmp_path: Path) -> None:
    second = worker(tmp_path)
    first = worker(tmp_path)
    address = made(first, spec())
    expected = numbers(first.get(f"{address}/arrays/output"))
    for client in (second, worker(tmp_path)):
        assert client.get(address).json() == first.get(address).json()
        assert (numbers(client.get(f"{address}/arrays/output")) == expected).all()


def test_another_folder_knows_nothing(tmp_path: Path) -> None:
    address = made(worker(tmp_path / "one"), spec())
    response = worker(tmp_path / "two").get(address)
    assert_problem(response, 404, "unknown_trace", "id")


def test_another_version_of_the_program_answers_at_other_addresses(tmp_path: Path) -> None:
    settings, whole = Settings(cache=tmp_path), Spec.model_validate(spec())
    old, new = Store(settings, {}, "old"), Store(settings, {}, "new")
    address = old.put(whole)
    assert new.put(whole) != address
    with pytest.raises(ApiError) as caught:
        new.get(address)
    assert caught.value.status == 404


def texts(count: int) -> list[Json]:
    return [spec(input__text="a" * (n + 1)) for n in range(count)]


def statuses(cache: Path, addresses: list[str]) -> list[int]:
    return [worker(cache).get(address).status_code for address in addresses]


def test_the_newest_specs_stay(tmp_path: Path) -> None:
    client = worker(tmp_path, max_stored_specs=3)
    addresses = [made(client, whole) for whole in texts(5)]
    assert statuses(tmp_path, addresses) == [404, 404, 200, 200, 200]


def test_a_spec_that_is_asked_for_again_counts_as_new(tmp_path: Path) -> None:
    client = worker(tmp_path, max_stored_specs=3)
    addresses = [made(client, whole) for whole in texts(3)]
    assert made(client, texts(1)[0]) == addresses[0]
    addresses.append(made(client, texts(4)[3]))
    assert statuses(tmp_path, addresses) == [200, 404, 200, 200]


def test_specs_stay_within_their_bytes(tmp_path: Path) -> None:
    long = [csv("1\n" * (1000 + n)) for n in range(4)]
    client = worker(tmp_path, max_stored_bytes=8000)  # a line end takes two bytes in JSON
    addresses = [made(client, whole) for whole in long]
    assert statuses(tmp_path, addresses) == [404, 404, 200, 200]


def test_what_left_the_memory_is_computed_again(tmp_path: Path) -> None:
    client = worker(tmp_path, kept_traces=1)
    addresses = [made(client, whole) for whole in texts(3)]
    assert [client.get(address).json()["T"] for address in addresses] == [1, 2, 3]


def test_the_same_spec_from_eight_threads_at_once(tmp_path: Path) -> None:
    client, start = worker(tmp_path, kept_traces=2), Barrier(8)

    def ask(n: int) -> set[str]:
        start.wait()
        return {made(client, spec()), made(client, spec(weights__seed=n % 2)), made(client, spec())}

    with ThreadPoolExecutor(8) as threads:
        found = set().union(*threads.map(ask, range(8)))
    assert len(found) == 3
    with sqlite3.connect(tmp_path / "specs.sqlite3") as db:
        assert db.execute("SELECT count(*) FROM specs").fetchone() == (3,)
    db.close()


def test_eight_workers_may_start_on_one_new_folder_at_once(tmp_path: Path) -> None:
    for attempt in range(100):
        settings, start = Settings(cache=tmp_path / str(attempt)), Barrier(8)

        def begin(_: int, settings: Settings = settings, start: Barrier = start) -> Store:
            start.wait()
            return Store(settings, {}, "v")

        with ThreadPoolExecutor(8) as threads:
            stores = list(threads.map(begin, range(8)))
    addresses = {store.put(Spec.model_validate(spec())) for store in stores}
    assert len(addresses) == 1
