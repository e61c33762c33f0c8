"""The server goes away and comes back: the page says so, keeps its picture, and goes on."""

import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page import cells, choose, control, expect_step, press, scrubber
from tests.serving import served

gone = "The server does not answer."


@pytest.fixture(autouse=True)
def refusals(expected_errors: list[str]) -> None:
    expected_errors.append("net::ERR_")


def port_of(address: str) -> int:
    return urlsplit(address).port or 0


def stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.wait()


def test_a_change_waits_for_the_server_and_is_drawn_when_it_is_back(
    page: Page, tmp_path: Path
) -> None:
    with served(cache=tmp_path) as (process, address):
        page.goto(f"{address}/#step=10")
        expect(page.locator("[data-cell]")).to_have_count(32)
        stop(process)
    choose(page, "cell", "GRU")
    expect(page.locator("#notices")).to_contain_text(gone)
    assert len(cells(page)) == 32
    press(page, "First step")
    expect_step(page, 0)
    control(page, "letters a to d").fill("abab")
    with served(port=port_of(address), cache=tmp_path):
        expect(page.locator("[data-cell]")).to_have_count(16)
        expect(page.locator("#notices")).not_to_contain_text(gone)
        expect(page.locator("#code")).to_contain_text("torch.nn.GRU")
        press(page, "Last step")
        expect_step(page, 7)
        assert cells(page, ".is-done") == cells(page)


def test_years_that_were_not_fetched_yet_come_when_the_server_is_back(
    page: Page, tmp_path: Path
) -> None:
    with served(cache=tmp_path) as (process, address):
        page.goto(f"{address}/#input=series&bidirectional=false&step=0")
        expect(page.locator('[data-x="0"]')).to_have_text("5")
        stop(process)
    scrubber(page).fill("150")
    expect(page.locator("#notices")).to_contain_text(gone)
    expect_step(page, 150)
    with served(port=port_of(address), cache=tmp_path):
        expect(page.locator('[data-x="150"]')).not_to_be_empty()
        expect(page.locator("#notices")).not_to_contain_text(gone)


def test_a_server_that_has_forgotten_the_picture_is_asked_for_it_anew(
    page: Page, tmp_path: Path, expected_errors: list[str]
) -> None:
    expected_errors.append("status of 404")
    with served() as (process, address):
        page.goto(f"{address}/#input=series&bidirectional=false&step=0")
        expect(page.locator('[data-x="0"]')).to_have_text("5")
        stop(process)
    with served(port=port_of(address), cache=tmp_path):
        scrubber(page).fill("150")
        expect(page.locator('[data-x="150"]')).not_to_be_empty()
        expect_step(page, 150)
        expect(page.locator("#notices .notice:visible")).to_have_count(0)
