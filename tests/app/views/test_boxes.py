"""Boxes cover the places that they are given, and no other."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from unrolled.app.views.boxes import boxes, most_boxes
from unrolled.engine.sources.places import Where

Place = tuple[int, int, int]

places = st.sets(st.tuples(*[st.integers(0, 5)] * 3), min_size=1)


def where(found: set[Place]) -> Where:
    b, t, unit = np.array(list(found)).T
    return Where(np.zeros_like(b), t, b, unit)


def inside(box: tuple[int, int, int, int, int]) -> set[Place]:
    b, t0, t1, low, high = box
    return {(b, t, unit) for t in range(t0, t1 + 1) for unit in range(low, high + 1)}


@given(places)
def test_each_place_is_in_one_box_and_nothing_else_is(found: set[Place]) -> None:
    covered = [inside(box) for box in boxes(where(found))]
    assert set().union(*covered) == found
    assert sum(map(len, covered)) == len(found)


def test_a_whole_state_over_time_is_one_box_a_row() -> None:
    found = {(b, t, unit) for b in range(3) for t in range(7) for unit in range(4)}
    assert sorted(boxes(where(found))) == [(b, 0, 6, 0, 3) for b in range(3)]


def test_too_many_scattered_places_are_in_one_box_a_row() -> None:
    found = {(b, t, 2 * unit + 1) for b in range(2) for t in (1, 3) for unit in range(most_boxes)}
    last = 2 * most_boxes - 1
    assert sorted(boxes(where(found))) == [(0, 1, 3, 1, last), (1, 1, 3, 1, last)]
