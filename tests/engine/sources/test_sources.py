"""Sources move as elements move, and unite where elements are mixed."""

import tracemalloc
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from unrolled import EngineError, Network
from unrolled.engine.sources.places import NOWHERE, Ids, Places
from unrolled.engine.sources.sets import Sets, most_elements
from unrolled.engine.sources.tracked import Tracked, elementwise

Members = set[int]


@cache
def places() -> Places:
    return Network("rnn", 2, 3).run(np.zeros((4, 2, 2), "float32")).places(0)


def members(sets: Sets, id: Any) -> Members:
    """What stands behind an id, without what fills the line up."""
    return set(sets.members(np.array([id]))[0].tolist()) - {NOWHERE}


ids = st.integers(NOWHERE, places().count - 1)
lines = arrays.arrays(np.int64, st.tuples(st.integers(1, 4), st.integers(1, 5)), elements=ids)
grids = arrays.arrays(np.int64, arrays.array_shapes(max_dims=4, max_side=4), elements=ids)


def tracked(sets: Sets, array: Ids) -> Tracked:
    return Tracked(array.astype("float64"), array, (None,) * array.ndim, sets)


@given(lines)
def test_a_union_is_the_union_of_sets(array: Ids) -> None:
    sets = Sets(places())
    for line, id in zip(array, sets.unite(array), strict=True):
        wanted = set(line.tolist()) - {NOWHERE}
        assert members(sets, id) == wanted
        if len(wanted) < 2:  # a single place stays what it is
            assert id == (wanted.pop() if wanted else NOWHERE)


@given(lines, st.data())
def test_a_union_knows_no_order_and_no_repetition(array: Ids, data: st.DataObject) -> None:
    sets = Sets(places())
    order = data.draw(st.permutations(range(array.shape[1])))
    once, turned = sets.unite(array), sets.unite(array[:, order])
    again = sets.unite(np.stack([once, once], axis=-1))
    for each in zip(once, turned, again, strict=True):
        assert len({frozenset(members(sets, id)) for id in each}) == 1


@given(lines, lines)
def test_unions_of_unions_are_unions_of_all(a: Ids, b: Ids) -> None:
    sets = Sets(places())
    n = min(len(a), len(b))
    both = sets.unite(np.stack([sets.unite(a[:n]), sets.unite(b[:n])], axis=-1))
    for k, id in enumerate(both):
        assert members(sets, id) == {*a[k].tolist(), *b[k].tolist()} - {NOWHERE}


@given(lines, st.data())
def test_a_place_is_reached_from_the_first_to_the_last_column_that_reads_it(
    array: Ids, data: st.DataObject
) -> None:
    """Also through sets of sets; places and sets may stand in one line."""
    sets = Sets(places())
    inner = sets.unite(array)
    ones = data.draw(arrays.arrays(np.int64, len(inner), elements=ids))
    mixed = np.concatenate([ones, inner, sets.unite(np.stack([inner, ones, inner[::-1]], axis=-1))])
    columns = np.arange(len(mixed))
    read = [members(sets, id) for id in mixed]
    reached, first, last = sets.reached(mixed, columns, columns)
    assert reached.tolist() == sorted(set().union(*read))
    for place, low, high in zip(reached.tolist(), first, last, strict=True):
        where = [column for column, each in enumerate(read) if place in each]
        assert (low, high) == (where[0], where[-1])


@given(lines)
def test_members_stand_in_ascending_order_and_are_filled_up(array: Ids) -> None:
    sets = Sets(places())
    united = sets.unite(array)
    found = sets.members(united)
    sizes = [len(set(line.tolist()) - {NOWHERE}) for line in array]
    assert found.shape == (len(array), max([1, *sizes]))
    for line, size in zip(found, sizes, strict=True):
        assert (line[size:] == NOWHERE).all()
        assert line[:size].tolist() == sorted(set(line[:size].tolist()))
    assert sets.places_of(united).tolist() == sorted({*array.ravel().tolist()} - {NOWHERE})


@given(grids, st.data())
def test_a_moved_element_takes_its_source_along(array: Ids, data: st.DataObject) -> None:
    """The value is the id itself, so wherever one goes the other has to be."""
    order = data.draw(st.permutations(range(array.ndim)))
    axis = data.draw(st.integers(0, array.ndim - 1))
    a = tracked(Sets(places()), array)
    moved = a.moved(lambda each: np.flip(each.transpose(order), axis), a.axes)
    assert (moved.value == moved.ids).all()
    assert moved.shape == tuple(array.shape[k] for k in order)


@given(grids, st.data())
def test_what_is_reduced_was_read_from_all_along_the_axes(array: Ids, data: st.DataObject) -> None:
    axes = tuple(data.draw(st.sets(st.integers(0, array.ndim - 1), min_size=1)))
    keepdims = data.draw(st.booleans())
    a = tracked(Sets(places()), array)
    found = a.reduced(np.sum, axes, keepdims)
    assert (found.value == array.sum(axis=axes, keepdims=keepdims)).all()
    assert found.ids.shape == found.shape
    ids = found.ids if keepdims else np.expand_dims(found.ids, axes)
    for index in np.ndindex(ids.shape):
        along = tuple(slice(None) if k in axes else i for k, i in enumerate(index))
        assert members(a.sets, ids[index]) == set(array[along].ravel().tolist()) - {NOWHERE}


@given(arrays.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3), st.data())
def test_a_result_was_read_from_what_it_was_broadcast_from(
    shapes: arrays.BroadcastableShapes, data: st.DataObject
) -> None:
    a, b = (
        data.draw(arrays.arrays(np.int64, shape, elements=ids)) for shape in shapes.input_shapes
    )
    sets = Sets(places())
    found = elementwise(lambda a, b, c: a * b + c, tracked(sets, a), tracked(sets, b), 1)
    assert found.shape == shapes.result_shape
    wide = np.broadcast_arrays(a, b)
    for index in product(*map(range, found.shape)):
        assert members(sets, found.ids[index]) == {int(each[index]) for each in wide} - {NOWHERE}


def test_the_longest_array_along_an_axis_names_it_and_two_names_are_none() -> None:
    sets = Sets(places())
    one = Tracked(np.zeros((1, 3)), np.zeros((1, 3), np.int64), ("L", "H"), sets)
    many = Tracked(np.zeros((4, 3)), np.zeros((4, 3), np.int64), ("T", "I"), sets)
    assert elementwise(np.add, one, many).axes == ("T", None)


def test_a_sum_that_runs_along_many_steps_is_opened_in_the_memory_of_its_sets() -> None:
    steps, width = 400, 100
    trace = Network("rnn", 1, width).run(np.ones((steps, 1, 1), "float32"))
    sets = Sets(trace.places(0))
    states = sets.places.ids("h", 0, 0)[:, 0]
    running = [states[0]]
    for each in states[1:]:
        running.append(sets.unite(np.stack([running[-1], each], axis=-1)))
    columns = np.tile(np.arange(width), steps)
    tracemalloc.start()
    reached, first, last = sets.reached(np.ravel(running), columns, columns)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 400 * steps * width  # bytes: a set has two members of 8, and two columns
    np.testing.assert_array_equal(reached, np.sort(states, axis=None))
    np.testing.assert_array_equal(first, np.tile(np.arange(width), steps))
    np.testing.assert_array_equal(first, last)


def test_all_work_is_counted_together() -> None:
    sets = Sets(places())
    for _ in range(2):
        sets.spend(most_elements // 2)
    with pytest.raises(EngineError, match="ask for fewer steps or rows"):
        sets.spend(2)
