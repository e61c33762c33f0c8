"""axe-core finds nothing in any view and state, light and dark, on a desk and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import filing
from tests.browser.asking import answer, ask, field, problem
from tests.browser.page import (
    cell,
    control,
    error_at,
    expect_step,
    more,
    open_page,
    press,
    rail,
    redrawn,
)
from tests.browser.places import at_rest
from tests.engine.importers.expected import FILES

AXE = Path(__file__).parents[1] / "js/node_modules/axe-core/axe.min.js"

# Frames are run one by one: run from above, axe sends them messages, and a plot is one as well.
_run = """async (only) => {
    const isAll = only.type === 'tag';
    const { violations } = await axe.run(document, {
        runOnly: only, resultTypes: ['violations'], iframes: false,
        rules: isAll ? { 'target-size': { enabled: true } } : {},
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(
        ({ html, failureSummary }) => [id, html.slice(0, 200), failureSummary].join('\\n')));
}"""
_all = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
_colours = {"type": "rule", "values": ["color-contrast"]}


@pytest.fixture(autouse=True)
def refusals(expected_errors: list[str]) -> None:
    """What is refused here is logged by Chromium."""
    expected_errors += ["status of 422 ("]


def violations(page: Page, state: str) -> list[str]:
    """What is found in the light; a theme changes colours alone, so of them in the dark."""
    found: list[str] = []
    for scheme, rules in (("dark", _colours), ("light", _all)):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        at_rest(page)
        for frame in page.frames:
            if frame.url == "about:blank":  # until a plot is opened its frame has no page
                continue
            found += [f"{state}, {scheme}: {wrong}" for wrong in frame.evaluate(_run, rules)]
    return found


def lower(page: Page) -> None:
    """Let the sheet of a phone down, so that what lies below it is judged too."""
    grip = page.get_by_role("button", name="Lower the details")
    if grip.is_visible():
        grip.click()


def looking(page: Page) -> Iterator[str]:
    """Stepping, what is behind More, the rail, a number explained."""
    page.goto("/")
    expect(page.locator("#graph")).to_have_attribute("aria-busy", "false")
    yield "as it opens"
    open_page(page, "step=10")
    expect_step(page, 10)
    yield "mid-way"
    press(page, "Fold")
    yield "folded"
    press(page, "Unroll")
    more(page)
    yield "More"
    page.locator("#more").evaluate("node => node.hidePopover()")
    for tab in ("Tensors", "Code"):
        rail(page, tab)
        yield f"the tab {tab}"
    cell(page, 1, 0, 2).press("Enter")
    page.locator('[data-gate="f"]').click()
    yield "a gate of a pinned cell"
    page.locator("#inspector .numbers-of-cell tbody td").first.press("Enter")
    expect(page.locator("#inspector .terms")).to_be_visible()
    lower(page)
    yield "a number explained"
    press(page, "Help")
    yield "help"
    page.get_by_role("dialog", name="Help").get_by_role("button", name="Close").click()


def asking(page: Page) -> Iterator[str]:
    """Answers and problems of Ask."""
    ask(page, "output[-1]")
    rail(page, "Answer")
    expect(answer(page).locator(".ask-warning").first).to_be_visible()
    lower(page)
    yield "an answer that warns"
    rail(page, "Tensors")
    yield "tensors while it is asked"
    field(page).fill("output[")
    expect(problem(page)).not_to_be_empty()
    lower(page)
    yield "a problem"
    field(page).fill("")


def plotting(page: Page) -> Iterator[str]:
    rail(page, "Cell")
    page.get_by_role("button", name="over time").click()
    expect(page.frame_locator("dialog iframe").locator(".heatmaplayer image")).to_be_visible()
    yield "a plot"
    page.get_by_role("dialog", name="Time course").get_by_role("button", name="Close").click()
    lower(page)


def feeding(page: Page) -> Iterator[str]:
    """What is read, by the page and wrongly; several rows, a series, a file."""
    control(page, "hidden_size").fill("0")
    expect(error_at(page, "hidden_size")).not_to_be_empty()
    yield "an error at a control"
    with redrawn(page):
        control(page, "hidden_size").fill("8")
    open_page(page, "text=aacc%20bddbac%20dd&packed=true&b=2&step=8")
    rail(page, "Tensors")
    lower(page)
    yield "a batch"
    with redrawn(page):
        control(page, "kind of x").select_option("sunspots")
    yield "a series"
    filing.open_file(page, FILES / "tagger.pt")
    yield "a model file"
    page.goto("/#v=2&cell=none")
    expect(page.locator("#notices")).to_contain_text("cell")
    yield "a notice"
    page.goto("/#v=2&present=true")
    expect(page.locator(".is-presenting")).to_be_visible()
    yield "presenting"
    page.goto("/")
    expect(page.get_by_text("You have been here before")).to_be_visible()
    yield "come again"


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_nothing_is_found(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(path=AXE)
    found: list[str] = []
    for journey in (looking, asking, plotting, feeding):
        for state in journey(page):
            found += violations(page, state)
    assert found == []


def test_nothing_is_found_in_the_page_of_the_api(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.add_init_script(path=AXE)
    page.goto("/docs")
    assert violations(page, "the API's page") == []
