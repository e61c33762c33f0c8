"""Attacks on the unpickler: nothing in a file is ever run, whatever the file says."""

import ast
import os
import pickle
import struct
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.engine.importers.expected import FILES
from tests.engine.importers.pytorch.pickles import (
    archive,
    call,
    items,
    name,
    named,
    rnn,
    storage,
    tensor,
    text,
)
from unrolled.engine.errors import EngineError
from unrolled.engine.importers import read
from unrolled.engine.importers.pytorch.unpickle import MOST_STEPS, Global, unpickle
from unrolled.engine.importers.read import load


class Runs:
    """Unpickling an instance calls a function."""

    def __init__(self, function: Callable[..., object], *args: object) -> None:
        self.call = (function, args)

    def __reduce__(self) -> Any:
        return self.call


class Built:
    """Unpickling an instance sets its attributes, and calls __setstate__ where there is one."""

    def __init__(self) -> None:
        self.attribute = 1


def body(value: object, protocol: int = 2) -> bytes:
    """A value's pickle without its header and its end."""
    return pickle.dumps(value, protocol).removeprefix(b"\x80" + bytes([protocol]))[:-1]


RUNNING: dict[str, object] = {
    "os.system": Runs(os.system, "touch ran"),
    "subprocess": Runs(subprocess.check_call, ["touch", "ran"]),
    "eval": Runs(eval, "open('ran', 'w')"),
    "exec": Runs(exec, "open('ran', 'w')"),
    "open": Runs(open, "ran", "w"),
    "import": Runs(__import__, "antigravity"),
    "getattr": Runs(getattr, dict, "fromkeys"),
    "unpickling again": Runs(pickle.loads, pickle.dumps(Runs(os.system, "touch ran"))),
    "numpy.load": Runs(np.load, "ran.npy"),
    "object arrays": np.array([{}], dtype=object),
    "sets": {1, 2},
    "complex numbers": 1j,
    "bytes": b"bytes",
    "an instance": Built(),
}


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("what", RUNNING)
def test_what_would_run_is_refused_and_is_not_run(
    what: str, protocol: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    value = pickle.dumps({"weight_ih_l0": RUNNING[what]}, protocol)
    with pytest.raises(EngineError):
        load(archive(value.removesuffix(b".").removeprefix(b"\x80\x02")))
    with pytest.raises(EngineError):
        load(value)
    assert list(tmp_path.iterdir()) == []


GLOBALS = {
    "os.system": name("os", "system"),
    "posix.system": name("posix", "system"),
    "a nested name": name("os", "path.join"),
    "a name through torch": name("torch", "os.system"),
    "a module's attribute": name("torch._utils", "torch.serialization.os.system"),
    "torch.load": name("torch", "load"),
    "a dunder": name("collections", "OrderedDict.__reduce__"),
    "a class of ours": name("unrolled.engine.network.network", "Network"),
    "in protocol 4": text("os") + text("system") + b"\x93",
    "in protocol 4, nested": text("collections") + text("OrderedDict.fromkeys") + b"\x93",
    "numpy's old scalar": name("numpy.core.multiarray", "scalar"),
    "copyreg": name("copy_reg", "_reconstructor"),
    "an empty name": name("", ""),
    "a long name": name("a" * 100_000, "b" * 100_000),
    "an unprintable name": name("\x1b[2J", "\x00"),
}


@pytest.mark.parametrize("what", GLOBALS)
def test_an_unknown_global_is_refused_where_it_is_mentioned(what: str) -> None:
    with pytest.raises(EngineError, match="never run here") as refusal:
        load(archive(named(rnn(other=GLOBALS[what]))))
    assert len(str(refusal.value)) < 600
    assert str(refusal.value).isprintable()


CALLS = {
    "a string": text("os.system") + items() + b"R",
    "a storage's kind": call(name("torch", "FloatStorage")),
    "a tensor": call(rnn()["weight_ih_l0"]),
    "with a list": name("collections", "OrderedDict") + b"]R",
    "OrderedDict of items": call(name("collections", "OrderedDict"), b"]"),
    "a tensor of nothing": call(name("torch._utils", "_rebuild_tensor_v2")),
    "a tensor of strings": call(name("torch._utils", "_rebuild_tensor_v2"), *[text("0")] * 6),
    "a parameter of nothing": call(name("torch._utils", "_rebuild_parameter")),
    "a parameter of a string": call(name("torch._utils", "_rebuild_parameter"), text("x"), b"\x89"),
    "state for a tensor": rnn()["weight_ih_l0"] + b"}b",
    "state for a list": b"]}b",
    "state for a global": name("collections", "OrderedDict") + b"}b",
    "items for a list": b"](" + text("a") + b"Nu",
    "an item for a tensor": rnn()["weight_ih_l0"] + text("__class__") + b"Ns",
    "items for a tuple": b")(Ne",
    "an odd number of items": b"}(" + text("a") + b"u",
    "a list for a key": b"}]Ns",
    "a tuple for a key": b"})Ns",
    "a float for a key": b"}G" + struct.pack(">d", 0.5) + b"Ns",
    "a global of lists": b"]]\x93",
    "a negated tensor": tensor(
        storage("0", "FloatStorage", 4), 0, (1, 1), (1, 1), named({"neg": b"\x88"})
    ),
}


@pytest.mark.parametrize("what", CALLS)
def test_nothing_is_called_or_changed_but_what_torch_saves(what: str) -> None:
    with pytest.raises(EngineError):
        load(archive(named(rnn(other=CALLS[what]))))


# INST, OBJ, NEWOBJ, NEWOBJ_EX, EXT1, EXT2, EXT4, PERSID, POP, DUP, sets, bytes, buffers, ...
UNKNOWN = sorted(
    set(map(chr, range(256))) - {chr(op) for op in b"\x80\x95(NKMJG)X]aetusqrhjcRbQ}.\x8c"}
    - {"\x85", "\x86", "\x87", "\x88", "\x89", "\x8a", "\x93", "\x94"}
)  # fmt: skip


def test_every_other_instruction_is_refused() -> None:
    assert {"i", "o", "\x81", "\x92", "\x82", "\x83", "\x84", "P"} <= set(UNKNOWN)
    for code in UNKNOWN:
        tail = b"os\nsystem\n" + bytes(16)
        with pytest.raises(EngineError, match=r"an instruction that torch\.save doesn't write"):
            load(archive(name("collections", "OrderedDict") + b"(" + code.encode("latin-1") + tail))


TOO_MANY = MOST_STEPS + 1


def keys(value: bytes) -> bytes:
    return b"}(" + b"".join(text(str(i)) + value for i in range(TOO_MANY)) + b"u"


def lists(depth: int) -> bytes:
    return b"]" * depth + b"a" * (depth - 1)


def dicts(key: bytes, depth: int) -> bytes:
    return (b"}" + key) * depth + b"N" + b"s" * depth


BOMBS: dict[str, Callable[[], bytes]] = {
    "too many keys": lambda: keys(b"N"),
    "too many tensors": lambda: (
        b"}(" + b"".join(text(f"{i}") + b"h\x00" for i in range(TOO_MANY)) + b"u"
    ),
    "lists within lists": lambda: lists(24_000),
    "a name of lists within lists": lambda: lists(10_000) + text("a") + b"\x93",
    "tuples within tuples": lambda: b")" + b"\x85" * 10**4,
    "dicts within dicts": lambda: dicts(text("a"), 8_000),
    "dicts under empty keys": lambda: dicts(text(""), 8_000),
    "dicts under long keys": lambda: named(rnn(**{"a" * 1001: named(rnn())})),
    "a dict under a long key": lambda: named(rnn(**{"a" * 1001: b"}"})),
    "a memo that doubles": lambda: b"]q\x00" + b"](h\x00h\x00eq\x00" * 6_000,
    "a memo of keys that double": lambda: (
        text("a" * 1000) + b"q\x00" + b"}(h\x00h\x00h\x00Nuq\x01" * 6_000
    ),
    "a memo index past any": lambda: b"Nr\xff\xff\xff\xff",
    "a string past the end": lambda: b"X\xff\xff\xff\xff",
    "a string of no text": lambda: b"X\x01\x00\x00\x00\xff",
    "half a surrogate pair": lambda: b"X\x03\x00\x00\x00\xed\xa0\x80",
    "the longest number": lambda: b"\x8a\xff" + b"\x7f" * 255,
    "marks only": lambda: b"(" * TOO_MANY,
    "empty dicts": lambda: b"}" * TOO_MANY,
    "a list in itself": lambda: b"]q\x00h\x00a",
    "a dict in itself": lambda: b"}q\x00" + text("a") + b"h\x00s",
    "an unfinished mark": lambda: b"}(",
    "nothing on the stack": lambda: b"",
    "a mark that isn't there": lambda: b"t",
    "a memo that isn't there": lambda: b"h\x07",
    "a name without an end": lambda: b"cos\nsystem",
}


@pytest.mark.parametrize("what", BOMBS)
def test_a_bomb_is_one_sentence(what: str) -> None:
    with pytest.raises(EngineError):
        load(archive(BOMBS[what]()))


def test_a_dict_in_itself_beside_a_network_does_no_harm() -> None:
    inside = b"}q\x00" + text("a") + b"h\x00s"
    assert load(archive(named(rnn(other=inside)))).cell == "rnn"


def test_a_pickle_may_be_as_long_as_it_says_and_no_longer() -> None:
    for count, opens in ((MOST_STEPS - 10, True), (MOST_STEPS, False)):
        pickled = b"](" + b"N" * count + b"e."
        if opens:
            value, end = unpickle(pickled, 0, Global, str)
            assert (value, end) == ([None] * count, len(pickled))
        else:
            with pytest.raises(EngineError, match=f"more than {MOST_STEPS} instructions"):
                unpickle(pickled, 0, Global, str)


PLAIN: list[object] = [
    None,
    {"a": [1, -2, 2**200, -(2**31), 255, 65535, 0.5, float("inf"), True, False, None], "b": {}},
    {"ä": "日本語", "t": ((), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4))},
    OrderedDict(x=OrderedDict(y=1)),
]


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
@pytest.mark.parametrize("value", PLAIN, ids=str)
def test_plain_values_are_those_that_python_pickled(value: object, protocol: int) -> None:
    def find(of: str) -> Global:
        assert of == "collections.OrderedDict"
        return Global(of, lambda _: {})

    pickled = pickle.dumps(value, protocol)
    assert unpickle(b"before" + pickled + b"after", 6, find, str) == (value, 6 + len(pickled))


def test_the_keys_of_a_dict_become_text() -> None:
    pickled = pickle.dumps({0: "a", 2**80: "b"}, 2)
    value, _ = unpickle(pickled, 0, Global, str)
    assert value == {"0": "a", str(2**80): "b"}


def test_no_importer_can_run_what_is_in_a_file() -> None:
    forbidden = {"pickle", "marshal", "shelve", "importlib", "subprocess", "ctypes", "runpy"}
    calls = {"eval", "exec", "compile", "__import__", "getattr", "setattr", "globals"}
    folder = Path(read.__file__).parent
    paths = [*folder.glob("*.py"), *folder.glob("pytorch/*.py"), *folder.glob("named/*.py")]
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import | ast.ImportFrom):
                modules = {alias.name for alias in node.names} | {getattr(node, "module", "")}
                assert not modules & forbidden, path
            if isinstance(node, ast.Name):
                assert node.id not in calls, path


def test_opening_a_file_imports_no_torch_and_no_pickle() -> None:
    program = (
        "import sys, unrolled as i; i.load; before = set(sys.modules);"
        f"i.load({str(FILES / 'lstm.pt')!r}); i.load({str(FILES / 'older.pt')!r});"
        "print(sorted(n for n in set(sys.modules) - before if 'torch' in n))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout == "[]\n"
