"""The same run in a framework: lines to copy, and the file that they read."""

import numpy as np
from safetensors.numpy import save

from ...engine.frameworks.script import arrays, lines_to_copy
from ..runs.run import Scene


def lines(scene: Scene, framework: str, merge: str) -> str:
    """Lines that read the file that ``tensors`` writes; see ``lines_to_copy``."""
    return lines_to_copy(scene.trace, scene.head, framework, merge)


def tensors(scene: Scene) -> bytes:
    """The arrays that the lines read, as safetensors."""
    read = arrays(scene.trace, scene.head)
    return save({name: np.ascontiguousarray(array) for name, array in read.items()})
