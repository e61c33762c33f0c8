"""A pickle machine that knows tensors, dicts, lists, tuples, numbers and strings: nothing else.

It imports nothing, and calls nothing but the functions that its caller names: whatever else a file
mentions is refused as soon as it is mentioned. Of the instructions it has those that torch.save
writes, in protocols 2 to 5.

Source: the instructions' meaning, https://github.com/python/cpython/blob/main/Lib/pickletools.py
"""

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import EngineError

MOST_STEPS = 500_000  # fifty or so a tensor


@dataclass(frozen=True)
class Global:
    """A name that a file may mention.

    Attributes:
        name: with its module.
        build: what calling it makes of its arguments; None where it can't be called.
    """

    name: str
    build: Callable[[tuple[object, ...]], object] | None = None


def unpickle(
    data: bytes,
    at: int,
    find: Callable[[str], Global],
    persistent: Callable[[object], object],
) -> tuple[object, int]:
    """Read one pickle.

    Args:
        data: the bytes that it is in.
        at: where it starts.
        find: gives the global of a name, or raises EngineError.
        persistent: gives the storage of a persistent id, or raises EngineError.

    Returns:
        The value, and where the pickle ends.

    Raises:
        EngineError: it is broken, too long or holds anything else.
    """
    machine = _Machine(data, at, find, persistent)
    for _ in range(MOST_STEPS):
        start = machine.at
        try:
            code = machine.take(1)
            if code == b".":
                return machine.stack.pop(), machine.at
            _steps[code](machine)
        except (LookupError, UnicodeDecodeError) as error:
            raise EngineError(
                f"The file's pickle is broken at byte {start}, or has an instruction that "
                f"torch.save doesn't write ({data[start : start + 1]!r}): copy or save it anew."
            ) from error
    raise EngineError(
        f"The file's pickle has more than {MOST_STEPS} instructions: save the weights alone, "
        "with torch.save(model.state_dict(), path)."
    )


class _Machine:
    """The stack, where the marks are in it, and the memo."""

    def __init__(
        self,
        data: bytes,
        at: int,
        find: Callable[[str], Global],
        persistent: Callable[[object], object],
    ) -> None:
        self.data, self.at, self.find, self.persistent = data, at, find, persistent
        self.stack: list[Any] = []
        self.marks: list[int] = []
        self.memo: dict[int, object] = {}

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes."""
        end = self.at + size
        if not self.at <= end <= len(self.data):
            raise IndexError
        taken = self.data[self.at : end]
        self.at = end
        return taken

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "little")

    def text(self, size: int) -> None:
        self.stack.append(self.take(self.number(size)).decode())

    def line(self) -> str:
        return self.take(self.data.find(b"\n", self.at) + 1 - self.at)[:-1].decode()

    def signed(self, size: int) -> None:
        self.stack.append(int.from_bytes(self.take(size), "little", signed=True))

    def real(self) -> None:
        self.stack.append(struct.unpack(">d", self.take(8))[0])

    def mark(self) -> None:
        self.marks.append(len(self.stack))

    def to_mark(self) -> list[Any]:
        mark = self.marks.pop()
        items = self.stack[mark:]
        del self.stack[mark:]
        return items

    def last(self, size: int) -> tuple[Any, ...]:
        if len(self.stack) < size:
            raise IndexError
        items = tuple(self.stack[len(self.stack) - size :])
        del self.stack[len(self.stack) - size :]
        return items

    def append(self, items: list[Any] | tuple[Any, ...]) -> None:
        self.expect(list).extend(items)

    def set(self, items: list[Any] | tuple[Any, ...]) -> None:
        target = self.expect(dict)
        if len(items) % 2:
            raise IndexError
        for key, value in zip(items[::2], items[1::2], strict=True):
            if not isinstance(key, str | int):
                raise EngineError(
                    f"A dict in the file's pickle has a {type(key).__name__} for a key; "
                    "expected strings and whole numbers."
                )
            # A number is kept as its text: whoever made the file can't choose the text's hash.
            target[str(key)] = value

    def expect(self, kind: type) -> Any:
        """The top of the stack, that an instruction changes."""
        top = self.stack[-1]
        if type(top) is not kind:
            raise EngineError(
                f"The file's pickle changes a {type(top).__name__} as if it were a "
                f"{kind.__name__}; nothing that torch.save writes does."
            )
        return top

    def put(self, index: int) -> None:
        self.memo[index] = self.stack[-1]

    def name(self, module: object, name: object) -> None:
        if type(module) is not str or type(name) is not str:
            raise IndexError
        self.stack.append(self.find(f"{module}.{name}"))

    def call(self) -> None:
        function, args = self.last(2)
        if not isinstance(function, Global) or function.build is None or type(args) is not tuple:
            raise EngineError(
                "The file's pickle calls what is no function; nothing that torch.save writes does."
            )
        self.stack.append(function.build(args))

    def build(self) -> None:
        # An ordered dict's attributes, such as the _metadata of a state_dict: not needed.
        self.stack.pop()
        self.expect(dict)


_steps: Mapping[bytes, Callable[[_Machine], object]] = {
    b"\x80": lambda m: m.take(1),  # the protocol's number
    b"\x95": lambda m: m.take(8),  # the size of a frame
    b"(": _Machine.mark,
    b"N": lambda m: m.stack.append(None),
    b"\x88": lambda m: m.stack.append(True),
    b"\x89": lambda m: m.stack.append(False),
    b"K": lambda m: m.stack.append(m.number(1)),
    b"M": lambda m: m.stack.append(m.number(2)),
    b"J": lambda m: m.signed(4),
    b"\x8a": lambda m: m.signed(m.number(1)),
    b"G": _Machine.real,
    b"\x8c": lambda m: m.text(1),
    b"X": lambda m: m.text(4),
    b")": lambda m: m.stack.append(()),
    b"\x85": lambda m: m.stack.append(m.last(1)),
    b"\x86": lambda m: m.stack.append(m.last(2)),
    b"\x87": lambda m: m.stack.append(m.last(3)),
    b"t": lambda m: m.stack.append(tuple(m.to_mark())),
    b"]": lambda m: m.stack.append([]),
    b"a": lambda m: m.append(m.last(1)),
    b"e": lambda m: m.append(m.to_mark()),
    b"}": lambda m: m.stack.append({}),
    b"s": lambda m: m.set(m.last(2)),
    b"u": lambda m: m.set(m.to_mark()),
    b"q": lambda m: m.put(m.number(1)),
    b"r": lambda m: m.put(m.number(4)),
    b"\x94": lambda m: m.put(len(m.memo)),
    b"h": lambda m: m.stack.append(m.memo[m.number(1)]),
    b"j": lambda m: m.stack.append(m.memo[m.number(4)]),
    b"c": lambda m: m.name(m.line(), m.line()),
    b"\x93": lambda m: m.name(*m.last(2)),
    b"R": _Machine.call,
    b"b": _Machine.build,
    b"Q": lambda m: m.stack.append(m.persistent(m.stack.pop())),
}
