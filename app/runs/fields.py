"""Fields that are checked as they come in, each with its sentence."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from ..errors import short
from .table import largest


def _as_integer(value: object) -> object:
    """In JSON 8.0 is a whole number, as 8 is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def whole(least: int, most: int) -> Any:
    """A whole number in a range; the sentence names both ends, whichever was passed."""

    def check(value: object, info: ValidationInfo) -> object:
        value = _as_integer(value)
        if type(value) is int and least <= value <= most:
            return value
        raise PydanticCustomError(
            "sentence",
            "{name} is {got}; it has to be a whole number from {least} to {most}.",
            {"name": info.field_name, "got": short(value), "least": least, "most": f"{most:,}"},
        )

    # The field comes first, or OpenAPI would not tell the limits.
    return Annotated[int, Field(ge=least, le=most), BeforeValidator(check)]


def _unicode(text: str) -> str:
    # JSON can carry half of a character, "\ud800", which can neither be kept nor sent back.
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = "The text holds half of a surrogate pair; send whole characters."
        raise PydanticCustomError("sentence", message) from error
    return text


Seed = whole(0, 2**32 - 1)
Truth = Annotated[bool, Field(strict=True)]
Text = Annotated[str, Field(strict=True), AfterValidator(_unicode)]
Whole = Annotated[int, Field(strict=True), BeforeValidator(_as_integer)]
Number = Annotated[float, Field(strict=True, ge=-largest, le=largest, allow_inf_nan=False)]
State = list[list[list[Number]]]


class RequestModel(BaseModel):
    """What a client sends; what is not known is refused, lest a misspelt name be ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)
