"""Ask: what lies before a direction's first step, and past a row's end."""

from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.asking import answer, ask, part
from tests.browser.batch import LENGTHS, LETTERS, turn
from tests.browser.page import cell, cells, elements, open_page, rail
from tests.browser.places import boxes


def initial(page: Page, state: str, layer: int, direction: int) -> Locator:
    name = f"{state} of layer {layer}, {'reverse' if direction else 'forward'}"
    return page.get_by_role("img", name=f"{name}: before its first step", exact=True)


class Extent(NamedTuple):
    left: float
    right: float
    y: float  # of the middle


def extents(*places: Locator) -> list[Extent]:
    return [
        Extent(it["x"], it["x"] + it["width"], it["y"] + it["height"] / 2) for it in boxes(*places)
    ]


@pytest.mark.parametrize("width", [1440, 390])
def test_each_direction_begins_beside_its_first_cell(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, f"{LETTERS}&packed=true&cell=gru")
    expect(page.locator(".initial")).to_have_count(4)
    for b, length in enumerate(LENGTHS):
        if b:
            turn(page, "Next row", b)
        sides, *places = extents(
            page.locator(".sides"),
            *(initial(page, "h_0", layer, d) for layer in range(2) for d in (0, 1)),
            *(cell(page, layer, d, d * (length - 1)) for layer in range(2) for d in (0, 1)),
        )
        for k, (before, first) in enumerate(zip(places[:4], places[4:], strict=True)):
            if k % 2:
                assert first.right <= before.left < before.right <= sides.left
            else:
                assert first.left - 12 < before.right <= first.left
            assert abs(before.y - first.y) <= 1


def test_an_initial_state_that_is_read_lights_up_alone(page: Page) -> None:
    open_page(page, "step=15")
    ask(page, "h_0[-1]")
    expect(page.locator(".initial.is-asked")).to_have_count(1)
    expect(initial(page, "h_0", 1, 1)).to_contain_class("is-asked")
    assert cells(page, ".is-asked") == set()
    ask(page, "torch.stack((c_0[0], h_n[0]))")
    expect(page.locator(".initial.is-asked")).to_have_count(1)
    expect(initial(page, "c_0", 0, 0)).to_have_attribute("data-asked", "1")
    expect(cell(page, 0, 0, 7)).to_have_attribute("data-asked", "2")
    part(page, "c_0 of layer 0").hover()
    expect(cell(page, 0, 0, 7)).not_to_contain_class("is-asked")
    expect(initial(page, "c_0", 0, 0)).to_contain_class("is-asked")


def test_an_element_of_an_initial_state_has_no_t(page: Page) -> None:
    open_page(page)
    ask(page, "h_0[1]")
    page.get_by_role("img", name="Values of").focus()
    expect(answer(page)).to_contain_text("h_0, layer 0, reverse, b = 0, unit 0")


def test_an_initial_state_is_brought_into_view_at_its_own_end(page: Page) -> None:
    open_page(page, f"text={'abcd' * 15}")
    ask(page, "h_0[0]")
    part(page, "h_0 of layer 0, forward").click()
    expect(initial(page, "h_0", 0, 0)).to_be_in_viewport()
    ask(page, "h_0[1]")
    expect(initial(page, "h_0", 0, 1)).not_to_be_in_viewport()
    part(page, "h_0 of layer 0, reverse").click()
    expect(initial(page, "h_0", 0, 1)).to_be_in_viewport()


def test_padding_of_c_is_not_the_zeros_in_output(page: Page) -> None:
    open_page(page, f"{LETTERS}&packed=true&b=2&step=100")
    ask(page, "c(1, 0)[2:]")
    expect(page.locator("[data-cell].is-asked")).to_have_count(4)
    assert cells(page, ".is-asked") == {(1, 0, t) for t in range(2, 6)}
    assert elements(page, "output", ".is-asked") == set()
    ask(page, "h(1, 0)[2:]")
    rail(page, "Tensors")
    expect(page.locator('[data-tensor="output"] .is-asked')).to_have_count(4 * 8)
    assert elements(page, "output", ".is-asked") == {
        (t, 2, unit) for t in range(2, 6) for unit in range(8)
    }


def test_padding_of_y_is_not_that_of_x(page: Page) -> None:
    open_page(page, f"{LETTERS}&packed=true&b=2&step=100")
    ask(page, "y[4]")
    expect(page.locator("[data-y].is-asked")).to_have_attribute("data-y", "4")
    expect(page.locator("[data-x].is-asked")).to_have_count(0)
