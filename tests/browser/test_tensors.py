"""The tensors' tables by keyboard and pointer, and where the system chooses the colours."""

from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import oracle
from tests.browser.page import cell, cells, element, elements, expect_step, open_page, rail
from tests.browser.places import box, boxes, cut_off


def readout(page: Page) -> Locator:
    return page.locator("#tensors .readout")


def test_a_tensor_is_gone_through_by_keyboard(page: Page) -> None:
    trace = oracle.letters("lstm", 2, 2).network.run(oracle.one_hot("aaccbbdd"))
    open_page(page, "step=15&rail=tensors")
    stops = page.locator('[data-tensor] [tabindex="0"]')
    expect(stops).to_have_count(3)
    stops.first.focus()
    for key, index in [
        ("ArrowDown", (0, 0, 8)),
        ("End", (0, 0, 15)),
        ("ArrowDown", (1, 0, 7)),
        ("ArrowDown", (1, 0, 15)),
        ("ArrowLeft", (1, 0, 14)),
    ]:
        page.keyboard.press(key)
        expect(element(page, "output", *index)).to_be_focused()
    # Focus is hover, and the step stays.
    expect(cell(page, 1, 1, 1)).to_contain_class("is-lit")
    expect_step(page, 15)
    value = str(trace.output[1, 0, 14])
    words = f"output[1, 0, 14] {value}, h of layer 1 reverse at t = 1"
    expect(readout(page)).to_have_text(words)
    page.keyboard.press("Enter")
    expect(cell(page, 1, 1, 1)).to_contain_class("is-pinned")
    page.keyboard.press("Tab")
    expect(page.locator('[data-tensor="h_n"] :focus')).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".is-pinned")).to_have_count(0)


def test_every_element_has_a_name(page: Page) -> None:
    open_page(page, "step=9&rail=tensors")
    h_n = oracle.letters("lstm", 2, 2).network.run(oracle.one_hot("aaccbbdd")).h_n
    value = f"{h_n[1, 0, 3]:.3f}".replace("-", "−")
    expect(element(page, "h_n", 1, 0, 3)).to_have_accessible_name(
        f"h_n[1, 0, 3] {value}, h of layer 0 reverse at t = 0"
    )
    expect(element(page, "h_n", 2, 0, 3)).to_have_accessible_name(
        "h_n[2, 0, 3] not computed yet, h of layer 1 forward at t = 7"
    )
    grid = page.get_by_role("grid", name="output")
    expect(grid).to_have_attribute("aria-rowcount", "16")
    expect(grid.get_by_role("row")).to_have_count(16)
    expect(grid.get_by_role("rowheader").nth(3)).to_have_accessible_name(
        "[1, 0, 8:], h of layer 1 reverse at t = 1"
    )


@pytest.mark.parametrize("tensor", ["output", "h_n", "c_n"])
def test_the_title_lights_all_that_the_tensor_holds(page: Page, tensor: str) -> None:
    names = oracle.named_tensors(oracle.named_states(8, 2, 2))
    open_page(page, "step=15&rail=tensors")
    page.locator(f'[data-tensor="{tensor}"] h3').hover()
    expect(page.locator(f'[data-tensor="{tensor}"] [data-index]:not(.is-lit)')).to_have_count(0)
    lit = {oracle.name(*place) for place in cells(page, ".is-lit")}
    # c is named after the cell of its h.
    assert lit == {int(number) for number in names["h_n" if tensor == "c_n" else tensor].ravel()}
    page.locator('[data-tensor="h_n"] [data-line="3"] th').hover()
    expect(cell(page, 1, 1, 0)).to_contain_class("is-lit")
    assert elements(page, "h_n", ".is-lit") == {(3, 0, k) for k in range(8)}
    assert elements(page, "output", ".is-lit") == {(0, 0, k) for k in range(8, 16)}


def test_of_many_units_the_one_under_the_pointer_is_told(page: Page) -> None:
    scene = "weights=random&hidden_size=64&step=100&num_layers=1&bidirectional=false"
    open_page(page, f"{scene}&rail=tensors")
    strip = page.locator('[data-tensor="output"] [data-line="2"] .strip')
    place = box(strip)
    size = place["width"] / 64
    page.mouse.move(place["x"] + 41.5 * size, place["y"] + 5)
    expect(element(page, "output", 2, 0, 41)).to_contain_class("is-lit")
    expect(readout(page)).to_contain_text("output[2, 0, 41] ")
    shown = box(element(page, "output", 2, 0, 41))
    assert abs(shown["x"] - place["x"] - 41 * size) < 1
    assert elements(page, "output") == {(0, 0, 0), (2, 0, 41)}
    page.mouse.down()
    page.mouse.up()
    expect(cell(page, 0, 0, 2)).to_contain_class("is-pinned")
    expect(page.locator("#inspector tr.is-lit th")).to_have_text("41")


@pytest.mark.parametrize("size", [8, 64])
def test_nothing_vanishes_in_forced_colours(page: Page, size: int) -> None:
    page.emulate_media(forced_colors="active")
    open_page(page, f"weights=random&hidden_size={size}&step=3&num_layers=1&rail=tensors")
    part = "[data-index]" if size == 8 else ".strip"
    done, todo = (
        page.locator(f'[data-tensor="output"] {state} {part}, [data-tensor="output"] {state}{part}')
        for state in (".is-done", "tr:not(.is-done)")
    )
    for some, line in [(done, "solid"), (todo, "dashed")]:
        expect(some.first).to_have_css("border-top-style", line)
        expect(some.first).not_to_have_css("border-top-width", "0px")
    if size == 8:
        colours = done.evaluate_all("all => all.map((n) => getComputedStyle(n).backgroundColor)")
        assert len(set(colours)) > 8


def test_more_contrast_leaves_nothing_pale(page: Page) -> None:
    page.emulate_media(contrast="more")
    open_page(page, "step=9&rail=tensors")
    ink = page.evaluate("getComputedStyle(document.body).color")
    for selector in (".means", ".shape", "th"):
        expect(page.locator(f'[data-tensor="output"] {selector}').first).to_have_css("color", ink)
    for selector in (".is-done[data-index]", "[data-index]:not(.is-done)"):
        edge = page.locator(f"[data-tensor] {selector}").first
        expect(edge).to_have_css("border-top-color", ink)


def test_numbers_stand_side_by_side_and_below_each_other(page: Page) -> None:
    open_page(page, "step=100&rail=tensors")
    first = boxes(*[element(page, "output", 0, 0, k) for k in range(8)])
    assert all(a["x"] + a["width"] <= b["x"] for a, b in pairwise(first))
    tables = boxes(*[page.locator(f'[data-tensor="{name}"]') for name in ("output", "h_n", "c_n")])
    assert all(a["y"] + a["height"] <= b["y"] for a, b in pairwise(tables))
    assert cut_off(page.locator("#tensors [data-index]")) == []


def test_on_a_phone_names_stay_while_a_wide_tensor_is_scrolled(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, "weights=random&hidden_size=64&step=100&num_layers=1&bidirectional=true")
    rail(page, "Tensors")
    scroll = page.locator('[data-tensor="output"] .tensor-scroll')
    name = page.locator('[data-tensor="output"] [data-line="1"] th')
    before = box(name)
    scroll.evaluate("node => node.scrollBy(50, 0)")
    assert box(name)["x"] == before["x"]
