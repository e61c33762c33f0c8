"""Playing, on a clock that the test winds: nothing waits for the time of day."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.page import cell, cells, expect_step, open_page, press

at_speed_1 = 800  # milliseconds a step


@pytest.fixture
def clock(own_context: BrowserContext) -> None:
    own_context.clock.install(time=0)


def wind(page: Page, steps: int) -> None:
    for _ in range(steps):
        page.clock.run_for(at_speed_1)


@pytest.mark.usefixtures("clock")
def test_play_goes_on_to_the_end_and_stops_there(page: Page) -> None:
    open_page(page, "step=12&speed=16")
    press(page, "Play")
    page.clock.run_for(at_speed_1)
    expect_step(page, 15)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert cells(page, ".is-done") == cells(page)


@pytest.mark.usefixtures("clock")
def test_the_first_step_comes_at_once_and_each_other_in_its_time(page: Page) -> None:
    open_page(page, "step=0")
    page.clock.pause_at(100_000)
    page.keyboard.press("Space")
    page.clock.run_for(100)
    expect_step(page, 1)
    page.clock.run_for(3 * at_speed_1)
    expect_step(page, 4)


@pytest.mark.usefixtures("clock")
def test_after_pause_nothing_moves(page: Page) -> None:
    open_page(page, "step=0")
    press(page, "Play")
    press(page, "Pause")
    wind(page, 1)
    before = cells(page, ".is-done")
    wind(page, 5)
    assert cells(page, ".is-done") == before < cells(page)


@pytest.mark.usefixtures("clock")
def test_play_at_the_end_begins_anew_with_the_same_picture(page: Page) -> None:
    open_page(page, "step=15&text=aabb&speed=16")
    page.clock.pause_at(100_000)
    page.keyboard.press("Space")
    page.clock.run_for(50)
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    assert cells(page, ".is-done") < cells(page)
    page.clock.run_for(at_speed_1)
    expect_step(page, 7)


@pytest.mark.usefixtures("clock")
def test_the_space_bar_plays_and_pauses(page: Page) -> None:
    open_page(page, "step=0")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


@pytest.mark.usefixtures("clock")
def test_hovering_pauses_and_leaving_goes_on(page: Page) -> None:
    open_page(page, "step=0&speed=16")
    cell(page, 0, 0, 4).hover()
    expect(cell(page, 0, 0, 4)).to_contain_class("is-lit")
    page.keyboard.press("Space")
    wind(page, 3)
    assert cells(page, ".is-current") == {(0, 0, 0), (0, 1, 7)}
    page.get_by_role("heading", name="unrolled").hover()
    expect(cell(page, 0, 0, 4)).not_to_contain_class("is-lit")
    wind(page, 3)
    expect_step(page, 15)


@pytest.mark.usefixtures("clock")
def test_a_greater_speed_takes_more_steps_in_the_same_time(page: Page) -> None:
    reached = []
    for speed, time in ((1, 100_000), (4, 200_000)):
        open_page(page, f"step=0&text=abcdabcdabcd&speed={speed}")
        page.clock.pause_at(time)
        page.keyboard.press("Space")
        page.clock.run_for(4 * at_speed_1)
        reached.append(len(cells(page, ".is-done")))
        page.clock.resume()
    assert reached[1] > 2 * reached[0] > 0
