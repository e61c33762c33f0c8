"""A question outlives the server that it was put to."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.asking import field, outcome
from tests.browser.test_server_gone import gone, port_of, stop
from tests.serving import served


def test_a_question_waits_for_the_server_and_is_put_to_one_that_knows_no_picture(
    page: Page, tmp_path: Path, expected_errors: list[str]
) -> None:
    expected_errors += ["net::ERR_", "status of 404"]
    with served() as (process, address):
        page.goto(f"{address}/#step=10")
        expect(page.locator("[data-cell]")).to_have_count(32)
        stop(process)
    field(page).fill("h_n")
    expect(page.locator("#notices")).to_contain_text(gone)
    with served(port=port_of(address), cache=tmp_path):
        expect(outcome(page)).to_have_text("✓ (L·D=4, B=1, H=8)")
        expect(page.locator("[data-cell].is-asked")).to_have_count(4)
        expect(page.locator("#notices")).not_to_contain_text(gone)
