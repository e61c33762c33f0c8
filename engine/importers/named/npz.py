"""npz: a zip of npy arrays. Pickled objects are refused, and nothing is allocated on trust.

Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
"""

import json
import math
import re
from collections.abc import Mapping
from functools import partial
from io import BytesIO

import numpy as np

from ...arrays import NamedArrays
from ...errors import EngineError
from ..archive import Archive
from ..tensors import FileTensor, Raw, add
from ..wording import shown

METADATA = "__metadata__"
"""The entry, one string, in which ``Network.save`` notes as JSON what the tensors don't tell."""

_LONGEST_HEADER = 10_000  # as numpy reads
_LONGEST_TEXT = 1_000_000  # lengths may be many

_names = {
    np.dtype(code).str[1:]: np.dtype(code).name
    for code in "?" + np.typecodes["AllInteger"] + np.typecodes["AllFloat"]
}
_header = re.compile(
    r"\{\s*'descr': *(?:'(?P<descr>[^']+)'|(?P<fields>\[.*\])), *"
    r"'fortran_order': *(?P<fortran>True|False), *"
    r"'shape': *\((?P<shape>(?:[0-9]{1,19}(?:, *|(?=\))))*)\),? *\}\s*"
)


def read(data: bytes) -> tuple[dict[str, FileTensor], dict[str, str]]:
    """Read what an npz file holds.

    Args:
        data: the whole file.

    Returns:
        Its tensors by name, and its words.

    Raises:
        EngineError: it is truncated or broken, or holds pickled objects.
    """
    archive = Archive(data)
    tensors: dict[str, FileTensor] = {}
    about: dict[str, str] = {}
    for name in archive.entries:
        if not name.endswith(".npy"):
            raise EngineError(f"{shown(name)} is in the npz file; expected .npy entries only.")
        key = name.removesuffix(".npy")
        if key == METADATA:
            about = _metadata(archive, name)
        else:
            add(tensors, key, _tensor(archive, name))
    return tensors, about


def write(tensors: NamedArrays, words: Mapping[str, str]) -> bytes:
    """The npz file of these tensors and words."""
    file = BytesIO()
    np.savez(file, **tensors, **{METADATA: np.array(json.dumps(words))})  # type: ignore[arg-type]
    return file.getvalue()


def _tensor(archive: Archive, name: str) -> FileTensor:
    descr, shape, fortran, start = _read_header(archive, name)
    key = shown(name.removesuffix(".npy"))
    if "O" in descr:
        raise EngineError(
            f"{key} holds pickled Python objects, which could run code; expected numbers only."
        )
    dtype = _names.get(descr.lstrip("<>=|"), descr)
    return FileTensor(dtype, shape, partial(_numbers, archive, name, start, descr, shape, fortran))


def _numbers(
    archive: Archive, name: str, start: int, descr: str, shape: tuple[int, ...], fortran: bool
) -> Raw:
    dtype = np.dtype(descr)
    size = start + math.prod(shape) * dtype.itemsize
    data = archive.unpacked(name, size + 1)
    if len(data) != size:
        raise EngineError(
            f"{shown(name)} doesn't have the bytes of shape {shape} and type {descr}; "
            f"expected {size}: copy or save it anew."
        )
    return np.frombuffer(data, dtype, offset=start).reshape(shape, order="F" if fortran else "C")


def _read_header(archive: Archive, name: str) -> tuple[str, tuple[int, ...], bool, int]:
    """The type, shape, whether columns come first, and where the numbers start."""
    data = archive.unpacked(name, _LONGEST_HEADER + 12)
    start = {1: 10, 2: 12}.get(data[6] if len(data) > 6 else 0, 0)
    if not data.startswith(b"\x93NUMPY") or not start <= len(data) or not start:
        raise EngineError(f"{shown(name)} is no npy array of version 1 or 2: save it with numpy.")
    end = start + int.from_bytes(data[8:start], "little")
    match = _header.fullmatch(data[start:end].decode("latin-1"))
    if not match or end > len(data):
        raise EngineError(
            f"{shown(name)} has a header that no plain array has; expected numbers of one type."
        )
    shape = tuple(int(size) for size in match["shape"].replace(" ", "").split(",") if size)
    # Records hold Python objects where a field of theirs is one; their numbers are never read.
    records = "|O" if "'|O'" in (match["fields"] or "") else "records of fields"
    return match["descr"] or records, shape, match["fortran"] == "True", end


def _metadata(archive: Archive, name: str) -> dict[str, str]:
    descr, shape, _, start = _read_header(archive, name)
    kind, length = descr[:2], descr[2:]
    if kind == "<U" and length.isdecimal() and int(length) <= _LONGEST_TEXT and shape == ():
        text = str(_numbers(archive, name, start, descr, shape, False)[()])
        try:
            about = json.loads(text)
        except (ValueError, RecursionError):
            about = None
        if isinstance(about, dict) and all(isinstance(value, str) for value in about.values()):
            return about
    raise EngineError(f"{METADATA} in the npz file is no JSON object of strings.")
