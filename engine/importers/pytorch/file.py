"""Reads what torch.save wrote, a zip archive or the older plain format, and runs none of it.

Source: https://docs.pytorch.org/docs/stable/notes/serialization.html, and for the older format
torch/serialization.py, _legacy_save
"""

from ...errors import EngineError
from ..archive import Archive
from ..contents import Contents
from ..named.file import find
from ..tensors import LONGEST_NAME, FileTensor, add
from ..wording import shown
from .tensors import KnownNames
from .unpickle import unpickle

DEEPEST = 16  # dicts within dicts

_byte_orders = {b"little": "<", b"big": ">"}
_magic = 0x1950A86A20F9469CFC6C
_version = 1001


def read(data: bytes) -> Contents:
    """Read what a PyTorch file holds.

    Args:
        data: the whole file, of torch.save(state_dict) or of a checkpoint, a dict that has state
            dicts in it.

    Returns:
        Its recurrent networks. A dict's keys are parts of the names: "state_dict.encoder.rnn".

    Raises:
        EngineError: it is truncated or broken, or holds more than tensors, dicts, lists, numbers
            and strings.
    """
    value = _read_zip(data) if data.startswith(b"PK") else _read_older(data)
    tensors: dict[str, FileTensor] = {}
    _collect(value, "", 0, set(), tensors)
    return find("PyTorch", tensors, {}, len(data))


def _read_zip(data: bytes) -> object:
    archive = Archive(data)
    folders = [
        name.removesuffix("data.pkl")
        for name in archive.entries
        if name.endswith("/data.pkl") and name.count("/") == 1
    ]
    if len(folders) != 1:
        raise EngineError(
            f"The archive has {len(folders)} entries data.pkl; expected one, as torch.save writes."
        )
    folder = folders[0]
    if f"{folder}constants.pkl" in archive.entries:
        raise EngineError(
            "The file is a TorchScript program, which is never run here: save the weights alone, "
            "with torch.save(model.state_dict(), path)."
        )
    order = b"little"
    if f"{folder}byteorder" in archive.entries:
        order = bytes(archive.stored(f"{folder}byteorder"))
    if order not in _byte_orders:
        raise EngineError(f"The file's byteorder is {order[:20]!r}; expected little or big.")
    names = KnownNames(_byte_orders[order])
    pickle = bytes(archive.stored(f"{folder}data.pkl"))
    value, _ = unpickle(pickle, 0, names.find, names.persistent)
    for key, storage in names.storages.items():
        entry = f"{folder}data/{key}"
        if entry not in archive.entries:
            raise EngineError(f"{shown(entry)} is missing in the file: copy or save it anew.")
        storage.fill(archive.stored(entry))
    return value


def _read_older(data: bytes) -> object:
    """Five pickles, then each storage: how many numbers it has, and the numbers.

    The numbers are little-endian on every machine.
    """
    names = KnownNames("<")
    at = 0
    values = []
    for _ in range(5):
        value, at = unpickle(data, at, names.find, names.persistent)
        values.append(value)
        if values != [_magic, _version][: len(values)] and len(values) <= 2:
            raise EngineError(
                "The file is a pickle that torch.save didn't write; such files can run code and "
                "are never opened: save the weights with torch.save, safetensors or numpy.savez."
            )
    keys = values[4] if isinstance(values[4], list) else []
    if not all(type(key) is str for key in keys) or sorted(keys) != sorted(names.storages):
        raise EngineError("The file's list of storages isn't that of its tensors: it is broken.")
    view = memoryview(data)
    for key in keys:
        storage = names.storages[key]
        start, end = at + 8, at + 8 + storage.size
        if int.from_bytes(data[at:start], "little") != storage.count:
            raise EngineError(
                f"Storage {shown(key)} at byte {at} doesn't have the {storage.count} numbers that "
                "the file declares: the file is truncated or broken, copy or save it anew."
            )
        storage.fill(view[start:end])
        at = end
    return values[3]


def _collect(
    value: object, path: str, depth: int, seen: set[int], tensors: dict[str, FileTensor]
) -> None:
    """Add every tensor within a value under its path; what is shared is visited once."""
    if isinstance(value, FileTensor):
        add(tensors, path, value)
    elif isinstance(value, dict | list | tuple) and id(value) not in seen:
        seen.add(id(value))
        if depth > DEEPEST or len(path) > LONGEST_NAME:
            raise EngineError(
                f"The file nests deeper than {DEEPEST} dicts, or its keys are longer than "
                f"{LONGEST_NAME} characters at {shown(path)}: save the state_dict alone."
            )
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            if isinstance(inner, FileTensor | dict | list | tuple):
                _collect(inner, f"{path}.{key}" if path else f"{key}", depth + 1, seen, tensors)
