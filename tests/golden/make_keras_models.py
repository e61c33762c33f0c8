"""Saves models as people make them with Keras, and what Keras computes, beside this script.

``python -m tests.golden.make_keras_models``, with KERAS_BACKEND=torch. ``keras-models.npz`` has
each file's bytes, ``<file>/file``, and for the networks in it ``<file>/<network>/x`` (B, T, I),
``output``, ``h_n``, an LSTM's ``c_n``; of files that are refused, the bytes alone.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import keras
import numpy as np
from keras import layers

from tests.golden.make_keras import numpy
from tests.golden.store import AnyArray, save

T, B, H = 4, 2, 4
INPUTS = 3


def start(size: int = INPUTS) -> Any:
    return layers.Input((None, size))


def embedded() -> Any:
    """Symbols, of which 0 is padding, each step told by a softmax."""
    return keras.Sequential(
        [
            layers.Input((None,)),
            layers.Embedding(7, INPUTS, mask_zero=True),
            layers.SpatialDropout1D(0.1),
            layers.LSTM(H, return_sequences=True),
            layers.Dense(7, activation="softmax"),
        ]
    )


def layered() -> Any:
    """Layers that don't form one network: of other sizes, or with another layer between."""
    return keras.Sequential(
        [
            start(),
            layers.Masking(),
            layers.Bidirectional(layers.GRU(H, return_sequences=True), name="both"),
            layers.GRU(H, return_sequences=True, name="upper"),
            layers.LayerNormalization(),
            layers.GRU(H, return_sequences=True, name="normalized"),
            layers.GRU(H, go_backwards=True, return_sequences=True, name="backwards"),
            layers.GRU(H, return_sequences=True, name="top"),
            layers.Dense(2, activation="sigmoid", name="squashed"),
        ]
    )


def translator() -> Any:
    """A decoder that goes on from the states of an encoder."""
    source, target = start(), start(2)
    _, *states = layers.LSTM(H, return_state=True, name="encoder")(source)
    decoded = layers.LSTM(H, return_sequences=True, name="decoder")(target, initial_state=states)
    return keras.Model([source, target], layers.Dense(5, name="out")(decoded))


def handed() -> Any:
    """A layer that reads the one below and also goes on from its states."""
    x = start()
    steps, *states = layers.LSTM(H, return_sequences=True, return_state=True, name="below")(x)
    return keras.Model(x, layers.LSTM(H, name="above")(steps, initial_state=states))


def branched() -> Any:
    """One layer that two others read."""
    x = start()
    below = layers.LSTM(H, return_sequences=True, name="below")(x)
    left, right = (
        layers.LSTM(H, return_sequences=True, name=name)(below) for name in ("left", "right")
    )
    return keras.Model(x, layers.Add()([left, right]))


def nested() -> Any:
    """A model in a model."""
    inner = keras.Sequential(
        [start(), layers.GRU(H, return_sequences=True), layers.GRU(H)], name="inner"
    )
    x = start()
    return keras.Model(x, layers.Dense(2, activation="softmax")(inner(x)))


def cells() -> Any:
    """Cells in an RNN: one, two above each other, and one in each direction."""
    several = layers.RNN([layers.LSTMCell(H), layers.LSTMCell(H)], return_sequences=True)
    both = layers.Bidirectional(layers.RNN(layers.SimpleRNNCell(H), return_sequences=True))
    one = layers.RNN(layers.GRUCell(H, reset_after=False))
    return keras.Sequential([start(), several, both, one])


def trained() -> Any:
    """A stateful network with dropout of both kinds, and its optimizer."""
    layer = layers.LSTM(H, stateful=True, dropout=0.2, recurrent_dropout=0.2)
    model = keras.Sequential([layers.Input((T, INPUTS), batch_size=B), layer, layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(np.ones((B, T, INPUTS)), np.ones((B, 1)), batch_size=B, verbose=0)
    return model


def tall() -> Any:
    """More layers than sort by their names' letters."""
    return keras.Sequential([start(H), *(layers.GRU(H, return_sequences=True) for _ in range(12))])


def half() -> Any:
    """Weights in bfloat16."""
    return keras.Sequential(
        [start(), layers.LSTM(H, dtype="bfloat16", recurrent_initializer="glorot_uniform")]
    )


@keras.saving.register_keras_serializable("tests")
class Own(keras.Model):  # type: ignore[misc]
    """A model whose layers are told by its own code only."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.encoder = layers.LSTM(H, return_sequences=True)
        self.out = layers.Dense(2)

    def call(self, x: Any) -> Any:
        return self.out(self.encoder(x))


def own() -> Any:
    model = Own()
    model(np.ones((B, T, INPUTS), np.float32))
    return model


def one(layer: Any) -> Any:
    return keras.Sequential([start(), layer])


def refused() -> Iterator[tuple[str, Any]]:
    """Models with something that is not supported, each under a name for it."""
    yield "lstm-activation", one(layers.LSTM(H, activation="relu"))
    yield "rnn-activation", one(layers.SimpleRNN(H, activation="sigmoid"))
    yield "recurrent_activation", one(layers.GRU(H, recurrent_activation="relu"))
    yield "merge_mode", one(layers.Bidirectional(layers.LSTM(H), merge_mode="sum"))
    backward = layers.LSTM(H, go_backwards=True, recurrent_activation="hard_sigmoid")
    yield "backward_layer", one(layers.Bidirectional(layers.LSTM(H), backward_layer=backward))
    both = layers.Bidirectional(layers.RNN([layers.LSTMCell(H), layers.LSTMCell(H)]))
    yield "stacked-bidirectional", one(both)
    yield "unequal-cells", one(layers.RNN([layers.LSTMCell(H), layers.LSTMCell(5)]))
    convolution = layers.ConvLSTM1D(2, 2)
    yield "conv-lstm", keras.Sequential([layers.Input((None, 6, INPUTS)), convolution])
    each = layers.TimeDistributed(layers.LSTM(H))
    yield "time-distributed", keras.Sequential([layers.Input((None, 6, INPUTS)), each])
    yield "nothing", one(layers.Dense(H))


def models() -> Iterator[tuple[str, Any, list[list[Any]]]]:
    """Each file's name, its model, and the layers of each network in it."""
    for make in (
        embedded,
        layered,
        translator,
        handed,
        branched,
        cells,
        trained,
        tall,
        nested,
        half,
        own,
    ):
        model = make()
        found = list(recurrent_layers(model))
        for layer in found:  # biases of zero would hide a wrong order
            drawn = [np.random.uniform(-1, 1, weight.shape) for weight in layer.weights]
            layer.set_weights(drawn)
        networks = [found] if make in (tall, nested) else [[layer] for layer in found]
        for kind in (".keras", ".weights.h5", ".h5"):
            # Keras' h5 can't hold a model that only code tells, nor bfloat16.
            if kind != ".h5" or make not in (own, half):
                yield f"{make.__name__}{kind}", model, networks
    for name, model in refused():
        yield f"{name}.keras", model, []


def recurrent_layers(model: Any) -> Iterator[Any]:
    """All recurrent layers, those of the models in it too."""
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from recurrent_layers(layer)
        elif isinstance(layer, (layers.RNN, layers.Bidirectional)):
            yield layer


def computed(network: list[Any]) -> dict[str, AnyArray]:
    """What layers on one another give for a random x, all of its steps and their states."""
    size = int(network[0].weights[0].shape[0])
    x = np.random.uniform(-1, 1, (B, T, size)).astype(np.float32)
    output: Any = x
    states: list[Any] = []
    for layer in network:
        output, *here = flat(probe(layer, output.shape)(output))
        states += here
    found = {"x": x, "output": numpy(output.float())}
    names = ("h_n", "c_n") if "LSTM" in str(layers.serialize(network[0])) else ("h_n",)
    for i, name in enumerate(names):
        found[name] = np.stack([numpy(state.float()) for state in states[i :: len(names)]])
    return found


def probe(layer: Any, shape: tuple[int, ...]) -> Any:
    """The same layer, which gives all of its steps and its states."""
    config = layers.serialize(layer)
    inside = config["config"]
    both = config["class_name"] == "Bidirectional"
    for each in (
        (inside["layer"]["config"], inside["backward_layer"]["config"]) if both else [inside]
    ):
        each |= {"return_sequences": True, "return_state": True, "stateful": False}
    other = layers.deserialize(config)
    other.build(shape)
    other.set_weights(layer.get_weights())
    return other


def flat(value: Any) -> list[Any]:
    """Tensors, out of the tuples in which cells above each other give their states."""
    if not isinstance(value, (list, tuple)):
        return [value]
    return [each for one in value for each in flat(one)]


def main() -> None:
    """Save every model and write one file."""
    keras.utils.set_random_seed(0)
    arrays: dict[str, AnyArray] = {}
    for name, model, networks in models():
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"model{name[name.index('.') :]}"
            (model.save_weights if name.endswith(".weights.h5") else model.save)(path)
            arrays[f"{name}/file"] = np.frombuffer(path.read_bytes(), np.uint8)
        for network in networks:
            place = f"{name}/{'+'.join(layer.name for layer in network)}"
            arrays |= {f"{place}/{key}": array for key, array in computed(network).items()}
    path = Path(__file__).with_name("keras-models.npz")
    save(path, arrays)
    print(f"{path.name}: {len(arrays)} arrays, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
