"""What a run is made of: the body of ``POST /api/traces``."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from ..errors import short
from .table import largest

most_rows = 64  # B


def _whole(least: int, most: int) -> Any:
    """A whole number in a range; the sentence names both ends, whichever was passed."""

    def check(value: object, info: ValidationInfo) -> object:
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


Seed = _whole(0, 2**32 - 1)
Truth = Annotated[bool, Field(strict=True)]
Text = Annotated[str, Field(strict=True), AfterValidator(_unicode)]
Whole = Annotated[int, Field(strict=True)]
Number = Annotated[float, Field(strict=True, ge=-largest, le=largest, allow_inf_nan=False)]
State = list[list[list[Number]]]


class Part(BaseModel):
    """A part of a spec; what is not known is refused, lest a misspelt name be ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NetworkSpec(Part):
    """The arguments of torch.nn.RNN, LSTM or GRU; input_size follows from the input."""

    cell: Literal["rnn", "lstm", "gru"]
    nonlinearity: Literal["tanh", "relu"] = "tanh"
    hidden_size: _whole(1, 64)  # type: ignore[valid-type]
    num_layers: _whole(1, 4) = 1  # type: ignore[valid-type]
    bidirectional: Truth = False
    bias: Truth = True
    batch_first: Truth = False


class PresetWeights(Part):
    """A trained network and its head; GET /api/presets lists them."""

    kind: Literal["preset"]
    name: Text


class RandomWeights(Part):
    """PyTorch's own initialisation by seed, for the network and its head."""

    kind: Literal["random"]
    seed: Seed = 0  # type: ignore[valid-type]


class FileWeights(Part):
    """A network out of a model file, with its sizes and, where it has one, its head.

    POST /api/files answers with a file's id and the names of the networks in it. ``batch_first``,
    which no file tells, stands here, since ``network`` is left out; so does the ``nonlinearity`` of
    a plain RNN whose file doesn't tell it.
    """

    kind: Literal["file"]
    id: Text
    module: Text | None = Field(None, description="may be left out where the file has only one")
    batch_first: Truth = False
    nonlinearity: Literal["tanh", "relu"] | None = Field(
        None, description="tanh where it is left out; refused where the file tells it"
    )


class TextInput(Part):
    """Letters, one-hot; white space stands between the rows of a batch.

    Rows that are shorter than the longest are padded with zero vectors.
    """

    kind: Literal["text"]
    text: Text


class SeriesInput(Part):
    """A series that comes with the program."""

    kind: Literal["series"]
    name: Literal["sunspots"]


class CsvInput(Part):
    """One row a step, one column a feature, with or without a header."""

    kind: Literal["csv"]
    csv: Text


class RandomInput(Part):
    """Numbers from a standard normal distribution."""

    kind: Literal["random"]
    seed: Seed = 0  # type: ignore[valid-type]
    steps: _whole(1, 10**9)  # type: ignore[valid-type]
    rows: _whole(1, most_rows) = 1  # type: ignore[valid-type]
    input_size: _whole(1, 64) | None = Field(  # type: ignore[valid-type]
        None, description="left out where the weights come from a file"
    )


AnyInput = TextInput | SeriesInput | CsvInput | RandomInput


class Spec(Part):
    """A run, whole: the same spec always gives the same trace."""

    network: NetworkSpec | None = Field(
        None, description="left out where the weights come from a file"
    )
    weights: Annotated[PresetWeights | RandomWeights | FileWeights, Field(discriminator="kind")]
    input: Annotated[AnyInput, Field(discriminator="kind")]
    h_0: State | None = Field(
        None, description="(L·D, B, H), or P where h is projected; zero where it is left out"
    )
    c_0: State | None = Field(None, description="(L·D, B, H), for an LSTM")
    lengths: list[Whole] | None = Field(
        None,
        description="of each row: given, the batch is packed; otherwise padding is read as data",
    )
