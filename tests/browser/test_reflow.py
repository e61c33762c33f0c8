"""At 200 % and 400 %, and with letters set wider, all is read by scrolling one way."""

import pytest
from playwright.sync_api import Page

from tests.browser.page import cell, control, error_at, expect_step, open_page, press, rail
from tests.browser.places import covered, cut_off, page_width


@pytest.fixture(autouse=True)
def refusals(expected_errors: list[str]) -> None:
    """What is refused here is logged by Chromium."""
    expected_errors += ["status of 422 ("]


_set_wider = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: 0.12em !important; }
        * { word-spacing: 0.16em !important; }
        p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


@pytest.mark.parametrize(
    ("width", "height", "is_wide"),
    [(320, 256, False), (320, 256, True), (640, 360, False), (390, 844, True), (1280, 720, True)],
)
def test_it_is_read_by_scrolling_one_way(
    page: Page, width: int, height: int, is_wide: bool
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_page(page, "step=11")
    if is_wide:
        page.evaluate(_set_wider)
    assert page_width(page) == width
    assert cut_off(page.locator("#narration")) == []
    assert covered(page) == []
    press(page, "Next step")
    expect_step(page, 12)
    cell(page, 1, 0, 2).press("Enter")
    for tab in ("Tensors", "Code", "Answer", "Cell"):
        rail(page, tab)
        assert page_width(page) == width, tab
    assert covered(page) == []
    control(page, "hidden_size").fill("0")
    error = error_at(page, "hidden_size")
    error.scroll_into_view_if_needed()
    assert error.inner_text()
    assert page_width(page) == width
    press(page, "Help")
    assert page_width(page) == width
