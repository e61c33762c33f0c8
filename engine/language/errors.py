"""What is wrong with an expression, and where in it."""

import ast
import difflib
from collections.abc import Collection

from ..errors import EngineError


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
            line = node.lineno - 1
            text = source[line].encode()
            one_line = node.end_lineno == node.lineno
            end = node.end_col_offset if one_line else None
            # Python counts columns in bytes.
            column, end = (len(text[:at].decode(errors="ignore")) for at in (node.col_offset, end))
            self.within(line, column, end)
        return self

    def within(self, line: int, column: int, end: int) -> "AskError":
        """Say the place in characters."""
        self.line, self.column, self.end = line, column, end
        return self


# What people call the tensors that an RNN returns, where no letters tell.
_USUAL = {
    "out": "output",
    "outs": "output",
    "o": "output",
    "hidden": "h_n",
    "hidden_state": "h_n",
    "state": "h_n",
    "ht": "h_n",
    "cell_state": "c_n",
    "ct": "c_n",
    "logits": "y",
    "preds": "y",
}


def did_you_mean(name: str, known: Collection[str]) -> str:
    """The known name that is nearest to one that isn't, as a question; empty where none is near."""
    usual = _USUAL.get(name.lower())
    if usual in known:
        return f"did you mean {usual}?"
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.7)
    return f"did you mean {near[0]}?" if near else ""
