"""How words and borders stand out from what they lie on, read once nothing moves."""

from playwright.sync_api import Page

from tests.browser.places import at_rest

_against = """([selectors, property]) => {
    const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const painted = (colours) => {
        probe.clearRect(0, 0, 1, 1);
        for (const colour of colours) {
            probe.fillStyle = colour;
            probe.fillRect(0, 0, 1, 1);
        }
        return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { pointer-events: auto !important; }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const found = {};
    for (const selector of selectors) {
        const node = document.querySelector(selector);
        if (!node) continue;
        node.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        const { left, top, width, height } = node.getBoundingClientRect();
        const isBorder = property === 'borderLeftColor';
        const x = isBorder ? left - 1 : left + width / 2;
        const y = top + height / 2;
        const below = document.elementsFromPoint(x, y)
            .filter((other) => !isBorder || !node.contains(other))
            .filter((other) => !(other instanceof SVGElement));
        const ground = below.reverse().map((other) => getComputedStyle(other).backgroundColor);
        const style = getComputedStyle(node);
        found[selector] = [painted([...ground, style[property]]), painted(ground)];
    }
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    return found;
}"""


def contrasts(page: Page, selectors: list[str], kind: str) -> dict[str, float]:
    """How much the text or border of each element stands out from its ground."""
    pairs = at_rest(page).evaluate(_against, [selectors, kind])
    return {selector: contrast(*pair) for selector, pair in pairs.items()}


def contrast(one: list[int], other: list[int]) -> float:
    """The ratio of contrast; WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: list[int]) -> float:
    """Relative luminance; WCAG 2.2."""
    parts = [c / 255 for c in colour]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
