"""What an answer to an expression is in JSON, and the question."""

from typing import Any

from pydantic import BaseModel

from ..choices import Framework, Merge
from ..runs.spec import Part as Body
from ..runs.spec import Text
from .boxes import Box


class Question(Body):
    """An expression, a few lines, or a pasted ``forward``; at most 4 kB.

    ``names`` is the framework whose names it uses; with those of Keras ``merge`` is the merge_mode
    of its Bidirectional.
    """

    expression: Text
    names: Framework = "pytorch"
    merge: Merge = "concat"


class PartView(BaseModel):
    """The states of one kind, layer and direction that an answer reads.

    ``kind`` is ``state``, but of padding what it is the padding of.
    ``runs`` are its cells as stretches of time, [b, first t, last t]; ``columns`` the first and
    the last position along the answer's last axis that reads them; ``units`` the first and last
    of their units. ``boxes`` are the very places, [b, first t, last t, first unit, last unit].
    ``where`` and ``seen`` say it in words.
    """

    state: str
    kind: str
    layer: int | None
    direction: int | None
    where: str
    seen: str
    is_whole: bool
    runs: list[tuple[int, int, int]]
    units: tuple[int, int]
    columns: tuple[int, int] | None
    boxes: list[Box]


class PieceView(BaseModel):
    """A tensor of an answer: one side of a comparison, or one of several.

    ``axes`` name each axis with its length. ``values`` are left out of large ones; ``elements``
    are, for each element in order, [part, t, b, unit], where each was read from a single state.
    """

    name: str
    shape: list[int]
    axes: list[str]
    dtype: str
    values: Any
    elements: list[tuple[int, int, int, int]] | None
    parts: list[PartView]


class RestView(BaseModel):
    """What is asked and is no tensor, as Python writes it."""

    name: str
    text: str


class EqualityView(BaseModel):
    """Whether two tensors are equal, by what they hold and by where it was read."""

    by_value: bool
    by_source: bool
    sentence: str


class WarningView(BaseModel):
    """What is hardly meant, and what to write instead; ``can_be_asked`` where that is Python."""

    number: int
    name: str
    message: str
    fix: str
    can_be_asked: bool


class LineView(BaseModel):
    """What a line of a program gave; ``line`` counts from 0, ``name`` is what was assigned to."""

    line: int
    name: str
    pieces: list[PieceView]
    rest: list[RestView]


class AnswerView(BaseModel):
    """An answer: its tensors and their parts, then what is to be said of them.

    ``value`` is a truth or number where the answer is one, ``verdict`` what it reads in sentences,
    ``yes`` why it is right where it plainly is. ``lengths`` are the steps of each row.
    """

    expression: str
    value: bool | int | float | str | None
    verdict: list[str]
    yes: str
    pieces: list[PieceView]
    rest: list[RestView]
    equality: EqualityView | None
    warnings: list[WarningView]
    notes: list[str]
    lines: list[LineView]
    lengths: list[int]
