"""What is made out of nothing, in each form of its call, is what PyTorch makes."""

import numpy as np
import pytest

from tests.engine.verdict.asking import asked
from unrolled import AskError


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("torch.arange(0, 7, step=3)", np.arange(0, 7, 3)),
        ("torch.arange(2, end=7)", np.arange(2, 7)),
        ("torch.arange(start=2, end=7)", np.arange(2, 7)),
        ("torch.arange(end=4)", np.arange(4)),
        ("torch.arange(start=5, end=0, step=-2)", np.arange(5, 0, -2)),
        ("torch.arange(3, dtype=torch.float32)", np.arange(3, dtype="float32")),
        ("torch.arange(2.5, dtype=torch.long)", np.arange(2)),
        ("torch.arange(T, device=x.device)", np.arange(7)),
    ],
)
def test_a_range(call: str, expected: np.ndarray[tuple[int], np.dtype[np.generic]]) -> None:
    value = asked(call).value
    assert value.dtype == expected.dtype
    np.testing.assert_array_equal(value, expected)


@pytest.mark.parametrize(
    "call",
    [
        "torch.arange()",
        "torch.arange(start=3)",
        "torch.arange(1, 2, end=3)",
        "torch.arange(1, 2, 3, 4)",
        "torch.arange(4, start=1)",
        "torch.arange(3, stpe=2)",
    ],
)
def test_a_range_without_an_end_or_with_two_is_refused(call: str) -> None:
    with pytest.raises(AskError, match=r"arange\(\)"):
        asked(call)
