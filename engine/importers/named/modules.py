"""The recurrent networks among tensors under PyTorch's names, with the heads behind them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...arrays import Array, Named
from ...errors import EngineError
from ...network.head import Head
from ...network.network import Network
from ..contents import Contents, Module
from ..tensors import FLOATS, FileTensor, check_size
from ..wording import shown
from . import metadata
from .heads import Heads, bias_of
from .stack import Stack, find_stacks

INITIAL = {"h": "h_0", "c": "c_0"}
"""What initial states are called in a file that ``Network.save`` wrote."""


def find(
    file_format: str,
    tensors: dict[str, FileTensor],
    file_size: int,
    words: Mapping[str, str] | None = None,
) -> Contents:
    """Find the recurrent networks of a file.

    Args:
        file_format: as people call it.
        tensors: everything that the file holds, in its order.
        file_size: in bytes.
        words: the file's metadata; where they name a cell, they tell of the network whose
            parameters have no prefix, as ``Network.save`` writes it.

    Returns:
        The networks by their prefixes; none is built yet.

    Raises:
        EngineError: two tensors are the same parameter.
    """
    words = words or {}
    stacks = find_stacks(tensors)
    heads = Heads(tensors, stacks)
    modules = []
    for stack in stacks:
        is_ours = stack.prefix == "" and "cell" in words
        if is_ours:
            head = "head.weight" if "activation" in words else None
            part = _Part(stack, head, (), file_size, words)
        else:
            part = _Part(stack, *heads.behind(stack), file_size, {})
        name, keys = stack.prefix[:-1], tuple(part.keys.values())
        modules.append(Module(name, keys, part.make, part.assumed, part.has_nonlinearity))
    return Contents(file_format, tuple(modules), tuple(tensors), words)


@dataclass(frozen=True)
class _Part:
    """A network and what belongs to it.

    Attributes:
        stack: its parameters.
        head: the weight of the dense layer behind it; None without.
        about_head: sentences on why that one, or none, is taken.
        file_size: in bytes.
        words: what ``Network.save`` noted of it; empty in other files.
    """

    stack: Stack
    head: str | None
    about_head: tuple[str, ...]
    file_size: int
    words: Mapping[str, str]

    @property
    def keys(self) -> dict[str, str]:
        """The file's names of all tensors to read, by the names that they have here."""
        keys = dict(self.stack.keys)
        if self.head is not None:
            keys["weight"] = self.head
            bias = bias_of(self.head)
            if self.words or bias in self.stack.tensors:
                keys["bias"] = bias
        if self.words:
            keys |= {name: name for name in INITIAL.values() if name in self.stack.tensors}
        return keys

    @property
    def assumed(self) -> tuple[str, ...]:
        if self.has_nonlinearity:
            return self.about_head
        tanh = "The file can't tell tanh from relu: it is taken for tanh, unless relu is chosen."
        return (tanh, *self.about_head)

    @property
    def has_nonlinearity(self) -> bool:
        return bool(self.words) or self.stack.cell != "rnn"

    def make(self) -> Network:
        """Build the network.

        Raises:
            EngineError: a tensor is missing, or has a shape or type that doesn't fit.
        """
        told = metadata.options(self.words)
        cell = told.pop("cell", self.stack.cell)
        if cell is None:
            raise self.stack.refuse_cell()
        self.stack.check(cell)
        arrays = self._floats()
        parameters = {name: arrays[name] for name in self.stack.keys}
        net = Network.from_state_dict(cell, parameters, **told)
        if self.head is not None:
            net.head = self._read_head(net, arrays["weight"], arrays.get("bias"))
        net.initial = self._initial(net, arrays)
        net.lengths = metadata.lengths(self.words)
        return net

    def _floats(self) -> Named:
        """The numbers by name, all of one type."""
        keys = self.keys
        missing = [key for key in keys.values() if key not in self.stack.tensors]
        if missing:
            raise EngineError(f"{missing[0]} is missing in the file.")
        chosen = {name: self.stack.tensors[key] for name, key in keys.items()}
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
        for state, key in INITIAL.items():
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
