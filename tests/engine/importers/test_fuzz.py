"""Whatever the bytes, an importer answers with a network or one sentence, in bounded memory."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import example, given
from hypothesis import strategies as st

from tests.engine.importers.expected import FILES
from tests.engine.importers.places import places
from tests.engine.importers.pytorch.pickles import (
    archive,
    named,
    older,
    rnn,
    storage,
    tensor,
    text,
    whole,
)
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.archive import MOST_ENTRIES
from unrolled.engine.importers.named.safetensors import LONGEST_HEADER
from unrolled.engine.importers.pytorch.unpickle import MOST_STEPS
from unrolled.engine.importers.read import load
from unrolled.engine.network.network import Network

TIMES, SPARE = 8, 2**27  # of a file's size, and bytes beside: what engine.importers promises


def as_npz(compressed: bool) -> bytes:
    file = io.BytesIO()
    write = np.savez_compressed if compressed else np.savez
    write(file, **Network("gru", 2, 3).state_dict())  # type: ignore[arg-type]
    return file.getvalue()


SEEDS = {
    "safetensors": safetensors.numpy.save(Network("lstm", 2, 3).state_dict()),
    "npz": as_npz(False),
    "compressed npz": as_npz(True),
    "PyTorch": (FILES / "views.pt").read_bytes(),
    "PyTorch, older": (FILES / "older-views.pt").read_bytes(),
    "a checkpoint": (FILES / "tagger-checkpoint.pt").read_bytes(),
}
# What a sniffer looks at: a format's own beginning brings random bytes to its reader.
STARTS = [b"", b"PK\3\4", b"\x80\x02", struct.pack("<Q", 40) + b'{"', SEEDS["PyTorch, older"][:60]]


def answers(data: bytes) -> None:
    """Loads every network of a file; anything but an EngineError is a failure."""
    try:
        net = load(data)
    except EngineError as error:
        assert str(error).endswith(".")  # noqa: PT017
    else:
        net.run(np.zeros((1, 1, net.input_size), net.dtype))


@given(st.sampled_from(STARTS), st.binary(max_size=300))
@example(b"", b"")
def test_random_bytes_are_refused_in_one_sentence(start: bytes, rest: bytes) -> None:
    answers(start + rest)


@given(st.sampled_from(sorted(SEEDS)), st.data())
def test_a_changed_file_opens_or_is_refused_in_one_sentence(kind: str, data: st.DataObject) -> None:
    changed = bytearray(SEEDS[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(changed) - 1))
        size = data.draw(st.integers(0, 8))
        changed[at : at + size] = data.draw(st.binary(max_size=8))
    answers(bytes(changed))


@given(st.lists(st.integers(0, 255), max_size=60), st.binary(max_size=20))
def test_a_random_pickle_is_refused_in_one_sentence(codes: list[int], tail: bytes) -> None:
    """Instructions of the machine at random, on a stack that has something of every kind."""
    known = b"(NKMJG)]}aesutqrhjcRbQX\x8c\x85\x86\x87\x88\x89\x8a\x93\x94\x95\x80"
    program = bytes(known[code % len(known)] for code in codes)
    start = b"".join([named(rnn()), b"]", text("a"), whole(7), storage("0", "FloatStorage", 4)])
    answers(archive(start + program + tail))
    answers(older(start + program + tail, b"](" + text("0") + b"e", bytes(24)))


@pytest.mark.parametrize("kind", ["PyTorch", "PyTorch, older", "safetensors", "npz"])
def test_every_single_bit_may_be_wrong(kind: str) -> None:
    seed = SEEDS[kind]
    for at in places(len(seed)):
        for bit in (1, 8, 128):
            answers(seed[:at] + bytes([seed[at] ^ bit]) + seed[at + 1 :])


def peak(data: bytes) -> int:
    """The most memory that answering takes, in bytes."""
    tracemalloc.start()
    try:
        answers(data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def weights(H: int, dtype: str) -> dict[str, np.typing.NDArray[np.float64]]:
    rng = np.random.default_rng(0)
    shapes = {"weight_ih_l0": (4 * H, 1), "weight_hh_l0": (4 * H, H)}
    return {name: rng.normal(size=shape).astype(dtype) for name, shape in shapes.items()}


def zeros(H: int) -> dict[str, np.typing.NDArray[np.float64]]:
    return {"weight_ih_l0": np.zeros((4 * H, 1)), "weight_hh_l0": np.zeros((4 * H, H))}


def zipped(arrays: dict[str, np.typing.NDArray[Any]]) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def shared(count: int) -> bytes:
    """Many layers that all read one storage."""
    H = 500
    one = tensor(storage("0", "FloatStorage", H * H), 0, (H, H), (H, 1))
    entries = {f"weight_{kind}_l{n}": b"h\0" for kind in ("ih", "hh") for n in range(count)}
    pickled = one + b"q\0" + named(entries)
    return archive(pickled, {"0": bytes(4 * H * H)})


def names_only() -> bytes:
    """A directory with the longest names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as entries:
        for i in range(MOST_ENTRIES // TENTH):
            entries.writestr(f"{i:04}{'é' * 400}.npy", b"")
    return file.getvalue()


def test_a_storage_may_be_shared_but_not_to_fill_the_memory() -> None:
    assert load(shared(9)).num_layers == 9
    with pytest.raises(
        EngineError, match=r"tensors come to 24000000 bytes, but the file has 1\d{6};"
    ):
        load(shared(12))


LARGE: dict[str, Callable[[], bytes]] = {
    "float16": lambda: safetensors.numpy.save(weights(1200, "float16")),
    "float64": lambda: safetensors.numpy.save(weights(800, "float64")),
    "compressed": lambda: zipped(weights(1200, "float16")),
    "zeros": lambda: zipped(zeros(700)),
    "more zeros": lambda: zipped(zeros(2100)),
    "metadata of zeros": lambda: zipped({"__metadata__": np.zeros(2**25, "U1")}),
    "more shared storages": lambda: shared(900),
    "wide text": lambda: archive(text("a" * 10**7 + "😀")),
}
# A tenth of what a format's limits allow of small things may take a tenth of the spare memory: to
# trace a million of them would take a minute.
TENTH = 10
STEPS, HEADER = MOST_STEPS // TENTH, LONGEST_HEADER // TENTH
MANY: dict[str, Callable[[], bytes]] = {
    "empty dicts": lambda: archive(b"}" * STEPS),
    "dicts in a memo": lambda: archive(
        b"".join(b"}r" + struct.pack("<I", i) for i in range(STEPS // 2))
    ),
    "keys": lambda: archive(
        b"}(" + b"".join(text(str(i)) + b"N" for i in range(STEPS // 2)) + b"u"
    ),
    "JSON": lambda: (
        struct.pack("<Q", HEADER)
        + (b'{"a":[' + b"[]," * ((HEADER - 10) // 3) + b"[]]}").ljust(HEADER)
    ),
    "names": names_only,
}


@pytest.mark.parametrize("what", LARGE)
def test_memory_is_bounded_by_the_size_of_the_file(what: str) -> None:
    data = LARGE[what]()
    assert peak(data) <= TIMES * len(data) + SPARE


@pytest.mark.parametrize("what", MANY)
def test_memory_is_bounded_where_a_file_has_many_small_things(what: str) -> None:
    data = MANY[what]()
    assert peak(data) <= TIMES * len(data) + SPARE // TENTH
