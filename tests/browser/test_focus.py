"""Whatever goes, the focus stays in the page; what is pinned or drawn anew is told in words."""

from playwright.sync_api import Locator, Page, expect

from tests.browser import filing
from tests.browser.page import cell, control, more, open_page, redrawn
from tests.browser.places import at_rest
from tests.engine.importers.expected import FILES


def enter(there: Locator) -> None:
    """Press a button by the keyboard."""
    there.focus()
    there.press("Enter")


def expect_focus(page: Page) -> None:
    at_rest(page)
    expect(page.locator(":focus")).to_be_visible()
    assert page.evaluate("document.activeElement !== document.body")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def test_the_focus_never_falls_to_nothing(page: Page) -> None:
    open_page(page, "step=11")
    enter(cell(page, 1, 0, 2))
    enter(button(page, "Unpin"))
    expect(button(page, "Unpin")).to_be_hidden()
    expect_focus(page)
    expect(page.get_by_role("tabpanel", name="Cell", exact=True)).to_be_focused()
    plot = page.get_by_role("button", name="over time")
    enter(plot)
    enter(page.get_by_role("dialog", name="Time course").get_by_role("button", name="Close"))
    expect(plot).to_be_focused()
    enter(button(page, "Help"))
    page.keyboard.press("Escape")
    expect(button(page, "Help")).to_be_focused()
    enter(button(page, "More"))
    control(page, "batch_first").focus()
    page.keyboard.press("Escape")
    expect_focus(page)
    with redrawn(page):
        control(page, "bidirectional").press("Space")
    cell(page, 1, 0, 2).focus()
    with redrawn(page):
        page.go_back()
    expect(cell(page, 1, 0, 2)).to_be_focused()
    filing.open_file(page, FILES / "tagger.pt")
    more(page)
    with redrawn(page):
        enter(button(page, "Close the file"))
    expect_focus(page)
    control(page, "num_layers").focus()
    with redrawn(page):
        page.go_back()  # to the file, of which num_layers can't be changed
    expect(control(page, "num_layers")).to_be_disabled()
    expect_focus(page)


def test_it_goes_from_a_notice_to_the_graph_and_from_the_sheet_to_its_grip(page: Page) -> None:
    page.goto("/#v=2&cell=none")
    enter(button(page, "Dismiss"))
    expect(page.locator("#graph")).to_be_focused()
    page.goto("/docs")
    page.goto("/")
    enter(button(page, "Begin anew"))
    expect(page.locator("#graph")).to_be_focused()
    page.set_viewport_size({"width": 390, "height": 844})
    enter(page.get_by_role("tab", name="Code", exact=True))
    page.locator("#code").get_by_role("button").first.focus()
    page.keyboard.press("Escape")
    expect(button(page, "Raise the details")).to_be_focused()


def test_a_pin_and_another_network_are_told(page: Page) -> None:
    open_page(page, "step=11")
    said = page.locator("#centre > [role=status]")
    expect(said).to_be_empty()
    enter(cell(page, 1, 0, 2))
    expect(said).to_have_text("Pinned: layer 1, forward, t = 2.")
    page.keyboard.press("Escape")
    expect(said).to_have_text("Nothing is pinned.")
    with redrawn(page):
        control(page, "bidirectional").press("Space")
    expect(said).to_have_text("Drawn anew: LSTM, 2 layers, forward, 8 steps.")
