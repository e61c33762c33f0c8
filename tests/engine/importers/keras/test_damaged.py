"""Keras' files that are damaged or made to do harm are refused in a sentence."""

import copy
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py  # type: ignore[import-untyped]
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.importers.places import places
from tests.golden import store
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.keras.config import LONGEST, MOST_PARTS
from unrolled.engine.importers.keras.model import DEEPEST
from unrolled.engine.importers.read import load, read

MODELS = store.load(Path(__file__).parents[3] / "golden" / "keras-models.npz")
ARCHIVE = MODELS["embedded.keras/file"].tobytes()
FILES = {name: value.tobytes() for name, value in MODELS.items() if name.endswith("/file")}

with zipfile.ZipFile(io.BytesIO(ARCHIVE)) as _file:
    ENTRIES = {name: _file.read(name) for name in _file.namelist()}
CONFIG = json.loads(ENTRIES["config.json"])


def archive(compression: int = zipfile.ZIP_STORED, **changed: bytes) -> bytes:
    """The file with entries replaced, called by the first word of their name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as z:
        for name, content in ENTRIES.items():
            z.writestr(name, changed.get(name.partition(".")[0], content))
    return file.getvalue()


def configured(config: Any) -> bytes:
    return archive(config=json.dumps(config).encode())


def layer(name: str = "lstm", **settings: Any) -> dict[str, Any]:
    return {"class_name": "LSTM", "config": {"name": name, "units": 4, **settings}}


def sequential(*layers: Any) -> dict[str, Any]:
    return {"class_name": "Sequential", "config": {"name": "s", "layers": list(layers)}}


def weights(**changed: Any) -> bytes:
    """The weights of an LSTM (3, 16), (4, 16), (16,), with some replaced, or None left out."""
    shapes = {"0": (3, 16), "1": (4, 16), "2": (16,)}
    file = io.BytesIO()
    with h5py.File(file, "w") as h5:
        for name, value in ({n: np.ones(s, "f4") for n, s in shapes.items()} | changed).items():
            if value is not None:
                h5[f"layers/lstm/cell/vars/{name}"] = value
    return file.getvalue()


def refused(data: bytes, name: str | None = None) -> str:
    with pytest.raises(EngineError) as caught:
        load(data, name)
    return str(caught.value)


def test_the_files_that_are_changed_here_open() -> None:
    assert load(archive()).cell == "lstm"
    assert load(archive(zipfile.ZIP_DEFLATED)).cell == "lstm"
    assert load(archive(config=json.dumps(sequential(layer())).encode(), model=weights())).bias
    assert load(weights()).bias


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_that_is_missing_is_named(entry: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as z:
        for name in ENTRIES.keys() - {entry}:
            z.writestr(name, ENTRIES[name])
    assert f"{entry} is missing" in refused(file.getvalue())


def test_a_tensor_that_is_missing_left_over_or_of_another_shape_is_named() -> None:
    def message(**changed: Any) -> str:
        config = json.dumps(sequential(layer())).encode()
        return refused(archive(config=config, model=weights(**changed)))

    assert "recurrent_kernel is missing" in message(**{"1": None})
    assert "bias is missing" in message(**{"2": None})
    assert "3 is left over" in message(**{"3": np.ones(16, "f4")})
    assert "(3, 15)" in message(**{"0": np.ones((3, 15), "f4")})
    assert "has shape (5, 20)" in message(**{"1": np.ones((5, 20), "f4")})
    assert "int8" in message(**{"0": np.ones((3, 16), "i1")})
    assert "use_bias = false" in refused(
        archive(config=json.dumps(sequential(layer(use_bias=False))).encode(), model=weights())
    )


def test_weights_alone_that_do_not_fit_together_are_refused() -> None:
    assert "recurrent kernel of shape ()" in refused(weights(**{"1": None}))
    assert "recurrent kernel of shape (4, 15)" in refused(weights(**{"1": np.ones((4, 15), "f4")}))
    assert "(3, 15)" in refused(weights(**{"0": np.ones((3, 15), "f4")}))


def test_a_configuration_that_is_none_of_keras_is_refused() -> None:
    assert "is no JSON" in refused(archive(config=b"{"))
    assert "is no JSON" in refused(archive(config=b"[" * 100_000))
    assert "expected an object" in refused(archive(config=b"[]"))
    assert "too many for a model" in refused(archive(config=b" " * (LONGEST + 1)))
    assert "units = 0" in refused(configured(sequential(layer(units=0))))
    assert "two layers lstm" in refused(configured(sequential(layer(), layer())))
    assert "expected true or false" in refused(configured(sequential(layer(use_bias=3))))
    many = sequential(*(layer(str(i)) for i in range(MOST_PARTS + 1)))
    assert f"a list of at most {MOST_PARTS}" in refused(configured(many))
    half = [layer(f"l{i}") for i in range(MOST_PARTS // 2 + 1)]
    inner = sequential(*half)
    assert f"more than {MOST_PARTS} layers" in refused(configured(sequential(inner, *half)))
    deep = sequential(layer())
    for _ in range(DEEPEST + 1):
        deep["config"]["name"] = "s"
        deep = sequential(deep)
    assert f"more than {DEEPEST} deep" in refused(configured(deep))


def test_weights_that_unpack_to_far_more_than_the_file_are_refused() -> None:
    bomb = archive(zipfile.ZIP_DEFLATED, model=bytes(2**26))
    assert len(bomb) < 2**17
    assert "unpacks to more than" in refused(bomb)


def test_layers_in_a_circle_are_no_loop_without_end() -> None:
    def node(source: str) -> list[Any]:
        return [[[source, 0, 0, {}]]]

    dropout = {"class_name": "Dropout", "config": {"name": "a"}, "inbound_nodes": node("a")}
    circle = [
        dropout,
        layer("lstm") | {"inbound_nodes": node("b")},
        layer("b") | {"inbound_nodes": node("lstm")},
        layer("c") | {"inbound_nodes": node("a")},
    ]
    names = [module.name for module in read(configured(sequential(*circle))).modules]
    assert "c" in names


def entries(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a configuration: what it lies in, and its name or number there."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(inner, dict | list):
            yield from entries(inner)


WORDS = ("LSTM", "GRU", "RNN", "Bidirectional", "TimeDistributed", "Dropout", "Dense", "relu", "")
VALUES: list[Any] = [None, True, -1, 2**70, 1e300, [], {}, [[]], [None], *WORDS]


@given(st.data())
def test_any_change_of_the_configuration_is_a_sentence_or_a_network(data: st.DataObject) -> None:
    config = json.loads(ENTRIES["config.json"])
    for _ in range(data.draw(st.integers(1, 3))):
        inside, key = data.draw(st.sampled_from(list(entries(config))))
        inside[key] = copy.deepcopy(data.draw(st.sampled_from(VALUES)))
    opened(configured(config))


@given(st.sampled_from(sorted(FILES)), st.data())
def test_any_change_of_a_file_is_a_sentence_or_a_network(name: str, data: st.DataObject) -> None:
    changed = bytearray(FILES[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at] = data.draw(st.integers(0, 255))
    opened(bytes(changed))


@pytest.mark.parametrize("name", ["embedded.keras", "embedded.weights.h5", "embedded.h5"])
def test_a_truncated_file_is_refused_wherever_it_ends(name: str) -> None:
    data = FILES[f"{name}/file"]
    for size in places(len(data)):
        refused(data[:size])


def opened(data: bytes) -> None:
    """Read a file and build all that is in it; nothing but an EngineError may come out."""
    try:
        contents = read(data)
    except EngineError:
        return
    for module in contents.modules:
        try:
            module.make()
        except EngineError:
            continue
