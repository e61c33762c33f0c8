"""What is put in order by its numbers: each number still stands beside the state that holds it."""

import numpy as np
import pytest

import unrolled
from tests.engine.verdict.asking import trace_of
from unrolled import Answer
from unrolled.engine.arrays import Array

TRACE = trace_of(B=3, T=5, L=1)
# Numbers that happen to be equal would not tell which of them was moved.
assert len(np.unique(TRACE.output)) == TRACE.output.size


def ask(text: str) -> Answer:
    return unrolled.ask(TRACE, text)


def held(answer: Answer) -> Array:
    """The number of each element's own state, out of the trace."""
    (ids,) = np.moveaxis(answer.sources, -1, 0)
    numbers = []
    for id in ids.ravel():
        source = TRACE.source(int(id))
        assert source.layer is not None
        assert source.direction is not None
        state = TRACE.state(source.state, source.layer, source.direction)
        numbers.append(state[source.t, source.b, source.unit])
    return np.array(numbers).reshape(ids.shape)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("output.sort(0)[0]", np.sort(TRACE.output, axis=0)),
        ("output.sort().values", np.sort(TRACE.output, axis=-1)),
        ("torch.sort(output, dim=1, descending=True)[0]", -np.sort(-TRACE.output, axis=1)),
        ("output.topk(2, dim=0)[0]", -np.sort(-TRACE.output, axis=0)[:2]),
        ("torch.topk(output, 3, largest=False).values", np.sort(TRACE.output)[..., :3]),
        ("np.sort(output, axis=1)", np.sort(TRACE.output, axis=1)),
        (
            "max(output[0, 0, 0], output[0, 0, 1])",
            max(TRACE.output[0, 0, 0], TRACE.output[0, 0, 1]),
        ),
        ("min(output[0, 0])", min(TRACE.output[0, 0])),
    ],
)
def test_the_numbers_are_in_order_and_their_states_too(text: str, expected: Array) -> None:
    answer = ask(text)
    np.testing.assert_array_equal(answer.value, expected)
    np.testing.assert_array_equal(held(answer), expected)


@pytest.mark.parametrize("descending", [False, True])
def test_where_they_stood_gives_them_back(descending: bool) -> None:
    text = f"values, places = output.sort(0, descending={descending})\n"
    assert ask(f"{text}output.gather(0, places) == values").value.all()
    both = f"{text}places == output.argsort(dim=0, descending={descending})"
    assert ask(both).value.all()


def test_a_sum_up_to_a_place_reads_the_places_up_to_there() -> None:
    answer = ask("output.cumsum(0)")
    whole = ask("output").sources
    for t in range(TRACE.T):
        read = np.sort(np.moveaxis(whole[: t + 1, ..., 0], 0, -1), axis=-1)
        np.testing.assert_array_equal(answer.sources[t, ..., : t + 1], read)
        assert (answer.sources[t, ..., t + 1 :] == -1).all()
