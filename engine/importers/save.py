"""Writes a network so that ``unrolled.load`` gives back the same one."""

import json
import os
from pathlib import Path

import numpy as np
import safetensors.numpy

from .. import checks
from ..errors import EngineError
from ..network.network import Network
from .named import metadata
from .named.modules import INITIAL
from .named.npz import METADATA


def save(net: Network, path: str | os.PathLike[str]) -> None:
    """Write the parameters under PyTorch's names, and beside them what they don't tell.

    The head is ``head.weight`` and ``head.bias``, initial states are ``h_0`` and ``c_0``.

    Args:
        net: the network.
        path: of a file to write, ending in .safetensors or .npz.

    Raises:
        EngineError: net is no network, or the path has another ending, or can't be written to.
    """
    checks.of_kind("net", net, Network)
    if not isinstance(path, str | os.PathLike):
        raise EngineError(f"path is a {type(path).__name__}; it has to be a file's path.", "path")
    file = Path(path)
    if file.suffix not in (".safetensors", ".npz"):
        message = f"path is {str(file)!r}; it has to end in .safetensors or .npz."
        raise EngineError(message, "path")
    tensors = net.state_dict()
    if net.head:
        tensors |= {"head.weight": net.head.weight, "head.bias": net.head.bias}
    tensors |= {INITIAL[state]: value for state, value in net.initial.items()}
    words = metadata.describe(net)
    try:
        if file.suffix == ".safetensors":
            whole = {name: np.ascontiguousarray(value) for name, value in tensors.items()}
            file.write_bytes(safetensors.numpy.save(whole, words))
        else:
            with file.open("wb") as opened:
                np.savez(opened, **tensors, **{METADATA: np.array(json.dumps(words))})  # type: ignore[arg-type]
    except (OSError, ValueError) as error:
        raise EngineError(f"path can't be written to: {error}.", "path") from error
