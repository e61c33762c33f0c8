"""An answer: what an expression gives, which states it reads, and what is to be said of it."""

import ast
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..language.evaluate import Evaluator
from ..language.layers.opaque import Opaque, opaque_in
from ..language.layers.packed import Packed
from ..language.names.own import NAMESPACES
from ..language.tensors import Tensors
from ..sources.places import Ids, Source
from ..sources.tracked import AnyArray, Tracked
from . import words
from .equality import Equality, equality
from .pieces import Held, Piece, pieces_of, rest_of
from .remarks import remarks
from .rules import Asked, Finding, findings


@dataclass(frozen=True, eq=False)
class Answer:
    """What ``unrolled.ask`` returns.

    Attributes:
        text: what was asked.
        value: an array, a truth or a number; a tuple of them where several are asked; None where
            it is not known, as it is what a layer makes that could be any.
        verdict: sentences: the shape, the states, what they have seen, whether two are equal.
        yes: why the expression is right, where it plainly is; otherwise empty.
        warnings: what the rules found, each with what to write instead.
        notes: what the names of a pasted ``forward`` were taken for.
        pieces: the tensors that are asked; of a comparison both sides; of what is not known, what
            went into it.
        rest: what is asked and is no tensor, each with its name, as ``pieces`` have them.
        equality: of a comparison of two tensors.
        lines: what each statement gave, where there are several.
    """

    text: str
    value: Any
    verdict: str
    yes: str
    warnings: list[Finding]
    notes: list[str]
    pieces: list[Piece]
    rest: list[tuple[str, str]]
    equality: Equality | None
    lines: list[Held]
    _tensors: Tensors
    _asked: Any

    @cached_property
    def sources(self) -> Ids:
        """(*shape, n) ids, -1 where there are fewer than n; of a tuple, of its first tensor.

        ``trace.source(id)`` says what an id stands for.
        """
        tracked = self._asked if isinstance(self._asked, Tracked) else None
        if tracked is None and self.pieces:
            tracked = self.pieces[0].tensor
        return np.empty((0, 0), np.int64) if tracked is None else tracked.sets.members(tracked.ids)

    def source(self, id: int) -> Source:
        """What an id of ``sources`` stands for."""
        return self._tensors.places.source(id)

    def __str__(self) -> str:
        """The verdict, the warnings and the notes as text."""
        lines = [self.verdict, *([self.yes] if self.yes else [])]
        for each in self.warnings:
            lines += [f"! {each.message}", *([f"  Write: {each.fix}"] if each.fix else [])]
        return "\n".join([*lines, *self.notes])


def answer_of(text: str, evaluator: Evaluator, asked: Any) -> Answer:
    """Say what there is to say of what an expression gave."""
    tensors = evaluator.tensors
    compared = asked.compared if isinstance(asked, Tracked) else None
    if compared:
        pieces = [
            Piece.of(tensors, name, each)
            for name, each in zip(sides(evaluator), compared, strict=True)
        ]
        held = equality(tensors, *compared, bool(asked.value.all()))
    else:
        pieces, held = pieces_of(tensors, asked), None
    results, reads = [piece.tensor for piece in pieces], [piece.readings for piece in pieces]
    given = Asked(tensors, results, reads, evaluator.events, bool(compared))
    # What is right needs no warning, however its two sides would be used apart.
    warnings = [] if held and held.by_value and held.by_source else findings(given)
    several = evaluator.lines if len(evaluator.lines) > 1 else []
    lines = [Held.of(tensors, line) for line in several]
    return Answer(
        text,
        plain(asked),
        "\n".join(_verdict(tensors, asked, pieces, held)),
        "" if warnings or held or any(opaque_in(asked)) else _yes(tensors, pieces),
        warnings,
        [*evaluator.notes, *remarks(tensors, evaluator.events)],
        pieces,
        rest_of(asked),
        held,
        lines,
        tensors,
        asked,
    )


def sides(evaluator: Evaluator) -> tuple[str, str]:
    """What the two sides of the comparison that is asked are called: as they are written."""
    statement = evaluator.program.asked.statements[-1]
    found = _sides(statement.value) if isinstance(statement, ast.Expr | ast.Return) else None
    names = [ast.unparse(side) for side in found or ()]
    return (names[0], names[1]) if names and max(map(len, names)) <= 40 else ("left", "right")


_holding = ("equal", "allclose", "eq")


def _sides(node: ast.expr | None) -> tuple[ast.expr, ast.expr] | None:
    match node:
        case ast.Compare(left=left, comparators=[right]):
            return left, right
        case ast.Call(func=ast.Attribute(value=of, attr=name), args=args) if not _is_module(of):
            # (a == b).all(), or a.allclose(b)
            return (of, args[0]) if name in _holding and args else _sides(of)
        case ast.Call(args=[left, right, *_]):
            return left, right
        case ast.Call(args=[inner]):
            return _sides(inner)
    return None


def _is_module(node: ast.expr) -> bool:
    """Whether a function is called of it, torch in torch.equal(a, b), and no method."""
    return isinstance(node, ast.Name) and node.id in NAMESPACES


def plain(value: Any) -> Any:
    """A value without its sources."""
    if isinstance(value, Packed):
        return plain(value.attribute("data"))
    if isinstance(value, Opaque):
        return None
    if isinstance(value, Tracked):
        array: AnyArray = value.value
        return array.item() if array.ndim == 0 else array
    if isinstance(value, tuple | list):
        return (
            type(value)(map(plain, value))
            if type(value) in (tuple, list)
            else tuple(map(plain, value))
        )
    return value


def _verdict(tensors: Tensors, asked: Any, pieces: list[Piece], held: Equality | None) -> list[str]:
    rest = [f"{_called(name)}{text}, read from no state." for name, text in rest_of(asked)]
    said = [_of_piece(tensors, piece) for piece in pieces]
    if held and said[0] == said[1]:
        found = [f"Both: {said[0][0]}", *said[0][1:]]
    else:
        named = zip(pieces, said, strict=True)
        found = [line for piece, of in named for line in (_called(piece.name) + of[0], *of[1:])]
    layers = dict.fromkeys(each.layer for each in opaque_in(asked))
    found = [*(f"Not known: what {layer} makes of this." for layer in layers), *found]
    return [*found, *rest, *([held.sentence] if held else [])]


def _called(name: str) -> str:
    return f"{name}: " if name else ""


def _of_piece(tensors: Tensors, piece: Piece) -> list[str]:
    trace = tensors.trace
    if not piece.readings:
        return [f"Shape {piece.shape}, read from no state."]
    said = (f"{words.place(trace, each)}: {words.seen(trace, each)}." for each in piece.readings)
    return [f"Shape {piece.shape}.", *said]


def _yes(tensors: Tensors, pieces: list[Piece]) -> str:
    """Why an expression is right, where it plainly is: it holds final states, and no others."""
    readings = [reading for piece in pieces for reading in piece.readings]
    L, D = tensors.places.sizes["L"], tensors.places.sizes["D"]
    if not readings or not all(reading.is_whole and reading.state == "h" for reading in readings):
        return ""
    if any(piece.tensor.value.dtype == np.bool_ for piece in pieces):
        return ""  # truths about final states
    if len(readings) == D and all(reading.layer == L - 1 for reading in readings):
        each = "both directions of the top layer, each" if D == 2 else "the top layer"
        return f"Yes: {each} after the whole sequence."
    if len(readings) == L * D:
        return "Yes: every layer and direction, each after the whole sequence."
    return ""
