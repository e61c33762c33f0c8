"""Every kind of trace is asked alike: presets, tables, files, long ones, ones that overflow."""

from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from tests.app.asking import Json, asked, csv, made, noise, spec
from tests.app.filing import as_csv, of_file, saved, sent, with_head
from tests.app.places import arrays, assert_places
from unrolled import Network
from unrolled.engine.arrays import Array


def test_what_json_has_no_number_for_is_null(client: TestClient, address: str) -> None:
    for expression in ("h_n / 0", "h_n * 0 / 0"):
        (piece,) = asked(client, address, expression)["pieces"]
        assert np.array(piece["values"]).ravel().tolist() == [None] * 12
    assert asked(client, address, "(h_n.sum() / 0).item()")["value"] is None


def test_a_large_answer_keeps_its_shape_and_parts_alone(client: TestClient) -> None:
    address = made(client, spec(input=noise(2000)))
    (piece,) = asked(client, address, "output")["pieces"]
    assert (piece["shape"], piece["values"], piece["elements"]) == ([2000, 1, 6], None, None)
    assert [part["runs"] for part in piece["parts"]] == [[[0, 0, 1999]]] * 2
    (small,) = asked(client, address, "output[-600:]")["pieces"]
    assert_places(small, arrays(client, address))


PRESET = {
    "network": {"cell": "gru", "hidden_size": 8, "num_layers": 2},
    "weights": {"kind": "preset", "name": "sunspots-gru-l2-d1"},
    "input": {"kind": "series", "name": "sunspots"},
}


@pytest.mark.parametrize("whole", [PRESET, csv("0.5,1\n-1,2\n3,0\n")], ids=["a preset", "a CSV"])
def test_presets_and_tables_are_asked_alike(client: TestClient, whole: Json) -> None:
    address = made(client, whole)
    named = arrays(client, address)
    for name in ("output[-3:]", "h_n", "y[:2]", "x[1:3]"):
        (piece,) = asked(client, address, name)["pieces"]
        expected = eval(name, {}, named)
        assert (np.array(piece["values"], "float32") == expected).all()


@pytest.mark.parametrize("has_head", [False, True])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_file_is_asked_with_its_own_head_in_its_own_type(
    client: TestClient, dtype: Any, has_head: bool
) -> None:
    net = Network("lstm", 2, 3, 2, True, dtype=dtype, proj_size=2, seed=4)
    net = with_head(net, 5) if has_head else net
    x: Array = np.random.default_rng(2).standard_normal((4, 2)).astype(dtype)
    address = made(client, of_file(sent(client, saved(net))["id"], input=as_csv(x)))
    trace = net.run(x[:, None])
    for name in ("output", "h_n", "c_n"):
        (piece,) = asked(client, address, name)["pieces"]
        assert piece["dtype"] == dtype
        assert (np.array(piece["values"], dtype) == getattr(trace, name)).all()
    (piece,) = asked(client, address, "y")["pieces"]
    if net.head is not None:
        assert (np.array(piece["values"], dtype) == net.head.run(trace.top)).all()
    assert piece["axes"] == ["T=4", "B=1", f"O={client.get(address).json()['O']}"]
