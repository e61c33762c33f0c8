"""One recurrent network of a Keras file: layers that stand on one another, and a dense one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Never

import numpy as np

from ...arrays import Named
from ...errors import EngineError
from ...frameworks import dialects
from ...network.head import Activation, Head
from ...network.network import Network
from ...network.parameters import parameter_name
from ..contents import Module
from ..tensors import FLOATS, FileTensor, check_size
from ..wording import shown

Tensors = Mapping[str, FileTensor]
Keys = dict[str, str]
"""What a tensor is for its layer, "kernel" or "bias" -> its name in the file."""


@dataclass(frozen=True)
class KerasCell:
    """What a layer computes; layers of one network have it in common.

    Attributes:
        kind: "rnn", "lstm" or "gru".
        units: H.
        use_bias: whether there is a bias.
        nonlinearity: "tanh", or "relu" of an "rnn".
        reset_after: of a GRU; True for others.
        hard_sigmoid: (α, β) of gates that are clip(α·a + β, 0, 1).
    """

    kind: str
    units: int
    use_bias: bool
    nonlinearity: str = "tanh"
    reset_after: bool = True
    hard_sigmoid: tuple[float, float] | None = None


@dataclass(frozen=True)
class RecurrentLayer:
    """A recurrent layer of Keras, which may have several cells above each other.

    Attributes:
        name: the layer's.
        cell: what each of its cells computes.
        keys: its tensors, for each cell from below and each direction.
        reverse: whether its only direction is from the last step to the first.
        assumed: sentences on what the file doesn't tell.
    """

    name: str
    cell: KerasCell
    keys: tuple[tuple[Keys, ...], ...]
    reverse: bool = False
    assumed: tuple[str, ...] = ()

    def carries(self, upper: "RecurrentLayer", tensors: Tensors) -> bool:
        """Whether the two can be layers of one network, ``upper`` reading this one's output."""
        return (
            self.cell == upper.cell
            and len(self.keys[0]) == len(upper.keys[0])
            and not (self.reverse or upper.reverse)
            and _dtype(self, tensors) == _dtype(upper, tensors)
        )


@dataclass(frozen=True)
class DenseLayer:
    """A dense layer that reads the top one, by its name in the file.

    Attributes:
        name: the layer's.
        keys: its tensors.
        activation: "softmax" or "linear".
        assumed: sentences on what the file doesn't tell.
    """

    name: str
    keys: Keys
    activation: Activation
    assumed: tuple[str, ...] = ()


def describe_network(
    prefix: str,
    layers: tuple[RecurrentLayer, ...],
    dense: DenseLayer | None,
    assumed: tuple[str, ...],
    tensors: Tensors,
    file_size: int,
    dropout: float = 0.0,
) -> Module:
    """Describe a network; nothing is read yet.

    Args:
        prefix: what stands in front of its name.
        layers: its layers from below.
        dense: what reads the top one.
        assumed: sentences on all of it.
        tensors: the file's.
        file_size: in bytes.
        dropout: as in ``Network``.

    Returns:
        What can be listed, and makes the network.
    """
    used = [keys for layer in layers for cell in layer.keys for keys in cell]
    used += [dense.keys] if dense else []
    sentences = [*assumed, *(text for layer in layers for text in layer.assumed)]
    return Module(
        prefix + "+".join(layer.name for layer in layers),
        tuple(key for keys in used for key in keys.values()),
        partial(_make, layers, dense, tensors, file_size, dropout),
        tuple(dict.fromkeys(sentences + list(dense.assumed if dense else ()))),
    )


def refused(name: str, error: EngineError) -> Module:
    """A recurrent network that is listed, and refused once it is asked for."""
    return Module(name, (), partial(_raise, error))


def _raise(error: EngineError) -> Never:
    raise EngineError(str(error), error.name)


def _make(
    layers: tuple[RecurrentLayer, ...],
    dense: DenseLayer | None,
    tensors: Tensors,
    file_size: int,
    dropout: float,
) -> Network:
    cell, reverse = layers[0].cell, layers[0].reverse
    all_keys = [keys for layer in layers for of_cell in layer.keys for keys in of_cell]
    all_keys += [dense.keys] if dense else []
    read = [_float(key, tensors) for keys in all_keys for key in keys.values()]
    check_size(read, file_size)
    state_dict: Named = {}
    cells = [of_cell for layer in layers for of_cell in layer.keys]
    for i, of_cell in enumerate(cells):
        for direction, keys in enumerate(of_cell):
            for kind, value in _weights(cell, keys, tensors).items():
                state_dict[parameter_name(kind, i, int(reverse) or direction)] = value
    net = Network.from_state_dict(
        cell.kind,
        state_dict,
        cell.nonlinearity,
        dropout=dropout,
        reset_after=cell.reset_after,
        hard_sigmoid=cell.hard_sigmoid,
    )
    if dense:
        net.head = _head(dense, tensors, net)
    return net


def _weights(cell: KerasCell, keys: Keys, tensors: Tensors) -> Named:
    stored = {name: _float(key, tensors).floats() for name, key in keys.items()}
    for name in ("kernel", "recurrent_kernel", *(["bias"] if cell.use_bias else [])):
        if name not in stored:
            near = next(iter(keys.values()), "the layer")
            raise EngineError(f"{name} is missing beside {shown(near)} in the Keras file.", name)
    if "bias" in stored and not cell.use_bias:
        raise EngineError(f"{shown(keys['bias'])} is left over: the layer has use_bias = false.")
    recurrent = stored["recurrent_kernel"]
    if recurrent.shape[:1] != (cell.units,):
        raise EngineError(
            f"{shown(keys['recurrent_kernel'])} has shape {recurrent.shape}; expected "
            f"{cell.units} rows, the layer's units.",
        )
    where = f"{shown(keys['kernel']).rpartition('/')[0]}: "
    return dialects.to_pytorch(
        "keras", cell.kind, stored, reset_after=cell.reset_after, where=where
    )


def _head(dense: DenseLayer, tensors: Tensors, net: Network) -> Head:
    kernel = _float(dense.keys["kernel"], tensors).floats()
    width = net.hidden_size * net.num_directions
    if kernel.ndim != 2 or len(kernel) != width:
        raise EngineError(
            f"{shown(dense.keys['kernel'])} has shape {kernel.shape}; expected {width} rows, "
            "what the recurrent layer gives at a step."
        )
    bias = np.zeros(kernel.shape[1], kernel.dtype)
    if "bias" in dense.keys:
        bias = _float(dense.keys["bias"], tensors).floats()
    weight = np.ascontiguousarray(kernel.T)
    return Head(weight.astype(net.dtype), bias.astype(net.dtype), dense.activation)


def _float(key: str, tensors: Tensors) -> FileTensor:
    if key not in tensors:
        raise EngineError(f"{shown(key)} is missing in the Keras file.", key)
    if tensors[key].dtype not in FLOATS:
        raise EngineError(
            f"{shown(key)} has the type {tensors[key].dtype}; expected float numbers: save the "
            "model before it is quantized.",
            key,
        )
    return tensors[key]


def _dtype(layer: RecurrentLayer, tensors: Tensors) -> set[str]:
    keys = [key for of_cell in layer.keys for each in of_cell for key in each.values()]
    found = {tensors[key].dtype for key in keys if key in tensors}
    return {FLOATS[dtype][1] for dtype in found if dtype in FLOATS}
