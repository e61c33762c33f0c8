"""Back and forward: each control that was changed is one entry, and holds its last value."""

from playwright.sync_api import Page, expect

from tests.browser.asking import field
from tests.browser.page import cells, choose, control, open_page, redrawn


def test_back_and_forward_go_through_what_was_done(page: Page) -> None:
    open_page(page)
    with redrawn(page):
        control(page, "bidirectional").uncheck()
    with redrawn(page):
        choose(page, "cell", "RNN")
    for go, bidirectional, kind in [
        (page.go_back, False, "lstm"),
        (page.go_back, True, "lstm"),
        (page.go_forward, False, "lstm"),
        (page.go_forward, False, "rnn"),
    ]:
        with redrawn(page):
            go()
        expect(control(page, "bidirectional")).to_be_checked(checked=bidirectional)
        expect(page.locator(f'input[name="cell"][value="{kind}"]')).to_be_checked()
        assert len({key[:2] for key in cells(page)}) == (4 if bidirectional else 2)


def test_what_is_typed_at_once_before_another_control_changes_is_kept(page: Page) -> None:
    open_page(page)
    # All in one task of the browser, as fast as can be.
    page.evaluate("""() => {
        const field = document.getElementById('ask-field');
        for (const text of ['T', 'T + ', 'T + B']) {
            field.value = text;
            field.dispatchEvent(new Event('input'));
        }
        document.getElementById('digits').click();
    }""")
    expect(page.get_by_label("All digits")).to_be_checked()
    with redrawn(page):
        page.go_back()
    expect(page.get_by_label("All digits")).not_to_be_checked()
    expect(field(page)).to_have_value("T + B")
    with redrawn(page):
        page.go_back()
    expect(field(page)).to_have_value("")
