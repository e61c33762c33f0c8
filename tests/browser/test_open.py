"""What one sees before anything is touched."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page import cells, elements, open_page, press, scrubber


@pytest.fixture
def opened(page: Page) -> Page:
    """The page as it opens where no link says otherwise."""
    page.goto("/")
    expect(page.locator("#graph")).to_have_attribute("aria-busy", "false")
    return page


def test_it_opens_on_the_simplest_network_trained_and_at_its_first_step(opened: Page) -> None:
    assert cells(opened) == {(0, 0, t) for t in range(8)}
    assert cells(opened, ".is-done") == {(0, 0, 0)}
    assert elements(opened, "output", ".is-done") == {(0, 0, k) for k in range(8)}
    assert not elements(opened, "h_n", ".is-done")
    expect(opened.locator("#panel")).to_contain_text("Trained on double letters")
    expect(opened.get_by_role("button", name="Next step")).to_be_enabled()
    expect(opened.locator(".x-cell")).to_have_text(list("aaccbbdd"))
    expect(opened.locator("#narration")).to_have_text(
        "Step 1 of 8. Layer 0 reads x at t = 0, and h_0. The new h is copied into its slot of "
        "output; it is not the last step yet, so h_n[0] waits. Press → for the next step."
    )


def test_at_the_end_the_trained_network_has_answered_every_letter_rightly(opened: Page) -> None:
    press(opened, "Last step")
    assert cells(opened, ".is-done") == cells(opened)
    # The first of a pair of the k-th letter gives the 2k-th symbol, the second the next one.
    expect(opened.locator(".y-cell")).to_have_text(list("abefcdgh"))


def test_what_opens_asks_this_server_alone_and_for_no_plotting_library(
    page: Page, base_url: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page)
    assert [url for url in asked if url.startswith(f"{base_url}/api/traces?")]
    assert [url for url in asked if not url.startswith((base_url, "data:"))] == []
    assert [url for url in asked if url.startswith(f"{base_url}/plotly")] == []


def test_the_first_picture_is_in_the_page_and_takes_few_requests(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    page.goto("/", wait_until="networkidle")
    expect(page.locator("#graph")).to_have_attribute("aria-busy", "false")
    # What is drawn at once came with the page; the small pictures of weights come after it.
    assert [line.rpartition("/")[2] for line in asked if "/api/" in line] == ["weights"]
    assert 3 <= len(asked) <= 40


def test_a_cell_that_is_to_come_says_when(page: Page) -> None:
    open_page(page, "step=0&pin=1:0:3")
    expect(page.locator("#inspector")).to_contain_text("Not computed yet: its turn is step 12.")
    expect(scrubber(page)).to_have_attribute("max", "15")
