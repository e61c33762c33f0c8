"""Model files on the page: how one comes there, and the engine's numbers for it."""

import base64
from pathlib import Path

import numpy as np
from playwright.sync_api import JSHandle, Page, expect
from safetensors.numpy import load

from tests.browser.page import rail, redrawn
from unrolled import Trace
from unrolled.engine.importers import read as importers

LABEL = "Model file"


def open_file(page: Page, path: Path) -> None:
    """Choose a file that can be run, as by the button."""
    with redrawn(page):
        page.get_by_label(LABEL, exact=True).set_input_files(path)


def said(page: Page) -> str:
    return page.locator(".model [role=status]").text_content() or ""


def dragged(page: Page, path: Path) -> JSHandle:
    """What the browser holds while a file is dragged over it."""
    data = base64.b64encode(path.read_bytes()).decode()
    return page.evaluate_handle(
        """([data, name]) => {
            const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
            const held = new DataTransfer();
            held.items.add(new File([bytes], name));
            return held;
        }""",
        [data, path.name],
    )


def traced(
    page: Page, path: Path, module: str | None = None, nonlinearity: str | None = None
) -> Trace:
    """What the engine makes of the file, on the input that the page has."""
    address = page.locator("#code a").get_attribute("href")
    assert address
    net = importers.load(path, module, nonlinearity)
    return net.run(load(page.request.get(address).body())["x"])


def expect_numbers(page: Page, trace: Trace) -> None:
    """Every element of every tensor on the page is the engine's, to the decimals shown."""
    page.get_by_role("button", name="Last step").press("End")
    rail(page, "Tensors")
    wanted = {"output": trace.output, "h_n": trace.h_n}
    if trace.c_n is not None:
        wanted["c_n"] = trace.c_n
    for tensor, values in wanted.items():
        here = page.locator(f'[data-tensor="{tensor}"] [data-index]')
        expect(here.first).not_to_be_empty()
        pairs = here.evaluate_all("all => all.map((n) => [n.dataset.index, n.textContent])")
        shown = {tuple(map(int, index.split(","))): text for index, text in pairs}
        assert set(shown) == set(np.ndindex(values.shape))
        for index, text in shown.items():
            assert abs(float(text.replace("−", "-")) - values[index]) <= 0.00050001
