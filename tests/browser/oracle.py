"""What the page has to show, out of the engine itself."""

import numpy as np

from unrolled import Network, Trace
from unrolled.engine.arrays import Array
from unrolled.engine.presets import Preset, load_presets

presets = load_presets()


def one_hot(text: str) -> Array:
    """(T, 1, 4) float32 with a one for each letter of abcd."""
    x = np.zeros((len(text), 1, 4), "float32")
    for t, letter in enumerate(text):
        x[t, 0, "abcd".index(letter)] = 1
    return x


def batch_of(rows: list[str]) -> Array:
    """(T, B, 4) float32: the letters of each row, then zeros."""
    x = np.zeros((max(map(len, rows)), len(rows), 4), "float32")
    for b, row in enumerate(rows):
        x[: len(row), b] = one_hot(row)[:, 0]
    return x


def letters(cell: str, layers: int, directions: int) -> Preset:
    """The network that was trained on double letters, by its shape; ``rnn-relu`` is a cell."""
    kind = "rnn-tanh" if cell == "rnn" else cell
    return presets[f"double-letters-{kind}-l{layers}-d{directions}"]


def named_states(T: int, layers: int, directions: int, batch_first: bool = False) -> Trace:
    """A trace whose every state tells in one number whose it is: see ``name``.

    The tensors that the engine assembles out of it say of each element where it was read.
    """
    net = Network("lstm", 4, 8, num_layers=layers, bidirectional=directions == 2)
    shape = (1, T, 4) if batch_first else (T, 1, 4)
    trace = net.run(np.zeros(shape, "float32"), batch_first=batch_first)
    for (layer, direction), record in trace.records.items():
        for state in ("h", "c"):
            record[state][...] = [[[name(layer, direction, t)] * 8] for t in range(T)]
    return trace


def name(layer: int, direction: int, t: int) -> int:
    return 10_000 * layer + 1_000 * direction + t


def named_tensors(trace: Trace) -> dict[str, Array]:
    assert trace.c_n is not None
    return {"output": trace.output, "h_n": trace.h_n, "c_n": trace.c_n}


def where(tensor: Array, number: int) -> set[tuple[int, ...]]:
    """The indices at which a tensor holds a number."""
    return {tuple(map(int, index)) for index in np.argwhere(tensor == number)}
