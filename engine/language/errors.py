"""What is wrong with an expression, and where in it."""

import ast

from engine.errors import EngineError


class AskError(EngineError):
    """An expression that can't be answered.

    Attributes:
        line: of the text, counted from 0; None while it is not known yet.
        column: of the line in characters, counted from 0.
        end: the column behind the last character at fault, in the same line.
    """

    line: int | None = None
    column: int = 0
    end: int = 0

    def __init__(self, message: str) -> None:
        """Keep the sentence; the place is found where the expression is known."""
        super().__init__(message, "expression")

    def at(self, node: ast.expr | ast.stmt, source: list[str]) -> "AskError":
        """Say the place, unless an inner part of the expression has said it."""
        if self.line is None:
            self.line = node.lineno - 1
            text = source[self.line].encode()
            one_line = node.end_lineno == node.lineno
            end = node.end_col_offset if one_line else None
            # Python counts columns in bytes.
            self.column = len(text[: node.col_offset].decode(errors="ignore"))
            self.end = len(text[:end].decode(errors="ignore"))
        return self
