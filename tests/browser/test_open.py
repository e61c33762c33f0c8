"""What one sees before anything is touched."""

from playwright.sync_api import Page, expect

from tests.browser.page import cells, elements, open_page, press, scrubber


def test_it_opens_on_a_trained_network_drawn_and_ready_to_step(page: Page) -> None:
    open_page(page)
    assert len(cells(page)) == 2 * 2 * 8
    assert set() < cells(page, ".is-done") < cells(page)
    assert elements(page, "output", ".is-done")
    expect(page.locator("#panel")).to_contain_text("Trained on double letters")
    expect(page.get_by_role("button", name="Next step")).to_be_enabled()
    expect(page.locator(".x-cell")).to_have_text(list("aaccbbdd"))


def test_at_the_end_the_trained_network_has_answered_every_letter_rightly(page: Page) -> None:
    open_page(page)
    press(page, "Last step")
    assert cells(page, ".is-done") == cells(page)
    # The first of a pair of the k-th letter gives the 2k-th symbol, the second the next one.
    expect(page.locator(".y-cell")).to_have_text(list("abefcdgh"))


def test_what_opens_asks_this_server_alone_and_for_no_plotting_library(
    page: Page, base_url: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page)
    assert [url for url in asked if url.startswith(f"{base_url}/api/traces?")]
    assert [url for url in asked if not url.startswith((base_url, "data:"))] == []
    assert [url for url in asked if url.startswith(f"{base_url}/plotly")] == []


def test_a_cell_that_is_to_come_says_when(page: Page) -> None:
    open_page(page, "step=0&pin=1:0:3")
    expect(page.locator("#inspector")).to_contain_text("Not computed yet: its turn is step 12.")
    expect(scrubber(page)).to_have_attribute("max", "15")
