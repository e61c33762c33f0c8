"""Everything by keyboard alone."""

from playwright.sync_api import Page, expect

from tests.browser.page import cell, cells, expect_step, open_page, redrawn

_focused = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.id"


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something has the focus, at most once around the page."""
    seen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(_focused))
        if seen[-1] == name:
            return
    raise AssertionError(f"Tab never came to {name}, but to {seen}")


def test_tab_comes_to_the_controls_and_keys_change_them(page: Page) -> None:
    open_page(page)
    tab_to(page, "control-num_layers")
    with redrawn(page):
        page.keyboard.press("ArrowDown")
    assert {key[0] for key in cells(page)} == {0}
    tab_to(page, "control-bidirectional")
    with redrawn(page):
        page.keyboard.press("Space")
    assert {key[1] for key in cells(page)} == {0}


def test_tab_comes_to_the_transport_and_enter_steps(page: Page) -> None:
    open_page(page, "step=3")
    tab_to(page, "Next step")
    page.keyboard.press("Enter")
    expect_step(page, 4)
    tab_to(page, "Step")
    page.keyboard.press("ArrowRight")
    expect_step(page, 5)


def test_tab_comes_to_a_cell_and_arrows_go_on_from_there(page: Page) -> None:
    open_page(page, "step=15")
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-cell], .stage')"):
            break
    here = page.evaluate("document.activeElement.dataset.cell")
    assert here, "no cell can be reached by Tab"
    layer, direction, t = map(int, here.split(":"))
    page.keyboard.press("ArrowRight" if t == 0 else "ArrowLeft")
    expect(cell(page, layer, direction, t + (1 if t == 0 else -1))).to_be_focused()


def test_arrows_go_from_cell_to_cell_and_enter_pins(page: Page) -> None:
    open_page(page, "step=15")
    cell(page, 0, 0, 3).focus()
    for key, there in [
        ("ArrowRight", (0, 0, 4)),
        ("ArrowUp", (0, 1, 4)),
        ("ArrowUp", (1, 0, 4)),
        ("ArrowLeft", (1, 0, 3)),
        ("ArrowDown", (0, 1, 3)),
    ]:
        page.keyboard.press(key)
        expect(cell(page, *there)).to_be_focused()
        expect(cell(page, *there)).to_contain_class("is-lit")
    expect_step(page, 15)
    page.keyboard.press("Enter")
    expect(cell(page, 0, 1, 3)).to_contain_class("is-pinned")
    page.keyboard.press("Escape")
    expect(cell(page, 0, 1, 3)).not_to_contain_class("is-pinned")


def test_typing_does_not_step(page: Page) -> None:
    open_page(page, "step=3")
    page.get_by_label("letters a to d").focus()
    for key in ("Home", "ArrowRight", "End", "ArrowLeft"):
        page.keyboard.press(key)
    with redrawn(page):
        page.keyboard.type("a")
    expect_step(page, 3)


def test_a_question_mark_lists_the_keys(page: Page) -> None:
    open_page(page)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Help")
    expect(dialog).to_contain_text("play or pause")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_every_control_has_a_name_and_every_cell_too(page: Page) -> None:
    open_page(page)
    unnamed = page.locator("button, input, select, textarea").evaluate_all("""nodes => nodes
        .filter((node) => node.checkVisibility() && !node.labels?.[0]?.textContent
            && !node.ariaLabel && !(node.tagName === 'BUTTON' && node.textContent))
        .map((node) => node.outerHTML)""")
    assert unnamed == []
    expect(cell(page, 1, 1, 4)).to_have_accessible_name(
        "layer 1, reverse, t = 4: not computed yet, in output"
    )
