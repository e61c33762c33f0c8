"""Small traces to ask, by the few things that matter to an answer."""

from typing import Any

import numpy as np

import unrolled
from unrolled import Answer, Head, Network, Trace


def trace_of(
    *,
    cell: str = "lstm",
    L: int = 2,
    D: int = 2,
    B: int = 3,
    T: int = 7,
    batch_first: bool = False,
    lengths: list[int] | None = None,
    proj_size: int = 0,
    x: Any = None,
) -> Trace:
    net = Network(cell, 3, 4, num_layers=L, bidirectional=D == 2, proj_size=proj_size)
    net.head = Head.random(net.state_sizes["h"] * D, 5, "softmax", "float32", 0)
    if x is None:
        x = np.random.default_rng(0).standard_normal((T, B, 3))
    x = np.asarray(x, "float32")
    x = x.swapaxes(0, 1) if batch_first else x
    return net.run(x, lengths=lengths, batch_first=batch_first)


def asked(text: str, names: str = "pytorch", **options: Any) -> Answer:
    return unrolled.ask(trace_of(**options), text, names=names)


def found(text: str, **options: Any) -> list[str]:
    """The names of the rules that fire."""
    return [each.name for each in asked(text, **options).warnings]
