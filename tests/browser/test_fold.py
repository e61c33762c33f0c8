"""The graph folded into its recurrence: one column, and what a step takes over beside it."""

import pytest
from playwright.sync_api import FloatRect, Page, expect

from tests.browser.page import cell, cells, expect_step, open_page, press, stepped
from tests.browser.places import at_rest, boxes

scene = "v=2&cell=lstm&num_layers=2&bidirectional=true&step=2"


def test_folded_one_column_shows_the_steps_own_cells(page: Page) -> None:
    open_page(page, scene)
    address = page.url
    press(page, "Fold")
    column = {(layer, direction, 2) for layer in (0, 1) for direction in (0, 1)}
    expect(page.locator("[data-cell]")).to_have_count(4)
    assert cells(page) == column
    assert cells(page, ".is-current") == {(0, 0, 2)}
    assert page.url == address  # it is in no link
    for t, step in enumerate(stepped(page)[1:], start=3):
        # Layer 1 begins anew at t = 0.
        assert step.current == {(t // 8, 0, t % 8)}
    press(page, "Unroll")
    expect(page.locator("[data-cell]")).to_have_count(32)
    assert len(cells(page, ".is-done")) == 32


def test_folded_the_loop_brings_what_the_step_before_left(page: Page) -> None:
    open_page(page, "v=2&step=3")
    press(page, "Fold")
    carry = page.locator(".carry")
    expect(carry).to_have_attribute(
        "title", "h of layer 0, forward, t = 2: what this step takes over"
    )
    before, at, now = boxes(carry, cell(page, 0, 0, 3), page.locator('[data-x="3"]'))
    assert before["x"] + before["width"] < at["x"]
    assert abs(at["x"] + at["width"] / 2 - now["x"] - now["width"] / 2) <= 1
    press(page, "First step")
    expect(carry).to_have_attribute("title", "h_0 of layer 0, forward: what this step takes over")
    expect(page.locator("[data-initial]")).to_have_count(1)


def test_folded_the_focus_stays_in_the_column_while_one_steps(page: Page) -> None:
    open_page(page, "v=2&step=3")
    press(page, "Fold")
    cell(page, 0, 0, 3).focus()
    page.keyboard.press("ArrowRight")
    expect_step(page, 4)
    expect(cell(page, 0, 0, 4)).to_be_focused()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("step", [0, 2, 7])
def test_folded_no_name_lies_on_another_or_on_a_cell(page: Page, width: int, step: int) -> None:
    page.set_viewport_size({"width": width, "height": 720})
    open_page(page, f"v=2&cell=lstm&num_layers=2&bidirectional=true&step={step}")
    press(page, "Fold")
    names = boxes(page.locator(".taken:visible, .made:visible"))
    others = boxes(page.locator("[data-cell], .carry, [data-initial], [data-weights]:visible"))
    assert len(names) >= 2
    for i, name in enumerate(names):
        for other in [*names[i + 1 :], *others]:
            assert not overlap(name, other)


def overlap(one: FloatRect, other: FloatRect) -> bool:
    """Whether two boxes share more than their edges."""
    right = min(one["x"] + one["width"], other["x"] + other["width"])
    bottom = min(one["y"] + one["height"], other["y"] + other["height"])
    return right - max(one["x"], other["x"]) > 1 and bottom - max(one["y"], other["y"]) > 1


_COUNT_SLIDING = """() => {
    window.slid = 0;
    new MutationObserver((all) => all.forEach(({ addedNodes }) => addedNodes.forEach((node) => {
        window.slid += Number(node.className === 'sliding');
    }))).observe(document.querySelector('.stage-inner'), { childList: true });
}"""


def test_the_columns_slide_and_come_to_rest_where_they_belong(page: Page) -> None:
    page.emulate_media(reduced_motion="no-preference")
    open_page(page, scene)
    apart = boxes(page.locator("[data-cell]"))
    page.evaluate(_COUNT_SLIDING)
    for name, shown, slid in (("Fold", 4, 8), ("Unroll", 32, 16)):
        press(page, name)
        expect(page.locator("[data-cell]")).to_have_count(shown)
        assert at_rest(page).evaluate("window.slid") == slid
        expect(page.locator(".sliding")).to_have_count(0)
    assert boxes(page.locator("[data-cell]")) == apart


def test_with_less_motion_the_graph_is_folded_at_once(page: Page) -> None:
    open_page(page, scene)
    page.evaluate(_COUNT_SLIDING)
    for name, shown in (("Fold", 4), ("Unroll", 32)):
        press(page, name)
        expect(page.locator("[data-cell]")).to_have_count(shown)
        assert at_rest(page).evaluate("window.slid") == 0
