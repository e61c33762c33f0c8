"""Reads networks out of files: safetensors, npz, PyTorch, ONNX and Keras, told by their bytes.

Nothing in a file is run. Reading takes at most eight times the file's size and 128 MB of memory:
what a file declares is held to the bytes that it has before anything is allocated.
"""

import os
from pathlib import Path

from ..errors import EngineError
from ..network.network import Network
from .archive import Archive
from .contents import Contents
from .keras.file import read as read_keras
from .named.file import read_npz, read_safetensors
from .onnx.file import read as read_onnx
from .pytorch.file import read as read_pytorch

__all__ = ["load", "read"]


def load(
    source: str | os.PathLike[str] | bytes,
    name: str | None = None,
    nonlinearity: str | None = None,
) -> Network:
    """Read a network out of a file.

    Args:
        source: a file's path, or what is in it, of one of these kinds: safetensors and npz with
            PyTorch's names, a state_dict or a checkpoint by torch.save, ONNX, Keras' .keras and
            .weights.h5.
        name: which network, where the file holds several: its path in the file, as
            "encoder.rnn", or the end of it.
        nonlinearity: "tanh" or "relu", of a plain RNN whose file doesn't tell it: PyTorch's
            weights alone don't, and are taken for tanh's; None where the file tells it.

    Returns:
        The network, with ``head`` where a dense layer follows it, ``initial`` where the file has
        initial states, and ``origin``, which says what else is in the file and what it doesn't
        tell. float16 and bfloat16 become float32.

    Raises:
        EngineError: the file is truncated, broken or of another kind, holds no such network, or
            holds something that would have to be run.
    """
    contents = read(source if isinstance(source, bytes) else _content(source))
    return contents.load(name, nonlinearity)


def read(data: bytes) -> Contents:
    """List the networks in a file.

    Args:
        data: the whole file.

    Returns:
        What is in it; ``Contents.load`` builds one of the networks.

    Raises:
        EngineError: the file is truncated, broken or of another kind, or holds something that
            would have to be run.
    """
    if data[8:9] == b"{":
        return read_safetensors(data)
    if data.startswith(b"PK"):
        names = Archive(data).entries
        if any(name.endswith("data.pkl") for name in names):
            return read_pytorch(data)
        if any(name.endswith(".npy") for name in names):
            return read_npz(data)
        return read_keras(data)
    if data.startswith(b"\x80"):  # a pickle, as torch.save wrote it before there were archives
        return read_pytorch(data)
    if data.startswith(b"\x89HDF\r\n\x1a\n"):
        return read_keras(data)
    if data.startswith(b"\x08"):  # ir_version, the first field of an ONNX model
        return read_onnx(data)
    raise EngineError(
        f"The file begins with {data[:8]!r}, as no safetensors, npz, PyTorch, ONNX or Keras file "
        "does: it is empty, truncated or of another kind."
    )


def _content(path: str | os.PathLike[str]) -> bytes:
    try:
        file = Path(path)
        if file.is_file() or not file.exists():
            return file.read_bytes()
    except (OSError, TypeError, ValueError) as error:
        raise EngineError(f"source can't be read: {error}.", "source") from error
    # A folder, or a pipe, which may never end.
    raise EngineError(f"source is {str(file)!r}, which is no file.", "source")
