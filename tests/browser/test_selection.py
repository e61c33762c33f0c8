"""Selection: an element of a tensor and the cell that it was read from light up together.

Which belong together is told by the engine: it assembles tensors out of states that hold names.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import oracle
from tests.browser.asking import ask, part
from tests.browser.page import cell, cells, element, elements, open_page

tensors = ("output", "h_n", "c_n")


def lit(page: Page) -> dict[str, set[tuple[int, ...]]]:
    return {tensor: elements(page, tensor, ".is-lit") for tensor in tensors}


@pytest.mark.parametrize("batch_first", [False, True])
def test_hovering_a_cell_lights_every_element_that_was_read_from_it(
    page: Page, batch_first: bool
) -> None:
    trace = oracle.named_states(4, 2, 2, batch_first)
    names = oracle.named_tensors(trace)
    open_page(page, f"text=aacc&step=100&batch_first={str(batch_first).lower()}")
    for layer, direction, t in sorted(cells(page)):
        cell(page, layer, direction, t).hover()
        expect(cell(page, layer, direction, t)).to_contain_class("is-lit")
        number = oracle.name(layer, direction, t)
        assert lit(page) == {name: oracle.where(names[name], number) for name in tensors}
        assert cells(page, ".is-lit") == {(layer, direction, t)}


@pytest.mark.parametrize("batch_first", [False, True])
def test_hovering_an_element_lights_its_cell_and_its_equals_in_every_tensor(
    page: Page, batch_first: bool
) -> None:
    trace = oracle.named_states(4, 2, 2, batch_first)
    names = oracle.named_tensors(trace)
    open_page(page, f"text=aacc&step=100&batch_first={str(batch_first).lower()}")
    for tensor in tensors:
        # The first unit of each row's first half, and the last unit of its last.
        for index in sorted(elements(page, tensor)):
            if index[2] not in (0, names[tensor].shape[2] - 1):
                continue
            element(page, tensor, *index).hover()
            number = int(names[tensor][index])
            layer, direction, t = number // 10_000, number // 1_000 % 10, number % 1_000
            expect(cell(page, layer, direction, t)).to_contain_class("is-lit")
            # An element is one unit of h or of c: the same unit of the same state lights up.
            others = ("c_n",) if tensor == "c_n" else ("output", "h_n")
            wanted = {
                name: {
                    found
                    for found in oracle.where(names[name], number)
                    if name in others and found[2] % 8 == index[2] % 8
                }
                for name in tensors
            }
            assert lit(page) == wanted, (tensor, index)


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
    element(page, "output", 2, 0, 8 + 5).click()
    expect(cell(page, 1, 1, 2)).to_contain_class("is-pinned")
    expect(page.locator("#inspector h2").first).to_have_text("Cell · layer 1 · reverse · t = 2")
    expect(page.locator("#inspector tr.is-lit th")).to_have_text("5")
    page.get_by_role("button", name="Unpin").click()
    expect(cell(page, 1, 1, 2)).not_to_contain_class("is-pinned")


def test_the_inspector_says_where_a_state_goes_and_where_not(page: Page) -> None:
    open_page(page, "step=15&pin=1:1:0")
    goes = page.locator("#inspector li")
    expect(goes).to_contain_text(["output[0, 0, 8:16]", "h_n[3, 0, :]", "c_n[3, 0, :]", "into y"])
    cell(page, 0, 1, 7).click()
    expect(goes).to_contain_text(["not in output", "not in h_n", "t = 6", "into layer 1 at t = 7"])


def test_hovering_a_cell_or_an_element_lights_the_parts_of_the_answer_that_read_it(
    page: Page,
) -> None:
    open_page(page, "step=15")
    ask(page, "output[-1] == torch.cat((h_n[-2], h_n[-1]), dim=-1)")
    ends, begins = part(page, "layer 1, forward, t = 7"), part(page, "layer 1, reverse, t = 7")
    rows = page.locator(".ask-part.is-lit")
    cell(page, 1, 0, 7).hover()
    expect(ends).to_contain_class("is-lit")
    expect(rows).to_have_count(1)
    element(page, "output", 7, 0, 12).hover()
    expect(begins).to_contain_class("is-lit")
    expect(rows).to_have_count(1)
    cell(page, 1, 1, 3).hover()
    expect(rows).to_have_count(0)
