"""Where a network came from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Where a network came from.

    Attributes:
        format: "safetensors", "npz", "PyTorch", "ONNX" or "Keras".
        name: the network's path in the file; "" at the top level.
        modules: the names of all recurrent networks in the file.
        ignored: the file's tensors that none of them reads.
        assumed: sentences, each on something that the file doesn't tell.
    """

    format: str
    name: str
    modules: tuple[str, ...]
    ignored: tuple[str, ...]
    assumed: tuple[str, ...]
