"""Words in the picture hide nothing: names of lines, of strips, and where cut wires come from."""

import pytest
from playwright.sync_api import FloatRect, Page, expect

from tests.browser.page import cell, open_page
from tests.browser.places import at_rest, box, boxes, words_end

FOUR_LINES = "v=2&cell=lstm&num_layers=2&bidirectional=true&step=12"


def meet(a: FloatRect, b: FloatRect) -> bool:
    return (
        a["x"] < b["x"] + b["width"]
        and b["x"] < a["x"] + a["width"]
        and a["y"] < b["y"] + b["height"]
        and b["y"] < a["y"] + a["height"]
    )


@pytest.mark.parametrize("scene", ["v=2&step=3", FOUR_LINES])
def test_on_a_phone_words_lie_on_no_slot_and_names_on_no_shelf(page: Page, scene: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, scene)
    at_rest(page)
    cuts = page.locator(".cuts span")
    assert cuts.count() > 0
    side = box(page.locator(".sides"))
    for cut in boxes(cuts):
        assert side["x"] <= cut["x"], "it would hide a column"
        assert not any(meet(cut, slot) for slot in boxes(page.locator(".sides [data-slot]")))
    # What scrolls by goes under the shade before it comes to the names.
    shade = box(page.locator(".shade"))
    for name in page.locator(".stage .row-name strong:visible").all():
        assert words_end(name) <= shade["x"] + shade["width"] - 4


def test_the_two_strips_of_a_cell_are_named_once_in_each_line(page: Page) -> None:
    open_page(page, FOUR_LINES)
    at_rest(page)
    names = page.locator(".strip-names span")
    expect(names).to_have_text(["h", "c"] * 4)
    for line, (layer, direction) in enumerate([(1, 1), (1, 0), (0, 1), (0, 0)]):
        first = box(cell(page, layer, direction, 0))
        of_h, of_c = boxes(names)[2 * line : 2 * line + 2]
        assert of_h["y"] + of_h["height"] <= of_c["y"]
        for name in (of_h, of_c):
            assert first["x"] <= name["x"]
            assert name["x"] + name["width"] < first["x"] + 14
            assert first["y"] < name["y"]
            assert name["y"] + name["height"] < first["y"] + first["height"]


def test_a_single_strip_needs_no_name(page: Page) -> None:
    open_page(page, "v=2&step=3")
    expect(page.locator(".strip-names span")).to_have_count(0)


def test_the_strip_of_the_whole_is_there_where_a_column_is_out_of_view(page: Page) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    open_page(page, "v=2&cell=gru&num_layers=2&input=random")
    expect(page.locator("[data-cell]")).to_have_count(20)
    expect(page.locator("#overview")).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("#overview")).to_be_visible()
