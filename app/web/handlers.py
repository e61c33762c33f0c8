"""Every error of the app becomes an answer of the one shape."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ...engine import EngineError
from ..errors import ApiError, missing, problem_of, short


def install(app: FastAPI, headers: Mapping[str, str]) -> None:
    """Answer every error of the app in the one shape.

    Args:
        app: the app.
        headers: for the answer to a defect, which passes by all middleware.
    """

    @app.exception_handler(ApiError)
    async def api_error(_: Request, error: ApiError) -> JSONResponse:
        return response_of(error)

    @app.exception_handler(EngineError)
    async def engine_error(_: Request, error: EngineError) -> JSONResponse:
        return JSONResponse(problem_of(error).model_dump(), 422)

    @app.exception_handler(RequestValidationError)
    async def validation_error(_: Request, error: RequestValidationError) -> JSONResponse:
        return response_of(_from_pydantic(error.errors()[0]))

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == 400:  # bytes that are no text, or nested past all measure
            return response_of(ApiError("bad_value", _no_object, None))
        message = (
            f"{error.detail}: {request.method} {request.url.path}; see /docs for what is there."
        )
        code = str(error.detail).lower().replace(" ", "_")
        response = response_of(ApiError(code, message, None, error.status_code))
        response.headers.update(error.headers or {})  # with 405, the methods that are allowed
        return response

    @app.exception_handler(Exception)
    async def defect(_: Request, __: Exception) -> JSONResponse:
        # The server logs the traceback; the client learns that it isn't to blame.
        message = "The server failed on this request; that is a defect of unrolled, not of yours."
        response = response_of(ApiError("defect", message, None, 500))
        response.headers.update(headers)
        return response


def response_of(error: ApiError) -> JSONResponse:
    """The problem as it goes out."""
    return JSONResponse(error.problem.model_dump(), error.status)


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
    kind, context, value = error["type"], error.get("ctx", {}), short(error["input"])
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
            said = f"{name} is {value}; it has to be true or false."
        case "literal_error":
            said = f"{name} is {value}; it has to be {context['expected']}."
        case "union_tag_invalid":
            tag, known = short(context["tag"]), context["expected_tags"]
            said = f"{name}.kind is {tag}; it has to be one of {known}."
        case "union_tag_not_found":
            said = f"{name}.kind is missing; see /docs for the kinds of {name}."
        case "model_attributes_type":
            said = f"{name} is {value}; it has to be a JSON object."
        case _:
            said = f"{name} is {value}: {error['msg'][0].lower()}{error['msg'][1:]}."
    return ApiError("bad_value", said, field)
