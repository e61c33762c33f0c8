"""Where things stand, once nothing moves: what is read of places and sizes is read through this."""

from playwright.sync_api import FloatRect, Locator, Page

_rest = """async () => {
    await document.fonts.ready;
    const frame = () => new Promise(requestAnimationFrame);
    const layout = () => [...document.querySelectorAll('body *')].map((node) => {
        const { x, y, width, height } = node.getBoundingClientRect();
        return [x, y, width, height, node.scrollLeft, node.scrollTop];
    }).join();
    const isMoving = () => document.querySelector('[aria-busy=true]')
        || document.getAnimations().some(({ playState }) => playState === 'running');
    const from = performance.now();
    for (let before = '', unchanged = 0; unchanged < 2; ) {
        if (performance.now() - from > 10_000) throw new Error('The page does not come to rest.');
        await frame();
        const now = isMoving() ? '' : layout();
        unchanged = now && now === before ? unchanged + 1 : 0;
        before = now;
    }
}"""


def at_rest(page: Page) -> Page:
    """The page once nothing moves: no picture is on its way, and two frames changed no place.

    What is read of places, sizes and pixels is read through this.
    """
    page.evaluate(_rest)
    return page


def box(place: Locator) -> FloatRect:
    """Where something stands."""
    (found,) = boxes(place)
    return found


def boxes(*places: Locator) -> list[FloatRect]:
    """Where all that match stand, one place after the other."""
    at_rest(places[0].page)
    found: list[FloatRect] = []
    for place in places:
        found += place.evaluate_all("""nodes => nodes.map((node) => {
            const { x, y, width, height } = node.getBoundingClientRect();
            return { x, y, width, height };
        })""")
    return found


def words_end(place: Locator) -> float:
    """How far to the right its words reach; the place itself may be wider."""
    at_rest(place.page)
    right: float = place.evaluate("""node => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return range.getBoundingClientRect().right;
    }""")
    return right


def out_of_reach(controls: Locator) -> list[str]:
    """The controls that can be used and that no scrolling up or down brings into the window."""
    at_rest(controls.page)
    found: list[str] = controls.evaluate_all("""nodes => nodes.filter((node) => {
        node.scrollIntoView({ block: 'nearest' });
        const { left, right } = node.getBoundingClientRect();
        return !node.disabled && (left < 0 || right > innerWidth);
    }).map((node) => node.outerHTML)""")
    return found


def cut_off(places: Locator) -> list[str]:
    """What does not fit into its place, as text."""
    at_rest(places.page)
    found: list[str] = places.evaluate_all("""nodes => nodes
        .filter(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
            scrollWidth > clientWidth || scrollHeight > clientHeight)
        .map((node) => node.textContent)""")
    return found


_covered = """async () => {
    const stops = 'a, button, input, select, textarea, [tabindex="0"]';
    const found = [];
    for (const node of document.querySelectorAll(stops)) {
        if (node.tabIndex < 0 || node.disabled || !node.checkVisibility()) continue;
        node.focus();
        await new Promise(requestAnimationFrame);
        const { left, right, top, bottom } = node.getBoundingClientRect();
        const x = (Math.max(0, left) + Math.min(right, innerWidth)) / 2;
        const y = (Math.max(0, top) + Math.min(bottom, innerHeight)) / 2;
        const hit = document.elementFromPoint(x, y);
        const isSeen = node.contains(hit) || node.labels?.[0]?.contains(hit);
        if (!isSeen) found.push([node, hit].map((each) => each?.outerHTML.slice(0, 150)).join());
    }
    return found;
}"""


def covered(page: Page) -> list[str]:
    """What takes the focus and is then not seen, with what lies over it.

    Of what is larger than the window a part counts.
    """
    found: list[str] = at_rest(page).evaluate(_covered)
    return found


def page_width(page: Page) -> int:
    """How far the page reaches to the right, be it past the window."""
    width: int = at_rest(page).evaluate("document.documentElement.scrollWidth")
    return width
