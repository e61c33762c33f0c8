"""The question that an expression is, and the engine's answer to it in JSON's shape."""

from typing import Any

import numpy as np
from pydantic import BaseModel

from ...engine import Answer, AskError
from ...engine.language.text.parse import parse
from ...engine.sources.places import NOWHERE, Places, Where
from ...engine.sources.tracked import Tracked
from ...engine.trace.trace import Trace
from ...engine.verdict import words
from ...engine.verdict.pieces import Piece
from ...engine.verdict.readings import Reading
from ..choices import Framework, Merge
from ..runs.fields import RequestModel, Text
from .boxes import Box, boxes
from .decimals import shortest

most_elements = 4096
"""Elements of an answer that are sent as numbers; of a larger one, its shape and sources are."""


class Question(RequestModel):
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
    the last position along the answer's last axis that reads them. ``boxes`` are the very places,
    [b, first t, last t, first unit, last unit]. ``where`` and ``seen`` say it in words.
    """

    state: str
    kind: str
    layer: int | None
    direction: int | None
    where: str
    seen: str
    runs: list[tuple[int, int, int]]
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


def answer_view(trace: Trace, answer: Answer) -> AnswerView:
    """Put an answer into JSON's shape."""
    equality = answer.equality
    value = answer.value
    return AnswerView(
        value=value if isinstance(value, bool | int | str) else _finite(value),
        verdict=answer.verdict.split("\n"),
        yes=answer.yes,
        pieces=[_piece(trace, piece) for piece in answer.pieces],
        rest=_rest(answer.rest),
        equality=EqualityView.model_validate(equality, from_attributes=True) if equality else None,
        warnings=[
            WarningView(**vars(warning), can_be_asked=_can_be_asked(warning.fix))
            for warning in answer.warnings
        ],
        notes=answer.notes,
        lines=[
            LineView(
                line=line.line,
                name=line.name,
                pieces=[_piece(trace, piece) for piece in line.pieces],
                rest=_rest(line.rest),
            )
            for line in answer.lines
        ],
        lengths=trace.packing.lengths.tolist(),
    )


def _can_be_asked(text: str) -> bool:
    try:
        parse(text)
    except AskError:
        return False
    return True


def _rest(rest: list[tuple[str, str]]) -> list[RestView]:
    return [RestView(name=name, text=text) for name, text in rest]


def _finite(value: Any) -> float | None:
    return value if isinstance(value, float) and np.isfinite(value) else None


def _piece(trace: Trace, piece: Piece) -> PieceView:
    tensor, places = piece.tensor, piece.tensor.sets.places
    where = places.where(tensor.sets.places_of(tensor.ids))
    is_small = tensor.value.size <= most_elements
    return PieceView(
        name=piece.name,
        shape=list(tensor.shape),
        axes=piece.axes,
        dtype=str(tensor.value.dtype),
        values=_values(tensor) if is_small else None,
        elements=_elements(tensor, piece.readings) if is_small else None,
        parts=[_part(trace, places, where, part) for part in piece.readings],
    )


def _values(tensor: Tracked) -> Any:
    is_float = tensor.value.dtype.kind == "f"
    return shortest(tensor.value) if is_float else tensor.value.tolist()


def _elements(tensor: Tracked, parts: list[Reading]) -> list[tuple[int, int, int, int]] | None:
    """The part, t, b and unit of each element; None where one has no source, or several."""
    ids, places = tensor.ids.ravel(), tensor.sets.places
    if not ids.size or (ids == NOWHERE).any() or (ids >= places.count).any():
        return None
    where = places.where(ids)
    padding = places.is_padding(where)
    of = {(part.of_block, part.state == "padding"): k for k, part in enumerate(parts)}
    which = [of[int(block), bool(pad)] for block, pad in zip(where.block, padding, strict=True)]
    return list(zip(which, where.t.tolist(), where.b.tolist(), where.unit.tolist(), strict=True))


def _part(trace: Trace, places: Places, where: Where, part: Reading) -> PartView:
    """A part, out of all the places that its tensor reads."""
    mine = where.block == part.of_block
    mine &= places.is_padding(where) == (part.state == "padding")
    return PartView(
        state=part.state,
        kind=places.blocks[part.of_block].state,
        layer=part.layer,
        direction=part.direction,
        where=words.place(trace, part),
        seen=words.seen(trace, part),
        runs=part.runs,
        columns=part.columns,
        boxes=boxes(Where(*(axis[mine] for axis in where))),
    )
