"""Ask while typing: errors wait, nothing is lost; completion, history, several lines, the link."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.asking import answer, ask, chip, field, outcome, problem, scene
from tests.browser.page import choose, control, error_at, expect_step, open_page, redrawn
from tests.browser.places import box


@pytest.fixture
def expected_errors() -> list[str]:
    """The server refuses what can't be asked, and Chromium logs it."""
    return ["422"]


def type_into(page: Page, text: str) -> None:
    field(page).press_sequentially(text)


def words(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Words")


def refused(page: Page) -> str:
    """Type what can't be asked; the server has said so when this returns."""
    with page.expect_response(lambda it: it.url.endswith("/ask") and it.status == 422):
        field(page).fill("output[-1].summ()")
    return "summ"


def test_it_is_answered_as_one_types_without_a_key_to_send_it(page: Page) -> None:
    open_page(page)
    type_into(page, "h_n[-2]")
    expect(outcome(page)).to_have_text("(B=1, H=8)")
    page.keyboard.type(" + h_n[-1]")
    expect(answer(page).get_by_role("listitem")).to_have_count(2)


def test_an_older_answer_never_replaces_a_newer_one(page: Page) -> None:
    open_page(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if '"h_n"' in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route("**/ask", hold)
    with page.expect_request(lambda it: it.url.endswith("/ask")) as older:
        field(page).fill("h_n")
    with page.expect_event("requestfailed", lambda it: it == older.value):
        field(page).fill("output")
    expect(outcome(page)).to_have_text("(T=8, B=1, D·H=16)")
    assert len(held) == 1


@pytest.mark.usefixtures("own_context")
def test_an_error_waits_until_typing_stops_and_then_shows_its_place(page: Page) -> None:
    page.clock.install(time=0)
    open_page(page)
    ask(page, "output[-1]")
    page.clock.pause_at(100_000)
    expect(outcome(page)).to_have_text("! (B=1, D·H=16)")
    with page.expect_response(lambda it: it.url.endswith("/ask") and it.status == 422):
        field(page).fill("output[-1].summ()")
        page.clock.run_for(200)
    for _ in range(50):
        page.clock.run_for(10)
    expect(outcome(page)).to_have_text("! (B=1, D·H=16)")
    expect(problem(page)).to_be_empty()
    page.clock.resume()
    expect(problem(page)).to_contain_text("a tensor has no summ() here")
    expect(outcome(page)).to_have_text("! can’t be asked")
    expect(field(page)).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#ask mark")).to_have_text("output[-1].summ()")
    # It goes with the next key, and the words stay.
    page.keyboard.press("End")
    field(page).press("Backspace")
    expect(problem(page)).to_be_empty()
    expect(page.locator("#ask mark")).to_have_count(0)
    expect(field(page)).to_have_value("output[-1].summ(")


@pytest.mark.usefixtures("own_context")
def test_enter_does_not_wait(page: Page) -> None:
    page.clock.install(time=0)
    open_page(page)
    page.clock.pause_at(100_000)
    field(page).fill("output[-1].summ()")
    with page.expect_response(lambda it: it.url.endswith("/ask") and it.status == 422) as answered:
        field(page).press("Enter")
        page.clock.run_for(10)
    answered.value.finished()
    for _ in range(20):
        page.clock.run_for(10)
    expect(problem(page)).to_contain_text("summ")


def test_the_place_of_an_error_is_that_of_its_line(page: Page) -> None:
    open_page(page)
    field(page).fill("a = output\n  \nb = a[0] + nothing")
    expect(page.locator("#ask mark")).to_have_text("nothing")
    expect(problem(page)).to_contain_text("Line 3: ")
    under, over = box(page.locator("#ask mark")), box(field(page))
    assert over["y"] < under["y"] + under["height"] <= over["y"] + over["height"]


def test_neither_an_error_nor_another_network_nor_a_reload_loses_what_is_typed(page: Page) -> None:
    open_page(page)
    name = refused(page)
    expect(problem(page)).to_contain_text(name)
    with redrawn(page):
        choose(page, "cell", "GRU")
    expect(field(page)).to_have_value("output[-1].summ()")
    control(page, "letters a to d").fill("xyz")
    expect(error_at(page, "letters a to d")).to_contain_text("Letter 1")
    expect(field(page)).to_have_value("output[-1].summ()")
    control(page, "letters a to d").fill("aacc")
    expect(page).to_have_url(re.compile("summ"))
    page.reload()
    expect(field(page)).to_have_value("output[-1].summ()")
    expect(problem(page)).to_contain_text(name)


def test_a_link_whose_network_cannot_be_drawn_keeps_its_question(page: Page) -> None:
    page.goto(f"/#text=xyz&{scene('h_n[-1]')}")
    expect(outcome(page)).to_have_text("✓ (B=1, H=8)")
    expect(field(page)).to_have_value("h_n[-1]")


def test_the_question_is_in_the_link_and_back_goes_to_the_one_before(page: Page) -> None:
    open_page(page)
    ask(page, "h_n[0]")
    chip(page, "what should a classifier read?").click()
    expect(page).to_have_url(re.compile(r"ask=torch\.cat"))
    page.go_back()
    expect(field(page)).to_have_value("h_n[0]")
    expect(outcome(page)).to_have_text("(B=1, H=8)")
    page.go_forward()
    expect(field(page)).to_have_value("torch.cat((h_n[-2], h_n[-1]), dim=-1)")


def test_words_are_completed_by_keyboard(page: Page) -> None:
    open_page(page)
    options = words(page).get_by_role("option")
    type_into(page, "out")
    expect(options).to_have_text(["output"])
    expect(page.locator("#ask [role=status]")).to_have_text("1 word to choose from")
    page.keyboard.press("Tab")
    expect(field(page)).to_have_value("output")
    expect(field(page)).to_be_focused()
    expect(options).to_have_count(0)
    page.keyboard.type(".un")
    expect(options).to_have_text(["unbind(", "unflatten(", "unsqueeze("])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = words(page).get_by_role("option", selected=True)
    expect(chosen).to_have_text("unflatten(")
    expect(field(page)).to_have_attribute(
        "aria-activedescendant", chosen.get_attribute("id") or "no id"
    )
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("output.unbind(")
    page.keyboard.type("0)[0].s")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(field(page)).to_have_value("output.unbind(0)[0].s")


def test_words_that_come_late_complete_what_was_typed_before(page: Page) -> None:
    held: list[Route] = []
    page.route("**/api/language", lambda route: held.append(route))
    open_page(page)
    with page.expect_request("**/api/language"):
        type_into(page, "torch.hst")
    expect(words(page)).to_be_hidden()
    held[0].continue_()
    expect(words(page).get_by_role("option")).to_have_text(["hstack("])


def test_a_click_on_a_word_completes_it(page: Page) -> None:
    open_page(page)
    type_into(page, "torch.hst")
    page.get_by_role("option", name="hstack(").click()
    expect(field(page)).to_have_value("torch.hstack(")
    expect(field(page)).to_be_focused()


def test_the_history_is_gone_through_and_outlives_the_page(page: Page) -> None:
    open_page(page)
    for text in ("output", "h_n", "c_n"):
        ask(page, text)
        page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    expect(field(page)).to_have_value("h_n")
    expect(outcome(page)).to_have_text("✓ (L·D=4, B=1, H=8)")
    page.keyboard.press("ArrowUp")
    expect(field(page)).to_have_value("output")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(field(page)).to_have_value("c_n")
    # What is changed is no entry of it: the key does what it does in any field.
    page.keyboard.type("[0]")
    page.keyboard.press("ArrowUp")
    expect(field(page)).to_have_value("c_n[0]")
    page.goto("about:blank")
    open_page(page)
    field(page).focus()
    page.keyboard.press("ArrowUp")
    expect(field(page)).to_have_value(re.compile("c_n"))


def test_shift_enter_adds_a_line_and_enter_goes_on_there(page: Page) -> None:
    open_page(page)
    type_into(page, "a = h_n")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("b = a[0]")
    page.keyboard.press("Enter")
    page.keyboard.type("b + a[1]")
    expect(field(page)).to_have_value("a = h_n\nb = a[0]\nb + a[1]")
    expect(field(page)).to_have_attribute("rows", "3")
    expect(answer(page).get_by_role("listitem")).to_have_count(2)


def test_keys_of_the_page_are_letters_here(page: Page) -> None:
    open_page(page, "step=3")
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")
    type_into(page, "h_n / 2 ?")
    for key in ("Home", "End", "ArrowLeft", "ArrowRight", "ArrowUp", "Space"):
        page.keyboard.press(key)
    expect(field(page)).to_have_value(re.compile(r"h_n / 2"))
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect_step(page, 3)
    expect(problem(page)).not_to_be_empty()
    page.keyboard.press("Shift+Tab")
    page.get_by_role("heading", name="unrolled").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("ask which states")
