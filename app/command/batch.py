"""Input files, each of them a row or all of them at once, as the batch that a network reads."""

import io
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ...engine import Network
from ...engine.arrays import Array
from ..errors import ApiError
from ..runs import table
from ..runs.table import count

# What numpy raises on files that are truncated, broken or hold pickled objects.
_broken = (ValueError, EOFError, OSError, RuntimeError, SyntaxError)
_broken_too = (zipfile.BadZipFile, zlib.error, struct.error, tokenize.TokenError)


@dataclass(frozen=True)
class Batch:
    """What a network is run on.

    Attributes:
        x: (T, B, I), or (B, T, I) with ``batch_first``, in the network's dtype.
        lengths: (B,), of the rows; None where the file doesn't tell.
    """

    x: Array
    lengths: npt.NDArray[Any] | None = None


def drawn(steps: int, network: Network, batch_first: bool) -> Batch:
    """Random numbers, those of the API for the same seed; a row, or as many as the file is for."""
    rows = max(1, len(network.lengths or ()), *(h.shape[1] for h in network.initial.values()))
    x = np.random.default_rng(0).standard_normal((steps, rows, network.input_size))
    return _given(x, None, network, batch_first)


def read(paths: Sequence[str], network: Network, batch_first: bool) -> Batch:
    """Read input files.

    Args:
        paths: CSV, a line a step; npy of (T, I); or a single npy or npz of a whole batch, (T, B, I)
            or with ``batch_first`` (B, T, I). An npz holds ``x`` and may hold ``lengths``.
        network: the one that reads it.
        batch_first: whether x has B in front of T.

    Returns:
        The batch; rows of several files are padded, and have lengths.

    Raises:
        ApiError: a file can't be read, or doesn't fit the others.
    """
    files = [_file(path) for path in paths]
    for path, (array, lengths) in zip(paths, files, strict=True):
        if array.ndim == 3 and len(paths) == 1:
            return Batch(_typed(array, network), lengths)
        if array.ndim != 2 or lengths is not None:
            fits = "(T, I)" if len(paths) > 1 else "(T, I), or (T, B, I) for a batch"
            what = "lengths beside a row" if array.ndim == 2 else f"shape {array.shape}"
            raise _bad(path, f"got {what}; x has to be {fits}.")
    rows = [array for array, _ in files]
    for path, row in zip(paths, rows, strict=True):
        if row.shape[1] != rows[0].shape[1]:
            raise _bad(
                path,
                f"a step has {count(row.shape[1], 'number')}, but {rows[0].shape[1]} in "
                f"{paths[0]}; the rows of a batch have the same features.",
            )
    own = np.array([len(row) for row in rows])
    x = np.zeros((own.max(), len(rows), rows[0].shape[1]))
    for b, row in enumerate(rows):
        x[: len(row), b] = row
    return _given(x, own, network, batch_first)


def _given(
    x: Array, lengths: npt.NDArray[Any] | None, network: Network, batch_first: bool
) -> Batch:
    return Batch(_typed(x.swapaxes(0, 1) if batch_first else x, network), lengths)


@np.errstate(over="ignore")  # what is too large becomes infinite, as in the frameworks
def _typed(x: npt.NDArray[Any], network: Network) -> Array:
    return x.astype(network.dtype)


def _file(path: str) -> tuple[npt.NDArray[Any], npt.NDArray[Any] | None]:
    """The numbers of a file, and the lengths that it holds beside them."""
    data = content(path, "input")
    if not data.startswith((b"\x93NUMPY", b"PK")):
        return _csv(path, data), None
    try:
        loaded = np.load(io.BytesIO(data), allow_pickle=False)
        named = {"x": loaded} if isinstance(loaded, np.ndarray) else dict(loaded)
    except (*_broken, *_broken_too) as error:
        raise _bad(path, f"it is no npy or npz file of plain numbers ({error}).") from None
    if "x" not in named or not named.keys() <= {"x", "lengths"}:
        listed = ", ".join(named) or "nothing"
        raise _bad(path, f"it holds {listed[:100]}; expected x, and lengths where it is padded.")
    if named["x"].dtype.kind not in "fiub":
        raise _bad(path, f"x holds {named['x'].dtype}; it has to hold numbers.")
    return named["x"], named.get("lengths")


def _csv(path: str, data: bytes) -> Array:
    try:
        return table.read(data.decode()).rows
    except UnicodeDecodeError:
        raise _bad(path, "it is no CSV in UTF-8, and no npy or npz file.") from None
    except ApiError as error:
        raise _bad(path, str(error)) from None


def content(path: str, field: str) -> bytes:
    """All bytes of a file; an ApiError about the field where it can't be read."""
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ApiError("bad_file", f"{path} can't be read: {reason.lower()}.", field) from None


def _bad(path: str, message: str) -> ApiError:
    return ApiError("bad_value", f"{path}: {message}", "input")
