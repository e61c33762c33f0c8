"""Both orders compute every cell once, and none before what it reads."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrolled import EngineError
from unrolled.engine.trace.schedule import Order, first_step, orders, position, schedule

Cell = tuple[int, int, int]

sizes = {"T": st.integers(1, 12), "L": st.integers(1, 4), "D": st.integers(1, 2)}


def reads(cell: Cell, T: int, D: int) -> Iterator[Cell]:
    """The cells whose states one cell needs, by the definition of a recurrent network."""
    layer, direction, t = cell
    before = t - 1 if direction == 0 else t + 1
    if 0 <= before < T:
        yield layer, direction, before
    if layer > 0:
        yield from ((layer - 1, below, t) for below in range(D))


def steps_of(order: Order, T: int, L: int, D: int) -> dict[Cell, int]:
    steps = schedule(order, T, L, tuple(range(D)))
    return {cell: n for n, step in enumerate(steps) for cell in step}


@pytest.mark.parametrize("order", orders)
@given(**sizes)
def test_every_cell_is_computed_once_and_no_step_is_empty(
    order: Order, T: int, L: int, D: int
) -> None:
    steps = schedule(order, T, L, tuple(range(D)))
    assert all(steps)
    cells = sorted(cell for step in steps for cell in step)
    assert cells == [(n, d, t) for n in range(L) for d in range(D) for t in range(T)]


@pytest.mark.parametrize("order", orders)
@given(**sizes)
def test_a_cell_comes_after_all_that_it_reads(order: Order, T: int, L: int, D: int) -> None:
    steps = steps_of(order, T, L, D)
    for cell, n in steps.items():
        assert all(steps[needed] < n for needed in reads(cell, T, D))


@given(**sizes)
def test_wavefront_runs_a_cell_as_soon_as_what_it_reads_is_there(T: int, L: int, D: int) -> None:
    steps = steps_of("wavefront", T, L, D)
    for cell, n in steps.items():
        assert n == 1 + max((steps[needed] for needed in reads(cell, T, D)), default=-1)


@given(**sizes)
def test_layer_by_layer_both_directions_go_together_the_reverse_one_from_the_end(
    T: int, L: int, D: int
) -> None:
    expected = [
        {(layer, 0, i), (layer, 1, T - 1 - i)} if D == 2 else {(layer, 0, i)}
        for layer in range(L)
        for i in range(T)
    ]
    assert [set(step) for step in schedule("layers", T, L, tuple(range(D)))] == expected


@pytest.mark.parametrize("order", orders)
@given(T=sizes["T"], L=st.integers(2, 4))
def test_in_a_bidirectional_net_a_layer_waits_for_both_directions_of_the_one_below(
    order: Order, T: int, L: int
) -> None:
    steps = steps_of(order, T, L, 2)
    for layer in range(1, L):
        passed = max(steps[layer - 1, d, t] for d in range(2) for t in range(T))
        assert all(n > passed for (at, _, _), n in steps.items() if at == layer)


@given(T=sizes["T"], L=sizes["L"])
def test_a_wavefront_of_one_direction_is_a_diagonal(T: int, L: int) -> None:
    assert len(schedule("wavefront", T, L, (0,))) == T + L - 1
    assert steps_of("wavefront", T, L, 1)[L - 1, 0, T - 1] == T + L - 2


@pytest.mark.parametrize("order", orders)
@given(**sizes)
def test_first_step_and_position_place_every_cell(order: Order, T: int, L: int, D: int) -> None:
    steps = steps_of(order, T, L, D)
    for layer in range(L):
        for direction in range(D):
            for i in range(T):
                cell = (layer, direction, position(i, direction, T))
                assert steps[cell] == first_step(order, layer, T, D) + i


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(EngineError, match="order is 'random'; it has to be layers or wavefront"):
        schedule("random", 3, 1, (0,))  # type: ignore[arg-type]
