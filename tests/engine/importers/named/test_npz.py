"""npz as numpy writes them, and archives that declare what isn't there."""

import io
import pickle
import struct
import zipfile
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_strategies

from tests.engine.importers.places import places
from tests.golden.store import AnyArray
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.named.file import read_npz
from unrolled.engine.importers.read import load

RNN = {"weight_ih_l0": np.full((2, 3), 0.5, "f4"), "weight_hh_l0": np.full((2, 2), -2, "f4")}


def saved(arrays: dict[str, AnyArray], compressed: bool = False) -> bytes:
    file = io.BytesIO()
    write: Any = np.savez_compressed if compressed else np.savez
    write(file, **arrays)
    return file.getvalue()


def npy(array: AnyArray) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def header(text: str, version: bytes = b"\1\0") -> bytes:
    size = "<H" if version == b"\1\0" else "<I"
    return b"\x93NUMPY" + version + struct.pack(size, len(text)) + text.encode()


def zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return file.getvalue()


def rnn(**changed: bytes) -> dict[str, bytes]:
    entries = {name: npy(array) for name, array in RNN.items()} | changed
    return {f"{name}.npy": data for name, data in entries.items()}


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("dtype", ["<f2", "<f4", "<f8", ">f2", ">f4", ">f8"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_numbers_are_those_that_numpy_wrote(dtype: str, compressed: bool, order: Any) -> None:
    rng = np.random.default_rng(0)
    stored = {
        "rnn.weight_ih_l0": np.array(rng.normal(size=(4, 3)), dtype, order=order),
        "rnn.weight_hh_l0": np.array(rng.normal(size=(4, 4)), dtype, order=order),
    }
    net = load(saved(stored, compressed))
    for name, value in net.state_dict().items():
        computed = "float64" if dtype.endswith("8") else "float32"
        np.testing.assert_array_equal(value, stored[f"rnn.{name}"].astype(computed), strict=True)


def test_pickled_objects_are_refused_and_not_unpickled() -> None:
    objects = np.array([{"a": 1}, None], dtype=object)
    with pytest.raises(EngineError, match="note holds pickled Python objects"):
        load(saved(RNN | {"note": objects}))
    with pytest.raises(EngineError, match="weight_ih_l0 holds pickled Python objects"):
        load(saved(RNN | {"weight_ih_l0": objects}))


F4 = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
BROKEN: dict[str, tuple[bytes, str]] = {
    "no npy": (b"numbers", "no npy array"),
    "nothing": (b"", "no npy array"),
    "the mark alone": (b"\x93NUMPY\1", "no npy array"),
    "version 3": (header(F4, b"\3\0") + bytes(24), "version 1 or 2"),
    "a header past the end": (b"\x93NUMPY\1\0\xff\xff{", "header that no plain array has"),
    "a header past its limit": (header(F4 + " " * 20_000) + bytes(24), "no plain array"),
    "no dict": (header("[]"), "no plain array"),
    "a record of objects": (npy(np.zeros((2, 3), "f4,O")), "pickled Python objects"),
    "a call": (header("{'descr': __import__('os'), 'fortran_order': False, 'shape': ()}"), "plain"),
    "a record": (npy(np.zeros((2, 3), "f4,i4")), "is records of fields; expected"),
    "a pickle": (pickle.dumps({}), "no npy array"),
    "a negative size": (header(F4.replace("2", "-2")), "no plain array"),
    "a size past any": (header(F4.replace("2", "9" * 19)), "no array has"),
    "a size of a million digits": (header(F4.replace("2", "9" * 5000)), "no plain array"),
    "a thousand axes": (header(F4.replace("2", "2, " * 999 + "2")), "no array has"),
    "terabytes": (header(F4.replace("2", "2000000000000")), "expected (2, 3)"),
    "too few bytes": (header(F4) + bytes(23), "expected 93: copy"),
    "too many bytes": (header(F4) + bytes(25), "expected 93: copy"),
    "truths": (npy(np.zeros((2, 3), "?")), "weight_ih_l0 is bool; expected float16"),
    "integers": (npy(np.zeros((2, 3), "i8")), "weight_ih_l0 is int64; expected float16"),
    "text": (npy(np.zeros((2, 3), "U2")), "weight_ih_l0 is <U2; expected float16"),
    "long doubles": (npy(np.zeros((2, 3), "longdouble")), "expected float16, bfloat16"),
}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("what", BROKEN)
def test_an_entry_is_held_to_what_is_there(what: str, method: int) -> None:
    data, sentence = BROKEN[what]
    with pytest.raises(EngineError) as refusal:
        load(zipped(rnn(weight_ih_l0=data), method))
    assert sentence in str(refusal.value)


def test_headers_of_version_2_are_read() -> None:
    assert load(zipped(rnn(weight_ih_l0=header(F4, b"\2\0") + bytes(24)))).input_size == 3


@pytest.mark.parametrize("note", [b"[]", b'{"a": 1}', b"{", b"[" * 9000])
def test_metadata_that_save_does_not_write_is_refused(note: bytes) -> None:
    with pytest.raises(EngineError, match="__metadata__"):
        load(saved(RNN | {"__metadata__": np.array(note.decode())}))


def test_metadata_that_is_no_string_is_refused() -> None:
    for note in (np.zeros(3), np.array(["{}"]), np.array(b"{}"), np.array("{}" + " " * 1_000_000)):
        with pytest.raises(EngineError, match="__metadata__"):
            load(saved(RNN | {"__metadata__": note}))


@pytest.mark.parametrize(
    "unread", [np.zeros(2, [("Output", "<i4"), ("b", [("c", "<f4", (2,))])]), np.array("hi")]
)
def test_arrays_that_no_network_reads_are_listed_whatever_they_hold(unread: AnyArray) -> None:
    origin = load(saved(RNN | {"other": unread})).origin
    assert origin is not None
    assert origin.ignored == ("other",)


def test_anything_but_arrays_is_refused() -> None:
    with pytest.raises(EngineError, match=r"notes\.txt is in the npz file"):
        load(zipped({**rnn(), "notes.txt": b"hello"}))


def test_a_cut_file_is_refused_wherever_it_is_cut() -> None:
    data = saved(RNN, compressed=True)
    for end in places(len(data)):
        with pytest.raises(EngineError):
            load(data[:end])


def test_a_changed_byte_is_noticed_by_the_check_sum() -> None:
    data = saved(RNN)
    at = data.index(RNN["weight_hh_l0"].tobytes())
    with pytest.raises(EngineError, match=r"weight_hh_l0\.npy is damaged"):
        load(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


@given(
    st.dictionaries(
        st.text("abcäπ./_ 0", min_size=1, max_size=6).filter(lambda name: name != "file"),
        numpy_strategies.arrays(
            st.sampled_from(["f2", "<f4", ">f8", "i4", "bool", "c8", "U3", "S2", "M8[s]"]),
            numpy_strategies.array_shapes(min_dims=0, min_side=0),
            fill=st.nothing(),
            elements=None,
        ),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
)
def test_every_file_of_numpy_is_read(arrays: dict[str, AnyArray], compressed: bool) -> None:
    contents = read_npz(saved(arrays, compressed))
    assert set(contents.keys) == set(arrays)
