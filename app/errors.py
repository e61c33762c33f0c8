"""Errors as users see them: {code, message, field}, the message one sentence to act on."""

import json
import reprlib

from pydantic import BaseModel

from ..engine import AskError, EngineError


class Problem(BaseModel):
    """The body of every answer that is an error."""

    code: str
    message: str
    field: str | None


class AskProblem(Problem):
    """A problem with an expression, and where in its text; lines and columns count from 0."""

    line: int | None
    column: int
    end: int


class ApiError(Exception):
    """A request that can't be answered; the status is 422 unless something else is said."""

    def __init__(self, code: str, message: str, field: str | None, status: int = 422) -> None:
        """Keep what the answer will say."""
        super().__init__(message)
        self.problem = Problem(code=code, message=message, field=field)
        self.status = status


def missing(field: str) -> ApiError:
    """The problem that a request leaves something out."""
    message = f"{field} is missing; see /docs for what a request holds."
    return ApiError("bad_value", message, field)


def problem_of(error: EngineError) -> Problem:
    """What the engine refuses, and where in an expression."""
    if not isinstance(error, AskError):
        return Problem(code="bad_value", message=str(error), field=error.name)
    return AskProblem(
        code="bad_expression",
        message=str(error),
        field=error.name,
        line=error.line,
        column=error.column,
        end=error.end,
    )


_repr = reprlib.Repr()  # repr itself fails on lists nested a thousand deep
_repr.fillvalue = "…"


def short(value: object) -> str:
    """A value as a message shows it, in at most 40 characters, true and null as JSON has them."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    text = _repr.repr(value)
    return text if len(text) <= 40 else f"{text[:37]}…"
