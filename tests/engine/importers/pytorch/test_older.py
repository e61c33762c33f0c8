"""The format that torch.save wrote before there were archives."""

import pickle
import struct

import pytest

from tests.engine.importers.pytorch.pickles import named, older, rnn, storage, tensor, text, whole
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.read import load

OLDER = {
    "no list of storages": older(named(rnn()), b"N", b""),
    "an empty list": older(named(rnn()), b"]", b""),
    "another key": older(named(rnn()), b"](" + text("1") + b"e", bytes(24)),
    "a key twice": older(named(rnn()), b"](" + text("0") * 2 + b"e", bytes(48)),
    "a key for another": older(
        named(rnn(other=tensor(storage("1", "FloatStorage", 1), 0, (1,), (1,)))),
        b"](" + text("0") * 2 + b"e",
        (struct.pack("<q", 4) + bytes(16)) * 2,
    ),
    "a number among the keys": older(named(rnn()), b"](" + text("0") + whole(1) + b"e", b""),
    "a smaller size": older(
        named(rnn()), b"](" + text("0") + b"e", struct.pack("<q", 3) + bytes(16)
    ),
    "a list for a key": older(named(rnn()), b"](]e", bytes(24)),
    "no storage": older(named(rnn()), b"](" + text("0") + b"e", b""),
    "another size": older(named(rnn()), b"](" + text("0") + b"e", struct.pack("<q", 5) + bytes(20)),
    "a negative size": older(
        named(rnn()), b"](" + text("0") + b"e", struct.pack("<q", -4) + bytes(16)
    ),
    "a short storage": older(
        named(rnn()), b"](" + text("0") + b"e", struct.pack("<q", 4) + bytes(15)
    ),
}


@pytest.mark.parametrize("what", OLDER)
def test_the_older_format_is_held_to_its_storages(what: str) -> None:
    with pytest.raises(EngineError):
        load(OLDER[what])


def test_the_older_format_opens_where_they_fit() -> None:
    data = older(named(rnn()), b"](" + text("0") + b"e", struct.pack("<q4f", 4, 2, 0, 0, 0))
    assert load(data).state_dict()["weight_ih_l0"] == 2


def test_another_pickle_is_refused_as_one() -> None:
    with pytest.raises(EngineError, match=r"a pickle that torch\.save didn't write"):
        load(pickle.dumps({"weight_ih_l0": 1}, 2))
