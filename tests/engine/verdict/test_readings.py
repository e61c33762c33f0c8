"""What a reading has read is what it depends on; its cells are the ones that hold its numbers."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unrolled
from tests.engine.verdict.asking import asked
from unrolled import Network
from unrolled.engine.verdict.readings import Reading


def readings(text: str, **options: Any) -> list[Reading]:
    return [reading for piece in asked(text, **options).pieces for reading in piece.readings]


@given(
    T=st.integers(1, 6),
    direction=st.sampled_from([0, 1]),
    data=st.data(),
)
def test_a_state_of_the_first_layer_depends_on_as_many_steps_as_it_has_read(
    T: int, direction: int, data: st.DataObject
) -> None:
    """Change one step of x after the other: as many of them reach the state as were read."""
    length = data.draw(st.integers(1, T))
    t = data.draw(st.integers(0, length - 1))
    net = Network("gru", 2, 3, bidirectional=True, dtype="float64")
    x = np.random.default_rng(3).standard_normal((T, 2, 2))
    lengths = [T, length]
    trace = net.run(x, lengths=lengths)
    (reading,) = unrolled.ask(trace, f"h(0, {direction})[{t}, 1]").pieces[0].readings
    reached = 0
    for step in range(T):
        other = x.copy()
        other[step, 1] += 1
        state = net.run(other, lengths=lengths).state("h", 0, direction)
        reached += bool((state[t, 1] != trace.state("h", 0, direction)[t, 1]).any())
    assert (reading.read.tolist(), reading.length.tolist()) == ([reached], [length])


def test_the_halves_of_output_are_parts_in_the_order_of_their_columns() -> None:
    forward, reverse = readings("output[2]")
    assert (forward.direction, forward.columns, forward.units) == (0, (0, 3), (0, 3))
    assert (reverse.direction, reverse.columns, reverse.units) == (1, (4, 7), (0, 3))
    for reading in (forward, reverse):
        assert (reading.state, reading.layer) == ("h", 1)
        assert reading.t.tolist() == [2, 2, 2]
        assert reading.b.tolist() == [0, 1, 2]


def test_padding_is_a_part_of_its_own() -> None:
    found = readings("output[4]", lengths=[7, 5, 2])
    assert [(reading.state, reading.direction, reading.b.tolist()) for reading in found] == [
        ("h", 0, [0, 1]),
        ("padding", 0, [2]),
        ("h", 1, [0, 1]),
        ("padding", 1, [2]),
    ]
    assert not any(reading.is_whole for reading in found if reading.state == "padding")


def test_initial_states_are_parts_that_have_read_nothing() -> None:
    (reading,) = readings("c_0[-1]")
    assert (reading.state, reading.layer, reading.direction) == ("c_0", 1, 1)
    assert reading.read.tolist() == [0, 0, 0]
    assert not reading.is_whole
    answer = asked("c_0[-1]")
    source = answer.source(int(answer.sources[2, 3, 0]))
    assert (source.state, source.t, source.b, source.unit) == ("c_0", None, 2, 3)


@pytest.mark.parametrize("text", ["output", "h_n", "c_n", "x", "y", "output[1:5, 1]", "h_n.sum(2)"])
@pytest.mark.parametrize("lengths", [None, [7, 5, 2]])
def test_the_runs_are_the_cells(text: str, lengths: list[int] | None) -> None:
    for reading in readings(text, lengths=lengths):
        cells = [(b, t) for b, first, last in reading.runs for t in range(first, last + 1)]
        assert cells == list(zip(reading.b.tolist(), reading.t.tolist(), strict=True))
        assert len(set(cells)) == len(cells)


def test_a_constant_has_no_parts() -> None:
    assert readings("torch.arange(T)") == []
    assert readings("lengths") == []
