"""A batch of three on the page, and the engine's own run of it."""

from itertools import product
from urllib.parse import quote

import numpy as np
from playwright.sync_api import Locator, Page, expect

from tests.browser import oracle
from tests.browser.page import open_controls, press, rail
from unrolled import Trace

ROWS = ["aacc", "bddbac", "dd"]
LENGTHS = [len(row) for row in ROWS]
LETTERS = f"text={quote(' '.join(ROWS))}"


def run(lengths: list[int] | None = None, batch_first: bool = False) -> Trace:
    """The network that the page opens with on these rows."""
    x = oracle.batch_of(ROWS)
    x = x.swapaxes(0, 1) if batch_first else x
    net = oracle.letters("lstm", 2, 2).network
    return net.run(x, lengths=lengths, batch_first=batch_first)


def picker(page: Page) -> Locator:
    return page.get_by_role("group", name="batch", exact=True)


def turn(page: Page, name: str, b: int) -> None:
    """Press a button and wait for the row that it leads to."""
    open_controls(page)
    press(page, name)
    expect(picker(page)).to_contain_text(f"row {b} of 3")


def padding(b: int) -> set[tuple[int, ...]]:
    """(layer, direction, t) past the end of a row."""
    return set(product(range(2), range(2), range(LENGTHS[b], max(LENGTHS))))


def expect_tensors(page: Page, trace: Trace, b: int) -> None:
    """Every element of the row that is shown is the engine's, to the decimals shown."""
    rail(page, "Tensors")
    assert trace.c_n is not None
    for name, values in {"output": trace.output, "h_n": trace.h_n, "c_n": trace.c_n}.items():
        here = page.locator(f'[data-tensor="{name}"] [data-index]')
        pairs = here.evaluate_all("all => all.map((n) => [n.dataset.index, n.textContent])")
        shown = {tuple(map(int, index.split(","))): text for index, text in pairs}
        batch = 0 if name == "output" and trace.batch_first else 1
        assert set(shown) == {index for index in np.ndindex(values.shape) if index[batch] == b}
        for index, text in shown.items():
            assert abs(float(text.replace("−", "-")) - values[index]) <= 0.00050001
