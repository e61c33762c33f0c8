"""Ask: what lies before a direction's first step, and past a row's end."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.asking import answer, ask, part
from tests.browser.batch import LENGTHS, LETTERS
from tests.browser.page import box, cell, cells, elements, open_page


def initial(page: Page, state: str, layer: int, direction: int) -> Locator:
    name = f"{state} of layer {layer}, {'reverse' if direction else 'forward'}"
    return page.get_by_role("img", name=f"{name}: before its first step", exact=True)


def extent(place: Locator) -> tuple[float, float, float]:
    """Left, right, and the middle from top to bottom."""
    found = box(place)
    left, width = found["x"], found["width"]
    return left, left + width, found["y"] + found["height"] / 2


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("b", [0, 1, 2])
def test_each_direction_begins_beside_its_first_cell(page: Page, width: int, b: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, f"{LETTERS}&packed=true&b={b}&cell=gru")
    expect(page.locator(".initial")).to_have_count(4)
    output_left, output_right, _ = extent(page.locator(".band-output"))
    for layer in range(2):
        _, right, y = extent(initial(page, "h_0", layer, 0))
        first_left, _, first_y = extent(cell(page, layer, 0, 0))
        assert first_left - 12 < right <= output_left
        assert abs(y - first_y) <= 1
        left, _, y = extent(initial(page, "h_0", layer, 1))
        _, first_right, first_y = extent(cell(page, layer, 1, LENGTHS[b] - 1))
        assert output_right <= left < first_right + 12
        assert abs(y - first_y) <= 1


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
    expect(page.locator('[data-tensor="output"] .is-asked')).to_have_count(4 * 8)
    assert elements(page, "output", ".is-asked") == {
        (t, 2, unit) for t in range(2, 6) for unit in range(8)
    }


def test_padding_of_y_is_not_that_of_x(page: Page) -> None:
    open_page(page, f"{LETTERS}&packed=true&b=2&step=100")
    ask(page, "y[4]")
    expect(page.locator("[data-y].is-asked")).to_have_attribute("data-y", "4")
    expect(page.locator("[data-x].is-asked")).to_have_count(0)
