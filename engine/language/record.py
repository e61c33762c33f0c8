"""What an evaluation leaves behind: each statement's value, and what was done on the way."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """What a statement gave.

    Attributes:
        line: of the text, counted from 0.
        name: what is assigned to, as it is written; empty where nothing is.
        value: what it gave.
    """

    line: int
    name: str
    value: Any


@dataclass(frozen=True, eq=False)
class Event:
    """An operation on a tensor, or on a tuple of them: the rules look at what became of what.

    Attributes:
        name: of the method or function; "[]" for an index.
        before: what it was done to.
        after: what it gave.
        args: the other arguments; of an index, what stands between the brackets.
    """

    name: str
    before: Any
    after: Any
    args: tuple[Any, ...]
