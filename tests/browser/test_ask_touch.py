"""Ask on a phone: what is tapped is what happens, and it can be seen."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.asking import ask, field, part
from tests.browser.page import cell, open_page, rail
from tests.browser.places import at_rest

pytestmark = pytest.mark.usefixtures("own_context")


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture
def expected_errors() -> list[str]:
    """The server refuses what is half typed, and Chromium logs it."""
    return ["422"]


def test_a_word_that_is_tapped_is_taken_and_nothing_below_it(page: Page) -> None:
    open_page(page)
    field(page).tap()
    field(page).press_sequentially("outp")
    page.get_by_role("option", name="output", exact=True).tap()
    expect(page.get_by_role("listbox", name="Words")).to_be_hidden()
    expect(field(page)).to_have_value("output")
    expect(field(page)).to_be_focused()


def test_a_part_that_is_tapped_is_shown_in_the_graph(page: Page) -> None:
    open_page(page, "step=15")
    ask(page, "output[0]")
    rail(page, "Answer")
    row = part(page, "layer 1, reverse, t = 0")
    at_rest(page).evaluate("scrollTo(0, document.getElementById('ask').offsetTop)")
    expect(cell(page, 1, 1, 0)).not_to_be_in_viewport()
    row.tap()
    expect(cell(page, 1, 1, 0)).to_be_in_viewport(ratio=1)
    expect(cell(page, 1, 0, 0)).not_to_contain_class("is-asked")
