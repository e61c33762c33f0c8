"""The networks that PyTorch exports to ONNX for the tests."""

from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Export:
    """A module of torch.nn and how it is exported.

    Attributes:
        op: "RNN", "LSTM" or "GRU".
        settings: the module's arguments.
        batch_first: whether x is (B, T, I).
        head: "", "linear" or "softmax".
        last_step: whether the head reads only the last step.
        last_state: whether it reads h_n of the last layer, both directions side by side.
        dynamo: with which of PyTorch's two exporters; its new one takes a torch.nn.RNN apart.
        dynamic: whether T and B are left open.
    """

    op: str
    settings: dict[str, Any] = field(default_factory=dict)
    batch_first: bool = False
    head: str = ""
    last_step: bool = False
    last_state: bool = False
    dynamo: bool = False
    dynamic: bool = False

    @property
    def name(self) -> str:
        """A name for the golden file."""
        settings = [f"{key}={value}" for key, value in self.settings.items()]
        flags = [
            key
            for key in ("batch_first", "last_step", "last_state", "dynamo", "dynamic")
            if getattr(self, key)
        ]
        return "-".join(
            ["exported", self.op, *settings, *flags, *([self.head] if self.head else [])]
        )


MODULES = (
    Export("LSTM", {"num_layers": 2, "bidirectional": True}),
    Export("LSTM", {"bias": False}),
    Export("LSTM", {"bidirectional": True}, batch_first=True, head="softmax"),
    Export("GRU", {"num_layers": 3}, batch_first=True, head="linear", last_step=True),
    Export("GRU", {"num_layers": 2, "bidirectional": True}, head="linear"),
    Export("RNN", {"nonlinearity": "relu", "num_layers": 2}, batch_first=True, head="linear"),
    Export("RNN", {"bidirectional": True}),
    Export("LSTM", {"num_layers": 3}, head="linear", last_state=True),
    Export("GRU", {"num_layers": 2, "bidirectional": True}, True, head="linear", last_state=True),
)
EXPORTS = tuple(
    replace(each, dynamo=dynamo, dynamic=dynamic)
    for each in MODULES
    for dynamo in ((False,) if each.op == "RNN" else (False, True))
    for dynamic in (False, True)
)
