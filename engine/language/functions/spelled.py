"""Which function a name is: that of the module in front of it, with that framework's defaults."""

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import AskError
from ..operations.rearrange import rearrange
from ..tensors import Tensors
from . import keras, pytorch, tensorflow
from . import numpy as as_numpy

Function = Callable[..., Any]
Table = Mapping[str, Function]

BARE = ("rearrange", "pack_padded_sequence", "pad_packed_sequence", "Variable", "softmax", "relu")
"""Called without a module in front: what people import by name."""

_torchs = ("torch", "nn", "F", "functional", "utils", "rnn", "rnn_utils")
_numpys = ("np", "numpy", "jnp", "jax.numpy")
_neural = ("jax.nn", "activations", "keras.activations", "tf.keras.activations")
_layers = ("layers", "keras.layers", "tf.keras.layers")


class Functions:
    """The functions that there are over a trace's tensors."""

    def __init__(self, tensors: Tensors) -> None:
        """Each table is made when it is first used."""
        self._tensors = tensors
        self._tables: dict[str, Table] = {}

    @property
    def pytorch(self) -> Table:
        """Those of PyTorch and einops."""
        return self._made("pytorch", pytorch.functions_of)

    def of(self, front: list[str]) -> tuple[str, Table] | None:
        """The functions of a module.

        Args:
            front: its names, ["torch", "nn", "functional"]; empty for what stands alone.

        Returns:
            Whose they are, "pytorch", "numpy", "keras" or "tensorflow", and the functions; None
            where it is no module.
        """
        path, names = ".".join(front), self._tensors.names
        if not front:
            bare = {name: self.pytorch[name] for name in BARE}
            return "pytorch", bare | (keras.LAYER_FUNCTIONS if names == "keras" else {})
        if path in _numpys:
            return "numpy", self._made("numpy", as_numpy.functions_of)
        if path in _neural or (path == "nn" and names == "jax"):
            return "numpy", as_numpy.NEURAL
        if path in ("ops", "keras.ops"):
            return "keras", self._made("keras", keras.ops_of)
        if path in _layers:
            return "keras", keras.LAYER_FUNCTIONS
        if path in ("tf", "tf.math", "tf.nn"):
            return "tensorflow", self._made("tensorflow", tensorflow.functions_of)
        if path == "einops":
            return "pytorch", {"rearrange": rearrange}
        return ("pytorch", self.pytorch) if all(each in _torchs for each in front) else None

    def _made(self, whose: str, make: Callable[[Tensors], Table]) -> Table:
        if whose not in self._tables:
            self._tables[whose] = make(self._tensors)
        return self._tables[whose]

    def layer(self, path: list[str]) -> Function | None:
        """What makes a layer without weights, Keras' ``Concatenate``; None where it is none."""
        is_keras = ".".join(path[:-1]) in _layers or (
            len(path) == 1 and self._tensors.names == "keras"
        )
        return keras.LAYERS.get(path[-1]) if is_keras else None

    def is_layer(self, path: list[str]) -> bool:
        """Whether a name is that of a class of layers of Keras, be it known here or not."""
        is_keras = ".".join(path[:-1]) in _layers or (
            len(path) == 1 and self._tensors.names == "keras"
        )
        return is_keras and path[-1][:1].isupper()


def methods_of(names: str) -> Table:
    """The methods of a tensor; under other names than PyTorch's, numpy's come first."""
    if names == "pytorch":
        return pytorch.METHODS
    others = {name: each for name, each in pytorch.METHODS.items() if name not in _clashing}
    return others | as_numpy.METHODS


_clashing = ("size", "view", "sort")
"""PyTorch's methods that a numpy array has under these names, and not as such."""


def attributes_of(names: str) -> Table:
    """What a tensor keeps under a name."""
    return pytorch.ATTRIBUTES if names == "pytorch" else as_numpy.ATTRIBUTES


# The keyword arguments of PyTorch's functions that may be named as numpy does.
_spellings = {
    "axis": "dim",
    "keepdims": "keepdim",
    "axes": "dims",
    "axis0": "dim0",
    "axis1": "dim1",
    "split_size": "split_size_or_sections",
}

# What the tensor that a function is called on may be named, the first of its arguments.
_tensor = ("input", "tensor", "x", "array", "arr", "input_tensor", "params", "logits", "value", "t")

# What may be given one by one, or all together under a name.
_spread = ("dims", "size", "sizes", "shape", "repeats")


def spelled(
    name: str,
    parameters: Mapping[str, Any],
    is_spread: bool,
    args: tuple[Any, ...],
    named: dict[str, Any],
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Arguments under the names that a function has for them here.

    Args:
        name: of the function.
        parameters: its own, by name.
        is_spread: whether it takes as many as are given.
        args: what is given by place.
        named: what is given by name.

    Raises:
        AskError: one is given twice.
    """
    found: dict[str, Any] = {}
    first = next(iter(parameters), "")
    for key, value in named.items():
        if key in _tensor and key not in parameters and first == "a":
            args = (value, *args)
            continue
        if is_spread and key in _spread:
            args = (*args, value)
            continue
        known = key if key in parameters else _spellings.get(key, key)
        if known in found:
            raise AskError(f"{name}(): {key} is given twice, the other time as {known}.")
        found[known] = value
    return args, found
