"""The route that sends each line's weights as a small picture."""

import numpy as np
import pytest
from fastapi.testclient import TestClient
from safetensors.numpy import load

from tests.app.asking import made, spec

BOTH = {"cell": "lstm", "hidden_size": 3, "num_layers": 2, "bidirectional": True}


def test_small_matrices_are_sent_as_they_are(client: TestClient) -> None:
    address = made(client, spec(network=BOTH))
    body = client.get(f"{address}/weights").json()
    state = load(client.get(f"{address}/tensors.safetensors").content)
    lines = [(line["layer"], line["direction"]) for line in body["lines"]]
    assert lines == [(0, 0), (0, 1), (1, 0), (1, 1)]
    for line in body["lines"]:
        ih, hh = (state[name] for name in line["names"])
        assert line["shapes"] == [list(ih.shape), list(hh.shape)]
        assert line["split"] == ih.shape[1]
        both = np.concatenate((ih, hh), axis=1)
        assert np.array_equal(np.float32(line["values"]), both)
        assert line["largest"] == float(np.abs(both).max())


@pytest.mark.parametrize("hidden_size", [13, 24, 64])
def test_of_large_ones_each_place_holds_one_of_its_own_weights(
    client: TestClient, hidden_size: int
) -> None:
    address = made(client, spec(network={"cell": "gru", "hidden_size": hidden_size}))
    (line,) = client.get(f"{address}/weights").json()["lines"]
    state = load(client.get(f"{address}/tensors.safetensors").content)
    shown = np.float32(line["values"])
    assert max(shown.shape) <= 24
    left, right = np.split(shown, [line["split"]], axis=1)
    for part, name in zip((left, right), line["names"], strict=True):
        assert np.isin(part, state[name]).all()
        assert np.abs(part).max() == np.abs(state[name]).max()
