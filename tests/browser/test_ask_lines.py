"""Several lines are asked at once: each lights up what it reads."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.asking import answer, ask, badges, field, part, scene
from tests.browser.page import cells, control, open_page, rail
from tests.browser.places import box, page_width

FORWARD = """def forward(self, x):
    out, (hidden, cell) = self.lstm(x)
    last = out[-1]
    return self.fc(hidden[-1])"""


def test_a_pasted_forward_lights_up_line_by_line(page: Page) -> None:
    open_page(page, "step=15")
    ask(page, FORWARD)
    expect(page.locator(".ask-numbers span")).to_have_text(["1", "2", "3", "4"])
    # The focus is in the last line, and what is asked is what it returns.
    expect(answer(page)).to_contain_text("what fc reads (B=1, H=8)")
    expect(page.locator("[data-cell].is-asked")).to_have_count(1)
    assert cells(page, ".is-asked") == {(1, 1, 0)}
    page.keyboard.press("ArrowUp")
    expect(answer(page)).to_contain_text("Line 3 last")
    expect(page.locator("[data-cell].is-asked")).to_have_count(2)
    assert badges(page, "[data-cell]") == {"1:0:7": {"1"}, "1:1:7": {"2"}}
    page.keyboard.press("ArrowUp")
    expect(answer(page)).to_contain_text("Line 2 ")
    expect(page.locator("[data-cell].is-asked")).to_have_count(16 + 2)
    # Among the parts the line stays, elsewhere it is the last one again.
    part(page, "c of layer 0, reverse").focus()
    expect(page.locator("[data-cell].is-asked")).to_have_count(1)
    assert cells(page, ".is-asked") == {(0, 1, 0)}
    control(page, "letters a to d").focus()
    expect(answer(page)).to_contain_text("what fc reads (B=1, H=8)")
    expect(page.locator('[data-cell="1:1:0"]')).to_contain_class("is-asked")
    assert cells(page, ".is-asked") == {(1, 1, 0)}


def test_a_line_without_a_tensor_says_its_own_number(page: Page) -> None:
    open_page(page, "step=15")
    ask(page, "rows, steps = B, (T, output.shape)\nh_n[-1]")
    page.keyboard.press("ArrowUp")
    expect(answer(page)).to_contain_text("Line 1 ")
    expect(answer(page)).to_contain_text("(1, (8, (8, 1, 16))), read from no state")
    expect(page.locator("[data-cell].is-asked")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_it_is_all_there(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, scene(FORWARD))
    expect(answer(page)).to_contain_text("what fc reads (B=1, H=8)")
    assert page_width(page) == 390
    ask(page, "output[-1]")
    rail(page, "Answer")
    part(page, "layer 1, reverse").click()
    expect(page.locator("[data-cell].is-asked")).to_have_count(1)
    assert badges(page, "[data-cell]") == {"1:1:7": {"2"}}
    assert box(field(page))["width"] > 300
