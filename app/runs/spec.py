"""What a run is made of: the body of ``POST /api/traces``."""

from pydantic import Field

from .fields import RequestModel, State, Whole
from .inputs import AnyInput
from .weights import AnyWeights, NetworkSpec


class Spec(RequestModel):
    """A run, whole: the same spec always gives the same trace."""

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
