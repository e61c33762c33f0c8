"""Every view and state under axe-core: no rule of WCAG 2.2 AA or of good practice is broken."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.asking import ask, field
from tests.browser.page import (
    at_rest,
    cell,
    control,
    error_at,
    more,
    open_controls,
    open_page,
    press,
    rail,
    redrawn,
)

AXE = Path(__file__).parents[1] / "js/node_modules/axe-core/axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async (tags) => {
    const rules = { 'target-size': { enabled: true } };
    const only = { runOnly: { type: 'tag', values: tags }, rules };
    const { violations } = await axe.run(document, only);
    return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, any }) => `${id} at ${target}: ${any[0]?.message ?? ''}`));
}"""


@pytest.fixture
def expected_errors() -> list[str]:
    """What is mistyped on purpose is refused, and Chromium logs it."""
    return ["status of 422 ("]


def faults(page: Page) -> list[str]:
    """What axe finds in the page as it stands."""
    at_rest(page)
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(_RUN, _TAGS)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_view_and_state_is_without_fault(page: Page, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 720})
    page.goto("/")
    expect(page.locator("#graph")).to_have_attribute("aria-busy", "false")
    found = {"opening": faults(page)}
    open_page(page, "v=2&cell=lstm&num_layers=2&bidirectional=true&step=10")
    found["half-way"] = faults(page)
    open_controls(page)
    more(page)
    found["more"] = faults(page)
    page.keyboard.press("Escape")
    for name in ("Answer", "Tensors", "Code"):
        rail(page, name)
        found[name] = faults(page)
    cell(page, 1, 0, 1).click()
    page.keyboard.press("ArrowDown")
    found["a gate"] = faults(page)
    page.locator("#inspector td:visible").first.click()
    expect(page.locator(".explained table")).to_be_visible()
    found["a number"] = faults(page)
    ask(page, "output[-1]")
    rail(page, "Answer")
    found["a warning"] = faults(page)
    field(page).fill("output[99]")
    expect(page.locator("#ask-problem")).not_to_be_empty()
    found["a problem"] = faults(page)
    field(page).fill("")
    control(page, "num_layers").fill("9")
    expect(error_at(page, "num_layers")).to_be_visible()
    found["an error"] = faults(page)
    with redrawn(page):
        control(page, "num_layers").fill("1")
    with redrawn(page):
        control(page, "letters a to d").fill("aab bc dd")
    more(page)
    with redrawn(page):
        control(page, "packed").check()
    found["rows"] = faults(page)
    with redrawn(page):
        control(page, "kind of x").select_option("sunspots")
    page.keyboard.press("Escape")
    found["series"] = faults(page)
    rail(page, "Cell")
    page.get_by_role("button", name="Plot layer").click()
    frame = page.frame_locator("iframe")
    expect(frame.locator(".js-plotly-plot")).to_be_visible()
    found["a plot"] = faults(page)
    press(page, "Close")
    press(page, "Help")
    found["help"] = faults(page)
    press(page, "Close")
    if width > 560:
        press(page, "Present")
        found["presented"] = faults(page)
    assert {state: said for state, said in found.items() if said} == {}


def test_the_pages_beside_are_without_fault(page: Page) -> None:
    for path in ("/docs", "/plot"):
        page.goto(path)
        assert faults(page) == [], path
