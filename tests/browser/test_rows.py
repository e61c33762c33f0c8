"""Turning to another row of the batch: what is asked, what stays, what the panel says."""

from urllib.parse import quote

import numpy as np
import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.batch import LENGTHS, LETTERS, ROWS, picker, run, turn
from tests.browser.page import (
    cell,
    cells,
    choose,
    control,
    error_at,
    expect_step,
    numbers_of_cell,
    open_page,
    press,
    redrawn,
)
from tests.browser.places import at_rest


def test_another_row_asks_for_no_other_trace_and_stands_in_the_link(page: Page) -> None:
    open_page(page, f"{LETTERS}&packed=true&step=100&pin=1:1:0")
    asked: list[str] = []

    def log(request: Request) -> None:
        asked.append(f"{request.method} {request.url}")

    page.on("request", log)
    turn(page, "Next row", 1)
    turn(page, "Next row", 2)
    expect(page.get_by_role("button", name="Next row")).to_be_disabled()
    assert all(line.startswith("GET ") for line in asked), asked
    of_trace = [line for line in asked if "/api/" in line]
    assert of_trace
    assert all("b=1" in line or "b=2" in line for line in of_trace), of_trace
    expect(cell(page, 1, 1, 0)).to_contain_class("is-pinned")
    h = run(lengths=LENGTHS).state("h", 1, 1)
    np.testing.assert_array_equal(np.array(numbers_of_cell(page)["h"], "f4"), h[0, 2])
    assert "&b=2" in page.url
    with redrawn(page):
        page.reload()
    expect(picker(page)).to_contain_text("row 2 of 3")
    turn(page, "Previous row", 1)


def painted(page: Page) -> list[str]:
    """The rows of cells as they are painted, and the letters and bars at both ends."""
    page.get_by_role("heading", name="unrolled").hover()
    pictures: list[str] = (
        at_rest(page)
        .locator("[data-row] canvas")
        .evaluate_all("nodes => nodes.map((node) => node.toDataURL())")
    )
    ends: list[str] = page.locator(".x-cell, .y-cell").evaluate_all(
        "nodes => nodes.map((node) => node.innerHTML + node.title)"
    )
    return pictures + ends


@pytest.mark.parametrize("packed", ["true", "false"])
def test_a_row_that_is_turned_to_looks_as_it_does_by_its_link(page: Page, packed: str) -> None:
    scene = f"{LETTERS}&packed={packed}&step=100"
    open_page(page, scene)
    turn(page, "Next row", 1)
    other = page.context.new_page()
    open_page(other, f"{scene}&b=1")
    assert painted(page) == painted(other)
    turn(page, "Next row", 2)
    assert painted(page) != painted(other)


def test_the_row_stays_when_the_network_changes_and_is_the_last_where_there_are_fewer(
    page: Page,
) -> None:
    open_page(page, f"{LETTERS}&b=2")
    with redrawn(page):
        choose(page, "cell", "GRU")
    expect(picker(page)).to_contain_text("row 2 of 3")
    with redrawn(page):
        control(page, "letters a to d").fill("ab cd")
    expect(picker(page)).to_contain_text("row 1 of 2")
    expect(page.locator(".x-cell")).to_have_text(["c", "d"])
    with redrawn(page):
        control(page, "letters a to d").fill("ab")
    expect(picker(page)).to_be_hidden()
    with redrawn(page):
        control(page, "letters a to d").fill("ab cd ac")
    expect(picker(page)).to_contain_text("row 2 of 3")


def test_a_refused_text_does_not_keep_from_turning_to_another_row(
    page: Page, expected_errors: list[str]
) -> None:
    expected_errors.append("status of 422 (")
    open_page(page, f"{LETTERS}&step=100")
    control(page, "letters a to d").fill("aax bd c")
    expect(error_at(page, "letters a to d")).to_contain_text("Letter 3 of row 0 is 'x'")
    turn(page, "Next row", 1)
    expect(page.locator(".x-cell")).to_have_text(list(ROWS[1]))
    expect(control(page, "letters a to d")).to_have_value("aax bd c")
    expect(error_at(page, "letters a to d")).to_contain_text("Letter 3")
    assert quote(ROWS[0]) in page.url


def test_what_a_packed_sequence_holds_stands_in_the_panel(page: Page) -> None:
    trace = run(lengths=LENGTHS)
    open_page(page, f"{LETTERS}&packed=true")
    held = page.locator("dl.packing dt")
    names = ("lengths", "batch_sizes", "sorted_indices", "unsorted_indices")
    wanted = [
        f"{name} {', '.join(map(str, values))}"
        for name in names
        if (values := getattr(trace, name)) is not None
    ]
    expect(held).to_have_text(wanted)
    with redrawn(page):
        control(page, "packed").uncheck()
    expect(held).to_have_count(0)


def test_random_rows_have_the_lengths_that_are_typed(
    page: Page, expected_errors: list[str]
) -> None:
    expected_errors.append("status of 422 (")
    open_page(page, "input=random&steps=7&step=100")
    expect(picker(page)).to_be_hidden()
    with redrawn(page):
        control(page, "rows B").fill("3")
    expect(page.locator(".x-row")).to_contain_text("(7, 3, 3)")
    control(page, "packed lengths").fill("7, 9")
    expect(error_at(page, "packed lengths")).to_contain_text("lengths has shape (2,)")
    control(page, "packed lengths").fill("7, 9, 2")
    expect(error_at(page, "packed lengths")).to_contain_text("lengths[1] is 9; it has to be from 1")
    with redrawn(page):
        control(page, "packed lengths").fill("2, 6, 3")
    expect(error_at(page, "packed lengths")).to_be_hidden()
    assert {key[2] for key in cells(page)} == set(range(6))
    assert {key[2] for key in cells(page, ".is-padding")} == set(range(2, 6))
    expect(page.locator("dl.packing")).to_contain_text("sorted_indices 1, 2, 0")
    expect(page.locator("#panel")).to_contain_text("x has 7 steps, output 6.")


def test_a_row_is_turned_to_by_keyboard(page: Page) -> None:
    open_page(page, f"{LETTERS}&packed=true&step=3")
    control(page, "letters a to d").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Next row")).to_be_focused()
    page.keyboard.press("Enter")
    expect(picker(page)).to_contain_text("row 1 of 3")
    expect_step(page, 3)


def test_a_plot_is_of_the_row(page: Page) -> None:
    open_page(page, f"{LETTERS}&packed=true&b=2&step=100&pin=0:0:1")
    with page.expect_response("**/course?**") as answer:
        press(page, "Plot layer 0 · forward over time")
    values = np.array(answer.value.json()["values"], "f4")
    np.testing.assert_array_equal(values, run(lengths=LENGTHS).state("h", 0, 0)[:2, 2])
    expect(page.get_by_role("dialog")).to_contain_text("Layer 0, forward, row 2 of 3")
