"""What goes wrong with a model file is one sentence, and all else stays."""

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

import unrolled
from tests.browser.filing import LABEL, dragged, expect_numbers, open_file, said, traced
from tests.browser.page import cells, control, error_at, expect_step, open_page, press, redrawn
from tests.engine.importers.expected import FILES
from unrolled import Network


@pytest.fixture
def refusals(expected_errors: list[str]) -> None:
    """Chromium logs every answer that is an error; anything else still fails the test."""
    expected_errors += ["status of 422 (", "status of 404 ("]


@pytest.mark.usefixtures("refusals")
@pytest.mark.parametrize(
    ("name", "part"),
    [("refused-whole.pt", "state_dict"), ("refused-mixed.pt", "weight_ih_l0"), (None, "kind")],
)
def test_a_bad_file_gets_a_sentence_and_all_else_stays(
    page: Page, tmp_path: Path, name: str | None, part: str
) -> None:
    path = FILES / name if name else tmp_path / "picture.png"
    if not name:
        path.write_bytes(b"\x89PNG" + bytes(99))
    open_page(page, "step=3")
    open_file(page, FILES / "gru.pt")
    control(page, "steps T").fill("0")  # wrong too, and told as well
    expect(error_at(page, "steps T")).to_be_visible()
    before = [said(page), cells(page), cells(page, ".is-done"), page.url]
    page.get_by_label(LABEL, exact=True).set_input_files(path)
    expect(page.locator("#error-file")).to_contain_text(part)
    sentence = page.locator("#error-file").inner_text()
    assert re.fullmatch(rf"{path.name}: [^\n]+\.", sentence)
    assert [said(page), cells(page), cells(page, ".is-done"), page.url] == before
    expect(control(page, "steps T")).to_have_value("0")
    expect(error_at(page, "steps T")).to_be_visible()
    press(page, "Next step")
    expect_step(page, 4)
    with redrawn(page):
        control(page, "steps T").fill("7")
    expect(page.locator("#error-file")).to_be_hidden()


def test_a_file_past_the_limit_is_not_sent(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "huge.pt"
    with path.open("wb") as file:
        file.truncate(65 * 2**20)
    open_page(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label(LABEL, exact=True).set_input_files(path)
    expect(page.locator("#error-file")).to_contain_text("huge.pt has 65 MB; at most 64 MB")
    assert asked == []


@pytest.mark.usefixtures("refusals")
def test_a_link_whose_file_is_gone_asks_for_it_and_takes_it(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "mine.safetensors"
    unrolled.save(Network("lstm", 3, 5, seed=99), path)
    gone = "0" * 64
    page.goto(f"/#weights=file&file={gone}&file_name=mine.safetensors&input=random")
    expect(page.locator("#error-file")).to_contain_text("not on this server any more; drop it")
    expect(page.locator("#notices")).to_contain_text("can’t be drawn; this is the default one")
    assert len(cells(page)) == 8
    open_file(page, path)
    assert "I=3 H=5" in said(page)
    expect(page.locator("#error-file")).to_be_hidden()


@pytest.mark.usefixtures("refusals")
def test_numbers_that_are_dropped_go_into_the_files_network(page: Page, tmp_path: Path) -> None:
    open_page(page)
    open_file(page, FILES / "tagger.pt")
    path = tmp_path / "three.csv"
    path.write_text("1,2,3\n4,5,6\n")
    with redrawn(page):
        page.locator("#graph").dispatch_event("drop", {"dataTransfer": dragged(page, path)})
    assert "random" not in said(page)
    trace = traced(page, FILES / "tagger.pt")
    np.testing.assert_array_equal(trace.x[:, 0], [[1, 2, 3], [4, 5, 6]])
    expect_numbers(page, trace)
    csv = "CSV: one row a step, one column a feature"
    control(page, csv).fill("1,2\n")
    expect(error_at(page, csv)).to_contain_text("reads 3 features a step, but the input has 2")
