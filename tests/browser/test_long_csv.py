"""CSV that is too long for an address is kept by the server, and the link has its id."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page import control, error_at, open_page, redrawn
from tests.serving import served

csv_label = "CSV: one row a step, one column a feature"
LONG = "".join(f"{t},{t + 0.25}\n" for t in range(400))


@pytest.fixture
def refusals(expected_errors: list[str]) -> None:
    expected_errors.append("status of 404")


def fill(page: Page) -> None:
    with redrawn(page):
        control(page, csv_label).fill(LONG)
    expect(page.locator('[data-x="3"]')).to_have_attribute("title", "0: 3.000\n1: 3.250")


def open_link(page: Page, link: str) -> None:
    """Open a link as someone who has nothing but it."""
    with redrawn(page):
        page.goto(link)


def test_its_link_is_short_and_has_the_same_numbers_elsewhere(page: Page) -> None:
    open_page(page, "input=series&series=csv")
    fill(page)
    expect(page).to_have_url(re.compile("csv=table%3A[0-9a-f]{64}"))
    assert len(page.url) < 300
    expect(control(page, csv_label)).to_have_value(LONG)
    other = page.context.new_page()
    open_link(other, page.url)
    expect(control(other, csv_label)).to_have_value(LONG)
    expect(other.locator('[data-x="3"]')).to_have_attribute("title", "0: 3.000\n1: 3.250")
    with redrawn(page):
        control(page, csv_label).fill("1,2\n3,4\n")
    expect(page).to_have_url(re.compile("csv=1%2C2"))


def test_an_old_link_that_holds_it_all_still_works(page: Page) -> None:
    open_page(page, f"input=series&series=csv&csv={LONG.replace(chr(10), '%0A')}")
    expect(control(page, csv_label)).to_have_value(LONG)
    expect(page.locator('[data-x="3"]')).to_have_attribute("title", "0: 3.000\n1: 3.250")


@pytest.mark.usefixtures("refusals")
def test_what_the_server_drops_is_not_lost_to_who_typed_it(page: Page, tmp_path: Path) -> None:
    with served(cache=tmp_path) as (_, address):
        open_link(page, f"{address}/#v=2&input=series&series=csv")
        fill(page)
    for kept in tmp_path.glob("tables/*"):
        kept.unlink()
    with served(port=urlsplit(address).port or 0, cache=tmp_path):
        other = page.context.new_page()
        other.goto(page.url)
        expect(error_at(other, csv_label)).to_have_text(
            "These numbers are not on this server any more; paste or drop them again."
        )
        expect(other.locator("#notices")).to_contain_text("this is the default one")
        expect(other.locator("[data-cell]")).to_have_count(8)
        with redrawn(page):
            page.reload()
        expect(control(page, csv_label)).to_have_value(LONG)
        expect(page.locator('[data-x="3"]')).to_have_attribute("title", "0: 3.000\n1: 3.250")
        with redrawn(other):  # it is there again
            other.reload()
        expect(control(other, csv_label)).to_have_value(LONG)
