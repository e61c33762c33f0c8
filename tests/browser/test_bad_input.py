"""Bad input: one sentence where it was typed, the last good picture, and nothing lost."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page import cells, control, error_at, expect_step, open_page, press, redrawn

letters = "letters a to d"
own = "CSV: one row a step, one column a feature"
by_link = "input=series&series=csv&csv=1,2%0A3,4"
ten_megabytes = "1.5,2.5\n" * 1_250_000


@pytest.fixture(autouse=True)
def refusals(expected_errors: list[str]) -> None:
    """Chromium logs every answer that is an error; anything else still fails the test."""
    expected_errors += ["status of 422 (", "status of 413 ("]


def picture(page: Page) -> list[object]:
    """What has to stay: the cells, those that are done, the code, the address."""
    code = page.locator("#code code").inner_text()
    return [cells(page), cells(page, ".is-done"), code, page.url]


def expect_refusal(page: Page, name: str, typed: str, said: str) -> None:
    """Type something bad; look that it is told at this control alone, and that all is kept."""
    before = picture(page)
    control(page, name).fill(typed)
    expect(error_at(page, name)).to_contain_text(said)
    (told,) = [text for text in page.get_by_role("alert").all_inner_texts() if text]
    assert told.endswith(".")
    assert "\n" not in told
    expect(control(page, name)).to_have_value(typed)
    expect(control(page, name)).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#graph")).to_have_attribute("aria-busy", "false")
    assert picture(page) == before


long = "0.123456789," * 200_000

bad = {
    "letters": (
        "",
        letters,
        {
            "aaxb": "Letter 3 of the text is 'x'",
            "aé": "Letter 2 of the text is 'é'",
            "": "The text is empty",
            "ab" * 1001: "has 2,002 letters; at most 2,000",
        },
    ),
    "hidden_size": (
        "",
        "hidden_size",
        {
            "0": "hidden_size is 0; it has to be a whole number from 1 to 64.",
            "1000000000": "hidden_size is 1000000000; it has to be",
            "2.5": "hidden_size is 2.5; it has to be",
            "-3": "hidden_size is -3; it has to be",
            "": "hidden_size is ''; it has to be",
        },
    ),
    "num_layers": ("", "num_layers", {"5": "num_layers is 5; it has to be a whole number"}),
    "seed": ("weights=random", "seed", {"-1": "seed is -1; it has to be"}),
    "steps": (
        "input=random",
        "steps T",
        {"0": "steps is 0; it has to be", "2001": "at most 2,000 are run at once"},
    ),
    "csv": (
        by_link,
        own,
        {
            "1,2\n3\n": "Line 2 of the CSV has 1 column, the first has 2",
            "a,b\n1,2\n3,x\n": "Line 3, column 2 of the CSV is 'x'",
            "1,nan\n": "Line 1, column 2 of the CSV is 'nan'; it has to be finite",
            "1,2\n-inf,4\n": "'-inf'; it has to be finite",
            "1e39": "'1e39'; it has to be finite in float32",
            "left,right\n": "The CSV is only a header",
            "": "The CSV is empty",
            ",".join("1" * 65): "has 65 columns; at most 64",
            long: "more than 1,500,000 bytes; send fewer: shorten the input",
        },
    ),
}


@pytest.mark.parametrize(("scene", "name", "values"), bad.values(), ids=bad.keys())
def test_one_sentence_stands_at_the_control_and_all_else_stays(
    page: Page, scene: str, name: str, values: dict[str, str]
) -> None:
    open_page(page, scene)
    for typed, said in values.items():
        expect_refusal(page, name, typed, said)


def test_a_good_value_takes_the_sentence_away(page: Page) -> None:
    open_page(page)
    expect_refusal(page, letters, "abx", "Letter 3")
    with redrawn(page):
        control(page, letters).fill("ab")
    expect(error_at(page, letters)).to_be_hidden()
    expect(control(page, letters)).not_to_have_attribute("aria-invalid", "true")
    assert {key[2] for key in cells(page)} == {0, 1}


def test_stepping_goes_on_in_the_kept_picture(page: Page) -> None:
    open_page(page, "step=3")
    expect_refusal(page, "hidden_size", "0", "hidden_size is 0")
    press(page, "Next step")
    expect_step(page, 4)
    expect(control(page, "hidden_size")).to_have_value("0")
    expect(error_at(page, "hidden_size")).to_contain_text("hidden_size is 0")


def test_ten_megabytes_in_a_file_are_refused_by_name(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text(ten_megabytes)
    open_page(page, by_link)
    before = cells(page)
    page.get_by_label("CSV file").set_input_files(path)
    expect(error_at(page, own)).to_contain_text("large.csv has 10.0 MB; at most 1.5 MB are read")
    expect(control(page, own)).to_have_value("1,2\n3,4")
    assert cells(page) == before


@pytest.mark.usefixtures("own_context")
def test_ten_megabytes_that_are_pasted_are_refused_at_once(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(page, by_link)
    before = cells(page)
    page.evaluate("text => navigator.clipboard.writeText(text)", ten_megabytes)
    control(page, own).press("Control+a")
    control(page, own).press("Control+v")
    expect(error_at(page, own)).to_contain_text("10.0 MB; at most 1.5 MB are read")
    expect(control(page, own)).to_have_value("1,2\n3,4")
    assert cells(page) == before


def test_a_file_that_is_no_text_gets_a_sentence(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(bytes(range(256)) * 4)
    open_page(page, by_link)
    page.get_by_label("CSV file").set_input_files(path)
    expect(error_at(page, own)).to_be_visible()
    assert len(cells(page)) == 2 * 2 * 2
