"""The reader of HDF5 finds what h5py has written, and refuses every other form in a sentence."""

import io
import math
from collections.abc import Callable
from typing import Any

import h5py  # type: ignore[import-untyped]
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.engine.importers.places import places
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.hdf5.file import DEEPEST, Hdf5File
from unrolled.engine.importers.tensors import FLOATS

Write = Callable[[Any], None]

parts = st.text(st.characters(codec="ascii", exclude_characters="/.\0"), min_size=1, max_size=30)
# "value" is what a tensor is called, which a group can't be called as well.
paths = st.lists(parts.filter(lambda part: part != "value"), min_size=1, max_size=5).map("/".join)
tensors = st.builds(
    lambda dtype, shape, seed: np.array(np.random.default_rng(seed).normal(size=shape), dtype),
    st.sampled_from(("<f2", "<f4", "<f8", ">f4", ">f8")),
    arrays.array_shapes(min_dims=0, max_dims=4, max_side=9),
    st.integers(0, 9),
)


def written(write: Write, **how: Any) -> bytes:
    """The bytes of a file that h5py writes."""
    file = io.BytesIO()
    with h5py.File(file, "w", **how) as h5:
        write(h5)
    return file.getvalue()


@given(st.dictionaries(paths, tensors, max_size=20), st.dictionaries(paths, parts, max_size=5))
def test_it_finds_every_tensor_and_every_word(
    tensors: dict[str, Any], words: dict[str, str]
) -> None:
    def write(h5: Any) -> None:
        for path, value in tensors.items():
            h5[f"tensors/{path}/value"] = value
        for path, text in words.items():
            h5.require_group(f"words/{path}").attrs["word"] = text

    found = Hdf5File(written(write))
    assert found.words == {f"words/{path}": {"word": text} for path, text in words.items()}
    assert len(found.tensors) == len(tensors)
    for path, value in tensors.items():
        tensor = found.tensors[f"tensors/{path}/value"]
        assert tensor.shape == value.shape
        np.testing.assert_array_equal(tensor.floats(), value.astype(FLOATS[tensor.dtype][1]))


@pytest.mark.parametrize("count", [1, 8, 9, 200, 1000])
def test_it_finds_as_many_as_there_are(count: int) -> None:
    """A group of more than eight is a tree of nodes, and one of hundreds a tree of trees."""

    def write(h5: Any) -> None:
        for i in range(count):
            h5[f"layers/{i}"] = np.float32(i)

    found = Hdf5File(written(write))
    assert {path: float(t.floats()) for path, t in found.tensors.items()} == {
        f"layers/{i}": i for i in range(count)
    }


def test_strings_of_both_kinds_are_words() -> None:
    def write(h5: Any) -> None:
        h5.attrs["variable"] = "größer"
        h5.attrs["long"] = "x" * 200_000
        h5.attrs["fixed"] = np.bytes_(b"abc")
        h5.attrs["number"] = 3
        h5.attrs["list"] = ["a", "b"]
        h5.create_group("a").attrs["name"] = "of a"

    words = Hdf5File(written(write)).words
    assert words[""] == {"variable": "größer", "long": "x" * 200_000, "fixed": "abc"}
    assert words["a"] == {"name": "of a"}


def chunked(h5: Any) -> None:
    h5.create_dataset("x", (2**20, 2**14), "f4", compression="gzip")


def virtual(h5: Any) -> None:
    layout = h5py.VirtualLayout((4,), "f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "x", (4,))
    h5.create_virtual_dataset("x", layout)


def external(h5: Any) -> None:
    h5.create_dataset("x", (4,), "f4", external=[("/etc/passwd", 0, h5py.h5f.UNLIMITED)])


def unwritten(h5: Any) -> None:
    h5.create_dataset("x", (4,), "f4")


def empty(h5: Any) -> None:
    h5.create_dataset("x", (0, 4), "f4")


def integers(h5: Any) -> None:
    h5["x"] = np.arange(4)


@pytest.mark.parametrize("write", [chunked, virtual, external, unwritten, empty, integers])
def test_what_has_no_numbers_of_its_own_is_listed_and_refused(write: Write) -> None:
    tensor = Hdf5File(written(write)).tensors["x"]
    with pytest.raises(EngineError, match=r"x (is compressed|has no numbers|has the type int64)"):
        tensor.read()


def soft(h5: Any) -> None:
    h5["a"] = np.ones(3, "f4")
    h5["x"] = h5py.SoftLink("/a")


def outside(h5: Any) -> None:
    h5["x"] = h5py.ExternalLink("other.h5", "/a")


def not_ascii(h5: Any) -> None:
    """Such a name turns its group into one of the later form."""
    h5["größe"] = np.ones(3, "f4")


def circle(h5: Any) -> None:
    group = h5.create_group("a")
    group["b"] = group


def deep(h5: Any) -> None:
    h5["/".join("x" * (DEEPEST + 2))] = np.ones(1, "f4")


def shared(h5: Any) -> None:
    """One tensor under many names would be read many times over."""
    h5["0"] = np.ones(10_000, "f4")
    for i in range(1, 100):
        h5[str(i)] = h5["0"]


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (soft, "x in the HDF5 file is a link to another place"),
        (outside, "another form"),
        (not_ascii, "another form"),
        (circle, f"more than {DEEPEST} groups deep"),
        (deep, f"more than {DEEPEST} groups deep"),
        (shared, "tensors lie on one another"),
    ],
)
def test_what_leads_elsewhere_is_refused(write: Write, words: str) -> None:
    with pytest.raises(EngineError) as caught:
        Hdf5File(written(write))
    assert words in str(caught.value)


@pytest.mark.parametrize("libver", ["latest", "v108", "v114"])
def test_later_forms_of_the_format_are_refused(libver: str) -> None:
    with pytest.raises(EngineError, match="another form than the one that Keras"):
        Hdf5File(written(unwritten, libver=libver))


def small(h5: Any) -> None:
    h5.attrs["word"] = "text"
    for path in ("layers/lstm/cell/vars/0", "layers/lstm/cell/vars/1", "vars/0"):
        h5[path] = np.ones((2, 3), "f4")
        h5[path].parent.attrs["name"] = "a"


SMALL = written(small)


def test_a_truncated_file_is_refused_wherever_it_ends() -> None:
    for size in places(len(SMALL)):
        with pytest.raises(EngineError):
            Hdf5File(SMALL[:size])


@given(st.data())
def test_damage_is_a_sentence_or_changes_what_is_read(data: st.DataObject) -> None:
    """Words of eight bytes, which addresses and sizes are, come from the file itself too."""
    damaged = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        if data.draw(st.booleans()):
            damaged[at] = data.draw(st.integers(0, 255))
        else:
            word = data.draw(st.integers(0, len(damaged)) | st.integers(0, 2**64 - 1))
            damaged[at & ~7 : (at & ~7) + 8] = word.to_bytes(8, "little")
    try:
        found = Hdf5File(bytes(damaged))
        read = [t.floats() for t in found.tensors.values() if t.dtype in FLOATS]
    except EngineError:
        return
    assert sum(array.nbytes for array in read) <= 4 * len(damaged)
    assert all(math.prod(t.shape) >= 0 for t in found.tensors.values())


@given(st.binary(max_size=300))
def test_any_bytes_behind_the_signature_are_refused(data: bytes) -> None:
    with pytest.raises(EngineError):
        Hdf5File(b"\x89HDF\r\n\x1a\n" + data)
