"""The code to take away, and the file that it reads."""

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from safetensors.numpy import load_file

from tests.browser import oracle
from tests.browser.page import choose, control, open_page, rail, redrawn


def code(page: Page) -> str:
    rail(page, "Code")
    return page.locator("#code code").inner_text()


def downloaded(page: Page, folder: Path) -> dict[str, np.ndarray]:
    rail(page, "Code")
    with page.expect_download() as download:
        page.locator("#code a").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    assert download.value.suggested_filename == "unrolled.safetensors"
    return load_file(path)


@pytest.mark.parametrize(
    ("scene", "lines"),
    [
        ("", ["torch.nn.LSTM(", "num_layers=2, bidirectional=True)", "(h_n, c_n) ="]),
        (
            "cell=gru&bias=false&hidden_size=5",
            ["torch.nn.GRU(", "hidden_size=5", "bias=False", ", h_n ="],
        ),
    ],
)
def test_the_lines_name_every_argument_that_is_not_torchs_default(
    page: Page, scene: str, lines: list[str]
) -> None:
    open_page(page, scene)
    for line in lines:
        assert line in code(page)
    is_default = ["bias=False", "batch_first", "nonlinearity", "dropout"]
    for argument in is_default:
        assert (argument in code(page)) == any(argument in line for line in lines)


def test_the_file_holds_the_weights_and_the_input_under_torchs_names(
    page: Page, tmp_path: Path
) -> None:
    preset = oracle.letters("lstm", 2, 2)
    open_page(page, "batch_first=true&text=aacc")
    tensors = downloaded(page, tmp_path)
    for name, weight in preset.network.state_dict().items():
        np.testing.assert_array_equal(tensors.pop(name), weight)
    np.testing.assert_array_equal(tensors.pop("head.weight"), preset.head.weight)
    np.testing.assert_array_equal(tensors.pop("head.bias"), preset.head.bias)
    np.testing.assert_array_equal(tensors.pop("x"), oracle.one_hot("aacc").swapaxes(0, 1))
    assert {name: tensor.shape for name, tensor in tensors.items()} == {
        "h_0": (4, 1, 8),
        "c_0": (4, 1, 8),
    }


def test_the_file_follows_the_input_and_the_seed_though_the_lines_stay(
    page: Page, tmp_path: Path
) -> None:
    open_page(page, "text=aacc&weights=random")
    before = code(page)
    first = downloaded(page, tmp_path)
    with redrawn(page):
        control(page, "letters a to d").fill("bbdd")
    with redrawn(page):
        control(page, "seed").fill("7")
    second = downloaded(page, tmp_path)
    assert code(page) == before
    np.testing.assert_array_equal(second["x"], oracle.one_hot("bbdd"))
    assert not np.array_equal(first["weight_ih_l0"], second["weight_ih_l0"])


@pytest.mark.usefixtures("own_context")
def test_copy_puts_the_lines_on_the_clipboard(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(page)
    rail(page, "Code")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == code(page)
    with redrawn(page):
        choose(page, "cell", "GRU")
    expect(page.get_by_role("button", name="Copy", exact=True)).to_be_visible()
