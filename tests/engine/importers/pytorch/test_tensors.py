"""Tensors in a PyTorch file lie within their storages, and those within the file."""

import struct

import pytest

from tests.engine.importers.pytorch.pickles import (
    archive,
    items,
    name,
    named,
    rnn,
    storage,
    tensor,
    text,
    whole,
)
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.read import load, read

PERSISTENT_IDS = {
    "None": b"N",
    "a number": whole(1),
    "a string": text("storage"),
    "a list": b"]",
    "a short tuple": items(text("storage")),
    "a module": items(text("module"), name("collections", "OrderedDict"), text("a"), text("b")),
    "a string for a kind": items(
        text("storage"), text("FloatStorage"), text("0"), text("cpu"), whole(4)
    ),
    "a function for a kind": items(
        text("storage"), name("collections", "OrderedDict"), text("0"), text("cpu"), whole(4)
    ),
    "a number for a key": items(
        text("storage"), name("torch", "FloatStorage"), whole(0), text("cpu"), whole(4)
    ),
    "a string for a size": items(
        text("storage"), name("torch", "FloatStorage"), text("0"), text("cpu"), text("4")
    ),
    "a negative size": storage("0", "FloatStorage", -4)[:-1],
    "a size past any": storage("0", "FloatStorage", 2**2000)[:-1],
    "a view of a storage": items(
        text("storage"), name("torch", "FloatStorage"), text("0"), text("cpu"), whole(4), items()
    ),
}


@pytest.mark.parametrize("what", PERSISTENT_IDS)
def test_a_persistent_id_that_is_no_storage_is_refused(what: str) -> None:
    with pytest.raises(EngineError, match="no plain storage"):
        load(archive(named(rnn(other=PERSISTENT_IDS[what] + b"Q"))))


F4 = storage("0", "FloatStorage", 4)
OUTSIDE = {
    "past the end": tensor(F4, 0, (1, 5), (5, 1)),
    "past the end by its offset": tensor(F4, 4, (1, 1), (1, 1)),
    "past the end by its strides": tensor(F4, 0, (2, 2), (3, 1)),
    "far past the end": tensor(F4, 2**62, (1, 1), (1, 1)),
    "a negative offset": tensor(F4, -1, (1, 1), (1, 1)),
    "a negative stride": tensor(F4, 3, (1, 4), (4, -1)),
    "a negative size": tensor(F4, 0, (-1, 1), (1, 1)),
    "a size past any": tensor(F4, 0, (2**2000, 1), (0, 0)),
    "more axes than strides": tensor(F4, 0, (1, 1), (1,)),
    "a thousand axes": tensor(F4, 0, (1,) * 1000, (1,) * 1000),
}


@pytest.mark.parametrize("what", OUTSIDE)
def test_a_tensor_outside_of_its_storage_is_refused(what: str) -> None:
    with pytest.raises(EngineError):
        load(archive(named(rnn(weight_ih_l0=OUTSIDE[what]))))


def test_what_the_attacks_are_made_of_is_fine_by_itself() -> None:
    net = load(archive(named(rnn(epoch=whole(3))), {"0": struct.pack("<4f", 2, 0, 0, 0)}))
    assert net.state_dict()["weight_hh_l0"] == 2


def test_a_tensor_without_numbers_lies_anywhere() -> None:
    nothing = tensor(storage("1", "FloatStorage", 0), 0, (5, 0), (1, 1))
    contents = read(archive(named(rnn(other=nothing)), {"0": bytes(16), "1": b""}))
    assert contents.keys == ("weight_ih_l0", "weight_hh_l0", "other")


def test_an_axis_of_one_number_takes_no_step() -> None:
    one = tensor(F4, 3, (1, 1), (2**62, 2**62))
    net = load(archive(named(rnn(weight_ih_l0=one)), {"0": struct.pack("<4f", 0, 0, 0, 2)}))
    assert net.state_dict()["weight_ih_l0"] == 2


STORAGES: dict[str, tuple[bytes, dict[str, bytes]]] = {
    "that is missing": (named(rnn()), {}),
    "that is too short": (named(rnn()), {"0": bytes(15)}),
    "that is declared twice": (
        named(rnn(other=tensor(storage("0", "DoubleStorage", 2), 0, (1,), (1,)))),
        {"0": bytes(16)},
    ),
    "outside of its folder": (
        named(rnn(other=tensor(storage("../byteorder", "ByteStorage", 6), 0, (1,), (1,)))),
        {"0": bytes(16)},
    ),
    "of terabytes": (
        named(rnn(other=tensor(storage("0", "FloatStorage", 2**40), 0, (2**40,), (1,)))),
        {"0": bytes(16)},
    ),
}


@pytest.mark.parametrize("what", STORAGES)
def test_a_storage_is_refused(what: str) -> None:
    with pytest.raises(EngineError):
        load(archive(*STORAGES[what]))


def test_two_tensors_of_one_name_are_refused() -> None:
    one = tensor(F4, 0, (1, 1), (1, 1))
    with pytest.raises(EngineError, match=r"holds a\.b twice"):
        load(archive(named(rnn(**{"a.b": one, "a": named({"b": one})}))))


def test_an_expanded_tensor_may_not_fill_the_memory() -> None:
    wide = tensor(F4, 0, (10**5, 10**5), (0, 0))
    with pytest.raises(EngineError, match="tensors come to 80000000000 bytes"):
        load(archive(named(rnn(weight_ih_l0=wide, weight_hh_l0=wide))))
