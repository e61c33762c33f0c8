"""A phone, a projector, the dark, a wish for less motion."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page import cell, cells, expect_step, open_page, press, scrubber
from tests.browser.places import boxes, out_of_reach, page_width

batch = "text=aaccbbdd%20aabb%20dd&packed=true&b=1&step=11"


@pytest.fixture
def phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})


def test_on_a_narrow_projector_steps_are_in_reach_and_the_names_stand_apart(page: Page) -> None:
    open_page(page)
    bar = page.locator("#transport")
    for width in (768, 1024, 1171, 1280):
        page.set_viewport_size({"width": width, "height": 768})
        outer, *inside = boxes(bar, bar.locator("button, input, select"))
        for inner in inside:
            assert outer["x"] <= inner["x"]
            assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]
            assert outer["y"] <= inner["y"]
            assert inner["y"] + inner["height"] <= outer["y"] + outer["height"]
        slider, name, first = boxes(
            scrubber(page), page.locator(".y-row .shape"), page.locator('[data-y="0"]')
        )
        assert slider["width"] >= 150
        assert name["x"] + name["width"] <= first["x"]


@pytest.mark.usefixtures("phone")
@pytest.mark.parametrize("scene", ["", "input=series&bidirectional=false", "num_layers=4", batch])
def test_on_a_phone_nothing_sticks_out_to_the_side(page: Page, scene: str) -> None:
    open_page(page, scene)
    assert page_width(page) == 390


@pytest.mark.usefixtures("phone")
def test_on_a_phone_every_control_can_be_reached(page: Page) -> None:
    open_page(page, "step=3")
    controls = page.locator("button:not([data-cell]), input, select, textarea, a").locator(
        "visible=true"
    )
    assert out_of_reach(controls) == []
    press(page, "Next step")
    expect_step(page, 4)
    cell(page, 1, 0, 0).click()
    expect(cell(page, 1, 0, 0)).to_contain_class("is-pinned")
    expect(page.locator("#inspector")).to_contain_text("layer 1")


def test_the_picture_follows_a_change_to_the_dark(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    open_page(page, "step=15&rail=tensors")
    element = page.locator('[data-tensor="h_n"] [data-index="0,0,0"]')
    before = element.evaluate("node => node.style.getPropertyValue('--value')")
    page.emulate_media(color_scheme="dark")
    expect(element).not_to_have_attribute("style", re.compile(re.escape(before)))
    assert cells(page, ".is-done") == cells(page)


def test_with_less_motion_nothing_moves(page: Page) -> None:
    open_page(page, "step=3&num_layers=1")
    page.evaluate("""() => {
        window.moved = 0;
        const animate = Element.prototype.animate;
        Element.prototype.animate = function (...given) {
            window.moved++;
            return animate.apply(this, given);
        };
        for (const kind of ['animationstart', 'transitionrun']) {
            document.addEventListener(kind, () => window.moved++);
        }
    }""")
    press(page, "Next step")
    expect_step(page, 4)
    page.locator("#panel").get_by_label("num_layers").fill("2")
    expect(page.locator("[data-cell]")).to_have_count(32)
    assert page.evaluate("window.moved") == 0


def test_otherwise_a_state_travels_into_the_next_cell(page: Page) -> None:
    page.emulate_media(reduced_motion="no-preference")
    open_page(page, "step=3")
    with page.expect_event("console", lambda message: message.text == "a state travels"):
        page.evaluate("""() => {
            const animate = Element.prototype.animate;
            Element.prototype.animate = function (...given) {
                console.log('a state travels');
                return animate.apply(this, given);
            };
        }""")
        press(page, "Next step")


def test_a_new_state_is_in_its_slot_once_its_copy_has_come_there(page: Page) -> None:
    page.emulate_media(reduced_motion="no-preference")
    open_page(page, "cell=rnn&num_layers=1&bidirectional=false&step=6")
    page.evaluate("""() => {
        window.sent = [];
        // y is made of output, so it waits as well.
        const slots = ['[data-slot="output:7:0"]', '[data-slot="h_n:0"]', '[data-y="7"]'].map(
            (selector) => document.querySelector(selector));
        new MutationObserver((changes) => {
            for (const { addedNodes, removedNodes } of changes) {
                for (const [nodes, does] of [[addedNodes, 'leaves'], [removedNodes, 'comes']]) {
                    for (const node of nodes) {
                        if (!node.classList?.contains('traveller')) continue;
                        const full = slots.map((slot) => slot.classList.contains('is-done'));
                        window.sent.push([does, ...full]);
                    }
                }
            }
        }).observe(document.querySelector('.stage-inner'), { childList: true });
    }""")
    press(page, "Next step")
    expect(page.locator('[data-slot="h_n:0"]')).to_contain_class("is-done")
    expect(page.locator('[data-slot="output:7:0"]')).to_contain_class("is-done")
    expect(page.locator('[data-y="7"]')).to_contain_class("is-done")
    expect(page.locator(".traveller")).to_have_count(0)
    # The h before and x into the cell, then its new h into output and into h_n.
    sent = page.evaluate("window.sent")
    assert sent[:4] == [["leaves", False, False, False]] * 4
    assert [does for does, *_ in sent[4:]] == ["comes"] * 4
    assert sent[4][1:] == [False, False, False]
