"""Zeros at the ends of x are told where they were run as data, and only there."""

from typing import Any

import numpy as np
import pytest

from tests.engine.verdict.asking import asked, found

CAT = "torch.cat((h_n[-2], h_n[-1]), dim=-1)"


def padded(where: str) -> Any:
    """A batch of three rows, the second of which has two steps of zeros."""
    x = np.random.default_rng(1).standard_normal((5, 3, 3))
    x[3:, 1] = 0 if where == "end" else x[3:, 1]
    x[:2, 1] = 0 if where == "start" else x[:2, 1]
    return x


@pytest.mark.parametrize(
    ("where", "number", "text", "options"),
    [
        ("end", 9, CAT, {}),
        ("end", 9, CAT, {"batch_first": True}),
        ("start", 8, CAT, {}),
        ("end", 7, "h_n[-1]", {"D": 1}),
        ("end", 7, "self.fc(output[-1])", {"D": 1}),
        ("end", 7, "h_n[-2]", {}),
        ("end", 7, "output.mean(0)", {"D": 1}),
        ("end", 7, "output[torch.tensor([4, 3, 4]), torch.arange(B)]", {"D": 1}),
    ],
)
def test_zeros_that_were_run_as_data_are_told(
    where: str, number: int, text: str, options: dict[str, Any]
) -> None:
    answer = asked(text, x=padded(where), **options)
    assert [(each.number, each.name) for each in answer.warnings] == [
        (number, "zeros read as data")
    ]
    for fix in (each.fix for each in answer.warnings if each.fix):
        assert found(fix, x=padded(where), **options) == []


@pytest.mark.parametrize(
    "options",
    [
        {"x": padded("none")},
        {"x": padded("end"), "lengths": [5, 3, 5]},
        {"x": padded("end"), "D": 1, "text": "output"},
        {"x": padded("end"), "D": 1, "text": "output[0]"},
        {"x": padded("end"), "D": 1, "text": "output[torch.tensor([4, 2, 4]), torch.arange(B)]"},
        {"x": padded("end") * 0},
        {"x": padded("end")[:, 1:2]},
    ],
)
def test_zeros_are_not_told_where_they_do_no_harm(options: dict[str, Any]) -> None:
    options.setdefault("B", 3)
    assert found(**{"text": CAT, **options}) == []
