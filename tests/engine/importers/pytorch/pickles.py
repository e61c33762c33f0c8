"""Writes pickles instruction by instruction, also those that no pickler would write."""

import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO

MAGIC = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."


def text(value: str) -> bytes:
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def whole(value: int) -> bytes:
    size = (value.bit_length() + 8) // 8
    return b"\x8a" + bytes([size]) + value.to_bytes(size, "little", signed=True)


def name(module: str, attribute: str) -> bytes:
    return b"c" + f"{module}\n{attribute}\n".encode()


def items(*parts: bytes) -> bytes:
    """A tuple."""
    return b"(" + b"".join(parts) + b"t"


def call(function: bytes, *args: bytes) -> bytes:
    return function + items(*args) + b"R"


def storage(key: str, kind: str, count: int) -> bytes:
    parts = text("storage"), name("torch", kind), text(key), text("cpu"), whole(count)
    return items(*parts) + b"Q"


def tensor(
    stored: bytes, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *more: bytes
) -> bytes:
    return call(
        name("torch._utils", "_rebuild_tensor_v2"),
        stored,
        whole(offset),
        items(*map(whole, shape)),
        items(*map(whole, strides)),
        b"\x89",
        call(name("collections", "OrderedDict")),
        *more,
    )


def named(entries: Mapping[str, bytes]) -> bytes:
    """A dict."""
    return b"}(" + b"".join(text(key) + value for key, value in entries.items()) + b"u"


def rnn(**other: bytes) -> dict[str, bytes]:
    """The entries of an RNN of one unit and one input, all from storage 0."""
    one = tensor(storage("0", "FloatStorage", 4), 0, (1, 1), (1, 1))
    return {"weight_ih_l0": one, "weight_hh_l0": one, **other}


def archive(pickle: bytes, storages: Mapping[str, bytes] | None = None) -> bytes:
    """A file as torch.save writes it: the pickle, without its header, and the storages."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as entries:
        entries.writestr("archive/data.pkl", b"\x80\x02" + pickle + b".")
        entries.writestr("archive/byteorder", "little")
        for key, data in (storages if storages is not None else {"0": bytes(16)}).items():
            entries.writestr(f"archive/data/{key}", data)
        entries.writestr("archive/version", "3\n")
    return file.getvalue()


def older(pickle: bytes, keys: bytes, storages: bytes) -> bytes:
    """A file as torch.save wrote it before there were archives."""
    head = MAGIC + b"\x80\x02M\xe9\x03.\x80\x02}."
    return head + b"\x80\x02" + pickle + b".\x80\x02" + keys + b"." + storages
