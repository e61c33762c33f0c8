"""safetensors as the library writes them, and headers that declare what isn't there."""

import json
import struct
from typing import Any

import numpy as np
import pytest
import safetensors
import safetensors.numpy
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.importers.places import places
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.named.file import read_safetensors
from unrolled.engine.importers.read import load

RNN = {"weight_ih_l0": np.full((2, 3), 0.5, "f4"), "weight_hh_l0": np.full((2, 2), -2, "f4")}


def built(header: object, buffer: bytes) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + buffer


def entry(shape: list[Any], begin: Any, end: Any, dtype: Any = "F32") -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def rnn(**changed: Any) -> dict[str, Any]:
    return {"weight_ih_l0": entry([1, 1], 0, 4), "weight_hh_l0": entry([1, 1], 4, 8)} | changed


FINE = built(rnn(), bytes(8))
BROKEN: dict[str, tuple[bytes, str]] = {
    "a header past the end": (struct.pack("<Q", 2**62) + b"{}", "header of 4611686018427387904"),
    "a cut header": (struct.pack("<Q", 100) + b"{}", "declares a header of 100 bytes"),
    "a header past its limit": (struct.pack("<Q", 2**21 + 8) + b"{" + bytes(2**22), "at most"),
    "no JSON": (built(b"{nothing", b""), "no JSON"),
    "no text": (built(b'{"\xff', b""), "no JSON"),
    "deep JSON": (built(b'{"a":' + b"[" * 10**6, b""), "no JSON"),
    "a number of a million digits": (built(b'{"a":' + b"1" * 10**6 + b"}", b""), "no JSON"),
    "a name twice": (built(b'{"a":{},"a":{}}', b""), "twice"),
    "half a surrogate pair": (
        built(b'{"\\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', bytes(4)),
        "valid Unicode",
    ),
    "an entry of another kind": (built(rnn(a=1), bytes(8)), "a is declared wrongly"),
    "an entry without a shape": (built(rnn(a={"dtype": "F32"}), bytes(8)), "a is declared wrongly"),
    "a negative size": (built(rnn(a=entry([-1], 8, 12)), bytes(12)), "a is declared wrongly"),
    "a size past any": (built(rnn(a=entry([2**70], 8, 12)), bytes(12)), "a is declared wrongly"),
    "a size that is true": (built(rnn(a=entry([True], 8, 12)), bytes(12)), "a is declared wrongly"),
    "a size with a point": (built(rnn(a=entry([1.0], 8, 12)), bytes(12)), "a is declared wrongly"),
    "three offsets": (
        built(rnn(a={"dtype": "F32", "shape": [1], "data_offsets": [8, 9, 12]}), bytes(12)),
        "a is declared wrongly",
    ),
    "a negative offset": (built(rnn(a=entry([1], -4, 0)), bytes(8)), "a is declared wrongly"),
    "a shape that doesn't fit": (built(rnn(a=entry([2], 8, 12)), bytes(12)), "a has 4 bytes"),
    "a shape of terabytes": (
        built(rnn(a=entry([2**40, 2**20], 8, 12)), bytes(12)),
        "a has 4 bytes in the file; expected 4611686018427387904",
    ),
    "a thousand axes": (built(rnn(a=entry([2**60] * 1000, 8, 12)), bytes(12)), "no array has"),
    "an overlap": (built(rnn(a=entry([1], 4, 8)), bytes(8)), "expected it to begin at 8"),
    "a gap": (built(rnn(a=entry([1], 12, 16)), bytes(16)), "expected it to begin at 8"),
    "an end before its start": (built(rnn(a=entry([0], 8, 4, "I64")), bytes(8)), "at bytes 8 to 4"),
    "too few bytes": (built(rnn(), bytes(7)), "has 7 bytes of tensors and declares 8"),
    "too many bytes": (built(rnn(), bytes(9)), "has 9 bytes of tensors and declares 8"),
    "metadata that is a list": (built(rnn(__metadata__=[]), bytes(8)), "__metadata__"),
    "metadata of numbers": (built(rnn(__metadata__={"a": 1}), bytes(8)), "__metadata__"),
    "a long name": (built(rnn(**{"a" * 1001: entry([], 8, 12)}), bytes(12)), "1001 characters"),
    "too many tensors": (
        built({f"{i}": entry([0], 0, 0) for i in range(10_001)}, b""),
        "more than 10000 tensors",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_header_is_held_to_what_is_there(what: str) -> None:
    data, sentence = BROKEN[what]
    with pytest.raises(EngineError) as refusal:
        load(data)
    assert sentence in str(refusal.value)


def test_what_the_headers_are_made_of_is_fine_by_itself() -> None:
    assert load(FINE).cell == "rnn"


def test_a_cut_file_is_refused_wherever_it_is_cut() -> None:
    for end in places(len(FINE)):
        with pytest.raises(EngineError):
            load(FINE[:end])


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_numbers_are_those_that_the_library_wrote(dtype: str) -> None:
    stored = {f"a.{name}": value.astype(dtype) for name, value in RNN.items()}
    got = load(safetensors.numpy.save(stored)).state_dict()
    for name, value in got.items():
        computed = "float64" if dtype == "float64" else "float32"
        np.testing.assert_array_equal(value, stored[f"a.{name}"].astype(computed), strict=True)


def test_bfloat16_is_the_upper_half_of_a_float32() -> None:
    # 1.0, -2.5, the largest one, the smallest one: sign, 8 bits of exponent, 7 of fraction.
    bits = struct.pack("<4H", 0x3F80, 0xC020, 0x7F7F, 0x0001)
    header = {
        "weight_ih_l0": entry([2, 1], 0, 4, "BF16"),
        "weight_hh_l0": entry([2, 2], 4, 12, "BF16"),
    }
    got = load(built(header, bits[:4] + bits)).state_dict()["weight_hh_l0"]
    largest, smallest = (2 - 2.0**-7) * 2.0**127, 2.0**-133
    np.testing.assert_array_equal(
        got, np.array([[1, -2.5], [largest, smallest]], "f4"), strict=True
    )


names = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
arrays = st.builds(
    lambda shape, dtype: np.zeros(shape, dtype),
    st.lists(st.integers(0, 3), max_size=3),
    st.sampled_from(["f2", "f4", "f8", "i8", "u1", "bool"]),
)


@given(st.dictionaries(names.filter(lambda name: name != "__metadata__"), arrays))
def test_every_file_of_the_library_is_read(tensors: dict[str, Any]) -> None:
    contents = read_safetensors(safetensors.numpy.save(tensors))
    assert set(contents.keys) == set(tensors)


@given(st.integers(0, len(FINE) - 1), st.integers(1, 255))
def test_what_the_library_refuses_is_refused(at: int, flipped: int) -> None:
    data = FINE[:at] + bytes([FINE[at] ^ flipped]) + FINE[at + 1 :]
    try:
        keys = set(safetensors.numpy.load(data))
    except safetensors.SafetensorError:
        with pytest.raises(EngineError):
            read_safetensors(data).load()
    else:
        assert set(read_safetensors(data).keys) == keys
