"""Saves what other frameworks answer to their own words: ``-m tests.golden.make_ask_foreign``.

``ask_foreign.npz`` holds what numpy, JAX and Keras give, and, with ``tensorflow`` as an argument,
which wants TensorFlow instead of them, ``ask_tensorflow.npz``: ``<setting>/<expression>/<k>/value``
and ``.../read`` of the k-th tensor, ``.../number`` of a number, ``.../refused`` of what is refused.
"""

import importlib
import sys
from pathlib import Path
from typing import Any

import numpy as np

from tests.golden.ask_foreign import FILED, Framework, NotGiven
from tests.golden.asked.foreign import FOREIGN, OF_TENSORFLOW, Foreign
from tests.golden.store import AnyArray, save

_layers = (
    *("Activation", "Add", "Average", "Concatenate", "Dropout", "Flatten", "GlobalMaxPooling1D"),
    *("GlobalAveragePooling1D", "Permute", "RepeatVector", "Reshape", "Softmax", "concatenate"),
)


def modules_of(words: str) -> dict[str, Any]:
    """What the expressions of a framework name; it is imported here, as few have them all."""
    found: dict[str, Any] = {"np": np}
    if words == "tensorflow":
        return found | {"tf": importlib.import_module("tensorflow")}
    if words == "jax":
        jax = importlib.import_module("jax")
        return found | {"jax": jax, "jnp": jax.numpy}
    if words == "keras":
        keras = importlib.import_module("keras")
        found |= {"keras": keras, "layers": keras.layers, "ops": keras.ops}
        found |= {name: getattr(keras.layers, name) for name in _layers}
    return found


def answers(expressions: list[Foreign]) -> dict[str, AnyArray]:
    """What the frameworks give."""
    frameworks = {
        (words, number): Framework(words, number, modules_of(words))
        for words in {each.words for each in expressions}
        for number in FILED[words]
    }
    found: dict[str, AnyArray] = {}
    for expression in expressions:
        for number in FILED[expression.words]:
            key = f"{number}/{expression.key}"
            try:
                leaves = frameworks[expression.words, number].answer(expression)
            except NotGiven:
                found[f"{key}/refused"] = np.zeros(0, np.int64)
                continue
            for k, (value, read) in enumerate(leaves):
                found[f"{key}/{k}/{'number' if read is None else 'value'}"] = value
                if read is not None:
                    found[f"{key}/{k}/read"] = read.astype(np.int16)
    return found


def main() -> None:
    """Ask and write the file."""
    is_tensorflow = sys.argv[1:] == ["tensorflow"]
    name = "ask_tensorflow.npz" if is_tensorflow else "ask_foreign.npz"
    save(Path(__file__).parent / name, answers(OF_TENSORFLOW if is_tensorflow else FOREIGN))


if __name__ == "__main__":
    main()
