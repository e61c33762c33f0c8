"""Several rows: one is shown at a time, its own states, its own end; padding is no state."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser import oracle
from tests.browser.batch import LENGTHS, LETTERS, expect_tensors, padding, run, turn
from tests.browser.page import (
    cell,
    cells,
    control,
    element,
    elements,
    expect_step,
    numbers_of_cell,
    open_page,
    rail,
    redrawn,
    stepped,
)
from tests.browser.places import boxes
from unrolled.engine.trace.schedule import Order, orders


@pytest.mark.parametrize("batch_first", [False, True])
def test_every_row_shows_the_numbers_of_the_packed_batch(page: Page, batch_first: bool) -> None:
    trace = run(lengths=LENGTHS, batch_first=batch_first)
    flags = f"packed=true&batch_first={str(batch_first).lower()}"
    open_page(page, f"{LETTERS}&{flags}&step=100")
    shape = "(B=3, T=6, D·H=16)" if batch_first else "(T=6, B=3, D·H=16)"
    rail(page, "Tensors")
    expect(page.locator('[data-tensor="output"] h3')).to_contain_text(shape)
    for b in (0, 1, 2):
        if b:
            turn(page, "Next row", b)
        expect_tensors(page, trace, b)
        dotted = elements(page, "output", ".is-padding")
        assert {index[0 if batch_first else 1] for index in dotted} <= {b}
        steps = {index[1 if batch_first else 0] for index in dotted}
        assert steps == set(range(LENGTHS[b], 6))


def test_without_packing_padding_is_data_and_the_graph_runs_through_it(page: Page) -> None:
    open_page(page, f"{LETTERS}&step=100&b=2")
    expect_tensors(page, run(), 2)
    expect(page.locator(".x-cell")).to_have_text(["d", "d", "0", "0", "0", "0"])
    assert cells(page, ".is-padding") == set()
    assert cells(page, ".is-done") == cells(page)
    expect(page.locator("#panel")).to_contain_text("Not packed: what pads a shorter row is read")
    with redrawn(page):
        control(page, "packed").check()
    expect(page.locator("#panel")).to_contain_text("Packed: what lies past a row’s length")
    expect_tensors(page, run(lengths=LENGTHS), 2)
    expect(page.locator(".x-cell")).to_have_text(["d", "d", "", "", "", ""])


@pytest.mark.parametrize("order", orders)
@pytest.mark.parametrize("b", [0, 2])
def test_a_row_runs_in_step_with_the_batch_and_never_in_its_padding(
    page: Page, order: Order, b: int
) -> None:
    trace = run(lengths=LENGTHS)
    open_page(page, f"{LETTERS}&packed=true&b={b}&order={order}&step=0")
    expect_step(page, 0)
    done: set[tuple[int, ...]] = set()
    for shown, batch in zip(stepped(page), trace.schedule(order), strict=True):
        current = {cell for cell in batch if cell[2] < LENGTHS[b]}
        done |= current
        assert shown.current == current
        assert shown.done == done
        assert ("t = " if current else f"Row {b} rests while longer ones run.") in shown.says
    assert cells(page, ".is-padding") == padding(b) == cells(page) - done


def test_rings_and_bands_hold_what_the_engine_reads_for_each_row(page: Page) -> None:
    trace = run(LENGTHS)
    for (layer, d), record in trace.records.items():
        for t, b, state in np.ndindex(max(LENGTHS), 3, 2):
            name = oracle.name(layer, d, t) + 1 if t < LENGTHS[b] else 0
            record["hc"[state]][t, b] = name
    assert trace.c_n is not None
    tensors = {".in-output": trace.output, ".in-h-n": trace.h_n, ".in-c-n": trace.c_n}
    open_page(page, f"{LETTERS}&packed=true&step=100")
    for b in (0, 1, 2):
        if b:
            turn(page, "Next row", b)
        for marked, numbers in tensors.items():
            read = {int(number) for number in numbers[:, b].ravel()} - {0}
            assert {oracle.name(*found) + 1 for found in cells(page, marked)} == read
        rings = page.locator(".ring-h-n")  # top first
        lasts = [cell(page, layer, d, 0 if d else LENGTHS[b] - 1) for layer, d in trace.records]
        for outer, inner in zip(boxes(rings), boxes(*reversed(lasts)), strict=True):
            assert outer["x"] < inner["x"]
            assert inner["x"] + inner["width"] < outer["x"] + outer["width"]
        assert cells(page, ".is-padding") == padding(b)


def test_the_numbers_of_a_cell_and_what_made_one_are_the_rows(page: Page) -> None:
    trace = run(lengths=LENGTHS)
    open_page(page, f"{LETTERS}&packed=true&b=1&step=100&pin=0:1:5&gate=f:2")
    title = page.locator("#inspector h2").first
    expect(title).to_have_text("Cell · layer 0 · reverse · t = 5 · row 1")
    said = page.locator(".explained .is-result td").last
    value = float(said.inner_text().replace("−", "-"))
    assert abs(value - trace.gates(0, 1)["f"][5, 1, 2]) <= 0.000051
    page.keyboard.press("Escape")
    f = trace.gates(0, 1)["f"]
    np.testing.assert_array_equal(np.array(numbers_of_cell(page)["f"], "f4"), f[5, 1])
    turn(page, "Previous row", 0)
    expect(page.locator("#inspector .note:visible")).to_have_text(
        "Padding, never read: row 0 ends at t = 3."
    )
    expect(page.locator("#inspector table:visible")).to_have_count(0)


def test_padding_says_what_it_is(page: Page) -> None:
    open_page(page, f"{LETTERS}&packed=true&b=2&step=100")
    expect(cell(page, 1, 0, 4)).to_have_accessible_name(
        "layer 1, forward, t = 4: padding, never read"
    )
    expect(cell(page, 1, 0, 1)).to_have_accessible_name(
        re.compile(r"^layer 1, forward, t = 1: computed, in output, h_n and c_n; h .+; c ")
    )
    element(page, "output", 4, 2, 3).hover()
    expect(cell(page, 1, 0, 4)).to_contain_class("is-lit")
    expect(page.locator("#inspector")).to_contain_text("Padding, never read: row 2 ends at t = 1.")
    goes = page.locator("#inspector .goes li")
    expect(goes).to_have_text(["output[4, 2, 0:8] is 0 there by definition"])
    cell(page, 0, 1, 2).hover()
    expect(goes).to_have_text(["nowhere: nothing is computed here"])
    for t, name in [(1, "d: 1.000"), (2, "padding, never read")]:
        title = page.locator(f'[data-x="{t}"]').get_attribute("title") or ""
        assert name in title.split("\n")


@pytest.mark.parametrize("step", [3, 5])
def test_the_graph_is_entered_by_keyboard_while_the_row_rests_too(page: Page, step: int) -> None:
    open_page(page, f"{LETTERS}&packed=true&b=2&bidirectional=false&step={step}")
    assert cells(page, ".is-current") == set()
    expect(page.locator("#inspector h2").first).to_contain_text("layer 0 · t = 1 · row 2")
    stops = page.locator('[data-cell][tabindex="0"]')
    assert stops.evaluate_all("nodes => nodes.map((n) => n.dataset.cell)") == ["1:0:1", "0:0:1"]
