"""The route that tells y at one step from the logits behind it."""

import numpy as np
import pytest
from fastapi.testclient import TestClient

from tests.app.asking import assert_problem, made, numbers, spec

PACKED = {
    "network": {"cell": "gru", "hidden_size": 3, "bidirectional": True},
    "input": {"kind": "text", "text": "aaccb bdd"},
    "lengths": [5, 3],
}


@pytest.mark.parametrize(("changes", "lengths"), [({}, [5]), (PACKED, [5, 3])])
def test_y_is_the_softmax_of_its_logits(
    client: TestClient, changes: dict[str, object], lengths: list[int]
) -> None:
    address = made(client, spec(**changes))
    whole = numbers(client.get(f"{address}/arrays/y"))
    for b, length in enumerate(lengths):
        for t in range(length):
            body = client.get(f"{address}/prediction", params={"t": t, "b": b}).json()
            assert set(body) == {"y", "logits"}
            assert np.array_equal(np.float32(body["y"]), whole[t, b])
            powers = np.exp(np.float64(body["logits"]))
            np.testing.assert_allclose(powers / powers.sum(), whole[t, b], atol=1e-6)


def test_without_a_softmax_there_are_no_logits(client: TestClient) -> None:
    address = made(client, spec(input={"kind": "series", "name": "sunspots"}))
    body = client.get(f"{address}/prediction", params={"t": 3}).json()
    assert body["logits"] is None
    assert np.array_equal(np.float32(body["y"]), numbers(client.get(f"{address}/arrays/y"))[3, 0])


@pytest.mark.parametrize(
    ("asked", "field"), [({"t": 3, "b": 1}, "t"), ({"t": -1}, "t"), ({"t": 0, "b": 2}, "b")]
)
def test_there_is_none_past_the_end(client: TestClient, asked: dict[str, int], field: str) -> None:
    address = made(client, spec(**PACKED))
    assert_problem(client.get(f"{address}/prediction", params=asked), 422, "bad_value", field)
