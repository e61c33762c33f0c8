"""An answer held to the arrays that the other routes send."""

from typing import Any

import numpy as np
from fastapi.testclient import TestClient

from tests.app.asking import Json
from unrolled.engine.arrays import Named


def arrays(client: TestClient, address: str, dtype: str = "float32") -> Named:
    """The tensors of a trace, and every state and input as (L·D, T, B, size) or (T, B, size)."""
    sizes = client.get(address).json()
    named = {
        name: np.array(client.get(f"{address}/arrays/{name}").json()["values"], dtype)
        for name in [*sizes["shapes"], *sizes["states"]]
    }
    if sizes["axes"]["x"][0] == "B":
        named |= {f"{name} by t": named[name].swapaxes(0, 1) for name in ("x", "y")}
    else:
        named |= {f"{name} by t": named[name] for name in ("x", "y")}
    return named


def read(named: Named, part: Json, t: int, b: int, unit: int) -> Any:
    """The number at a place, out of the arrays."""
    if part["layer"] is None:
        return named[f"{part['state']} by t"][t, b, unit]
    return named[part["state"]][2 * part["layer"] + part["direction"], t, b, unit]


def assert_places(piece: Json, named: Named) -> None:
    """Each element is the number at its place; the parts say these places and no others."""
    shape = piece["shape"]
    values = np.array(piece["values"], "float32").reshape(-1)
    assert len(piece["elements"]) == values.size == np.prod(shape)
    columns = np.broadcast_to(np.arange(shape[-1]), shape).reshape(-1)
    for k, part in enumerate(piece["parts"]):
        mine = [i for i, element in enumerate(piece["elements"]) if element[0] == k]
        places = [piece["elements"][i][1:] for i in mine]
        for i, place in zip(mine, places, strict=True):
            assert values[i] == read(named, part, *place)
        cells = {(b, t) for t, b, _ in places}
        runs = [(b, t) for b, t0, t1 in part["runs"] for t in range(t0, t1 + 1)]
        assert sorted(runs) == sorted(cells)
        assert part["columns"] == [columns[mine].min(), columns[mine].max()]
