"""The address holds the whole scene: sent, reloaded or gone back to, it gives the same picture."""

import base64
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page import cell, cells, choose, control, expect_step, open_page, press, redrawn
from tests.browser.places import at_rest

# What can be read off a page; pixels are compared apart.
_picture = """() => {
    const all = (selector, what) => [...document.querySelectorAll(selector)].map(what);
    const marks = (node) => [...node.classList].sort().join(' ');
    const told = [
        '#bands', '#inspector', '#code', '#transport', '#narration', '#panel', '#notices',
    ];
    return {
        cells: all('[data-cell]', (node) => [node.dataset.cell, marks(node), node.style.left]),
        elements: all('[data-tensor]:not([hidden]) [data-index]', (node) =>
            [node.dataset.index, marks(node), node.style.cssText]),
        bands: all('.rings > *, [data-shelf]', marks),
        controls: all('#panel :is(input, textarea):not([type=file])', (node) =>
            [node.name || node.id, node.value, node.checked]),
        words: told.map((selector) => document.querySelector(selector).innerText),
    };
}"""

scenes = {
    "letters": "cell=gru&num_layers=1&text=abcdab&step=3&pin=0:1:4&order=wavefront&h_n=false",
    "series": "input=series&bidirectional=false&step=400&output=false&speed=4",
    "batch": "text=aab%20abcdd&packed=true&b=1&step=7&pin=0:1:2&batch_first=true",
    "own": "input=series&series=csv&csv=a,b%0A1,2%0A3,4&weights=random&seed=11&batch_first=true",
    "random": "input=random&steps=5&input_size=2&input_seed=3&hidden_size=5&bias=false",
}


def pixels(page: Page) -> str:
    return base64.b64encode(at_rest(page).screenshot()).decode()


def largest_difference(page: Page, one: str, other: str) -> int:
    """Of two screenshots' pixels, in levels of 255."""
    difference: int = page.evaluate(
        """async (packed) => {
            const [one, other] = await Promise.all(packed.map(async (base64) => {
                const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
                const image = await createImageBitmap(new Blob([bytes]));
                const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
                context.drawImage(image, 0, 0);
                return context.getImageData(0, 0, image.width, image.height).data;
            }));
            return one.reduce((most, n, i) => Math.max(most, Math.abs(n - other[i])), 0);
        }""",
        [one, other],
    )
    return difference


def picture(page: Page) -> object:
    """All that can be read, once nothing is hovered and the numbers of the cell have come."""
    page.get_by_role("heading", name="unrolled").hover()
    expect(page.locator(".cell.is-lit:not(.is-pinned)")).to_have_count(0)
    expect(page.locator("#inspector :is(p.note, table):visible").first).to_be_visible()
    return page.evaluate(_picture)


@pytest.mark.parametrize("scene", scenes.values(), ids=scenes.keys())
def test_a_link_gives_the_same_picture_again_and_again(page: Page, scene: str) -> None:
    open_page(page, scene)
    address = page.url
    expect(page.locator("#notices .notice:visible")).to_have_count(0)
    before = picture(page)
    with redrawn(page):
        page.reload()
    assert picture(page) == before
    assert page.url == address


def test_what_one_does_goes_into_the_link_and_comes_back_from_it(page: Page) -> None:
    open_page(page)
    with redrawn(page):
        choose(page, "cell", "GRU")
    with redrawn(page):
        control(page, "letters a to d").fill("abab")
    page.get_by_label("Order of computation").select_option("wavefront")
    page.locator("#bands").get_by_role("checkbox", name="h_n").uncheck()
    press(page, "First step")
    cell(page, 1, 0, 2).click()
    expect(cell(page, 1, 0, 2)).to_contain_class("is-pinned")
    expect(page.locator("#inspector h2").first).to_contain_text("t = 2")
    before = picture(page)
    other = page.context.new_page()
    open_page(other, page.url.partition("#")[2])
    assert picture(other) == before


def test_the_picture_looks_the_same_after_a_reload(page: Page) -> None:
    open_page(page, "step=12&pin=1:0:2")
    expect(page.locator("#inspector table tr")).to_have_count(9)
    before = pixels(page)
    with redrawn(page):
        page.reload()
    expect(page.locator("#inspector table tr")).to_have_count(9)
    # The browser itself rounds the edges of lines by a level now and then.
    assert largest_difference(page, before, pixels(page)) <= 2
    press(page, "Next step")
    assert largest_difference(page, before, pixels(page)) > 50


@pytest.mark.usefixtures("own_context")
def test_share_copies_the_address_of_what_is_shown(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(page)
    press(page, "First step")
    expect_step(page, 0)
    press(page, "Share")
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert page.url.endswith("/#v=2&cell=lstm&num_layers=2&bidirectional=true")


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        ("cell=transformer", "cell is “transformer” in the link, but has to be one of"),
        ("%E0%A4%A", "which is no control here"),
    ],
)
def test_a_mangled_link_falls_back_and_says_so(page: Page, scene: str, words: str) -> None:
    open_page(page, scene)
    expect(page.locator("#notices")).to_contain_text(words)
    assert len(cells(page)) == 2 * 2 * 8
    press(page, "Dismiss")
    expect(page.locator("#notices")).not_to_contain_text(words)


def test_a_link_whose_input_is_refused_draws_the_default_and_keeps_what_it_held(
    page: Page, expected_errors: list[str]
) -> None:
    expected_errors.append("422")
    page.goto("/#text=axb")
    expect(page.locator("#notices")).to_contain_text("The link’s scene can’t be drawn")
    expect(control(page, "letters a to d")).to_have_value("axb")
    expect(page.locator("[data-cell]")).to_have_count(8)


def test_a_pin_that_names_no_cell_is_told_and_dropped(page: Page) -> None:
    open_page(page, "pin=9:9:9")
    expect(page.locator(".notice:visible")).to_contain_text("There is no cell “9:9:9” to pin.")
    expect(page.locator(".is-pinned")).to_have_count(0)
    press(page, "Next step")
    expect(page).to_have_url(re.compile(r"&step=11$"))


def test_a_step_that_a_shorter_text_has_not_comes_back_with_a_longer_one(page: Page) -> None:
    open_page(page)
    expect_step(page, 10)
    with redrawn(page):
        control(page, "letters a to d").fill("ab")
    expect_step(page, 3)
    with redrawn(page):
        control(page, "letters a to d").fill("abcdabcd")
    expect_step(page, 10)


def test_a_link_that_is_pasted_over_the_address_is_followed(page: Page) -> None:
    open_page(page)
    with redrawn(page):
        page.evaluate("location.hash = 'cell=gru&num_layers=1&step=2'")
    expect_step(page, 2)
    assert {key[0] for key in cells(page)} == {0}
