"""Words, borders and states can be told from their ground, in every theme and by forced colours."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.asking import scene
from tests.browser.contrast import contrasts
from tests.browser.page import open_page

# Of each element that is there: what is asked of it and the ground that it stands on, as sRGB.
# The ground is what lies at a point below it, from the page's own paper up.
words = [
    ".row-name strong",
    ".row-name .shape",
    ".foot",
    ".x-cell",
    ".y-cell.is-done b",
    ".initial",
    ".side-name",
    ".side-name .shape",
    ".side .slot span",
    ".every .row-name strong",
    ".head-box span",
    ".band.name-output",
    ".band.name-h_n",
    ".band.name-c_n",
    ".band .shape",
    ".legend span",
    "#narration",
    "#narration code",
    ".ticks span",
    "#panel label",
    ".chip",
    ".tabs button",
    ".tabs [aria-selected=false]",
    ".goes code",
    ".ask-warning",
    ".ask-shapes",
]
borders = [
    ".cell:not(.is-done)",
    ".cell.is-done",
    ".every .slot",
    ".side .slot",
    ".y-cell:not(.is-done)",
    "#panel input[type=number]",
    "#panel select",
    ".segments",
    "#ask .ask-box",
    ".chip",
    "#transport select",
    "#share",
    "#nav a",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_borders_stand_out_from_their_ground(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    seen: set[str] = set()
    for link in ("step=11&pin=1:0:2", f"step=15&rail=answer&{scene('output[-1]')}"):
        open_page(page, link)
        if "ask" in link:
            expect(page.locator(".has-asked")).to_be_visible()
        for selectors, kind, least in (
            (words, "color", 4.5),
            (borders, "borderLeftColor", 3.0),
        ):
            found = contrasts(page, selectors, kind)
            assert {name: ratio for name, ratio in found.items() if ratio < least} == {}
            seen |= set(found)
    assert seen == {*words, *borders}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ring_of_the_focus_stands_out_on_what_is_chosen_and_beside_it(
    page: Page, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    open_page(page)
    page.locator(".segments input:checked").first.focus()
    focused = ".segments input:focus-visible + span"
    assert contrasts(page, [focused], "outlineColor")[focused] >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_contrast_is_given_where_it_is_wished_for(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    open_page(page, "step=11")
    faint = [".row-name .shape", ".foot", ".legend span", ".tabs [aria-selected=false]"]
    before = contrasts(page, faint, "color") | contrasts(page, borders, "borderLeftColor")
    page.emulate_media(contrast="more")
    after = contrasts(page, faint, "color") | contrasts(page, borders, "borderLeftColor")
    assert all(after[name] >= 7 for name in faint)
    told = [*faint, ".cell.is-done", ".cell:not(.is-done)", "#share"]
    assert [name for name in told if after[name] <= before[name]] == []


_style = """(node, [of, properties]) => {
    const style = getComputedStyle(node, of || null);
    return properties.map((property) => style.getPropertyValue(property)).join();
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_by_forced_colours_every_state_is_told_apart(page: Page, scheme: str) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark" if scheme == "dark" else "light")
    open_page(page, "step=11&pin=1:0:2&gate=f")

    def looks(selector: str, *properties: str, of: str = "") -> str:
        style: str = page.locator(selector).first.evaluate(_style, [of, list(properties)])
        return style

    def differ(*selectors: str, by: tuple[str, ...], of: str = "") -> None:
        found = [looks(selector, *by, of=of) for selector in selectors]
        assert len(set(found)) == len(found), dict(zip(selectors, found, strict=True))

    frame = ("border-top-color", "border-top-style", "border-top-width", "outline")
    plain = ".cell.is-done:not(.is-current, .is-pinned)"
    differ(".cell:not(.is-done)", plain, ".cell.is-current", ".cell.is-pinned", by=frame)
    differ(".slot:not(.is-done)", ".slot.is-done:not(.is-lit)", ".slot.is-lit", by=frame)
    differ(".y-cell:not(.is-done)", ".x-cell", by=frame)
    differ(".ring-h-n", ".ring-c-n", by=frame)
    differ(".segments input:checked + span", ".segments input:not(:checked) + span", by=("color",))
    differ(
        ".segments input:checked + span",
        ".segments input:not(:checked) + span",
        by=("background-color",),
    )
    differ(".tabs [aria-selected=true]", ".tabs [aria-selected=false]", by=("border-bottom-color",))
    differ(".formulas [aria-current]", ".formulas li:not([aria-current])", by=("outline-style",))
    differ(".arrows > .todo", ".arrows > .done", ".wire.of-selected", by=("stroke",))
    differ(".switch:checked", ".more .switch:not(:checked)", by=("background-color",))
    differ(".switch:checked", ".more .switch:not(:checked)", by=("translate",), of="::after")
    ground = looks("body", "background-color")
    for selector, property in {
        ".switch": "border-top-color",
        ".cell:not(.is-done)": "border-top-color",
        ".arrows > .todo": "stroke",
        ".legend": "color",
        ".bars": "fill",
    }.items():
        if selector == ".bars":
            open_page(page, f"step=15&rail=answer&{scene('output[-1]')}")
        assert looks(selector, property) != ground, selector
    assert "gradient" in looks(".legend .bar", "background-image")
    expect(page.locator(".has-asked")).to_be_visible()
    asked = ".cell.is-asked:not(.is-current)"
    differ(asked, ".cell:not(.is-asked, .is-current)", by=("outline-style",))
    badge = (looks(asked, "color", of="::after"), looks(asked, "background-color", of="::after"))
    assert badge[0] != badge[1] != ground
