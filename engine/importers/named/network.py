"""One recurrent network under PyTorch's names, and what belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...arrays import Array, Named
from ...errors import EngineError
from ...network.head import Head
from ...network.network import Network
from ..remarks import NONLINEARITY
from ..tensors import FLOATS, check_size
from ..wording import shown
from . import metadata
from .heads import bias_of
from .parameters import NamedParameters


@dataclass(frozen=True)
class NamedNetwork:
    """A network and what belongs to it.

    Attributes:
        parameters: their names and shapes.
        head: the weight of the dense layer behind it; None without.
        about_head: sentences on why that one, or none, is taken.
        file_size: in bytes.
        words: what ``Network.save`` noted of it; empty in other files.
    """

    parameters: NamedParameters
    head: str | None
    about_head: tuple[str, ...]
    file_size: int
    words: Mapping[str, str]

    @property
    def keys(self) -> dict[str, str]:
        """The file's names of all tensors to read, by the names that they have here."""
        keys = dict(self.parameters.keys)
        if self.head is not None:
            keys["weight"] = self.head
            bias = bias_of(self.head)
            if self.words or bias in self.parameters.tensors:
                keys["bias"] = bias
        if self.words:
            keys |= {
                name: name for name in metadata.INITIAL.values() if name in self.parameters.tensors
            }
        return keys

    @property
    def assumed(self) -> tuple[str, ...]:
        """Sentences on what the file doesn't tell."""
        if self.has_nonlinearity:
            return self.about_head
        return (NONLINEARITY, *self.about_head)

    @property
    def has_nonlinearity(self) -> bool:
        """Whether the file tells it, or the cell has no choice of it."""
        return bool(self.words) or self.parameters.cell != "rnn"

    def make(self) -> Network:
        """Build the network.

        Raises:
            EngineError: a tensor is missing, or has a shape or type that doesn't fit.
        """
        told = metadata.options(self.words)
        cell = told.pop("cell", self.parameters.cell)
        if cell is None:
            raise self.parameters.refuse_cell()
        self.parameters.check(cell)
        arrays = self._floats()
        parameters = {name: arrays[name] for name in self.parameters.keys}
        net = Network.from_state_dict(cell, parameters, **told)
        if self.head is not None:
            net.head = self._read_head(net, arrays["weight"], arrays.get("bias"))
        net.initial = self._initial(net, arrays)
        net.lengths = metadata.lengths(self.words)
        return net

    def _floats(self) -> Named:
        """The numbers by name, all of one type."""
        keys = self.keys
        missing = [key for key in keys.values() if key not in self.parameters.tensors]
        if missing:
            raise EngineError(f"{missing[0]} is missing in the file.")
        chosen = {name: self.parameters.tensors[key] for name, key in keys.items()}
        first = next(iter(chosen))
        for name, tensor in chosen.items():
            if tensor.dtype not in FLOATS:
                raise EngineError(
                    f"{shown(keys[name])} is {shown(tensor.dtype)}; expected {', '.join(FLOATS)}."
                )
            if tensor.computed != chosen[first].computed:
                raise EngineError(
                    f"{shown(keys[name])} is {tensor.dtype} and {shown(keys[first])} is "
                    f"{chosen[first].dtype}; expected one type within a network: convert one."
                )
        check_size(chosen.values(), self.file_size)
        return {name: tensor.floats() for name, tensor in chosen.items()}

    def _read_head(self, net: Network, weight: Array, bias: Array | None) -> Head:
        if bias is None:
            bias = np.zeros(len(weight), weight.dtype)
        width = net.num_directions * net.state_sizes["h"]
        if bias.ndim != 1 or weight.shape != (len(bias), width) or not bias.size:
            raise EngineError(
                f"The head's weight has shape {weight.shape} and its bias {bias.shape}; "
                f"expected (O, {width}) and (O,)."
            )
        return Head(weight, bias, metadata.activation(self.words))

    def _initial(self, net: Network, arrays: Named) -> Named:
        found = {}
        for state, key in metadata.INITIAL.items():
            if key in arrays:
                rows = net.num_layers * net.num_directions
                expected = (rows, *arrays[key].shape[1:2], net.state_sizes.get(state, 0))
                if arrays[key].shape != expected or not arrays[key].size:
                    raise EngineError(
                        f"{key} has shape {arrays[key].shape}; expected ({rows}, B, "
                        f"{net.state_sizes.get(state, 0)})."
                    )
                found[state] = arrays[key]
        return found
