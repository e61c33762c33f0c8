"""What a run is made of: the body of ``POST /api/traces``."""

from typing import Any

from pydantic import ConfigDict, Field

from .fields import RequestModel, State, Whole
from .inputs import AnyInput
from .weights import AnyWeights, NetworkSpec

# What one part asks of another, in the words of JSON Schema: a file's network has its own sizes,
# any other needs them, and the size of what goes in; c is an LSTM's.
_together: dict[str, Any] = {
    "if": {"properties": {"weights": {"properties": {"kind": {"const": "file"}}}}},
    "then": {"properties": {"network": {"type": "null"}}},
    "else": {
        "properties": {
            "network": {"type": "object"},
            "input": {
                "if": {"properties": {"kind": {"const": "random"}}},
                "then": {
                    "properties": {"input_size": {"type": "integer"}},
                    "required": ["input_size"],
                },
            },
        },
        "required": ["network"],
        "if": {"properties": {"network": {"properties": {"cell": {"enum": ["rnn", "gru"]}}}}},
        "then": {"properties": {"c_0": {"type": "null"}}},
    },
}


class Spec(RequestModel):
    """A run, whole: the same spec always gives the same trace."""

    model_config = ConfigDict(json_schema_extra=_together)

    network: NetworkSpec | None = Field(
        None, description="left out where the weights come from a file"
    )
    weights: AnyWeights
    input: AnyInput
    h_0: State | None = Field(
        None, description="(L·D, B, H), or P where h is projected; zero where it is left out"
    )
    c_0: State | None = Field(None, description="(L·D, B, H), for an LSTM")
    lengths: list[Whole] | None = Field(
        None,
        description="of each row: given, the batch is packed; otherwise padding is read as data",
    )
