"""What a person does in the Ask bar, and how a test sees what came of it."""

from urllib.parse import quote_plus

from playwright.sync_api import Locator, Page, expect

from tests.browser.page import rail

NAME = "Ask"


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name=NAME, exact=True)


def outcome(page: Page) -> Locator:
    """What stands at the right end of the field."""
    return page.locator(".ask-outcome")


def answer(page: Page) -> Locator:
    return page.locator("#answer [aria-live=polite]")


def problem(page: Page) -> Locator:
    """What is wrong with the expression, an alert while there is something."""
    return page.locator("#ask-problem")


def part(page: Page, where: str) -> Locator:
    """The row of the answer that tells some states."""
    return answer(page).get_by_role("listitem").filter(has_text=where).get_by_role("button")


def chip(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="Suggestions").get_by_role(
        "button", name=name, exact=True
    )


def ask(page: Page, text: str) -> None:
    """Put an expression into the field, and wait for the answer to it."""
    with page.expect_response(lambda it: it.url.endswith("/ask") and it.status == 200):
        field(page).fill(text)
    expect(answer(page)).not_to_be_empty()


def scene(expression: str) -> str:
    """The part of a link that asks it."""
    return f"ask={quote_plus(expression)}"


def badges(page: Page, selector: str) -> dict[str, set[str]]:
    """The numbers of the parts that read something, by its handle."""
    if "data-tensor" in selector:
        rail(page, "Tensors")
    found = page.locator(f"{selector}.is-asked").evaluate_all("""nodes => nodes
        .map(({ dataset }) => [dataset.cell ?? dataset.index, dataset.asked])""")
    return {handle: set(numbers.split()) for handle, numbers in found}
