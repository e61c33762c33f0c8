"""Answers and errors as text for a terminal."""

import textwrap

import numpy as np

from ...engine import Answer, AskError, EngineError, Trace
from ...engine.language.text.layout import lines_of
from ...engine.verdict import words
from ...engine.verdict.pieces import Piece
from ..errors import ApiError

most_values = 64
"""Elements of a tensor that are printed; of a larger one, its shape and states are."""

Rows = list[tuple[str, ...]]


def answer_text(trace: Trace, answer: Answer, width: int) -> str:
    """An answer, block by block.

    Args:
        trace: the one that was asked.
        answer: to it.
        width: of the terminal, in characters.

    Returns:
        What each line of a program holds; the tensors with their states; whether two are equal;
        why it is right, or what is wrong with it; what names were taken for.
    """
    blocks = [_lines(trace, answer, width)] if answer.lines else []
    blocks += _pieces(trace, answer, width)
    for name, text in answer.rest:
        called = f"{name}: " if name else ""
        blocks.append(textwrap.fill(f"{called}{text}, read from no state", width))
    said = [answer.equality.sentence] if answer.equality else []
    said += [answer.yes] if answer.yes else []
    blocks += [textwrap.fill(sentence, width) for sentence in said]
    for warning in answer.warnings:
        fix = [f"Write: {warning.fix}"] if warning.fix else []
        blocks.append("\n".join([textwrap.fill(f"Warning: {warning.message}", width), *fix]))
    if answer.notes:
        blocks.append("\n".join(textwrap.fill(note, width) for note in answer.notes))
    return "\n\n".join(blocks)


def problem_text(error: ApiError | EngineError, text: str, width: int) -> str:
    """An error in a sentence, under the place in the expression where there is one.

    Args:
        error: what went wrong.
        text: the expression.
        width: of the terminal, in characters.

    Returns:
        The line with a mark under what is at fault, then the sentence.
    """
    if not isinstance(error, AskError) or error.line is None:
        return str(error)
    lines = lines_of(text)
    # A tab would be wider than the blank under it.
    line = "".join(c if c.isprintable() else " " for c in lines[error.line])
    first = max(0, min(error.column - width // 2, len(line) - width))
    mark = "^" * max(1, min(error.end, first + width) - error.column)
    which = [f"Line {error.line + 1}:"] if len(lines) > 1 else []
    shown = line[first : first + width].rstrip()
    sentence = textwrap.fill(str(error), width, break_long_words=False, break_on_hyphens=False)
    return "\n".join([*which, shown, " " * (error.column - first) + mark, sentence])


def _lines(trace: Trace, answer: Answer, width: int) -> str:
    rows: Rows = [("line", "name", "shape", "read from")]
    for line in answer.lines:
        number = str(line.line + 1)
        for piece in line.pieces:
            name, shape = piece.name or line.name, piece.shape
            for states in [words.place(trace, part) for part in piece.readings] or ["no state"]:
                rows.append((number, name, shape, states))
                number = name = shape = ""
        for name, text in line.rest:
            rows.append((number, name or line.name, text, "no state"))
            number = ""
    return _table(rows, width)


def _pieces(trace: Trace, answer: Answer, width: int) -> list[str]:
    described = [_states(trace, piece, width) for piece in answer.pieces]
    if answer.equality:
        if len(set(described)) == 1:
            return [f"Both sides: {described[0]}"]
        values = ["" for _ in described]
    else:
        values = [_values(piece, width) for piece in answer.pieces]
    return [
        (f"{piece.name}: " if piece.name else "") + states + value
        for piece, states, value in zip(answer.pieces, described, values, strict=True)
    ]


def _states(trace: Trace, piece: Piece, width: int) -> str:
    if not piece.readings:
        return f"Shape {piece.shape}, read from no state"
    rows: Rows = [
        (f"  {words.place(trace, part)}", words.seen(trace, part)) for part in piece.readings
    ]
    return f"Shape {piece.shape}\n{_table(rows, width)}"


def _values(piece: Piece, width: int) -> str:
    value = piece.tensor.value
    if not 0 < value.size <= most_values:
        return ""
    if np.isnan(value).all():
        return "\nnan throughout"
    return "\n" + np.array2string(value, max_line_width=width, precision=4, suppress_small=True)


def _table(rows: Rows, width: int) -> str:
    """Columns side by side, two blanks between them; what is too wide goes on in the next line."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    while sum(widths) > width - 2 * (len(widths) - 1):
        widths[widths.index(max(widths))] -= 1
    lines = []
    for row in rows:
        cells = [_wrapped(cell, n) for cell, n in zip(row, widths, strict=True)]
        for k in range(max(map(len, cells))):
            parts = [cell[k] if k < len(cell) else "" for cell in cells]
            padded = [part.ljust(n) for part, n in zip(parts, widths, strict=True)]
            lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)


def _wrapped(cell: str, width: int) -> list[str]:
    indent = " " * (len(cell) - len(cell.lstrip()))
    return textwrap.wrap(cell, width, subsequent_indent=indent + "  " if indent else "") or [""]
