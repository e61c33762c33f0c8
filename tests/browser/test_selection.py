"""Selection: an element of a tensor and the cell that it was read from light up together.

Which belong together is told by the engine: it assembles tensors out of states that hold names.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import oracle
from tests.browser.asking import ask, part
from tests.browser.page import cell, cells, element, elements, open_page, pointed, rail

tensors = ("output", "h_n", "c_n")


def handles_of(places: dict[str, set[tuple[int, ...]]]) -> dict[str, set[str]]:
    """Indices as the page has them, of the tensors that have any."""
    return {
        name: {",".join(map(str, at)) for at in found} for name, found in places.items() if found
    }


@pytest.mark.parametrize("batch_first", [False, True])
def test_hovering_a_cell_lights_every_element_that_was_read_from_it(
    page: Page, batch_first: bool
) -> None:
    trace = oracle.named_states(4, 2, 2, batch_first)
    names = oracle.named_tensors(trace)
    open_page(page, f"text=aacc&step=100&batch_first={str(batch_first).lower()}")
    places = sorted(cells(page))
    handles = [f"{layer}:{direction}:{t}" for layer, direction, t in places]
    shown = pointed(page, [f'[data-cell="{handle}"]' for handle in handles])
    for place, handle, lit in zip(places, handles, shown, strict=True):
        assert lit == {"": {handle}} | handles_of(
            {name: oracle.where(names[name], oracle.name(*place)) for name in tensors}
        )


@pytest.mark.parametrize("batch_first", [False, True])
def test_hovering_an_element_lights_its_cell_and_its_equals_in_every_tensor(
    page: Page, batch_first: bool
) -> None:
    trace = oracle.named_states(4, 2, 2, batch_first)
    names = oracle.named_tensors(trace)
    open_page(page, f"text=aacc&step=100&batch_first={str(batch_first).lower()}")
    chosen = [
        (tensor, index)
        for tensor in tensors
        for index in sorted(elements(page, tensor))
        # The first unit of each row's first half, and the last unit of its last.
        if index[2] in (0, names[tensor].shape[2] - 1)
    ]
    shown = pointed(
        page,
        [
            f'[data-tensor="{tensor}"] [data-index="{",".join(map(str, index))}"]'
            for tensor, index in chosen
        ],
    )
    for (tensor, index), lit in zip(chosen, shown, strict=True):
        number = int(names[tensor][index])
        # An element is one unit of h or of c: the same unit of the same state lights up.
        others = ("c_n",) if tensor == "c_n" else ("output", "h_n")
        wanted = {
            name: {at for at in oracle.where(names[name], number) if at[2] % 8 == index[2] % 8}
            for name in others
        }
        key = f"{number // 10_000}:{number // 1_000 % 10}:{number % 1_000}"
        assert lit == {"": {key}} | handles_of(wanted), (tensor, index)


def test_leaving_lets_go(page: Page) -> None:
    open_page(page)
    cell(page, 1, 0, 7).hover()
    expect(cell(page, 1, 0, 7)).to_contain_class("is-lit")
    page.get_by_role("heading", name="unrolled").hover()
    expect(page.locator(".is-lit")).to_have_count(0)


def test_a_click_pins_and_escape_lets_go(page: Page) -> None:
    open_page(page, "step=15")
    title = page.locator("#inspector h2").first
    cell(page, 1, 1, 0).click()
    page.get_by_role("heading", name="unrolled").hover()
    expect(cell(page, 1, 1, 0)).to_contain_class("is-pinned is-lit")
    assert elements(page, "h_n", ".is-lit") == {(3, 0, k) for k in range(8)}
    expect(title).to_have_text("Cell · layer 1 · reverse · t = 0")
    page.keyboard.press("ArrowLeft")
    expect(cell(page, 1, 1, 0)).to_contain_class("is-pinned")
    page.keyboard.press("Escape")
    expect(page.locator(".is-pinned, .is-lit")).to_have_count(0)


def test_a_click_on_an_element_pins_its_cell_and_shows_its_unit(page: Page) -> None:
    open_page(page, "step=15")
    rail(page, "Tensors")
    element(page, "output", 2, 0, 8 + 5).click()
    expect(cell(page, 1, 1, 2)).to_contain_class("is-pinned")
    expect(page.locator("#inspector h2").first).to_have_text("Cell · layer 1 · reverse · t = 2")
    expect(page.locator("#inspector tr.is-lit th")).to_have_text("5")
    rail(page, "Cell")
    page.get_by_role("button", name="Unpin").click()
    expect(cell(page, 1, 1, 2)).not_to_contain_class("is-pinned")


def test_the_inspector_says_where_a_state_goes_and_where_not(page: Page) -> None:
    open_page(page, "step=15&pin=1:1:0")
    goes = page.locator("#inspector li")
    expect(goes).to_contain_text(["output[0, 0, 8:16]", "h_n[3, 0, :]", "c_n[3, 0, :]", "into y"])
    cell(page, 0, 1, 7).click()
    expect(goes).to_contain_text(
        ["not in output", "not in h_n: this direction ends at t = 0", "t = 6", "layer 1 at t = 7"]
    )


def test_hovering_a_cell_or_a_slot_lights_the_parts_of_the_answer_that_read_it(
    page: Page,
) -> None:
    open_page(page, "step=15")
    ask(page, "output[-1] == torch.cat((h_n[-2], h_n[-1]), dim=-1)")
    ends, begins = part(page, "layer 1, forward, t = 7"), part(page, "layer 1, reverse, t = 7")
    rows = page.locator(".ask-part.is-lit")
    cell(page, 1, 0, 7).hover()
    expect(ends).to_contain_class("is-lit")
    expect(rows).to_have_count(1)
    page.locator('[data-slot="output:7:1"]').hover()
    expect(begins).to_contain_class("is-lit")
    expect(rows).to_have_count(1)
    cell(page, 1, 1, 3).hover()
    expect(rows).to_have_count(0)


def test_pointing_at_what_stands_for_a_state_lights_it_and_the_rail_stays(page: Page) -> None:
    open_page(page, "step=15")
    lit, title = page.locator("[data-cell].is-lit"), page.locator("#inspector h2").first
    where = page.locator("#inspector .goes li")
    cell(page, 1, 1, 3).click()
    expect(title).to_have_text("Cell · layer 1 · reverse · t = 3")
    symbols = page.locator("#inspector [data-gate=f] msub")
    for text, wanted in [("ht+1", {(1, 1, 4)}), ("xt", {(0, 0, 3), (0, 1, 3)})]:
        symbols.filter(has_text=text).first.hover()
        expect(lit).to_have_count(len(wanted))
        assert cells(page, ".is-lit") == wanted
    for words, wanted in [
        ("own next cell", {(1, 1, 2)}),
        ("ends at t = 0", {(1, 1, 0)}),
        ("output[3, 0, 8:16]", {(1, 1, 3)}),
    ]:
        where.filter(has_text=words).hover()
        expect(cell(page, *next(iter(wanted)))).to_contain_class("is-lit")
        assert cells(page, ".is-lit") == wanted
    expect(title).to_have_text("Cell · layer 1 · reverse · t = 3")
    # Of layer 0, x is x; without a pin the rail stays with its cell as well.
    page.keyboard.press("Escape")
    page.get_by_role("button", name="First step").click()
    expect(title).to_have_text("Cell · layer 0 · forward · t = 0")
    symbols.filter(has_text="xt").first.hover()
    expect(page.locator('[data-x="0"]')).to_contain_class("is-lit")
    expect(lit).to_have_count(0)
    where.filter(has_text="own next cell").hover()
    expect(cell(page, 0, 0, 1)).to_contain_class("is-lit")
    expect(title).to_have_text("Cell · layer 0 · forward · t = 0")


def test_pointing_at_a_tensor_in_the_steps_sentence_lights_its_states(page: Page) -> None:
    open_page(page, "step=15")
    page.locator("#narration code", has_text="h_n[3]").hover()
    expect(cell(page, 1, 1, 0)).to_contain_class("is-lit")
    assert cells(page, ".is-lit") == {(1, 1, 0)}
    page.locator("#narration code", has_text="output").hover()
    expect(cell(page, 1, 0, 7)).to_contain_class("is-lit")
    assert cells(page, ".is-lit") == {(1, 0, 7), (1, 1, 0)}


def test_where_a_step_computes_several_cells_the_rail_leads_to_the_others(page: Page) -> None:
    open_page(page, "step=15")
    title = page.locator("#inspector h2").first
    expect(title).to_have_text("Cell · layer 1 · forward · t = 7")
    page.locator("#inspector").get_by_role("button", name="layer 1 ← t = 0").click()
    expect(title).to_have_text("Cell · layer 1 · reverse · t = 0")
    expect(cell(page, 1, 1, 0)).to_contain_class("is-pinned")
    cell(page, 0, 0, 2).click()
    expect(page.locator("#inspector").get_by_text("in the same step")).to_be_hidden()
