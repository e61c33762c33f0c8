"""Reads and writes files under PyTorch's names, and finds the networks among such tensors."""

from collections.abc import Mapping

from ...network.network import Network
from ..contents import Contents, Module
from ..tensors import FileTensor
from . import metadata, npz, safetensors
from .heads import Heads
from .network import NamedNetwork
from .parameters import find_parameters


def read_safetensors(data: bytes) -> Contents:
    """List the networks in a safetensors file.

    Args:
        data: the whole file.

    Returns:
        Its recurrent networks, and its metadata.

    Raises:
        EngineError: it is truncated, or its header declares what isn't there.
    """
    return find("safetensors", *safetensors.read(data), len(data))


def read_npz(data: bytes) -> Contents:
    """List the networks in an npz file.

    Args:
        data: the whole file.

    Returns:
        Its recurrent networks.

    Raises:
        EngineError: it is truncated or broken, or holds pickled objects.
    """
    return find("npz", *npz.read(data), len(data))


def write(net: Network, ending: str) -> bytes:
    """The file of a network, with what its tensors don't tell beside them.

    The head is ``head.weight`` and ``head.bias``, initial states are ``h_0`` and ``c_0``.

    Args:
        net: the network.
        ending: ".safetensors" or ".npz".

    Returns:
        The whole file.
    """
    tensors = net.state_dict()
    if net.head:
        tensors |= {"head.weight": net.head.weight, "head.bias": net.head.bias}
    tensors |= {metadata.INITIAL[state]: value for state, value in net.initial.items()}
    written = safetensors.write if ending == ".safetensors" else npz.write
    return written(tensors, metadata.describe(net))


def find(
    file_format: str,
    tensors: dict[str, FileTensor],
    words: Mapping[str, str],
    file_size: int,
) -> Contents:
    """Find the recurrent networks of a file.

    Args:
        file_format: as people call it.
        tensors: everything that the file holds, in its order.
        words: the file's metadata; where they name a cell, they tell of the network whose
            parameters have no prefix, as ``write`` has it.
        file_size: in bytes.

    Returns:
        The networks by their prefixes; none is built yet.

    Raises:
        EngineError: two tensors are the same parameter.
    """
    all_parameters = find_parameters(tensors)
    heads = Heads(tensors, all_parameters)
    modules = []
    for parameters in all_parameters:
        if parameters.prefix == "" and "cell" in words:
            head = "head.weight" if "activation" in words else None
            network = NamedNetwork(parameters, head, (), file_size, words)
        else:
            network = NamedNetwork(parameters, *heads.behind(parameters), file_size, {})
        name, keys = parameters.prefix[:-1], tuple(network.keys.values())
        modules.append(Module(name, keys, network.make, network.assumed, network.has_nonlinearity))
    return Contents(file_format, tuple(modules), tuple(tensors), words)
