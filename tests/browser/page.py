"""What a person does with the page, and how a test sees what came of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, Response, expect

from tests.browser.places import at_rest


def open_page(page: Page, scene: str = "") -> None:
    """Open the page, with a scene such as ``cell=gru&step=3``, and wait until it is drawn.

    A scene without ``v=2`` is of an old link: an LSTM of two layers and both directions, at the
    step of index 10.
    """
    with redrawn(page):
        page.goto(f"/#{scene or 'step=10'}")


@contextmanager
def redrawn(page: Page) -> Iterator[None]:
    """Do something that runs another network or input; on leaving, the new picture is there."""
    with page.expect_response(_is_new_trace) as answer:
        yield
    # All of a picture is drawn at once, so the address of its file stands for the rest.
    address = re.compile(f"/{re.escape(answer.value.headers['location'])}/")
    expect(page.locator("#code a")).to_have_attribute("href", address)
    expect(page.locator("#graph")).to_have_attribute("aria-busy", "false")


def _is_new_trace(response: Response) -> bool:
    return "/api/traces?" in response.url and response.status == 201


def press(page: Page, name: str) -> None:
    """Click a button by its whole name."""
    page.get_by_role("button", name=name, exact=True).click()


def choose(page: Page, group: str, option: str) -> None:
    """Choose one of the options that lie side by side under a name."""
    if page.locator("#more").get_by_label(group, exact=True).count():
        more(page)
    radio = page.get_by_role("group", name=group, exact=True).get_by_role("radio", name=option)
    radio.check(force=True)  # the word lies over the button that it labels


def control(page: Page, name: str) -> Locator:
    """A control of the form by its label; what is behind More is brought forward first."""
    open_controls(page)
    if page.locator("#more").get_by_label(name, exact=True).count():
        more(page)
    return page.locator("#panel").get_by_label(name, exact=True)


def open_controls(page: Page) -> None:
    """Have the controls in view; on a narrow page they are behind a button."""
    toggle = page.get_by_role("button", name="Network", exact=True)
    if toggle.is_visible() and toggle.get_attribute("aria-expanded") == "false":
        toggle.click()


def more(page: Page) -> None:
    """Have the controls that are behind More in view."""
    page.locator("#more").evaluate("n => n.matches(':popover-open') || n.showPopover()")


def rail(page: Page, tab: str) -> None:
    """Have a tab of the rail shown; the pointer stays where it is."""
    panel = page.get_by_role("tabpanel", name=tab, exact=True)
    if not panel.is_visible():
        page.get_by_role("tab", name=tab, exact=True).dispatch_event("click")
        expect(panel).to_be_visible()
        at_rest(page)  # tensors are drawn once they have a place


def scrubber(page: Page) -> Locator:
    return page.get_by_role("slider", name="Step", exact=True)


def expect_step(page: Page, step: int) -> None:
    """Wait until a step is drawn; the first is 0."""
    expect(scrubber(page)).to_have_attribute("aria-valuetext", re.compile(rf"^step {step + 1} of"))


@dataclass(frozen=True)
class Stepped:
    """What a step shows: the cells that it computes, all that are computed, and its sentence."""

    current: set[tuple[int, ...]]
    done: set[tuple[int, ...]]
    says: str


def stepped(page: Page) -> list[Stepped]:
    """Press "Next step" to the end; what is shown before, and after each time."""
    steps = page.evaluate("""async () => {
        const next = document.querySelector('[aria-label="Next step"]');
        const step = document.querySelector('[aria-label="Step"]');
        const keys = (selector) => [...document.querySelectorAll(selector)]
            .map(({ dataset }) => dataset.cell);
        const found = [];
        for (;;) {
            const now = step.getAttribute('aria-valuetext');
            const says = document.querySelector('#narration').textContent;
            found.push([keys('.is-current'), keys('.is-done[data-cell]'), says]);
            if (next.ariaDisabled === 'true') return found;
            next.click();
            while (step.getAttribute('aria-valuetext') === now) {
                await new Promise(requestAnimationFrame);
            }
        }
    }""")
    return [Stepped(_keys(current), _keys(done), says) for current, done, says in steps]


def _keys(keys: list[str]) -> set[tuple[int, ...]]:
    return {tuple(map(int, key.split(":"))) for key in keys}


def pointed(page: Page, selectors: list[str]) -> list[dict[str, set[str]]]:
    """Point at each of some things; what is lit then, by tensor, and the cells under ""."""
    rail(page, "Tensors")
    lit = page.evaluate(
        """async (selectors) => {
            const frame = () => new Promise(requestAnimationFrame);
            const found = [];
            for (const selector of selectors) {
                const place = document.querySelector(selector);
                place.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
                for (let k = 0; k < 2; k++) await frame();
                found.push([...document.querySelectorAll('.is-lit')]
                    .filter(({ dataset }) => dataset.cell ?? dataset.index)
                    .map((node) => [
                        node.closest('[data-tensor]')?.dataset.tensor ?? '',
                        node.dataset.cell ?? node.dataset.index,
                    ]));
            }
            return found;
        }""",
        selectors,
    )
    return [
        {name: {handle for other, handle in pairs if other == name} for name, _ in pairs}
        for pairs in lit
    ]


def cells(page: Page, selector: str = "") -> set[tuple[int, ...]]:
    """(layer, direction, t) of the cells in the document that match, as in ``.is-done``."""
    return _keys(
        page.locator(f"[data-cell]{selector}").evaluate_all(
            "nodes => nodes.map((node) => node.dataset.cell)"
        )
    )


def cell(page: Page, layer: int, direction: int, t: int) -> Locator:
    return page.locator(f'[data-cell="{layer}:{direction}:{t}"]')


def numbers_of_cell(page: Page) -> dict[str, list[float]]:
    """The columns of the inspector's table by their heads, every digit, once they have come.

    Of another cell than before only after its title is seen: until its numbers come there is no
    table.
    """
    page.get_by_label("All digits").check()
    page.wait_for_function("""() => {
        const table = document.querySelector('#inspector table');
        const cells = [...table.querySelectorAll('td')];
        return table.checkVisibility() && cells.every((cell) => cell.textContent === cell.title);
    }""")
    rows = page.locator("#inspector table tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    units, *columns = zip(*rows, strict=True)
    assert units == ("unit", *map(str, range(len(rows) - 1)))
    # An h that is projected has fewer units than the gates beside it.
    return {name: [float(said) for said in numbers if said] for name, *numbers in columns}


def elements(page: Page, tensor: str, selector: str = "") -> set[tuple[int, ...]]:
    """The indices of a tensor's elements in the document that match, as in ``.is-lit``."""
    rail(page, "Tensors")
    indices = page.locator(f'[data-tensor="{tensor}"] [data-index]{selector}').evaluate_all(
        "nodes => nodes.map((node) => node.dataset.index)"
    )
    return {tuple(map(int, index.split(","))) for index in indices}


def element(page: Page, tensor: str, *index: int) -> Locator:
    """An element of a tensor, whose tab is shown."""
    rail(page, "Tensors")
    joined = ",".join(map(str, index))
    return page.locator(f'[data-tensor="{tensor}"] [data-index="{joined}"]')


def error_at(page: Page, name: str) -> Locator:
    """The sentence that stands with a control."""
    return control(page, name).locator("xpath=..").get_by_role("alert")
