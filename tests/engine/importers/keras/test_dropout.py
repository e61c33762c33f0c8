"""Where dropout acts in a Keras model is said, and a network knows it where it can."""

import numpy as np
import pytest

from tests.engine.importers.keras.test_graph import (
    H,
    X,
    assumed,
    call,
    layer,
    loaded,
    model,
    saved,
    stack,
)
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.read import load, read
from unrolled.engine.importers.remarks import TRAINING, remark


def test_a_dropout_layer_that_is_applied_twice_is_seen_through_each_time() -> None:
    net = loaded(
        X,
        layer("LSTM", "l0", call("x")),
        layer("LSTM", "l1", call("drop")),
        layer("Dropout", "drop", call("l0"), call("l1"), rate=0.5),
        layer("Dense", "d", call(("drop", 1, 0))),
    )
    assert net.num_layers == 2
    assert net.head


def test_dropout_between_layers_is_said_and_is_the_networks() -> None:
    net = stack(layer("Dropout", "drop", rate=0.25))
    assert assumed(net) == remark(TRAINING, ["drop"])
    assert net.dropout == 0.25
    assert net.run(np.zeros((2, 1, H), np.float32)).dropout == (0,)


def test_dropout_that_is_not_between_all_layers_alike_is_only_said() -> None:
    for kind, settings in (
        ("SpatialDropout1D", {"rate": 0.25}),
        ("GaussianNoise", {"stddev": 1.0}),
        ("Dropout", {"rate": 0.25, "noise_shape": [None, 1, H]}),
    ):
        net = stack(layer(kind, "drop", **settings))
        assert assumed(net) == remark(TRAINING, ["drop"])
        assert net.dropout == 0
    lstms = [layer("LSTM", f"l{i}") for i in range(3)]
    a, b = layer("Dropout", "a", rate=0.25), layer("Dropout", "b", rate=0.5)
    for layers, names in (
        ([lstms[0], a, lstms[1], b, lstms[2]], ["a", "b"]),
        ([lstms[0], a, *lstms[1:]], ["a"]),
    ):
        net = load(saved(model(*layers, kind="Sequential")))
        assert (net.num_layers, net.dropout) == (3, 0)
        assert assumed(net) == remark(TRAINING, names)


def test_dropout_below_and_above_a_network_is_said() -> None:
    drops = [layer("Dropout", name, rate=0.5) for name in ("low", "high")]
    first = {"class_name": "InputLayer", "config": {"name": "x"}}
    layers = (first, drops[0], layer("LSTM", "l"), drops[1], layer("Dense", "d"))
    net = load(saved(model(*layers, kind="Sequential")))
    assert net.head
    assert net.dropout == 0
    assert assumed(net) == remark(TRAINING, ["low", "high"])


def test_dropout_inside_a_layer_is_said() -> None:
    for settings in ({"dropout": 0.2}, {"recurrent_dropout": 0.1}):
        assert assumed(stack(**settings)) == remark(TRAINING, "the dropout of l0")
    inside = {"name": "l", "units": H, "dropout": 0.2}
    cell = layer("RNN", "r", cell={"class_name": "LSTMCell", "config": inside})
    both = layer("Bidirectional", "b", merge_mode="concat", layer=layer("LSTM", "l", dropout=0.2))
    for each, name in ((cell, "r"), (both, "b")):
        (module,) = read(saved(model(each, kind="Sequential"))).modules
        assert module.assumed == (remark(TRAINING, f"the dropout of {name}"),)


def test_dropout_of_rate_0_is_not_worth_a_word() -> None:
    assert assumed(stack(layer("Dropout", "drop", rate=0.0), dropout=0.0)) == ""


def test_a_rate_that_is_none_is_refused() -> None:
    for rate in (-0.5, 2, "half", True):
        with pytest.raises(EngineError, match=r"rate = .* expected a number from 0 to 1"):
            stack(layer("Dropout", "drop", rate=rate))
