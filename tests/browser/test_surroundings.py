"""What stands around the graph: controls, rail, words, what Escape undoes, the presentation."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.asking import answer, ask, chip, field
from tests.browser.page import cell, choose, control, expect_step, more, open_page, press, redrawn
from tests.browser.places import box, page_width

LSTM = "v=2&cell=lstm&num_layers=2&bidirectional=true"


def expect_tab(page: Page, name: str) -> None:
    """Wait until a tab is the one of the rail that is open."""
    expect(page.get_by_role("tab", selected=True)).to_have_text(name)


def test_the_rail_shows_one_thing_at_a_time_by_pointer_and_by_key(page: Page) -> None:
    open_page(page, f"{LSTM}&step=15")
    expect_tab(page, "Cell")
    page.get_by_role("tab", name="Tensors").click()
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    expect(page.get_by_role("tabpanel", name="Tensors")).to_contain_text("(L·D=4, B=1, H=8)")
    expect(page).to_have_url(re.compile("rail=tensors"))
    for key, name in [("ArrowRight", "Code"), ("ArrowRight", "Cell"), ("End", "Code")]:
        page.keyboard.press(key)
        expect(page.get_by_role("tab", name=name, exact=True)).to_be_focused()
        expect_tab(page, name)
    cell(page, 0, 1, 2).click()
    expect_tab(page, "Cell")
    expect(page.get_by_role("tabpanel")).to_contain_text("layer 0 · reverse · t = 2")
    ask(page, "h_n[0]")
    expect_tab(page, "Answer")
    page.reload()
    expect(answer(page)).to_contain_text("layer 0, forward, t = 7")


def test_what_is_asked_is_shown_computed_and_escape_undoes_what_came_last(page: Page) -> None:
    open_page(page, f"{LSTM}&step=3")
    before = box(page.locator("#graph"))
    ask(page, "output[-1]")
    expect_step(page, 15)
    expect(page.locator("[data-cell].is-asked")).to_have_count(2)
    expect(page.locator("[data-cell].is-asked:not(.is-done)")).to_have_count(0)
    # The answer stands in the rail: nothing moves for it.
    assert box(page.locator("#graph")) == before
    cell(page, 0, 0, 5).click()
    more(page)
    expect(page.locator("#more")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#more")).to_be_hidden()
    expect(cell(page, 0, 0, 5)).to_contain_class("is-pinned")
    page.keyboard.press("Escape")
    expect(page.locator(".is-pinned")).to_have_count(0)
    expect_step(page, 15)
    page.keyboard.press("Escape")
    expect_step(page, 3)
    # Whoever steps on after the question is not led back to it.
    ask(page, "h_n[0]")
    expect_step(page, 7)
    press(page, "Previous step")
    expect_step(page, 6)
    expect(answer(page)).to_contain_text("layer 0, forward, t = 7")


def test_after_a_choice_by_pointer_the_arrow_keys_step(page: Page) -> None:
    open_page(page, f"{LSTM}&step=0")
    cell(page, 0, 0, 2).click()
    page.keyboard.press("ArrowRight")
    expect_step(page, 1)
    with redrawn(page):
        control(page, "num_layers").fill("3")
    page.keyboard.press("ArrowRight")
    expect_step(page, 2)
    with redrawn(page):
        choose(page, "cell", "GRU")
    page.keyboard.press("ArrowRight")
    expect_step(page, 3)
    expect(page.get_by_role("radio", name="GRU")).to_be_checked()
    with redrawn(page):
        control(page, "bidirectional").click()
    page.keyboard.press("ArrowLeft")
    expect_step(page, 2)
    press(page, "Last step")
    expect(page.get_by_role("button", name="Last step")).to_be_focused()


def test_a_word_has_its_line_while_it_is_pointed_at_or_has_the_focus(page: Page) -> None:
    open_page(page, f"{LSTM}&step=3")
    tip = page.get_by_role("tooltip")
    page.get_by_text("hidden_size", exact=True).hover()
    expect(tip).to_contain_text("how many numbers a state h holds")
    tip.hover()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    control(page, "hidden_size").focus()
    page.keyboard.press("Tab")
    expect(tip).to_contain_text("RNNs on top of each other")
    expect(control(page, "num_layers")).to_have_accessible_description(re.compile("on top"))
    page.locator("#narration code").first.hover()
    expect(tip).to_contain_text("output: a copy")


def test_single_keys_can_be_switched_off(page: Page) -> None:
    open_page(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Help")).to_contain_text("h_n: a copy of each line")
    page.get_by_label("/ and ? are keys").uncheck()
    press(page, "Close")
    page.keyboard.press("/")
    expect(field(page)).not_to_be_focused()
    with redrawn(page):
        page.reload()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Help")).to_be_hidden()


def test_presented_stage_player_and_sentence_stand_alone_and_page_keys_step(page: Page) -> None:
    open_page(page, f"{LSTM}&step=3")
    small = box(page.locator("#narration"))
    press(page, "Present")
    expect(page.locator("#rail")).to_be_hidden()
    expect(page.locator("#panel")).to_be_hidden()
    assert box(page.locator("#narration"))["height"] > small["height"]
    for key, step in [("PageDown", 4), ("PageDown", 5), ("PageUp", 4)]:
        page.keyboard.press(key)
        expect_step(page, step)
    expect(page).to_have_url(re.compile("present=true"))
    page.keyboard.press("Escape")
    expect(page.locator("#rail")).to_be_visible()


def test_who_was_here_before_is_offered_the_last_scene(own_context: BrowserContext) -> None:
    page = own_context.new_page()
    open_page(page, f"{LSTM}&step=9")
    page.goto("about:blank")
    page.goto("/")
    offer = page.get_by_role("button", name="Go on where you were")
    with redrawn(page):
        offer.click()
    expect_step(page, 9)
    expect(offer).to_be_hidden()
    page.goto("about:blank")
    page.goto("/")
    press(page, "Begin anew")
    expect(offer).to_be_hidden()


@pytest.mark.parametrize("width", [390, 768])
def test_on_a_narrow_page_the_rail_is_a_sheet_that_rises_to_half(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_page(page, f"{LSTM}&step=15")
    assert page_width(page) == width
    sheet, panel = page.locator("#rail"), page.get_by_role("tabpanel")
    expect(panel).to_have_count(0)
    cell(page, 1, 1, 0).click()
    expect(panel).to_contain_text("layer 1 · reverse · t = 0")
    half = box(sheet)
    assert half["y"] >= 0.45 * 844
    assert box(cell(page, 1, 1, 0))["y"] < half["y"]
    press(page, "Lower the details")
    expect(panel).to_have_count(0)
    chip(page, "is y output?").click()
    expect(panel).to_contain_text("output")
    expect(control(page, "hidden_size")).to_be_visible()


def test_the_first_stop_leads_to_the_player(page: Page) -> None:
    open_page(page, f"{LSTM}&step=3")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Next step")).to_be_focused()
    page.keyboard.press("Enter")
    expect_step(page, 4)
