"""What PyTorch computes from the networks in the golden files (tests/golden/make_files.py)."""

from pathlib import Path

import numpy as np

from tests.golden.store import AnyArray, load
from unrolled.engine.network.network import Network

FILES = Path(__file__).parents[2] / "golden" / "files"

_all = load(FILES / "expected.npz")
PLACES = sorted({"/".join(name.split("/")[:2]) for name in _all if "/" in name})
"""Every network that opens, as "<file>/<its name in the file>"."""


def of_place(place: str) -> dict[str, AnyArray]:
    """The expected arrays of a network: x, output, h_n, c_n, y, parameters/<name>."""
    return {k.removeprefix(f"{place}/"): v for k, v in _all.items() if k.startswith(f"{place}/")}


def assert_same(net: Network, place: str) -> None:
    """Hold a network to what PyTorch has for it: parameters, bit for bit, and what a run gives."""
    expected = of_place(place)
    parameters = {k.removeprefix("parameters/"): v for k, v in expected.items() if "/" in k}
    got = {k.removesuffix("" if k in parameters else "_l0"): v for k, v in net.state_dict().items()}
    assert list(got) == list(parameters)
    for name, value in parameters.items():
        np.testing.assert_array_equal(got[name], value, strict=True)
    trace = net.run(expected["x"])
    bound = 1e-12 if net.dtype == "float64" else 1e-5
    for name in ("output", "h_n", "c_n"):
        if name in expected:
            np.testing.assert_allclose(getattr(trace, name), expected[name], rtol=0, atol=bound)
    assert (net.head is not None) == ("y" in expected)
    if net.head:
        y = net.head.run(trace.output)
        np.testing.assert_allclose(y, expected["y"], rtol=0, atol=bound)
