"""y, pinned: what the head made of output, in numbers, and that it is not output."""

import re

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser import oracle
from tests.browser.page import cell, cells, open_page, press

RNN = "v=2&step=3"
"""One layer and one direction, four of eight letters read."""


def test_y_is_pinned_and_told_from_output(page: Page) -> None:
    preset = oracle.letters("rnn", 1, 1)
    logits = preset.head.sums(preset.network.run(oracle.one_hot("aaccbbdd")).top)[:, 0]
    open_page(page, RNN)
    y = page.get_by_role("button", name=re.compile("^y, t = 3: largest f; a 0.00"))
    y.click()
    inspector = page.get_by_role("tabpanel", name="Cell")
    expect(inspector.locator("h2").first).to_have_text("y · t = 3")
    expect(inspector).to_contain_text("The RNN returns output, not y.")
    expect(inspector.locator(".is-largest th")).to_have_text("f")
    shown = inspector.locator(".numbers-of-y td:nth-child(2)").all_inner_texts()
    numbers = [float(text.replace("−", "-")) for text in shown]
    np.testing.assert_allclose(numbers, logits[3], atol=0.00050001)
    expect(page).to_have_url(re.compile(r"[#&]pin=y%3A3\b"))
    # What it is made of is lit: its own cell, and that one's slot.
    assert cells(page, ".is-lit") == {(0, 0, 3)}
    expect(page.locator("[data-slot].is-lit")).to_have_attribute("data-slot", "output:3:0")
    expect(page.locator(".is-pinned")).to_have_attribute("data-y", "3")
    # The page's keys go on, and y at its step stays.
    page.keyboard.press("ArrowLeft")
    expect(inspector).to_contain_text("Not computed yet: its turn is step 4.")
    page.mouse.move(0, 0)
    page.keyboard.press("Escape")
    expect(page.locator(".is-pinned")).to_have_count(0)
    expect(inspector.locator("h2").first).to_have_text("Cell · layer 0 · t = 2")


def test_a_link_pins_y_of_both_directions(page: Page) -> None:
    open_page(page, "step=100&pin=y:2")
    expect(page.locator("#inspector")).to_contain_text("Linear(16 → 8)")
    assert cells(page, ".is-lit") == {(1, 0, 2), (1, 1, 2)}
    slots = page.locator("[data-slot].is-lit")
    expect(slots).to_have_count(2)
    cell(page, 0, 0, 1).click()
    expect(page.locator("#inspector h2").first).to_have_text("Cell · layer 0 · forward · t = 1")
    press(page, "Unpin")
    expect(page.locator(".is-pinned")).to_have_count(0)


def test_shelves_and_y_are_one_stop_each_and_arrows_go_through_them(page: Page) -> None:
    open_page(page, f"{RNN}&num_layers=2&bidirectional=true")
    for root in ("[data-shelf=output]", "[data-shelf=h_n]", ".y-row"):
        expect(page.locator(f"{root} button[tabindex='0']")).to_have_count(1)

    def focused(slot: str) -> None:
        expect(page.locator(":focus")).to_have_attribute("data-slot", slot)

    page.locator("[data-shelf=output] button[tabindex='0']").focus()
    for key, slot in (("ArrowRight", "output:1:0"), ("ArrowDown", "output:1:1")):
        page.keyboard.press(key)
        focused(slot)
    expect(cell(page, 1, 1, 1)).to_contain_class("is-lit")
    assert cells(page, ".is-lit") == {(1, 1, 1)}
    page.keyboard.press("ArrowDown")
    focused("output:1:1")
    page.locator("[data-shelf=h_n] button[tabindex='0']").focus()
    page.keyboard.press("ArrowUp")
    focused("h_n:1")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"pin=0%3A1%3A0\b"))
    page.locator(".y-row button[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(":focus")).to_have_attribute("data-y", "1")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"pin=y%3A1\b"))
    expect(page.locator(":focus")).to_have_attribute("data-y", "1")


def test_names_say_what_is_filled_and_what_is_pinned(page: Page) -> None:
    open_page(page, RNN)
    slot = page.locator('[data-slot="output:4:0"]')
    copied = "output[4, 0, :], a copy of h of layer 0, forward, t = 4"
    expect(slot).to_have_accessible_name(f"{copied}: empty")
    press(page, "Next step")
    expect(slot).to_have_accessible_name(f"{copied}: filled")
    place = cell(page, 0, 0, 4)
    now = r"^layer 0, forward, t = 4: computed now, in output; h −?\d\.\d\d, "
    expect(place).to_have_accessible_name(re.compile(now))
    place.click()
    pinned = "^layer 0, forward, t = 4: computed now, pinned, in output;"
    expect(place).to_have_accessible_name(re.compile(pinned))
    expect(page.get_by_role("img", name="x, t = 4: b", exact=True)).to_be_visible()
