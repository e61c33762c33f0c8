"""A cell shows its equations, and of every number of it the terms that made it."""

import math
import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import oracle
from tests.browser.page import cell, choose, expect_step, open_page, press, redrawn
from tests.browser.places import boxes, page_width
from unrolled.engine.numbers.mathml import formulas

text = "aaccbbdd"


def lines(page: Page) -> Locator:
    """The equations."""
    return page.locator("#inspector .formulas li")


def number(page: Page, gate: str, unit: int) -> Locator:
    """A number in the table of the cell."""
    heads = page.locator("#inspector .numbers-of-cell thead th").all_text_contents()
    row = page.locator("#inspector .numbers-of-cell tbody tr").nth(unit)
    return row.locator("td").nth(heads.index(gate) - 1)


def title(page: Page) -> Locator:
    return page.locator("#inspector h3")


def rows(page: Page, kind: str = "") -> list[list[str]]:
    """What the table of terms says: label, working, value."""
    found: list[list[str]] = page.locator(f"#inspector .terms tbody tr{kind}").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    return found


def value(said: str) -> float:
    return float(said.replace("−", "-"))


def worked_out(working: str) -> float:
    """What stands in numbers, with a calculator."""
    sums = working.replace("−", "-").replace("×", "*").replace("σ", "sigma")
    known: dict[str, Any] = {"sigma": lambda a: 1 / (1 + math.exp(-a)), "tanh": math.tanh}
    return float(eval(sums, {"__builtins__": {}}, known))


def said(markup: Any) -> str:
    return markup if isinstance(markup, str) else "".join(map(said, markup[1:]))


@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
def test_the_equations_are_mathml_in_the_order_of_computation(page: Page, kind: str) -> None:
    net = oracle.letters(kind, 2, 2).network
    open_page(page, f"cell={kind}&step=100")
    for direction in (0, 1):
        cell(page, 1, direction, 3).click()
        expect(page.locator("#inspector h2").first).to_contain_text(
            "reverse" if direction else "forward"
        )
        wanted = [said(markup) for markup in formulas(net, direction).values()]
        assert lines(page).all_text_contents() == wanted
        drawn = lines(page).locator("math")
        spaces = drawn.evaluate_all("all => all.map((node) => node.namespaceURI)")
        assert spaces == ["http://www.w3.org/1998/Math/MathML"] * len(wanted)
        assert all(80 < each["width"] < 330 for each in boxes(drawn))


@pytest.mark.parametrize(
    ("layer", "direction", "t", "gate", "unit"),
    [(1, 0, 7, "g", 7), (0, 1, 5, "o", 1)],
)
def test_the_terms_of_a_number_add_up_to_it(
    page: Page, layer: int, direction: int, t: int, gate: str, unit: int
) -> None:
    net = oracle.letters("lstm", 2, 2).network
    trace = net.run(oracle.one_hot(text))
    open_page(page, f"step=100&pin={layer}:{direction}:{t}&digits=true")
    number(page, gate, unit).click()
    expect(title(page)).to_contain_text(f"{gate}[{unit}] = ")
    recorded = trace.gates(layer, direction)[gate][t, 0, unit]
    shown = rows(page)
    assert np.float32(shown[-1][2]) == recorded
    products = [row for row in shown if " · " in row[0] and "×" in row[1]]
    biases = [row for row in shown if row[0].startswith("b_")]
    assert len(products) == (4 if layer == 0 else 16) + 8
    assert [row[0] for row in biases] == [f"b_i{gate}[{unit}]", f"b_h{gate}[{unit}]"]
    for _, working, product in products:
        assert abs(worked_out(working) - value(product)) <= 1e-6
    total = math.fsum(value(row[2]) for row in products + biases)
    (whole,) = (row for row in shown if row[0] == "sum")
    assert abs(total - value(whole[2])) <= 1e-5
    squashed = math.tanh(total) if gate == "g" else 1 / (1 + math.exp(-total))
    assert abs(squashed - recorded) <= 1e-5


@pytest.mark.parametrize(("kind", "name"), [("lstm", "c"), ("gru", "h")])
def test_a_state_is_worked_out_of_its_gates(page: Page, kind: str, name: str) -> None:
    trace = oracle.letters(kind, 2, 2).network.run(oracle.one_hot(text))
    open_page(page, f"cell={kind}&step=100&pin=1:0:4&digits=true&gate={name}:5")
    expect(title(page)).to_contain_text(f"{name}[5] = ")
    *terms, (label, _, recorded) = rows(page)
    assert label == f"{name}[5]"
    assert np.float32(recorded) == trace.record(1, 0)[name][4, 0, 5]
    for _, working, result in terms:
        if working:
            assert abs(worked_out(working) - value(result)) <= 1e-6
    assert abs(value(terms[-1][2]) - value(recorded)) <= 1e-6


def test_four_decimals_are_enough_to_follow_without_all_digits(page: Page) -> None:
    open_page(page, "step=100&pin=1:0:4&gate=c:5")
    expect(title(page)).to_contain_text("c[5] = ")
    shown = rows(page)
    assert all(re.fullmatch(r"−?\d+\.\d{4}", row[2]) for row in shown)
    terms = [value(row[2]) for row in shown if "×" in row[1]]
    assert len(terms) == 2
    assert abs(sum(terms) - value(shown[-1][2])) <= 0.0002


def test_a_gate_in_a_term_leads_to_its_own_terms(page: Page) -> None:
    open_page(page, "step=100&pin=1:0:4&gate=h:5")
    expect(title(page)).to_contain_text("h[5] = ")
    press(page, "c[5]")
    expect(title(page)).to_contain_text("c[5] = ")
    press(page, "f[5]")
    expect(title(page)).to_contain_text("f[5] = ")
    expect(page.get_by_role("button", name="All numbers")).to_be_focused()
    press(page, "All numbers")
    expect(title(page)).to_be_hidden()
    expect(number(page, "f", 5)).to_be_focused()


def test_where_symbols_stand_among_the_tensors_is_told(page: Page) -> None:
    open_page(page, "step=100&pin=1:1:4&gate=f:0")
    expect(title(page)).to_be_visible()
    told = page.locator("#inspector .where")
    expect(told).to_contain_text("weight_ih_l1_reverse[8:16]")
    expect(told).to_contain_text("h of this direction at t = 5")
    expect(told).to_contain_text("h of layer 0 at t = 4, forward before reverse")


def test_numbers_open_and_close_by_keyboard(page: Page) -> None:
    open_page(page, "step=100&pin=1:0:4")
    expect(number(page, "i", 0)).to_be_visible()
    number(page, "i", 0).focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    expect(number(page, "f", 2)).to_be_focused()
    expect(page.locator("#inspector td[tabindex='0']")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(title(page)).to_contain_text("f[2] = ")
    expect(page.get_by_role("button", name="All numbers")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(title(page)).to_contain_text("g[2] = ")
    expect(page.get_by_role("button", name="All numbers")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(title(page)).to_contain_text("f[2] = ")
    page.keyboard.press("Escape")
    expect(title(page)).to_be_hidden()
    expect(number(page, "f", 2)).to_be_focused()
    expect(cell(page, 1, 0, 4)).to_contain_class("is-pinned")
    page.keyboard.press("Escape")
    expect(cell(page, 1, 0, 4)).not_to_contain_class("is-pinned")


def test_up_and_down_go_through_the_gates_one_at_a_time(page: Page) -> None:
    open_page(page, "step=100&pin=1:0:4")
    expect(number(page, "i", 0)).to_be_visible()
    for step, gate in enumerate("ifgoch"):
        page.keyboard.press("ArrowDown")
        expect(lines(page).nth(step)).to_have_attribute("aria-current", "step")
        expect(page.locator("#inspector .formulas [aria-current]")).to_have_count(1)
        for other in "ifgoch":
            is_done = "ifgoch".index(other) <= step
            expect(number(page, other, 3)).to_be_visible(visible=is_done)
        expect(page).to_have_url(re.compile(rf"gate={gate}$"))
    expect_step(page, 15)
    page.keyboard.press("ArrowUp")
    expect(number(page, "h", 3)).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("#inspector .formulas [aria-current]")).to_have_count(0)
    expect(number(page, "h", 3)).to_be_visible()


def test_a_click_on_an_equation_goes_to_its_sub_step_and_back(page: Page) -> None:
    open_page(page, "step=100&pin=1:0:4")
    lines(page).nth(1).click()
    expect(lines(page).nth(1)).to_have_attribute("aria-current", "step")
    expect(number(page, "g", 0)).to_be_hidden()
    lines(page).nth(1).click()
    expect(number(page, "g", 0)).to_be_visible()


def test_stepping_on_keeps_the_number_open(page: Page) -> None:
    trace = oracle.letters("lstm", 1, 1).network.run(oracle.one_hot(text))
    open_page(page, "num_layers=1&bidirectional=false&step=2&gate=f:2&digits=true")
    for t in (2, 3, 4):
        expect(page.locator("#inspector h2").first).to_contain_text(f"t = {t}")
        recorded = str(trace.gates(0, 0)["f"][t, 0, 2])
        expect(page.locator("#inspector .is-result td").last).to_have_text(recorded)
        press(page, "Next step")


def test_of_a_wide_sum_the_largest_terms_come_first_and_all_can_be_seen(page: Page) -> None:
    open_page(page, "weights=random&hidden_size=64&step=100&pin=1:0:4&gate=f:2&digits=true")
    expect(title(page)).to_contain_text("f[2] = ")
    # The layer reads 2 · 64 numbers; its own h is 64, and no more than that is shown at once.
    (rest,) = rows(page, ".is-rest")
    assert rest[0] == "64 more add up to"
    assert len(rows(page)) == 64 + 1 + 1 + 64 + 1 + 2 + 3
    seen: dict[str, float] = {}
    sums = []
    for turn in range(2):
        shown = rows(page)
        last = next(i for i, row in enumerate(shown) if row[0].startswith("64 more"))
        page_of = {row[0]: value(row[2]) for row in shown[:last]}
        assert not seen or max(map(abs, page_of.values())) <= min(map(abs, seen.values()))
        seen |= page_of
        sums.append((math.fsum(page_of.values()) + value(shown[last][2]), shown[last + 1][2]))
        if turn == 0:
            press(page, "Smaller terms")
            expect(page.locator("#inspector .pager")).to_contain_text("2 of 2")
    assert set(seen) == {f"W_if[2, {k}] · x[{k}]" for k in range(128)}
    for total, product in sums:
        assert abs(total - value(product)) <= 1e-5


def test_a_link_opens_the_number_and_another_cell_drops_what_it_has_not(page: Page) -> None:
    open_page(page, "step=100&pin=1:0:4&gate=f:2")
    expect(title(page)).to_contain_text("f[2] = ")
    with redrawn(page):
        choose(page, "cell", "GRU")
    expect(title(page)).to_be_hidden()
    expect(page).not_to_have_url(re.compile("gate="))


def test_a_gate_that_is_not_there_is_told(page: Page) -> None:
    open_page(page, "step=100&gate=f:8")
    expect(page.locator(".notice:visible")).to_contain_text("There is no gate “f:8” to open.")
    expect(number(page, "f", 0)).to_be_visible()


def test_a_cell_that_is_not_computed_yet_explains_nothing(page: Page) -> None:
    open_page(page, "step=3&pin=1:1:4&gate=f:2")
    expect(page.locator("#inspector")).to_contain_text("Not computed yet")
    expect(title(page)).to_be_hidden()
    expect(lines(page)).to_have_count(6)


def test_on_a_phone_the_terms_stay_on_the_page(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, "step=100&pin=1:1:4&gate=f:2&digits=true")
    expect(title(page)).to_contain_text("f[2] = ")
    assert page_width(page) == 390
