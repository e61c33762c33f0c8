"""Choosing the input: letters, a series that is longer than the stage, numbers of one's own."""

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from safetensors.numpy import load

from tests.browser.page import cell, cells, control, expect_step, open_page, redrawn
from tests.browser.places import box

csv_label = "CSV: one row a step, one column a feature"


def x(page: Page) -> np.ndarray:
    """The input that the picture was drawn from, (T, B, I)."""
    address = page.locator("#code a").get_attribute("href")
    assert address
    return load(page.request.get(address).body())["x"]


def test_letters_become_columns(page: Page) -> None:
    open_page(page)
    with redrawn(page):
        control(page, "letters a to d").fill("dcba")
    expect(page.locator(".x-cell")).to_have_text(list("dcba"))
    assert {key[2] for key in cells(page)} == {0, 1, 2, 3}


@pytest.mark.parametrize("header", ["", "left,right\n"])
def test_numbers_that_are_pasted_are_read_with_and_without_a_header(
    page: Page, header: str
) -> None:
    open_page(page, "input=series")
    with redrawn(page):
        control(page, "kind of x").select_option("csv")
    with redrawn(page):
        control(page, csv_label).fill(f"{header}0.5,-1\n2,3e-1\n-4,5\n")
    np.testing.assert_array_equal(
        x(page)[:, 0], np.array([[0.5, -1], [2, 0.3], [-4, 5]], "float32")
    )
    expect(page.locator("#panel")).to_contain_text("Nothing was trained on input of this kind.")
    names = ["left", "right"] if header else ["0", "1"]
    titles = [f"{names[0]}: 0.500\n{names[1]}: −1.000", f"{names[0]}: 2.000\n{names[1]}: 0.300"]
    for t, title in enumerate(titles):
        expect(page.locator(f'[data-x="{t}"]')).to_have_attribute("title", title)


def test_a_file_is_read_into_the_field(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("7\n8\n9\n")
    open_page(page, "input=series&series=csv")
    with redrawn(page):
        page.get_by_label("CSV file").set_input_files(path)
    np.testing.assert_array_equal(x(page)[:, 0], [[7], [8], [9]])
    expect(control(page, csv_label)).to_have_value("7\n8\n9\n")


def test_a_file_can_be_dropped(page: Page) -> None:
    open_page(page, "input=series&series=csv")
    dropped = page.evaluate_handle("""() => {
        const data = new DataTransfer();
        data.items.add(new File(['1\\n2\\n'], 'two.csv', { type: 'text/csv' }));
        return data;
    }""")
    with redrawn(page):
        control(page, csv_label).dispatch_event("drop", {"dataTransfer": dropped})
    np.testing.assert_array_equal(x(page)[:, 0], [[1], [2]])


def test_random_input_has_the_shape_and_the_seed_that_were_asked_for(page: Page) -> None:
    open_page(page)
    with redrawn(page):
        control(page, "kind of x").select_option("random")
    for name, value in [("steps T", "12"), ("input_size", "5")]:
        with redrawn(page):
            control(page, name).fill(value)
    first = x(page)
    assert first.shape == (12, 1, 5)
    with redrawn(page):
        control(page, "seed of x").fill("4")
    assert not np.array_equal(x(page), first)
    with redrawn(page):
        control(page, "seed of x").fill("0")
    np.testing.assert_array_equal(x(page), first)


def test_the_sunspots_scroll_with_the_step_beneath_a_strip_of_the_whole(page: Page) -> None:
    open_page(page, "bidirectional=false&step=0")
    expect(page.locator("#overview")).to_be_hidden()
    with redrawn(page):
        control(page, "kind of x").select_option("sunspots")
    expect(page.locator("#overview")).to_be_visible()
    expect(page.locator("#panel")).to_contain_text("repeating the last year is off by 33.2")
    for step, t in [(308, 308), (309, 0), (617, 308), (400, 91)]:
        page.get_by_role("slider", name="Step", exact=True).fill(str(step))
        expect_step(page, step)
        layer = 0 if step < 309 else 1
        expect(cell(page, layer, 0, t)).to_be_in_viewport()
        expect(cell(page, layer, 0, t)).to_contain_class("is-current")
        expect(page.locator(f'[data-x="{t}"]')).not_to_be_empty()
    expect(page.locator(".stage")).to_contain_text("1791")


def test_the_strip_leads_to_any_year(page: Page) -> None:
    open_page(page, "bidirectional=false&input=series&step=617")
    strip = page.locator("#overview > *")
    size = box(strip)
    strip.click(position={"x": size["width"] * 0.3, "y": size["height"] / 2})
    expect(cell(page, 0, 0, 92)).to_be_in_viewport()
    expect(page.locator('[data-x="92"]')).not_to_be_empty()
    expect_step(page, 617)
