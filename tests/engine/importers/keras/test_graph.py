"""What a Keras model does around and between its recurrent layers is refused or said."""

import io
import json
import zipfile
from typing import Any

import h5py  # type: ignore[import-untyped]
import numpy as np
import pytest

from unrolled.engine.errors import EngineError
from unrolled.engine.importers.read import load, read
from unrolled.engine.importers.remarks import GOES_ON, NO_HEAD, NOT_LAST, TRAINING, remark
from unrolled.engine.network.network import Network

H = 3  # of every layer, and the width of x

ALL = {"class_name": "__slice__", "config": {"start": None, "stop": None, "step": None}}


def call(*sources: str | tuple[str, int, int], more: tuple[Any, ...] = ()) -> dict[str, Any]:
    """A node as Keras 3 writes it, which reads the first output of the first call or another."""
    tensors = [
        {"class_name": "__keras_tensor__", "config": {"keras_history": list(source)}}
        for source in ((each, 0, 0) if isinstance(each, str) else each for each in sources)
    ]
    return {"args": [tensors[0] if len(tensors) == 1 else tensors, *more], "kwargs": {}}


def layer(kind: str, name: str, *nodes: dict[str, Any], **settings: Any) -> dict[str, Any]:
    units = {"units": H} if kind in ("LSTM", "Dense") else {}
    entry = {"class_name": kind, "config": {"name": name} | units | settings}
    return entry | ({"inbound_nodes": list(nodes)} if nodes or kind == "InputLayer" else {})


def model(*layers: dict[str, Any], name: str = "m", kind: str = "Functional") -> dict[str, Any]:
    return {"class_name": kind, "config": {"name": name, "layers": list(layers)}}


X = layer("InputLayer", "x")


def saved(config: dict[str, Any]) -> bytes:
    """A .keras file of the model, with weights for its layers where Keras puts them."""
    weights = io.BytesIO()
    with h5py.File(weights, "w") as h5:
        write(h5, config, "")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("config.json", json.dumps(config))
        archive.writestr("metadata.json", '{"keras_version": "3.15.1"}')
        archive.writestr("model.weights.h5", weights.getvalue())
    return file.getvalue()


def write(h5: h5py.File, config: dict[str, Any], path: str) -> None:
    counts: dict[str, int] = {}
    for each in config["config"]["layers"]:
        kind = each["class_name"]
        number = counts[kind] = counts.get(kind, -1) + 1
        here = f"{path}layers/{kind.lower()}" + (f"_{number}" if number else "")
        if kind in ("Functional", "Sequential"):
            write(h5, each, f"{here}/")
        shapes: dict[str, list[tuple[int, ...]]] = {
            "LSTM": [(H, 4 * H), (H, 4 * H), (4 * H,)],
            "Dense": [(H, H), (H,)],
        }
        for i, shape in enumerate(shapes.get(kind, [])):
            folder = f"{here}/cell" if kind == "LSTM" else here
            h5[f"{folder}/vars/{i}"] = np.full(shape, 0.1, np.float32)


def loaded(*layers: dict[str, Any], name: str | None = None) -> Network:
    return load(saved(model(*layers)), name)


def assumed(net: Network) -> str:
    assert net.origin
    return " ".join(net.origin.assumed)


# Layers that are applied several times


@pytest.mark.parametrize("second", ["l", "x"], ids=["on itself", "beside itself"])
def test_a_recurrent_layer_that_is_applied_twice_is_refused(second: str) -> None:
    twice = layer("LSTM", "l", call("x"), call(second))
    top = layer("Dense", "d", call(("l", 1, 0)))
    with pytest.raises(EngineError, match=r"layer l is applied 2 times.*a layer of its own"):
        loaded(X, twice, top)


def test_a_recurrent_layer_of_keras_2_that_is_applied_twice_is_refused() -> None:
    twice = layer("LSTM", "l") | {"inbound_nodes": [[["x", 0, 0, {}]], [["l", 0, 0, {}]]]}
    with pytest.raises(EngineError, match="layer l is applied 2 times"):
        loaded(X, twice)


def test_the_layers_around_one_that_is_applied_twice_do_not_take_its_place() -> None:
    file = saved(
        model(
            X,
            layer("LSTM", "below", call("x")),
            layer("LSTM", "l", call("below"), call("l")),
            layer("LSTM", "above", call(("l", 1, 0))),
        )
    )
    assert [module.name for module in read(file).modules] == ["below", "l", "above"]
    assert load(file, "below").num_layers == load(file, "above").num_layers == 1


@pytest.mark.parametrize("second", ["d", "x"], ids=["on itself", "beside itself"])
def test_a_dense_layer_that_is_applied_twice_is_no_head(second: str) -> None:
    net = loaded(X, layer("LSTM", "l", call("x")), layer("Dense", "d", call("l"), call(second)))
    assert net.head is None
    assert assumed(net) == remark(NOT_LAST, "d")


def test_a_model_that_is_applied_twice_is_said() -> None:
    inner = model(layer("LSTM", "l"), name="inner", kind="Sequential")
    net = loaded(X, inner | {"inbound_nodes": [call("x"), call("inner")]})
    assert "model inner is applied 2 times" in assumed(net)
    once = loaded(X, inner | {"inbound_nodes": [call("x")]})
    assert "times" not in assumed(once)


# What acts in training only


def stack(*between: dict[str, Any], **settings: Any) -> Network:
    """Two layers with others between, in a Sequential model."""
    layers = (layer("LSTM", "l0", **settings), *between, layer("LSTM", "l1"))
    return load(saved(model(*layers, kind="Sequential")))


@pytest.mark.parametrize("index", [[ALL, -1], [ALL, -1, ALL]])
def test_a_dense_layer_that_reads_the_last_step_is_the_head(index: list[Any]) -> None:
    net = loaded(
        X,
        layer("LSTM", "l", call("x")),
        layer("Dropout", "drop", call("l"), rate=0.5),
        layer("GetItem", "last", call("drop", more=(index,))),
        layer("Dense", "d", call("last"), activation="softmax"),
    )
    assert net.head
    assert net.head.activation == "softmax"
    assert "in Keras it reads the last one" in assumed(net)
    assert remark(TRAINING, ["drop"]) in assumed(net)


TAIL = {"class_name": "__slice__", "config": {"start": -2, "stop": None, "step": None}}


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("GlobalAveragePooling1D", ()),
        ("Flatten", ()),
        ("GetItem", ([ALL, 0],)),
        ("GetItem", ([TAIL, -1],)),
        ("GetItem", ([ALL, -1, TAIL],)),
    ],
    ids=str,
)
def test_a_dense_layer_behind_another_layer_is_no_head_and_is_named(
    kind: str, more: tuple[Any, ...]
) -> None:
    net = loaded(
        X,
        layer("LSTM", "l", call("x")),
        layer(kind, "odd", call("l", more=more)),
        layer("Dense", "d", call("odd")),
    )
    assert net.head is None
    assert assumed(net) == remark(NO_HEAD, ["d"])


def test_a_dense_layer_that_reads_a_state_is_no_head_and_is_named() -> None:
    net = loaded(X, layer("LSTM", "l", call("x")), layer("Dense", "d", call(("l", 0, 1))))
    assert net.head is None
    assert assumed(net) == remark(NO_HEAD, ["d"])


def test_a_dense_layer_in_or_outside_of_a_nested_model_is_named() -> None:
    def sequential(*layers: dict[str, Any], name: str = "m") -> dict[str, Any]:
        return model(*layers, name=name, kind="Sequential")

    def entry(config: dict[str, Any]) -> dict[str, Any]:
        return config | {"name": config["config"]["name"]}

    lstm, dense = layer("LSTM", "l"), layer("Dense", "d")
    outside = load(saved(sequential(entry(sequential(lstm, name="inner")), dense)))
    assert outside.head is None
    assert remark(NO_HEAD, ["d"]) in assumed(outside)
    first = {"class_name": "InputLayer", "config": {"name": "x"}}
    for inner in ([dense], [first, dense]):
        inside = load(saved(sequential(lstm, entry(sequential(*inner, name="inner")))))
        assert inside.head is None
        assert assumed(inside) == remark(NO_HEAD, ["inner.d"])
    more = layer("Dense", "more")
    both = load(saved(sequential(entry(sequential(lstm, dense, name="inner")), more)))
    assert both.head
    assert remark(GOES_ON, "d", ["more"]) in assumed(both)


def test_two_models_of_one_path_are_refused() -> None:
    def named(name: str, *layers: dict[str, Any]) -> dict[str, Any]:
        return model(*layers, name=name, kind="Sequential") | {"name": name}

    a = named("a", named("b.c", layer("LSTM", "l")))
    b = named("a.b", named("c", layer("LSTM", "l"), layer("Dense", "d")))
    with pytest.raises(EngineError, match=r"two models a\.b\.c"):
        load(saved(named("m", a, b)))


def test_a_dense_layer_behind_the_next_network_is_not_of_this_one() -> None:
    file = saved(
        model(
            X,
            layer("LSTM", "l0", call("x")),
            layer("ReLU", "relu", call("l0")),
            layer("LSTM", "l1", call("relu")),
            layer("Dense", "d", call("l1")),
        )
    )
    assert assumed(load(file, "l0")) == ""
    assert load(file, "l1").head
