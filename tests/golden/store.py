"""Thousands of small arrays in one file: npz alone would spend more on names than on numbers."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

AnyArray = npt.NDArray[Any]


def save(path: Path, arrays: dict[str, AnyArray]) -> None:
    """Write arrays by name; all numbers of one type lie in one array, one after the other."""
    dtypes = sorted({str(a.dtype) for a in arrays.values()})
    lines = [
        f"{name} {a.dtype} {' '.join(map(str, a.shape))}".rstrip() for name, a in arrays.items()
    ]
    numbers: dict[str, Any] = {
        dtype: np.concatenate([a.ravel() for a in arrays.values() if str(a.dtype) == dtype])
        for dtype in dtypes
    }
    index = np.frombuffer("\n".join(lines).encode(), np.uint8)
    np.savez_compressed(path, index=index, **numbers)


def load(path: Path) -> dict[str, AnyArray]:
    """Read what ``save`` has written."""
    with np.load(path) as file:
        numbers = dict(file)
    read = dict.fromkeys(numbers, 0)
    arrays = {}
    for line in numbers["index"].tobytes().decode().splitlines():
        name, dtype, *sizes = line.split(" ")
        shape = tuple(map(int, sizes))
        start = read[dtype]
        read[dtype] = end = start + int(np.prod(shape))
        arrays[name] = numbers[dtype][start:end].reshape(shape)
    return arrays
