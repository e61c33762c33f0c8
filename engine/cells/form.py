"""Which form of its equations a cell has."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """The choices that change a cell's equations and not its sizes.

    Attributes:
        nonlinearity: "tanh" or "relu", of the plain cell.
        reset_after: whether the GRU's reset gate acts after the product with W_hn, as in PyTorch.
        peepholes: whether the LSTM's gates i, f and o read c.
        projected: whether the LSTM's h is W_hr times what the output gate lets through.
        hard_sigmoid: (α, β) of gates that are clip(α·a + β, 0, 1); None for σ(a).
    """

    nonlinearity: str = "tanh"
    reset_after: bool = True
    peepholes: bool = False
    projected: bool = False
    hard_sigmoid: tuple[float, float] | None = None

    @property
    def gate(self) -> str:
        """The name of the function that squashes the gates, as equations have it."""
        return "hard_sigmoid" if self.hard_sigmoid else "sigmoid"
