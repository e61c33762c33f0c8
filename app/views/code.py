"""The same run in a framework: lines to copy, and the file that they read."""

import numpy as np
from safetensors.numpy import save

from ...engine.frameworks.script import arrays, lines_to_copy
from ..runs.run import Run


def lines(run: Run, framework: str, merge: str) -> str:
    """Lines that read the file that ``tensors`` writes; see ``lines_to_copy``."""
    return lines_to_copy(run.trace, run.head, framework, merge)


def tensors(run: Run) -> bytes:
    """The arrays that the lines read, as safetensors."""
    read = arrays(run.trace, run.head)
    return save({name: np.ascontiguousarray(array) for name, array in read.items()})
