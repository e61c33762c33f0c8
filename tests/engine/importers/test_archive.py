"""Zip archives that are built to unpack to more than they are, or to say two things at once."""

import io
import struct
import zipfile
import zlib

import pytest

from tests.engine.importers.expected import FILES
from tests.engine.importers.pytorch.pickles import archive, named, rnn
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.archive import MOST_ENTRIES, Archive
from unrolled.engine.importers.read import load


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as opened:
        for name, data in entries:
            opened.writestr(name, data)
    return file.getvalue()


def npy(shape: tuple[int, ...], data: bytes) -> bytes:
    text = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}".encode()
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(text)) + text + data


def test_a_bomb_of_zeros_is_refused_before_it_is_unpacked() -> None:
    H = 2500
    entries = [(f"weight_{kind}_l0.npy", npy((H, H), bytes(4 * H * H))) for kind in ("ih", "hh")]
    data = zipped(*entries, method=zipfile.ZIP_DEFLATED)
    assert len(data) < 10**6
    with pytest.raises(EngineError, match="tensors come to 50000000 bytes, but the file has"):
        load(data)


def test_a_bomb_in_a_header_is_refused_before_it_is_unpacked() -> None:
    text = b"\x93NUMPY\2\0" + struct.pack("<I", 10**7) + b" " * 10**7
    data = zipped(("weight_ih_l0.npy", text), method=zipfile.ZIP_DEFLATED)
    with pytest.raises(EngineError, match="header that no plain array has"):
        load(data)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_unpack_without_a_limit_are_refused(method: int) -> None:
    with pytest.raises(EngineError, match="expected deflate or none"):
        load(zipped(("weight_ih_l0.npy", npy((1, 1), bytes(4))), method=method))


def test_a_compressed_file_of_pytorch_is_refused() -> None:
    data = zipped(("archive/data.pkl", b"\x80\x02}."), method=zipfile.ZIP_DEFLATED)
    with pytest.raises(EngineError, match=r"archive/data\.pkl is compressed"):
        load(data)


def test_an_entry_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("a/data.pkl", b"\x80\x02}."), ("a/data.pkl", b"\x80\x02]."))
    with pytest.raises(EngineError, match=r"has a/data\.pkl twice"):
        load(data)


def test_two_pickles_are_refused() -> None:
    with pytest.raises(EngineError, match=r"2 entries data\.pkl; expected one"):
        load(zipped(("a/data.pkl", b"\x80\x02}."), ("b/data.pkl", b"\x80\x02].")))


def test_a_directory_that_lists_the_same_bytes_again_and_again_is_refused() -> None:
    data = zipped(("0.npy", npy((100,), bytes(400))))
    at = data.index(b"PK\1\2")
    entry, end = data[at : at + 46 + 5], bytearray(data[at + 51 :])
    entries = b"".join(entry[:46] + b"%d.npy" % i for i in range(10))
    struct.pack_into("<HHI", end, 8, 10, 10, len(entries))
    with pytest.raises(EngineError, match="entries overlap"):
        load(data[:at] + entries + end)


def test_a_directory_of_too_many_entries_is_refused() -> None:
    data = zipped(*((f"{i}.npy", b"") for i in range(MOST_ENTRIES + 1)))
    with pytest.raises(EngineError, match="more than 10000 entries"):
        load(data)


def test_an_encrypted_entry_is_refused() -> None:
    for name, data in (("a.npy", npy((1,), bytes(4))), ("a/data.pkl", b"\x80\x02}.")):
        whole = bytearray(zipped((name, data)))
        whole[6] |= 1
        whole[whole.index(b"PK\1\2") + 8] |= 1
        with pytest.raises(EngineError):
            load(bytes(whole))


def test_a_changed_byte_in_a_file_of_pytorch_is_noticed() -> None:
    data = (FILES / "lstm.pt").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        numbers = opened.read("lstm/data/3")
    at = data.index(numbers)
    with pytest.raises(EngineError, match="lstm/data/3 is damaged"):
        load(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


@pytest.mark.parametrize(("field", "size"), [(20, 0), (20, 5), (24, 5), (24, 400)])
def test_an_entry_that_says_two_sizes_is_refused(field: int, size: int) -> None:
    data = bytearray(zipped(("a/data.pkl", b"\x80\x02}.")))
    struct.pack_into("<I", data, data.index(b"PK\1\2") + field, size)
    with pytest.raises(EngineError, match=r"a/data\.pkl is damaged|zip archive|overlap"):
        load(bytes(data))


@pytest.mark.parametrize("offset", [1, 30, 2**31])
def test_an_entry_that_lies_elsewhere_is_refused(offset: int) -> None:
    data = bytearray(zipped(("a/data.pkl", b"\x80\x02}.")))
    struct.pack_into("<I", data, data.index(b"PK\1\2") + 42, offset)
    with pytest.raises(EngineError):
        load(bytes(data))


@pytest.mark.parametrize("offset", [0, 1000, 2**31, -1])
def test_a_directory_that_lies_elsewhere_is_refused(offset: int) -> None:
    data = bytearray(archive(named(rnn())))
    assert load(bytes(data)).cell == "rnn"
    if offset < 0:  # the entries' places become negative, and count from the end
        offset = len(data) + data.index(b"PK\1\2")
    struct.pack_into("<I", data, data.index(b"PK\5\6") + 16, offset)
    with pytest.raises(EngineError):
        load(bytes(data))


def test_an_entry_without_its_own_header_is_refused() -> None:
    data = zipped(("a", b"content"))
    with pytest.raises(EngineError, match="a is damaged"):
        Archive(data.replace(b"PK\3\4", b"PK\0\0")).stored("a")


def test_stored_bytes_are_the_files_own() -> None:
    content = b"some bytes"
    entries = Archive(zipped(("a", content)))
    assert entries.stored("a") == content
    assert entries.unpacked("a", 4) == b"some"
    assert entries.entries["a"].CRC == zlib.crc32(content)
