"""Saves models with Keras and what Keras computes with them, beside this script.

``python -m tests.golden.make_keras``, with KERAS_BACKEND=torch for Keras 3. One file a version of
Keras: for each case its file's bytes, ``<case>/output`` (B, T, D·H), ``<case>/h_n`` (L·D, B, H),
an LSTM's ``<case>/c_n``, and ``<case>/y`` where there is a head. ``--every 5`` takes fewer cases.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import keras
import numpy as np
from keras import layers

from tests.golden.keras_cases import INPUTS, OUTPUTS, B, H, KerasCase, T, draw, keras_cases
from tests.golden.store import AnyArray, save


def recurrent(case: KerasCase, i: int, probe: bool, return_sequences: bool) -> Any:
    """The i-th layer; a probe gives all of its steps and its states."""
    settings: dict[str, Any] = {
        "activation": case.activation,
        "use_bias": case.use_bias,
        "return_sequences": return_sequences,
        "return_state": probe,
        "dtype": case.dtype,
    }
    if case.recurrent_activation:
        settings["recurrent_activation"] = case.recurrent_activation
    if case.layer == "GRU":
        settings["reset_after"] = case.reset_after
    if case.direction == "go_backwards":
        settings["go_backwards"] = True
    layer = getattr(layers, case.layer)(H, **settings)
    if case.direction == "bidirectional":
        layer = layers.Bidirectional(layer, dtype=case.dtype)
    layer.build((B, T, H * case.D if i else INPUTS))
    shapes = [np.shape(w) for w in layer.get_weights()]
    layer.set_weights([draw(case, f"{i} {k}", shape) for k, shape in enumerate(shapes)])
    return layer


def head(case: KerasCase) -> list[Any]:
    """The layers behind the recurrent ones."""
    activation = "softmax" if case.head == "softmax" else None
    dense = layers.Dense(OUTPUTS, activation=activation, use_bias=case.use_bias, dtype=case.dtype)
    dense.build((B, H * case.D))
    shapes = [np.shape(w) for w in dense.get_weights()]
    dense.set_weights([draw(case, f"head {k}", shape) for k, shape in enumerate(shapes)])
    if case.head == "time_distributed":
        return [layers.TimeDistributed(dense, dtype=case.dtype)]
    if case.head == "activation":
        return [dense, layers.Activation("softmax", dtype=case.dtype)]
    return [dense] if case.head else []


def model(case: KerasCase) -> Any:
    """The model that is saved; dropout, which changes nothing, stands between the layers."""
    tops = [i == case.num_layers - 1 for i in range(case.num_layers)]
    functional = case.model == "functional"
    stack = [
        recurrent(case, i, functional and top, case.return_sequences or not top)
        for i, top in enumerate(tops)
    ]
    between = [each for layer in stack for each in (layer, layers.Dropout(0.3, dtype=case.dtype))]
    start = layers.Input((None, INPUTS), dtype=case.dtype)
    if not functional:
        return keras.Sequential([start, *between, *head(case)])
    x, states = start, []
    for layer in [*between, *head(case)]:
        x = layer(x)
        if isinstance(x, (list, tuple)):
            x, *states = x
    return keras.Model(start, [x, *states])


def saved(case: KerasCase) -> tuple[AnyArray, Any]:
    """The file's bytes, and the model's outputs."""
    built = model(case)
    y = built(draw(case, "x", (B, T, INPUTS)))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"model{case.kind}"
        (built.save_weights if case.kind == ".weights.h5" else built.save)(path)
        file = np.frombuffer(path.read_bytes(), np.uint8)
    y = y[0] if isinstance(y, (list, tuple)) else y
    return file, y


def entries(case: KerasCase) -> dict[str, AnyArray]:
    """All that the golden file holds for one case."""
    file, y = saved(case)
    x: Any = draw(case, "x", (B, T, INPUTS))
    states: list[Any] = []
    for i in range(case.num_layers):
        x, *here = recurrent(case, i, True, True)(x)
        states += here
    names = ("h", "c") if case.layer == "LSTM" else ("h",)
    found = {"file": file, "output": numpy(x)}
    for k, name in enumerate(names):
        # Keras gives every state of one direction before those of the other.
        found[f"{name}_n"] = np.stack([numpy(each) for each in states[k :: len(names)]])
    return found | ({"y": numpy(y)} if case.head else {})


def numpy(tensor: Any) -> AnyArray:
    """A tensor of any backend as an array."""
    return np.asarray(tensor.detach() if hasattr(tensor, "detach") else tensor)


def main() -> None:
    """Compute the cases and write the file."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--every", type=int, default=1, help="take each n-th case only")
    cases = keras_cases()[:: parser.parse_args().every]
    arrays = {f"{case}/{name}": a for case in cases for name, a in entries(case).items()}
    path = Path(__file__).with_name(f"keras-{keras.__version__}.npz")
    save(path, arrays)
    print(f"{path.name}: {len(cases)} models, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
