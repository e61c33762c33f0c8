"""What is known of a layer: what its class says, or a name that is PyTorch's own word.

A name that resembles a word says nothing. Where no class was pasted, a layer is known that is
called as PyTorch calls its class, ``self.lstm`` or ``self.dropout``, and ``self.fc``, Ask's word
for the head as ``y`` is its word for what the head makes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...sources.tracked import Tracked
from ..errors import AskError
from ..operations import reductions, views
from ..operations.elementwise import elementwise
from ..tensors import Tensors
from ..text.declared import UNSAID, Built, Declared


@dataclass(frozen=True)
class Known:
    """What a layer is.

    Attributes:
        kind: "network", "cell", "head", "same" or "function".
        cell: of a network or a cell, "lstm", "gru", "rnn"; empty where the name doesn't tell it.
        function: of the kind "function", what it computes.
        is_declared: whether its class says so, and not its name.
        built: how, where its class says so.
    """

    kind: str
    cell: str = ""
    function: Callable[[Tracked], Tracked] | None = None
    is_declared: bool = False
    built: Built | None = None


HEAD_WORDS = ("fc", "head", "linear")
"""Without a class, the head goes by these names."""

_cells = {"lstm": "lstm", "bilstm": "lstm", "gru": "gru", "bigru": "gru", "rnn": "", "birnn": ""}
_classes = {"LSTM": "lstm", "GRU": "gru", "RNN": "rnn"}
_around = re.compile(r"_?(layers?|encoder|decoder|net|block|module)$")
_between_capitals = re.compile(r"(?<=[a-z])(?=[A-Z])")
_dropouts = ("Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "Identity")
_elementwise = {"ReLU": "relu", "Tanh": "tanh", "Sigmoid": "sigmoid"}


def known_as(name: str, declared: Declared | None, tensors: Tensors) -> Known | None:
    """What a layer is known to be.

    Args:
        name: without ``self.``.
        declared: what the pasted class says; None where none was pasted.
        tensors: the trace's.

    Returns:
        None where it is not known.
    """
    if declared and name in declared.layers:
        return _by_class(declared.layers[name], declared, tensors)
    return _by_word(name, tensors)


def _by_class(built: Built, declared: Declared, tensors: Tensors) -> Known | None:
    if built.of in _classes:
        return Known("network", _classes[built.of], is_declared=True, built=built)
    if built.of.removesuffix("Cell") in _classes:
        return Known("cell", _classes[built.of.removesuffix("Cell")], is_declared=True)
    if built.of in _dropouts:
        return Known("same", is_declared=True)
    function = _function_of(built)
    if function:
        return Known("function", function=function, is_declared=True)
    fitting = [each for each in declared.layers.values() if _fits_head(each, tensors)]
    if fitting == [built]:
        return Known("head", is_declared=True)
    return None


def _function_of(built: Built) -> Callable[[Tracked], Tracked] | None:
    if built.of in _elementwise:
        return elementwise(_elementwise[built.of])
    if built.of == "LeakyReLU" and not built.args and not built.named:
        return elementwise("leaky_relu")
    if built.of == "ELU" and not built.args and not built.named:
        return elementwise("elu")
    if built.of in ("Softmax", "LogSoftmax"):
        dim = built.argument(0, "dim", None)
        soft = reductions.softmax if built.of == "Softmax" else reductions.log_softmax
        return None if dim is UNSAID else lambda a: soft(a, dim)
    if built.of == "Flatten" and not built.args and not built.named:
        return lambda a: views.flatten(a, 1)
    return None


def _fits_head(built: Built, tensors: Tensors) -> bool:
    """Whether a dense layer is of the head's sizes, as far as they are said."""
    if built.of != "Linear" or not _has_head(tensors) or tensors.head is None:
        return False
    outputs, inputs = tensors.head.weight.shape
    has_bias = built.argument(2, "bias", True)
    return (
        built.argument(0, "in_features", UNSAID) in (UNSAID, inputs)
        and built.argument(1, "out_features", UNSAID) in (UNSAID, outputs)
        and (has_bias is not False or not np.any(tensors.head.bias))
    )


def _has_head(tensors: Tensors) -> bool:
    """Whether the head is the model's: a file that has none says nothing of how y is made."""
    net = tensors.trace.network
    return tensors.head is not None and (net.origin is None or net.head is not None)


def _by_word(name: str, tensors: Tensors) -> Known | None:
    word = _between_capitals.sub("_", name).lower().strip("_")
    plain = word.rstrip("0123456789").rstrip("_")
    if plain.endswith("cell"):
        cell = plain.removesuffix("cell").rstrip("_")
        return Known("cell", _cells[cell]) if cell in _cells else None
    last = _around.sub("", plain).rpartition("_")[2]
    if last in _cells and "conv" not in plain:
        return Known("network", _cells[last])
    if plain in ("dropout", "identity"):
        return Known("same")
    if plain in ("relu", "tanh", "sigmoid"):
        return Known("function", function=elementwise(plain))
    if word in HEAD_WORDS and _has_head(tensors) and not _is_left_over(name, tensors):
        return Known("head")
    return None


def _is_left_over(name: str, tensors: Tensors) -> bool:
    """Whether the file has weights under this name that are not in the head."""
    origin = tensors.trace.network.origin
    return origin is not None and any(name in key.split(".") for key in origin.ignored)


def refuse_other_cell(known: Known, name: str, tensors: Tensors) -> None:
    """Refuse a layer whose class or name is that of another network than this trace's.

    Raises:
        AskError: it says in what they differ.
    """
    trace, net = tensors.trace, tensors.trace.network
    if known.cell and known.cell != net.cell:
        raise AskError(
            f"{name} is {'an' if known.cell != 'gru' else 'a'} {known.cell.upper()}, and this "
            f"trace is of {'an' if net.cell != 'gru' else 'a'} {net.cell.upper()}: run that, or "
            "write its name."
        )
    built = known.built
    if not built:
        return
    expected: dict[str, tuple[Any, Any]] = {
        "input_size": (built.argument(0, "input_size", UNSAID), net.input_size),
        "hidden_size": (built.argument(1, "hidden_size", UNSAID), net.hidden_size),
        "num_layers": (built.argument(2, "num_layers", 1), net.num_layers),
        "bidirectional": (built.named.get("bidirectional", False), net.bidirectional),
        "proj_size": (built.named.get("proj_size", 0), net.proj_size),
    }
    if not trace.unbatched:
        expected["batch_first"] = (built.named.get("batch_first", False), trace.batch_first)
    for option, (said, own) in expected.items():
        if said is not UNSAID and said != own:
            raise AskError(
                f"{name} is built with {option}={said}, and this trace ran with {option}={own}: "
                "run it alike."
            )
