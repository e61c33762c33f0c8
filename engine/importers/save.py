"""Writes a network so that ``unrolled.load`` gives back the same one."""

import os
from pathlib import Path

from .. import checks
from ..errors import EngineError
from ..network.network import Network
from .named.file import write


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
    data = write(net, file.suffix)
    try:
        file.write_bytes(data)
    except (OSError, ValueError) as error:
        raise EngineError(f"path can't be written to: {error}.", "path") from error
