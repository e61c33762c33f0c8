"""Calls of layers, ``self.lstm(x)`` or ``self.fc(z)``: what their names say that they do."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from ...sources.tracked import Tracked
from ..errors import AskError
from ..operations import arguments, mixing, products, reductions
from ..tensors import Tensors
from .packed import Packed
from .recurrent import recurrent


def _names(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_recurrent = _names(r"rnn|lstm|gru")
_encoder = _names(r"encoder")
_same = _names(r"drop|identity|embed|emb\b|^emb|word_?vec|lookup")
_norm = _names(r"norm|bn\d*$|^ln\d*$")
_dense = _names(r"fc|linear|dense|head|classif|proj|decod|out|2[a-z]|predict|layer|mlp|attn$")
_behind = _names(r"fc|linear|dense|drop|norm|proj|attn|attention|2[a-z]")
_unknown = _names(r"conv|cnn|pool|att(n|ention)|crf|transformer")
_initial = _names(r"init")
_bookkeeping = ("flatten_parameters", "train", "eval", "zero_grad")


def elementwise_functions() -> dict[str, Callable[[Any], Any]]:
    """Functions of one number that layers and PyTorch have, by name."""
    return {
        "relu": lambda a: np.maximum(a, 0),
        "leaky_relu": lambda a: np.where(a > 0, a, a * a.dtype.type(0.01)),
        "elu": lambda a: np.where(a > 0, a, np.expm1(a)),
        "square": np.square,
        "tanh": np.tanh,
        "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
        "exp": np.exp,
        "log": np.log,
        "sqrt": np.sqrt,
    }


def as_identity(name: str) -> str:
    """What is to be said of a dropout layer."""
    return (
        f"{name} leaves all as it is, as under eval(); an RNN’s own dropout acts between its "
        "layers alone: never along time, and never on output."
    )


def is_layer(name: str) -> bool:
    """Whether a bare name is called like a layer."""
    return any(kind.search(name) for kind in (_recurrent, _encoder, _same, _norm, _dense))


def call(
    tensors: Tensors, name: str, args: tuple[Any, ...], unpacks: bool, notes: list[str]
) -> Any:
    """Call a layer by its name.

    Args:
        tensors: the trace's.
        name: of the layer, without ``self.``.
        args: what it is given.
        unpacks: whether the result is taken apart, as that of a recurrent layer is.
        notes: gets a sentence on what the name was taken for, where that isn't plain.

    Returns:
        ``output, h_n`` or ``output, (h_n, c_n)`` of a recurrent layer; otherwise a tensor.

    Raises:
        AskError: it can't be called on this.
    """
    if name in _bookkeeping:
        return None
    if _initial.search(name):
        notes.append(f"{name}() is taken for the states that the trace began with.")
        return tensors.states("")
    if not args:
        raise AskError(f"{name}() is given nothing; it has to be given a tensor.")
    if _is_recurrent(name, args, unpacks):
        return recurrent(tensors, name, args, notes)
    a = arguments.tensor(f"what {name} is given", args[0])
    if len(args) > 1 or (_unknown.search(name) and not _dense.search(name)):
        raise AskError(
            f"What {name} computes is not known here, nor the shape of it: write out its lines, or "
            "paste the class that has them."
        )
    if "drop" in name.lower():
        notes.append(as_identity(name))
    if _same.search(name) or _encoder.search(name):
        return a
    return _computed(tensors, name, a, notes)


def _is_recurrent(name: str, args: tuple[Any, ...], unpacks: bool) -> bool:
    if isinstance(args[0], Packed):
        return True
    if unpacks or (len(args) > 1 and _encoder.search(name)):
        return not _unknown.search(name)
    return bool(_recurrent.search(name)) and not _behind.search(name)


def _computed(tensors: Tensors, name: str, a: Tracked, notes: list[str]) -> Tracked:
    """What a layer makes of one tensor, number by number or row by row."""
    lower = name.lower()
    for function in ("relu", "tanh", "sigmoid"):
        if function in lower:
            return mixing.computed(elementwise_functions()[function], a)
    if "softmax" in lower:
        return (reductions.log_softmax if "log" in lower else reductions.softmax)(a, -1)
    if _norm.search(name):
        notes.append(f"What {name} computes is not known here: its numbers are left out.")
        return products.mixed(a, None, a.shape[-1], a.axes[-1])
    values = tensors.of_head(a)
    if values is not None:
        notes.append(f"{name} is taken for the head, the dense layer that makes y.")
        return products.mixed(a, values, values.shape[-1], "O")
    outputs = tensors.places.sizes["O"] or 1
    notes.append(
        f"{name} is taken for a dense layer, whose weights are not known here: its numbers are "
        f"left out, and its size is taken for {outputs}."
    )
    return products.mixed(a, None, outputs, None)
