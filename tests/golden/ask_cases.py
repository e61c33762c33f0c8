"""The networks that expressions are asked of, and a number for every state that they can read.

The numbers are a second way of counting, which knows nothing of the engine's ids: each is made of
what a ``Source`` says, and 0 is no state at all.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tests.golden.cases import Case, Numbers, draw

Codes = npt.NDArray[np.int64]

O = 2
"""The width of the head."""

_states = ("x", "h", "c", "y", "padding", "h_0", "c_0")
_none = 3  # stands for the layer of x and y, which have none
_radix = (len(_states), 4, 2, 8, 4, 8)  # state, layer, direction, t, b, unit


@dataclass(frozen=True)
class Setting:
    """A case, and whether its one direction runs from the last step to the first."""

    case: Case
    reverse: bool = False

    def __str__(self) -> str:
        return f"{self.case}{',reverse' * self.reverse}"

    @property
    def directions(self) -> tuple[int, ...]:
        """The directions of each layer."""
        return (0, 1) if self.case.bidirectional else (int(self.reverse),)

    @property
    def T(self) -> int:
        """The steps of the longest row."""
        return max(self.case.row_lengths, default=self.case.T)

    @property
    def layout(self) -> tuple[int, ...]:
        """Where T, B and the features of ``output`` stand; a lone sequence is row 0."""
        return (1, 0, 2) if self.case.batch_first else (0, 1, 2)


def _setting(
    cell: str,
    num_layers: int,
    bidirectional: bool,
    batch: int | None,
    *,
    lengths: tuple[int, ...] | None = None,
    batch_first: bool = False,
    proj_size: int = 0,
    dtype: str = "float32",
    reverse: bool = False,
) -> Setting:
    case = Case(
        cell, "tanh", proj_size, num_layers, bidirectional, True, dtype, batch, lengths,
        batch_first, False,
    )  # fmt: skip
    return Setting(case, reverse)


SETTINGS = [
    _setting("lstm", 1, False, 3),
    _setting("lstm", 2, True, 3, batch_first=True),
    _setting("lstm", 2, True, 3, lengths=(2, 5, 3), dtype="float64"),
    _setting("lstm", 2, True, 3, lengths=(2, 5, 3), batch_first=True),
    _setting("lstm", 1, True, 3, lengths=(5, 3, 1)),
    _setting("lstm", 1, False, 3, lengths=(2, 4, 3), batch_first=True, proj_size=2),
    _setting("lstm", 2, True, 3, proj_size=2, dtype="float64"),
    _setting("lstm", 3, True, 1, lengths=(3,)),
    _setting("lstm", 1, True, 1, batch_first=True),
    _setting("lstm", 2, False, None),
    _setting("lstm", 1, False, 3, reverse=True),
    _setting("gru", 3, False, 1),
    _setting("gru", 1, True, None, dtype="float64"),
    _setting("gru", 2, True, 3, batch_first=True, dtype="float64"),
    _setting("gru", 2, False, 1, batch_first=True, reverse=True),
    _setting("rnn", 2, False, 3, lengths=(3, 5, 3), batch_first=True),
    _setting("rnn", 1, True, 3),
]

FILED = (1, 2, 5, 9, 11, 12)
"""Of these settings, PyTorch's answers lie in the golden file."""


def code(
    state: str, layer: int | None, direction: int | None, t: Codes, b: Codes, unit: Codes
) -> Codes:
    """The numbers of states, from 1; arguments as the fields of a ``Source``."""
    fields = (_states.index(state), _none if layer is None else layer, direction or 0, t, b, unit)
    number: Codes = np.zeros(np.broadcast_shapes(t.shape, b.shape, unit.shape), np.int64)
    for field, base in zip(fields, _radix, strict=True):
        number = number * base + np.asarray(field, np.int64)
    return number + 1


def codes(setting: Setting) -> dict[str, Codes]:
    """The numbers of the elements of every tensor: "output", "h_n", "h 0 1" and so on."""
    case, T = setting.case, setting.T
    ends = np.array(case.row_lengths, np.int64)
    rows = np.arange(case.rows)

    def in_time(state: str, layer: int | None, direction: int | None, T: int, n: int) -> Codes:
        t, b, unit = np.ogrid[:T, : case.rows, :n]
        where = (t, b, unit)
        ours = code(state, layer, direction, *where)
        return np.where(t < ends[b], ours, code("padding", layer, direction, *where))

    def given(a: Codes) -> Codes:
        return a[:, 0] if case.batch is None else a.transpose(setting.layout)

    def last(state: str, n: int) -> Codes:
        found = [
            code(
                state, layer, d, (0 * ends if d else ends - 1)[:, None], rows[:, None], np.arange(n)
            )
            for layer in range(case.num_layers)
            for d in setting.directions
        ]
        return np.stack(found)[:, 0] if case.batch is None else np.stack(found)

    sizes = {"h": case.state_size} | ({"c": case.hidden_size} if case.cell == "lstm" else {})
    found = {"x": given(in_time("x", None, None, case.T, case.input_size))}
    for state, n in sizes.items():
        found[f"{state}_n"] = last(state, n)
        for layer in range(case.num_layers):
            for d in setting.directions:
                found[f"{state} {layer} {d}"] = given(in_time(state, layer, d, T, n))
    top = [found[f"h {case.num_layers - 1} {d}"] for d in setting.directions]
    found["output"] = np.concatenate(top, axis=-1)
    found["y"] = given(in_time("y", None, None, T, O))
    return found


def numbers_of(setting: Setting) -> Numbers:
    """The weights, and x without a NaN behind a row's length."""
    numbers = draw(setting.case)
    np.nan_to_num(numbers.x, copy=False)
    return numbers


def head_of(setting: Setting) -> tuple[npt.NDArray[np.floating], npt.NDArray[np.floating]]:
    """The weight (O, D·P) and the bias (O,) of the head."""
    random = np.random.RandomState(7)
    width = len(setting.directions) * setting.case.state_size
    weight, bias = random.standard_normal((O, width)), random.standard_normal(O)
    return weight.astype(setting.case.dtype), bias.astype(setting.case.dtype)
