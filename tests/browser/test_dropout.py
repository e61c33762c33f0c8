"""Dropout, which a run leaves out: where it would act."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import unrolled
from tests.browser.filing import open_file
from tests.browser.page import cell, open_page
from tests.browser.places import box, boxes
from unrolled import Network


@pytest.mark.parametrize(("dropout", "layers"), [(0.0, []), (0.4, ["0", "1"])])
def test_dropout_stands_between_the_layers_on_which_it_would_act(
    page: Page, tmp_path: Path, dropout: float, layers: list[str]
) -> None:
    path = tmp_path / "net.safetensors"
    unrolled.save(Network("gru", 4, 3, 3, dropout=dropout), path)
    open_page(page)
    open_file(page, path)
    marks = page.locator(".dropout")
    expect(marks).to_have_count(len(layers))
    for mark, layer in zip(marks.all(), layers, strict=True):
        expect(mark).to_have_text("dropout in training")
        below, above = cell(page, int(layer), 0, 0), cell(page, int(layer) + 1, 0, 0)
        upper, line, lower = boxes(above, mark, below)
        assert upper["y"] + upper["height"] < line["y"] + line["height"] / 2 < lower["y"]
        words = box(mark.locator("span"))
        # It stands where names do: left of all cells, arrows and joints.
        assert words["x"] + words["width"] < lower["x"] - 8
