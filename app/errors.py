"""Errors as users see them: {code, message, field}, the message one sentence to act on."""

import json
import reprlib
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from engine import AskError, EngineError


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

    def response(self) -> JSONResponse:
        """Serialise the problem."""
        return JSONResponse(self.problem.model_dump(), self.status)


def missing(field: str) -> ApiError:
    """The problem that a request leaves something out."""
    message = f"{field} is missing; see /docs for what a request holds."
    return ApiError("bad_value", message, field)


def install(app: FastAPI, headers: Mapping[str, str]) -> None:
    """Answer every error of the app in the one shape.

    Args:
        app: the app.
        headers: for the answer to a defect, which passes by all middleware.
    """

    @app.exception_handler(ApiError)
    async def api_error(_: Request, error: ApiError) -> JSONResponse:
        return error.response()

    @app.exception_handler(EngineError)
    async def engine_error(_: Request, error: EngineError) -> JSONResponse:
        return ApiError("bad_value", str(error), error.name).response()

    @app.exception_handler(AskError)
    async def ask_error(_: Request, error: AskError) -> JSONResponse:
        place = {"line": error.line, "column": error.column, "end": error.end}
        problem = ApiError("bad_expression", str(error), error.name).problem
        return JSONResponse(problem.model_dump() | place, 422)

    @app.exception_handler(RequestValidationError)
    async def validation_error(_: Request, error: RequestValidationError) -> JSONResponse:
        return _from_pydantic(error.errors()[0]).response()

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == 400:  # bytes that are no text, or nested past all measure
            return ApiError("bad_value", _no_object, None).response()
        message = (
            f"{error.detail}: {request.method} {request.url.path}; see /docs for what is there."
        )
        code = str(error.detail).lower().replace(" ", "_")
        return ApiError(code, message, None, error.status_code).response()

    @app.exception_handler(Exception)
    async def defect(_: Request, __: Exception) -> JSONResponse:
        # The server logs the traceback; the client learns that it isn't to blame.
        message = "The server failed on this request; that is a defect of unrolled, not of yours."
        response = ApiError("defect", message, None, 500).response()
        response.headers.update(headers)
        return response


_unions = ("input", "weights")
_no_object = (
    "The request's body can't be read as a JSON object; "
    "send one, with Content-Type: application/json."
)


def _from_pydantic(error: Any) -> ApiError:
    """One sentence out of pydantic's first finding."""
    # The first part says only body, query or path, and behind a union stands the kind chosen.
    loc = [str(part) for part in error["loc"]]
    parts = [part for i, part in enumerate(loc) if i and loc[i - 1] not in _unions]
    field = ".".join(parts)
    name = next((part for part in reversed(parts) if not part.isdigit()), "")
    kind, context, got = error["type"], error.get("ctx", {}), short(error["input"])
    if not name:  # the finding is about the body as a whole, or about a place in its text
        return ApiError("bad_value", _no_object, None)
    match kind:
        case "missing":
            return missing(field)
        case "sentence":
            said = error["msg"]
        case "extra_forbidden":
            said = f"{field} is not known; leave it out, or see /docs for how it is spelled."
        case "bool_type":
            said = f"{name} is {got}; it has to be true or false."
        case "literal_error":
            said = f"{name} is {got}; it has to be {context['expected']}."
        case "union_tag_invalid":
            tag, known = short(context["tag"]), context["expected_tags"]
            said = f"{name}.kind is {tag}; it has to be one of {known}."
        case "union_tag_not_found":
            said = f"{name}.kind is missing; see /docs for the kinds of {name}."
        case "model_attributes_type":
            said = f"{name} is {got}; it has to be a JSON object."
        case _:
            said = f"{name} is {got}: {error['msg'][0].lower()}{error['msg'][1:]}."
    return ApiError("bad_value", said, field)


_repr = reprlib.Repr()  # repr itself fails on lists nested a thousand deep
_repr.fillvalue = "…"


def short(value: object) -> str:
    """A value as a message shows it, in at most 40 characters, true and null as JSON has them."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    text = _repr.repr(value)
    return text if len(text) <= 40 else f"{text[:37]}…"
