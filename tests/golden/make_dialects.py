"""Saves what Keras' and Flax' layers compute: ``python -m tests.golden.make_dialects``.

``dialects.npz`` holds ``<dialect>/<cell>[-reset_before][-no_bias]/<tensor>`` for the tensors of one
layer by the framework's own names and in its own shapes, drawn at random, and ``x`` (T, B, I) and
``output`` (T, B, H). With KERAS_BACKEND=torch no TensorFlow is needed.
"""

from pathlib import Path
from typing import Any

import flax.linen
import jax
import keras
import numpy as np
from flax.traverse_util import flatten_dict, unflatten_dict

from tests.golden.onnx_cases import B, H, I, T, draw
from tests.golden.store import AnyArray, save

KERAS = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
FLAX = {
    "rnn": flax.linen.SimpleCell,
    "lstm": flax.linen.OptimizedLSTMCell,
    "gru": flax.linen.GRUCell,
}


def of_keras(cell: str, use_bias: bool, **settings: Any) -> dict[str, AnyArray]:
    """A Keras layer's tensors, and what it computes."""
    layer = KERAS[cell](H, use_bias=use_bias, return_sequences=True, **settings)
    layer.build((B, T, I))
    shapes = [weight.shape for weight in layer.get_weights()]
    names = ["kernel", "recurrent_kernel", "bias"][: len(shapes)]
    stored = {
        name: draw(f"keras {cell} {settings} {name}", *shape)
        for name, shape in zip(names, shapes, strict=True)
    }
    layer.set_weights(list(stored.values()))
    x = draw("x", T, B, I)
    output = keras.ops.convert_to_numpy(layer(x.swapaxes(0, 1))).swapaxes(0, 1)
    return {**stored, "x": x, "output": output}


def of_flax(cell: str) -> dict[str, AnyArray]:
    """A Flax cell's tensors, and what it computes."""
    rnn = flax.linen.RNN(FLAX[cell](H), time_major=True)
    x = draw("x", T, B, I)
    drawn = flatten_dict(rnn.init(jax.random.key(0), x)["params"]["cell"], sep="/")
    stored = {name: draw(f"jax {cell} {name}", *value.shape) for name, value in drawn.items()}
    output = rnn.apply({"params": {"cell": unflatten_dict(stored, sep="/")}}, x)
    return {**stored, "x": x, "output": np.asarray(output)}


def main() -> None:
    """Compute every case and write the file."""
    jax.config.update("jax_default_matmul_precision", "highest")
    found: dict[str, dict[str, AnyArray]] = {}
    for cell in KERAS:
        found[f"jax/{cell}"] = of_flax(cell)
        for use_bias in (True, False):
            place = f"keras/{cell}{'' if use_bias else '-no_bias'}"
            found[place] = of_keras(cell, use_bias)
            if cell == "gru":
                found[f"{place}-reset_before"] = of_keras(cell, use_bias, reset_after=False)
    arrays = {f"{place}/{name}": a for place, each in found.items() for name, a in each.items()}
    path = Path(__file__).with_name("dialects.npz")
    save(path, arrays)
    print(
        f"{path.name}: {len(found)} layers, {path.stat().st_size / 1000:.0f} kB, with Keras "
        f"{keras.__version__}, Flax {flax.__version__}"
    )


if __name__ == "__main__":
    main()
