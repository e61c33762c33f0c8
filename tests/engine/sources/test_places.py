"""Every state of a trace has a number, and every number is a state."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.cases import Case, cases
from unrolled import EngineError, Trace
from unrolled.engine.arrays import Array
from unrolled.engine.sources.places import Source


def recorded(trace: Trace, source: Source) -> Any:
    """The number that the trace holds at a source."""
    if source.state == "x":
        return trace.x[source.t, source.b, source.unit]
    assert source.layer is not None
    assert source.direction is not None
    if source.state.endswith("_0"):
        row = list(trace.records).index((source.layer, source.direction))
        return trace.initial[source.state[0]][row, source.b, source.unit]
    states: Array = trace.state(source.state, source.layer, source.direction)
    return states[source.t, source.b, source.unit]


@given(cases())
def test_no_two_ids_are_the_same_place(case: Case) -> None:
    places = case.run().places(2)
    sources = [places.source(id) for id in range(places.count)]
    blocks = [block for block in places.blocks if block.state in ("h", "c", "x", "y")]
    where = places.where(np.arange(places.count))
    found = set(zip(*(each.tolist() for each in where), strict=True))
    assert len(found) == places.count
    # Of what is no padding the source alone tells the id.
    plain = [source for source in sources if source.state != "padding"]
    assert len(set(plain)) == len(plain)
    past = sum(
        block.shape[2] * (block.shape[0] - length)
        for block in blocks
        for length in case.row_lengths
    )
    assert len(sources) - len(plain) == past


@given(cases(), st.data())
def test_a_source_is_where_its_number_was_recorded(case: Case, data: st.DataObject) -> None:
    trace = case.run()
    places = trace.places(0)
    rows = data.draw(st.sampled_from([None, *case.places]))
    if rows is None:
        name, ids, values = "x", places.ids("x"), trace.x
    else:
        name = data.draw(st.sampled_from(case.network.kind.states))
        ids, values = places.ids(name, *rows), trace.state(name, *rows)
    assert ids.shape == values.shape
    t, b, unit = (data.draw(st.integers(0, size - 1)) for size in ids.shape)
    source = places.source(int(ids[t, b, unit]))
    layer, direction = rows or (None, None)
    is_past = t >= case.row_lengths[b]
    assert source == Source("padding" if is_past else name, layer, direction, t, b, unit)
    if not is_past:
        assert recorded(trace, source) == values[t, b, unit]


@given(cases(), st.data())
def test_the_states_before_the_first_step_are_what_the_run_began_with(
    case: Case, data: st.DataObject
) -> None:
    trace = case.run()
    places = trace.places(0)
    name = data.draw(st.sampled_from(case.network.kind.states))
    rows = data.draw(st.sampled_from(case.places))
    for id in places.ids(f"{name}_0", *rows).ravel():
        source = places.source(int(id))
        assert (source.state, source.layer, source.direction, source.t) == (
            f"{name}_0",
            *rows,
            None,
        )
        began = case.h_0 if name == "h" else case.c_0
        row = case.places.index(rows)
        expected = 0 if began is None else began[row, source.b, source.unit]
        assert recorded(trace, source) == expected


@given(cases())
def test_blocks_follow_each_other_without_gaps(case: Case) -> None:
    places = case.run().places(3)
    ends = [block.first + int(np.prod(block.shape)) for block in places.blocks]
    assert places.blocks[0].first == 0
    assert [block.first for block in places.blocks[1:]] == ends[:-1]
    assert ends[-1] == places.count
    assert all(a.first <= b.first for a, b in pairwise(places.blocks))


@given(cases(), st.integers(0, 3), st.booleans())
def test_an_id_that_is_no_place_is_refused(case: Case, past: int, is_negative: bool) -> None:
    places = case.run().places(0)
    with pytest.raises(EngineError, match=r"^id is "):
        places.source(-1 - past if is_negative else places.count + past)
