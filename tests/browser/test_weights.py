"""The small picture of each line's weights, and what it is tied to."""

from playwright.sync_api import Page, expect

from tests.browser.page import cell, open_page
from tests.browser.places import at_rest, boxes

_ends = """node => node.getAttribute('d').split('M').slice(1)
    .map((tether) => tether.split('L').at(-1).split(',').map(Number))"""


def test_each_line_has_its_weights_and_they_are_tied_to_all_of_its_cells(page: Page) -> None:
    open_page(page, "v=2&cell=lstm&num_layers=2&bidirectional=true&step=3")
    maps = page.locator("[data-weights]")
    expect(maps).to_have_count(4)
    one = page.locator('[data-weights="1:1"]')
    expect(one).to_have_accessible_name(
        "Weights of layer 1, reverse: weight_ih_l1_reverse (32×16) and "
        "weight_hh_l1_reverse (32×8), one set, used at every step"
    )
    tether = page.locator(".tether")
    expect(tether).to_have_attribute("d", "")
    one.focus()
    ends = at_rest(page).locator(".tether").evaluate(_ends)
    stage = boxes(page.locator(".stage-inner"))[0]
    cells = boxes(*[cell(page, 1, 1, t) for t in range(8)])
    tops = [(c["x"] + c["width"] / 2 - stage["x"], c["y"] - stage["y"]) for c in cells]
    for (x, y), (middle, top) in zip(ends, tops, strict=True):
        assert abs(x - middle) <= 1
        assert abs(y - top) <= 1
    page.get_by_role("button", name="Next step").focus()
    expect(tether).to_have_attribute("d", "")


def test_no_two_lines_of_a_trained_network_have_the_same_picture(page: Page) -> None:
    open_page(page, "v=2&cell=gru&num_layers=2&step=3")
    canvases = page.locator("[data-weights] canvas")
    expect(canvases).to_have_count(2)
    first, second = canvases.evaluate_all("all => all.map((canvas) => canvas.toDataURL())")
    assert first != second
