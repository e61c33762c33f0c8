"""Stepping: the cells appear in the order of the engine's own schedule."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page import (
    cell,
    cells,
    expect_step,
    open_page,
    press,
    redrawn,
    scrubber,
    stepped,
)
from unrolled.engine.trace.schedule import Order, orders, schedule


@pytest.mark.parametrize("order", orders)
@pytest.mark.parametrize(("layers", "directions"), [(2, 1), (3, 2)])
def test_cells_come_in_the_order_of_the_schedule(
    page: Page, order: Order, layers: int, directions: int
) -> None:
    bidirectional = str(directions == 2).lower()
    scene = f"num_layers={layers}&bidirectional={bidirectional}&text=aacc&step=0&order={order}"
    open_page(page, scene)
    expect_step(page, 0)
    done: set[tuple[int, ...]] = set()
    wanted = schedule(order, 4, layers, tuple(range(directions)))
    for shown, current in zip(stepped(page), wanted, strict=True):
        done |= set(current)
        assert shown.current == set(current)
        assert shown.done == done
    assert done == cells(page)


@pytest.mark.parametrize("order", orders)
def test_a_layer_waits_for_both_directions_of_the_layer_below(page: Page, order: Order) -> None:
    open_page(page, f"order={order}&step=0&text=aac")
    shown = stepped(page)
    assert len(shown) == 6
    for each in shown:
        lower = {cell for cell in each.done if cell[0] == 0}
        assert each.done == lower or len(lower) == 3 * 2


def test_buttons_go_back_and_to_both_ends(page: Page) -> None:
    open_page(page, "step=5")
    press(page, "Previous step")
    expect_step(page, 4)
    press(page, "Last step")
    expect_step(page, 15)
    press(page, "First step")
    expect_step(page, 0)
    assert cells(page, ".is-done") == {(0, 0, 0), (0, 1, 7)}
    expect(page.get_by_role("button", name="Previous step")).to_be_disabled()


def test_keys_do_the_same(page: Page) -> None:
    open_page(page, "step=5")
    for key, step in [("ArrowLeft", 4), ("ArrowRight", 5), ("Home", 0), ("End", 15)]:
        page.keyboard.press(key)
        expect_step(page, step)


def test_the_scrubber_runs_over_the_whole_schedule(page: Page) -> None:
    open_page(page, "step=0&text=aab")
    for step, _ in enumerate(schedule("layers", 3, 2, (0, 1))):
        scrubber(page).fill(str(step))
        expect_step(page, step)
    expect(scrubber(page)).to_have_attribute("max", str(step))
    assert cells(page, ".is-done") == cells(page)


def test_another_order_keeps_the_step_where_it_has_one(page: Page) -> None:
    open_page(page, "bidirectional=false&step=15")
    page.get_by_label("Order of computation").select_option("wavefront")
    expect_step(page, len(schedule("wavefront", 8, 2, (0,))) - 1)
    assert cells(page, ".is-done") == cells(page)


def test_another_input_keeps_the_step_where_it_has_one(page: Page) -> None:
    open_page(page, "step=15")
    with redrawn(page):
        page.get_by_label("letters a to d").fill("aab")
    expect_step(page, 5)
    expect(cell(page, 1, 0, 2)).to_contain_class("in-output in-h-n in-c-n is-done is-current")
