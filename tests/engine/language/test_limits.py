"""What is asked ends, and takes no more memory than its share, however it is written."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import unrolled
from tests.engine.verdict.asking import trace_of
from unrolled import AskError, EngineError
from unrolled.engine.sources.places import Ids
from unrolled.engine.sources.sets import distinct

TRACE = trace_of(B=2, T=3, L=1)
LONG = trace_of(B=8, T=300, L=1, D=1)

ONES = "1, " * 70


@pytest.mark.parametrize(
    "text",
    [
        "torch.arange(0, 1e308, 1e-300)",
        "torch.zeros(0, 10**9)",
        "torch.zeros(0, 2**62, 2**62)",
        "output[:0].expand(2**62, 0, 2, 8)",
        "output[:0].repeat(2**62, 2**62, 1)",
        "torch.zeros(10**5).tolist()",
        "torch.zeros(10**6).unbind()",
        "torch.zeros(10**6).split(1)",
    ],
)
def test_too_much_is_refused(text: str) -> None:
    """Also along an axis beside one of length 0, where there is no element to count."""
    with pytest.raises(AskError, match=r"elements|at most"):
        unrolled.ask(TRACE, text)


@pytest.mark.parametrize(
    "text",
    [
        f"output[{'None, ' * 70}]",
        f"torch.zeros({ONES})",
        f"x.expand({ONES}-1, -1, -1)",
        f"x.repeat({ONES})",
        f"x.reshape({ONES}-1)",
        f"einops.rearrange(x, 'a b c -> {'1 ' * 70} a b c')",
        "\n".join(["a = x", *["a = a.unsqueeze(0)"] * 70]),
    ],
)
def test_a_tensor_has_as_many_axes_as_numpy_can(text: str) -> None:
    with pytest.raises(AskError, match="at most 64 axes"):
        unrolled.ask(TRACE, text)


def test_what_doubles_line_by_line_ends() -> None:
    for line in ("a = torch.cat((a, a))", "a = torch.stack((a, a))", "a = a.repeat(2, 1, 1)"):
        with pytest.raises(AskError, match=r"elements|axes|dimension"):
            unrolled.ask(TRACE, "\n".join(["a = output", *[line] * 90, "a"]))
    for line in ("a = (a, a)", "a = [a, a]", "a = a + a"):
        with pytest.raises(AskError):
            unrolled.ask(TRACE, "\n".join(["a = (x, x)", *[line] * 90, "a"]))


@pytest.mark.parametrize(
    "copy",
    [
        "torch.zeros(10**6)",
        "torch.arange(10**6)",
        "torch.cat((a, a))",
        "a.repeat(2)",
        "a[torch.arange(len(a))]",
        "a.flip(0)",
    ],
)
def test_what_a_program_copies_is_counted(copy: str) -> None:
    """Each line is within the limit of a tensor; together they would fill the memory."""
    lines = [f"a{k} = {copy}" for k in range(100)]
    with pytest.raises(AskError, match="elements, at most"):
        unrolled.ask(TRACE, "\n".join(["a = torch.zeros(10**6)", *lines]))


def test_a_list_may_choose_from_a_long_axis() -> None:
    answer = unrolled.ask(TRACE, "a = torch.arange(10**6)\na[a] == a")
    assert answer.value.all()


def test_a_limit_is_told_as_the_limit() -> None:
    with pytest.raises(AskError, match=r"^This reads and mixes"):
        unrolled.ask(TRACE, "a = output.sum()\na.expand(10**6) == output.sum()")


@pytest.mark.parametrize(
    "line", ["a = a + a.flip(0)", "a = a @ (a.mT @ x)", "a = F.softmax(a, 0) + a.flip(1)"]
)
def test_sets_of_sets_are_opened_once_each(line: str) -> None:
    """Written out, their members would double with each line, or be all of the sequence."""
    answer = unrolled.ask(LONG, "\n".join(["a = x", *[line] * 12, "a"]))
    (part,) = answer.pieces[0].readings
    assert (part.state, part.units, len(part.t)) == ("x", (0, 2), LONG.T * LONG.B)


def test_an_attention_over_a_long_sequence_is_answered() -> None:
    attention = "F.softmax(output @ output.transpose(1, 2), -1) @ output"
    answer = unrolled.ask(LONG, f"output = output.transpose(0, 1)\n{attention}")
    (part,) = answer.pieces[0].readings
    assert (part.state, len(part.t)) == ("h", LONG.T * LONG.B)
    with pytest.raises(EngineError, match="This reads and mixes"):
        assert answer.sources  # all that every element was read from, written out


def test_a_function_may_not_call_itself_without_end() -> None:
    text = "def forward(self, x):\n    return self.g(x)\ndef g(self, x):\n    return self.g(x)"
    with pytest.raises(AskError):
        unrolled.ask(TRACE, f"class A:\n    {text.replace(chr(10), chr(10) + '    ')}")


def test_a_function_that_is_called_often_ends() -> None:
    """Each of ten functions calls the one before it twice, or more often."""
    functions = [
        f"def g{k}(self, x):\n    a = self.g{k - 1}(x)\n    return self.g{k - 1}(a)"
        for k in range(1, 24)
    ]
    text = "\n".join(
        [
            "def g0(self, x):\n    return x",
            *functions,
            "def forward(self, x):\n    return self.g23(x)",
        ]
    )
    with pytest.raises(AskError):
        unrolled.ask(TRACE, text)


@given(arrays(np.int64, array_shapes(max_dims=2, min_side=0), elements=st.integers(-3, 3)))
def test_distinct_is_every_value_once(values: Ids) -> None:
    assert distinct(values).tolist() == sorted({*values.ravel().tolist()})
