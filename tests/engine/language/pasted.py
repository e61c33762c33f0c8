"""Classes as people paste them, and what is said of a layer in them that is not known."""

from typing import Any

from unrolled import Answer

ONE: dict[str, Any] = {"L": 1, "D": 1}
GRU: dict[str, Any] = {**ONE, "cell": "gru"}
RUN = "out, (h, c) = self.lstm(x)"


def built(*layers: str, forward: str, parameters: str = "self", args: str = "x") -> str:
    """A class with these lines in its ``__init__``."""
    inner = "\n".join(f"        {line}" for line in ["super().__init__()", *layers])
    body = "\n".join(f"        {line}" for line in forward.split("\n"))
    return (
        f"class Model(nn.Module):\n    def __init__({parameters}):\n{inner}\n"
        f"    def forward(self, {args}):\n{body}"
    )


def model(*layers: str, forward: str) -> str:
    return built("self.lstm = nn.LSTM(3, 4)", *layers, forward=f"{RUN}\n{forward}")


def is_unknown(answer: Answer, layer: str) -> bool:
    return (
        answer.value is None
        and answer.yes == ""
        and f"Not known: what {layer} makes of this." in answer.verdict
        and any(f"What {layer} computes is not known here" in note for note in answer.notes)
    )
