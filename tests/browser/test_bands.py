"""Shelves and rings say which cells make up output, h_n and c_n, each on its own switch."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser import oracle
from tests.browser.page import cells, choose, open_page, pointed, redrawn
from tests.browser.places import boxes

marks = {"output": ".in-output", "h_n": ".in-h-n", "c_n": ".in-c-n"}
rings = {"output": "", "h_n": ".ring-h-n", "c_n": ".ring-c-n"}


def test_a_shelf_is_switched_off_and_on_alone(page: Page) -> None:
    open_page(page, "step=100")
    for name in marks:
        switch = page.locator("#bands").get_by_role("checkbox", name=name)
        for on in (False, True):
            switch.set_checked(on)
            for other, ring in rings.items():
                shows = on or other != name
                slots = page.locator(f'[data-shelf="{other}"] [data-slot]:visible')
                expect(slots).to_have_count((16 if other == "output" else 4) if shows else 0)
                wires = page.locator(f".wire.name-{other}.done")
                expect(wires).to_have_attribute("d", re.compile("^M" if shows else "^$"))
                if ring:
                    expect(page.locator(ring)).to_have_count(4 if shows else 0)


@pytest.mark.parametrize("lengths", ["", "&text=aabbcc ab abcd&packed=true&b=1"])
def test_a_slot_is_lit_with_the_cell_that_the_engine_copied_into_it(
    page: Page, lengths: str
) -> None:
    open_page(page, f"step=100{lengths}")
    net = oracle.letters("lstm", 2, 2).network
    ends = [6, 2, 4] if lengths else [8]
    row = 1 if lengths else 0
    trace = net.run(np.zeros((max(ends), len(ends), 4), "f4"), lengths=ends)
    for (layer, direction), record in trace.records.items():
        for t, state in np.ndindex(ends[row], 2):
            record["hc"[state]][t, row] = oracle.name(layer, direction, t)
    assert trace.c_n is not None
    H = net.hidden_size
    wanted = {f"h_n:{k}": trace.h_n[k, row, 0] for k in range(4)}
    wanted |= {f"c_n:{k}": trace.c_n[k, row, 0] for k in range(4)}
    wanted |= {
        f"output:{t}:{d}": trace.output[t, row, d * H] for t in range(ends[row]) for d in range(2)
    }
    lit = pointed(page, [f'[data-slot="{key}"]' for key in wanted])
    for (key, name), found in zip(wanted.items(), lit, strict=True):
        (cell,) = found[""]
        assert oracle.name(*map(int, cell.split(":"))) == int(name), key


def test_a_slot_is_empty_until_its_cell_is_computed(page: Page) -> None:
    trace = oracle.named_states(8, 2, 2)
    for step in (0, 7, 11, 15):
        open_page(page, f"step={step}")
        done = {oracle.name(*each) for some in trace.schedule()[: step + 1] for each in some}
        for tensor, names in oracle.named_tensors(trace).items():
            count = len(done & {int(name) for name in names.ravel()})
            full = page.locator(f'[data-shelf="{tensor}"] .slot.is-done')
            expect(full).to_have_count(count)


@pytest.mark.parametrize(("layers", "directions"), [(1, 1), (2, 2), (3, 1)])
def test_the_cells_of_a_tensor_are_those_that_the_engine_reads(
    page: Page, layers: int, directions: int
) -> None:
    open_page(page, f"num_layers={layers}&bidirectional={str(directions == 2).lower()}")
    names = oracle.named_tensors(oracle.named_states(8, layers, directions))
    for tensor, marked in marks.items():
        wanted = {int(number) for number in names[tensor].ravel()}
        assert {oracle.name(*cell) for cell in cells(page, marked)} == wanted


def test_a_cell_without_c_has_no_shelf_for_it(page: Page) -> None:
    open_page(page)
    with redrawn(page):
        choose(page, "cell", "GRU")
    expect(page.locator(".ring-c-n")).to_have_count(0)
    expect(page.locator('[data-shelf="c_n"]')).to_have_count(0)
    expect(page.locator("#bands").get_by_role("checkbox", name="c_n")).to_be_hidden()
    expect(page.locator(".ring-h-n")).to_have_count(4)


@pytest.mark.parametrize(("names", "held"), [("pytorch", False), ("keras", True)])
def test_past_a_rows_end_stand_zeros_or_what_the_framework_holds_there(
    page: Page, names: str, held: bool
) -> None:
    open_page(page, f"text=aabbcc%20ab&packed=true&b=1&bidirectional=false&step=100&names={names}")
    every = page.locator("[data-shelf].every")
    expect(every.locator(".slot.is-done")).to_have_count(6 if held else 2)
    expect(every.locator(".slot.is-padding")).to_have_count(0 if held else 4)


def test_under_other_names_rings_stand_around_their_cells(page: Page) -> None:
    open_page(page, "step=15")
    for names in ("keras", "jax", "onnx", "pytorch"):
        page.get_by_label("names", exact=True).select_option(names)
        expect(page.locator("#code h2")).to_contain_text(names, ignore_case=True)
        around = boxes(page.locator(".ring-h-n"))
        lasts = boxes(page.locator("[data-cell].in-h-n"))
        places = [sorted((round(b["x"]), round(b["y"])) for b in each) for each in (around, lasts)]
        assert len(places[0]) == 4
        # A ring is four pixels wider than its cell, to each side.
        assert [(x + 4, y + 4) for x, y in places[0]] == places[1], names
