"""The networks whose tensors are compared under the names of other frameworks."""

import zlib
from dataclasses import astuple, dataclass
from itertools import product

import numpy as np

from unrolled.engine.arrays import Named
from unrolled.engine.network.network import Network

T, B, I, H = 4, 3, 2, 3
LENGTHS = (2, 4, 1)

DIRECTIONS = ("forward", "reverse", "both")
MERGES = ("concat", "sum", "mul", "ave")


@dataclass(frozen=True)
class FrameworkCase:
    """One network in one framework.

    Attributes:
        direction: "forward", "reverse" or "both".
        merge: of Keras' Bidirectional around the top layer.
        packed: whether the rows have lengths.
        batch_first: of ONNX, layout=1.
    """

    framework: str
    cell: str
    direction: str
    num_layers: int
    merge: str = "concat"
    packed: bool = False
    batch_first: bool = False

    def __str__(self) -> str:
        return "-".join(map(str, astuple(self)))

    @property
    def lengths(self) -> tuple[int, ...] | None:
        return LENGTHS if self.packed else None

    @property
    def network(self) -> Network:
        return Network(
            self.cell,
            I,
            H,
            self.num_layers,
            bidirectional=self.direction == "both",
            reverse=self.direction == "reverse",
            seed=zlib.crc32(f"{self.cell} {self.direction} {self.num_layers}".encode()),
        )

    def inputs(self) -> Named:
        """X (T, B, I), h_0 and, of an LSTM, c_0 (L·D, B, H), in ±1."""
        rng = np.random.RandomState(zlib.crc32(str(self).encode()))
        rows = self.num_layers * (2 if self.direction == "both" else 1)
        found = {"x": rng.uniform(-1, 1, (T, B, I)).astype("float32")}
        for name in self.network.kind.states:
            found[f"{name}_0"] = rng.uniform(-1, 1, (rows, B, H)).astype("float32")
        return found


def framework_cases() -> list[FrameworkCase]:
    """Every cell in every direction, and how each framework joins, masks and lays out."""
    cases = []
    for cell, direction, num_layers in product(("rnn", "lstm", "gru"), DIRECTIONS, (1, 2)):
        given = (cell, direction, num_layers)
        merges = MERGES if direction == "both" else MERGES[:1]
        cases += [
            FrameworkCase("keras", *given, merge, packed)
            for merge, packed in product(merges, (False, True))
        ]
        cases.append(FrameworkCase("jax", *given))
        cases += [FrameworkCase("onnx", *given, packed=packed) for packed in (False, True)]
        cases.append(FrameworkCase("onnx", *given, batch_first=True))
    return cases
