"""The networks that are written as scripts: every cell in every form and direction."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from unrolled.engine.network.head import Activation, Head
from unrolled.engine.network.network import Network

FORMS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("rnn", {}),
    ("rnn", {"nonlinearity": "relu"}),
    ("lstm", {}),
    ("lstm", {"hard_sigmoid": (1 / 6, 0.5)}),
    ("lstm", {"proj_size": 2, "dropout": 0.5}),
    ("lstm", {"peepholes": True}),
    ("gru", {}),
    ("gru", {"hard_sigmoid": (0.2, 0.5)}),
    ("gru", {"reset_after": False}),
    ("gru", {"reset_after": False, "hard_sigmoid": (1 / 6, 0.5)}),
)
DIRECTIONS: tuple[dict[str, bool], ...] = ({}, {"bidirectional": True}, {"reverse": True})
HEADS: tuple[Activation | None, ...] = (None, "softmax", "linear")


def networks() -> Iterator[tuple[str, Network]]:
    """A name for each, and the network; heads and types take turns."""
    every = product(FORMS, DIRECTIONS, (1, 3), (True, False))
    for i, ((cell, form), direction, num_layers, bias) in enumerate(every):
        dtype = ("float32", "float64")[i // 2 % 2]
        net = Network(cell, 3, 4, num_layers, bias=bias, dtype=dtype, seed=i, **form, **direction)
        activation = HEADS[i % 3]
        if activation:
            width = (net.proj_size or net.hidden_size) * net.num_directions
            net.head = Head.random(width, 2, activation, dtype, seed=i)
        words = [cell, *form, *direction, f"l{num_layers}", "bias" if bias else "no-bias", dtype]
        yield "-".join([*words, str(activation)]), net
