"""Networks out of Keras' files return what Keras returned."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tests.golden.keras_cases import INPUTS, B, KerasCase, T, draw, keras_cases
from tests.golden.store import AnyArray, load
from unrolled.engine.importers.contents import Contents
from unrolled.engine.importers.read import read
from unrolled.engine.network.network import Network

GOLDEN = Path(__file__).parents[3] / "golden"

# Version of Keras -> entries of the golden file, "<case>/output" and so on.
FILES = {path.stem.partition("-")[2]: load(path) for path in GOLDEN.glob("keras-[0-9]*.npz")}
CASES = [
    (version, case)
    for version, entries in sorted(FILES.items())
    for case in keras_cases()
    if f"{case}/file" in entries
]
every_case = pytest.mark.parametrize(("version", "case"), CASES, ids=str)


def entry(version: str, case: KerasCase, name: str) -> AnyArray:
    return FILES[version][f"{case}/{name}"]


@cache
def contents(version: str, case: KerasCase) -> Contents:
    return read(entry(version, case, "file").tobytes())


@cache
def loaded(version: str, case: KerasCase) -> Network:
    return contents(version, case).load()


def bound(version: str, case: KerasCase) -> float:
    """Keras 3 multiplies in float32, whatever a layer's dtype is."""
    return 1e-12 if case.dtype == "float64" and version.startswith("2.") else 1e-5


def turned(case: KerasCase, array: AnyArray) -> AnyArray:
    """What Keras gives with go_backwards begins with the last step; bring it into order."""
    has_steps = array.ndim == 3
    return array[:, ::-1] if case.direction == "go_backwards" and has_steps else array


def test_every_version_and_kind_of_file_is_there() -> None:
    assert sorted(FILES) == ["2.15.0", "3.0.5", "3.15.1", "3.5.0"]
    assert {case.kind for _, case in CASES} == {".keras", ".weights.h5", ".h5"}
    assert sum(version == "3.15.1" for version, _ in CASES) == len(keras_cases()) == 80


@every_case
def test_a_file_returns_what_keras_returned(version: str, case: KerasCase) -> None:
    net = loaded(version, case)
    trace = net.run(draw(case, "x", (B, T, INPUTS)), batch_first=True)
    expected = turned(case, entry(version, case, "output"))
    np.testing.assert_allclose(trace.output, expected, rtol=0, atol=bound(version, case))
    assert trace.output.dtype == case.dtype
    for name, got in (("h_n", trace.h_n), ("c_n", trace.c_n)):
        assert (got is not None) == (f"{case}/{name}" in FILES[version])
        if got is not None:
            np.testing.assert_allclose(
                got, entry(version, case, name), rtol=0, atol=bound(version, case)
            )


@every_case
def test_the_dense_layer_behind_is_the_head(version: str, case: KerasCase) -> None:
    net = loaded(version, case)
    assert (net.head is not None) == (case.head is not None)
    if net.head is None:
        return
    trace = net.run(draw(case, "x", (B, T, INPUTS)), batch_first=True)
    # Without return_sequences, Keras' dense layer reads each direction's own last state.
    last = np.concatenate(trace.h_n[-case.D :], axis=-1)
    y = net.head.run(trace.output if case.return_sequences else last)
    expected = turned(case, entry(version, case, "y"))
    if case.kind == ".weights.h5":  # the activation isn't in the file
        assert net.head.activation == "linear"
        y = np.exp(y) / np.exp(y).sum(-1, keepdims=True) if case.softmax else y
    else:
        assert net.head.activation == ("softmax" if case.softmax else "linear")
    np.testing.assert_allclose(y, expected, rtol=0, atol=bound(version, case))


@every_case
def test_every_tensor_is_read_and_none_twice(version: str, case: KerasCase) -> None:
    file = contents(version, case)
    (module,) = file.modules
    assert sorted(module.keys) == sorted(file.keys)
    assert file.format == "Keras"


@every_case
def test_what_the_file_does_not_tell_is_said(version: str, case: KerasCase) -> None:
    origin = loaded(version, case).origin
    assert origin
    said = " ".join(origin.assumed)
    assert ("go_backwards: Keras gives" in said) == (case.direction == "go_backwards")
    assert ("weights without their model" in said) == (case.kind == ".weights.h5")
