"""An error points at what is at fault, in the text as it was typed."""

import pytest

from tests.engine.verdict.asking import asked
from unrolled import AskError

# The text, with what is at fault between ‹ and ›, and a part of the sentence.
CASES = [
    ("‹outpt›[-1]", "did you mean output"),
    ("‹out›[-1]", "did you mean output"),
    ("‹hidden›[-1]", "did you mean h_n"),
    ("output[‹9 + nope›]", ""),
    ("torch.cat((h_n[-2], ‹h_n[9]›), dim=1)", "out of bounds"),
    ("‹output[::-1]›", "flip"),
    ("‹output.view(3, 3)›", "invalid for input of size"),
    ("output + ‹foo›", "There is no 'foo'"),
    ("x if ‹output > 0› else y", "ambiguous"),
    ("‹output.frobnicate()›", "frobnicate"),
    ("‹output == x[0, 0]›", "must match the size"),
    ("(‹lambda: 1›)", "lambda"),
    ("a = output\n‹b›[-1]", "There is no 'b'"),
    ("a = 'é'; ‹b›", "There is no 'b'"),
    ("    a = output\n    ‹b›\n", "There is no 'b'"),
    ("\tz = x\n\t‹b›\n", "There is no 'b'"),
    ("first = x\n        ‹b›\n", "There is no 'b'"),
    ("def forward(self, x):\n    # é\n    return ‹x[99]›", "out of bounds"),
]


@pytest.mark.parametrize(("marked", "says"), CASES)
def test_the_place(marked: str, says: str) -> None:
    text = marked.replace("‹", "").replace("›", "")
    with pytest.raises(AskError) as caught:
        asked(text)
    error = caught.value
    assert says in str(error)
    assert error.line is not None
    line = text.split("\n")[error.line]
    at_fault = line[error.column : error.end]
    (start,) = (k for k, each in enumerate(marked.split("\n")) if "‹" in each)
    whole = marked.split("\n")[start]
    expected = whole[whole.index("‹") + 1 : whole.index("›")]
    assert error.line == start
    assert at_fault
    assert at_fault in expected
    assert whole.index("‹") <= error.column


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("output[", 0, "never closed"),
        ("output]", 0, "unmatched"),
        ("output output", 0, ""),
        ("a = x\nb = = y", 1, ""),
        ("if x:", 0, "indented block"),
        ("'abc", 0, "unterminated"),
        ("a = x\n1 = a", 1, ""),
    ],
)
def test_what_is_no_python_is_told_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(AskError, match="This is no Python") as caught:
        asked(text)
    assert caught.value.line == line
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
