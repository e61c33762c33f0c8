"""The confusions of real code: what people write, what they are told, and what they write then.

The numbers are those that the rules carry. Each is asked on a network of two bidirectional layers
and a batch of three rows, unless it needs another.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from tests.engine.verdict.asking import asked
from unrolled import AskError

SORTED = (
    "ordered, order = lengths.sort(descending=True)\n"
    "packed = pack_padded_sequence(x[:, order], ordered)\n"
    "_, (h, c) = self.lstm(packed)\n"
)
CAT = "torch.cat((h_n[-2], h_n[-1]), dim=1)"


@dataclass(frozen=True)
class Confusion:
    number: int
    wrong: str
    told: str
    right: str
    yes: str
    options: dict[str, Any] = field(default_factory=dict)


ENDS_IN_ZEROS = np.where(np.arange(15).reshape(5, 3, 1) % 3 == 1, 0, 1.0) * np.ones((5, 3, 3))
ENDS_IN_ZEROS[:3] = 1.0

CONFUSIONS = [
    Confusion(
        1, "torch.equal(output[-1], h_n)", "12 of 24 elements are read from other states",
        "output[-1] == h_n[-1]", "Equal", {"D": 1},
    ),
    Confusion(
        2, "self.fc(output[:, -1, :])", "has read 1 of 7 steps", f"self.fc({CAT})", "Yes",
        {"batch_first": True},
    ),
    Confusion(
        3, "h_n.view(B, -1)", "numbers of several rows",
        "h_n.transpose(0, 1).reshape(B, -1)", "Yes",
    ),
    Confusion(
        4, "torch.cat((h_n[:L], h_n[L:]), dim=2)", "not the forward direction",
        "torch.cat((h_n[0::2], h_n[1::2]), dim=2)", "Yes",
    ),
    Confusion(
        5, "h_n[:, -1]", "never h_n and c_n", CAT, "Yes", {"batch_first": True},
    ),
    Confusion(
        6, "output[:, -1]", "last row of the batch", "output[-1]", "Yes", {"D": 1},
    ),
    Confusion(
        7, "output[-1]", "Padding is read as data", "output[lengths - 1, torch.arange(B)]", "Yes",
        {"D": 1, "lengths": [7, 5, 2]},
    ),
    Confusion(
        8, CAT, "the forward direction reads these zeros first", CAT, "Yes",
        {"x": ENDS_IN_ZEROS[::-1], "T": 5},
    ),
    Confusion(
        9, CAT, "the reverse direction reads these zeros first", CAT, "Yes",
        {"x": ENDS_IN_ZEROS},
    ),
    Confusion(
        10, f"{SORTED}h[-1] == h_n[-1]", "elements are read from other states",
        f"{SORTED}h[-1, order.argsort()] == h_n[-1]", "Equal", {"lengths": [2, 7, 5]},
    ),
    Confusion(
        11, "h(1, 0)[2]", "each t knows of the whole", "h(0, 0)[2]", "has read 3 of 7 steps",
    ),
    Confusion(
        12, "output[-1] == c_n[-1]", "One side is h, the other c", "output[-1] == h_n[-1]", "Equal",
        {"D": 1},
    ),
    Confusion(
        18, "np.concatenate((outputs[..., :H], backward_outputs), -1)", "its last t first",
        "np.concatenate((outputs[..., :H], np.flip(backward_outputs, 1)), -1) == outputs", "Equal",
        {"names": "keras"},
    ),
    Confusion(
        20, "F.dropout(output)", "never on output", "output", "layer 1, forward",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CONFUSIONS, ids=lambda case: str(case.number))
def test_what_people_write_is_told_and_what_they_write_then_is_right(case: Confusion) -> None:
    assert case.told in str(asked(case.wrong, **case.options))
    # What is to be done about zeros is done before the run.
    mended = {"x": ENDS_IN_ZEROS, "lengths": [5, 3, 5]} if case.number in (8, 9) else case.options
    assert case.yes in str(asked(case.right, **mended))
    assert case.told not in str(asked(case.right, **mended))


def test_c_is_as_large_as_the_cells_where_h_is_projected() -> None:
    """Confusion 12: proj_size shrinks h, and not c."""
    assert asked("h_n", proj_size=2).pieces[0].shape == "(L·D=4, B=3, P=2)"
    assert asked("c_n", proj_size=2).pieces[0].shape == "(L·D=4, B=3, H=4)"


def test_c_is_there_at_every_step() -> None:
    """Confusion 16: a fused LSTM gives c_n alone."""
    assert asked("c(1, 0)[-1] == c_n[-2]").equality == asked("h(1, 0)[-1] == h_n[-2]").equality


def test_the_states_of_two_directions_do_not_start_one() -> None:
    """Confusion 17: a decoder of one direction wants L states, and h_n has L·D."""
    assert asked("h_n.shape[0] == L").value is False
    with pytest.raises(AskError, match="h_n has L·D = 4 rows, and a decoder of one direction"):
        asked("out, hidden = self.decoder_lstm(x, (h_n, c_n))\nout[-1]")
    joined = asked("torch.cat((h_n[0::2], h_n[1::2]), dim=2)")
    assert joined.pieces[0].axes == ["2 of L·D=4", "B=3", "D·H=8"]
