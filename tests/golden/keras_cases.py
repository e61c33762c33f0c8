"""The models of the golden Keras files, and the numbers that go into them.

Weights are drawn and set, so that no bias is zero; they are read back from the file alone.
"""

import zlib
from dataclasses import astuple, dataclass, replace
from itertools import product

import numpy as np

from unrolled.engine.arrays import Array

T, B, H = 5, 3, 4
INPUTS, OUTPUTS = 3, 2

KINDS = (".keras", ".weights.h5", ".h5")
HEADS = (None, "linear", "softmax", "time_distributed", "activation")

# layer, activation, recurrent_activation, reset_after
CELLS = (
    ("SimpleRNN", "tanh", "", True),
    ("SimpleRNN", "relu", "", True),
    ("LSTM", "tanh", "sigmoid", True),
    ("LSTM", "tanh", "hard_sigmoid", True),
    ("GRU", "tanh", "sigmoid", True),
    ("GRU", "tanh", "sigmoid", False),
    ("GRU", "tanh", "hard_sigmoid", True),
    ("GRU", "tanh", "hard_sigmoid", False),
)
DIRECTIONS = (
    ("forward", 1),
    ("forward", 3),
    ("go_backwards", 1),
    ("bidirectional", 1),
    ("bidirectional", 2),
)


@dataclass(frozen=True)
class KerasCase:
    """One model of one or several recurrent layers, and how it was saved.

    Attributes:
        model: "sequential" or "functional"; the latter gives its states out too.
        head: the dense layer behind: none, one with an activation or without, one in a
            TimeDistributed, or one with a layer for the softmax.
        return_sequences: whether the top layer gives all of its steps, or the last.
        kind: the file's ending.
    """

    layer: str
    activation: str
    recurrent_activation: str
    reset_after: bool
    use_bias: bool
    direction: str
    num_layers: int
    model: str
    head: str | None
    return_sequences: bool
    dtype: str
    kind: str

    @property
    def D(self) -> int:
        """How many directions there are."""
        return 1 + (self.direction == "bidirectional")

    @property
    def softmax(self) -> bool:
        """Whether the head squashes."""
        return self.head in ("softmax", "activation")

    @property
    def default(self) -> bool:
        """Whether it is what has to be assumed where a file has weights alone."""
        return (
            self.activation == "tanh"
            and self.recurrent_activation != "hard_sigmoid"
            and self.direction != "go_backwards"
            and (self.use_bias or self.reset_after)
        )

    def __str__(self) -> str:
        return "-".join(str(value) for value in astuple(self) if value != "").replace(".", "")


def keras_cases() -> list[KerasCase]:
    """Every cell with and without a bias in every direction; what is around it takes turns."""
    cases = []
    for i, (cell, (direction, num_layers), use_bias) in enumerate(
        product(CELLS, DIRECTIONS, (True, False))
    ):
        # 3, 5, 2 and 7 have no common divisor: every kind comes with every head, and so on.
        head = HEADS[i % 5]
        layer, activation, recurrent_activation, reset_after = cell
        case = KerasCase(
            layer=layer,
            activation=activation,
            recurrent_activation=recurrent_activation,
            reset_after=reset_after,
            use_bias=use_bias,
            direction=direction,
            num_layers=num_layers,
            model=("sequential", "functional")[i // 2 % 2],
            head=head,
            return_sequences=head == "time_distributed" or i % 7 > 2,
            dtype="float64" if (i // 2 + i) % 4 == 1 else "float32",
            kind=KINDS[i % 3],
        )
        if case.kind == ".weights.h5" and not case.default:
            case = replace(case, kind=".keras")
        cases.append(case)
    return cases


def draw(case: KerasCase, what: str, shape: tuple[int, ...]) -> Array:
    """Numbers in ±1, which only the case and what they are for decide."""
    seed = zlib.crc32(f"{case} {what}".encode())
    return np.random.RandomState(seed).uniform(-1, 1, shape).astype(case.dtype)
