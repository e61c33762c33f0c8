"""The bands say which cells make up output, h_n and c_n, each on its own switch."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import oracle
from tests.browser.page import cells, choose, open_page, redrawn

bands = {
    "output": (".band-output", ".in-output", 1),
    "h_n": (".ring-h-n", ".in-h-n", 4),
    "c_n": (".ring-c-n", ".in-c-n", 4),
}


def test_a_band_is_switched_off_and_on_alone(page: Page) -> None:
    open_page(page)
    for name in bands:
        switch = page.locator("#bands").get_by_role("checkbox", name=name)
        for on in (False, True):
            switch.set_checked(on)
            for other, (band, _, count) in bands.items():
                expect(page.locator(band)).to_have_count(count if on or other != name else 0)


@pytest.mark.parametrize(("layers", "directions"), [(1, 1), (2, 2), (3, 1)])
def test_the_cells_of_a_tensor_are_those_that_the_engine_reads(
    page: Page, layers: int, directions: int
) -> None:
    open_page(page, f"num_layers={layers}&bidirectional={str(directions == 2).lower()}")
    names = oracle.named_tensors(oracle.named_states(8, layers, directions))
    for tensor, (_, marked, _) in bands.items():
        wanted = {int(number) for number in names[tensor].ravel()}
        assert {oracle.name(*cell) for cell in cells(page, marked)} == wanted


def test_a_cell_without_c_has_no_band_for_it(page: Page) -> None:
    open_page(page)
    with redrawn(page):
        choose(page, "cell", "GRU")
    expect(page.locator(".ring-c-n")).to_have_count(0)
    expect(page.locator("#bands").get_by_role("checkbox", name="c_n")).to_be_hidden()
    expect(page.locator(".ring-h-n")).to_have_count(4)
