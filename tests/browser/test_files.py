"""A model file on the page: what is said of it, its numbers and its link."""

from pathlib import Path

import numpy as np
from playwright.sync_api import Page, Route, expect

import unrolled
from tests.browser.filing import LABEL, dragged, expect_numbers, open_file, said, traced
from tests.browser.page import (
    cell,
    cells,
    choose,
    control,
    expect_step,
    more,
    numbers_of_cell,
    open_page,
    press,
    rail,
    redrawn,
)
from tests.engine.importers.expected import FILES
from unrolled import Head, Network


def test_a_pytorch_file_is_told_drawn_and_stepped(page: Page) -> None:
    open_page(page, "step=0")
    open_file(page, FILES / "tagger.pt")
    sentence = (
        "tagger.pt: PyTorch, LSTM rnn, I=3 H=4 L=1 bidirectional, head of 5; "
        "1 tensor ignored: embedding.weight."
    )
    assert sentence in said(page)
    assert "It reads 3 numbers a step, so random ones go in" in said(page)
    for name, value in {"hidden_size": "4", "num_layers": "1", "input_size": "3"}.items():
        expect(control(page, name)).to_have_value(value)
        expect(control(page, name)).to_be_disabled()
    expect(control(page, "bidirectional")).to_be_checked()
    expect(control(page, "batch_first")).to_be_enabled()
    assert {key[:2] for key in cells(page)} == {(0, 0), (0, 1)}
    for step in range(3):
        expect_step(page, step)
        assert cells(page, ".is-current") == {(0, 0, step), (0, 1, 9 - step)}
        press(page, "Next step")
    expect_numbers(page, traced(page, FILES / "tagger.pt"))


def test_a_file_can_be_dropped_anywhere_and_a_hint_says_so(page: Page) -> None:
    open_page(page)
    held = {"dataTransfer": dragged(page, FILES / "lstm-proj.pt")}
    hint = page.get_by_text("Drop it here")
    stage = page.locator("#graph")
    expect(hint).to_be_hidden()
    stage.dispatch_event("dragenter", held)
    expect(hint).to_be_visible()
    stage.dispatch_event("dragleave", held)
    expect(hint).to_be_hidden()
    stage.dispatch_event("dragover", held)
    expect(hint).to_be_visible()
    with redrawn(page):
        stage.dispatch_event("drop", held)
    expect(hint).to_be_hidden()
    assert "lstm-proj.pt: PyTorch, LSTM, I=3 H=4 P=2 L=2 bidirectional" in said(page)


def test_a_projected_h_is_narrower_than_c(page: Page) -> None:
    open_page(page)
    open_file(page, FILES / "lstm-proj.pt")
    rail(page, "Tensors")
    heads = {name: page.locator(f'[data-tensor="{name}"] h3') for name in ("output", "h_n", "c_n")}
    expect(heads["output"]).to_contain_text("D·P=4")
    expect(heads["h_n"]).to_contain_text("P=2")
    expect(heads["c_n"]).to_contain_text("H=4")
    trace = traced(page, FILES / "lstm-proj.pt")
    expect_numbers(page, trace)
    cell(page, 1, 1, 9).click()
    expect(page.locator("#inspector h2").first).to_contain_text("layer 1 · reverse · t = 9")
    for name, size in {"h": 2, "c": 4}.items():
        shown = np.array(numbers_of_cell(page)[name], "f4")
        assert shown.shape == (size,)
        assert (shown == trace.state(name, 1, 1)[9, 0]).all()
    expect(page.locator("#inspector .goes")).to_contain_text("output[9, 0, 2:4]")


def test_a_network_that_only_runs_in_reverse_begins_at_the_end(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "back.safetensors"
    unrolled.save(Network("gru", 4, 3, 2, reverse=True, dtype="float64", seed=1), path)
    open_page(page, "step=0&text=abc")
    open_file(page, path)
    assert "I=4 H=3 L=2 reverse only float64" in said(page)
    expect(control(page, "letters a to d")).to_have_value("abc")  # it fits, so it stays
    assert {key[:2] for key in cells(page)} == {(0, 1), (1, 1)}
    for step in range(6):
        expect_step(page, step)
        assert cells(page, ".is-current") == {(step // 3, 1, 2 - step % 3)}
        if step < 5:
            press(page, "Next step")
    assert cells(page, ".in-h-n") == {(0, 1, 0), (1, 1, 0)}
    trace = traced(page, path)
    expect_numbers(page, trace)
    cell(page, 1, 1, 2).click()
    expect(page.locator("#inspector h2").first).to_contain_text("reverse · t = 2")
    assert (
        np.array(numbers_of_cell(page)["h"]) == trace.state("h", 1, 1)[2, 0]
    ).all()  # to the last of its digits
    expect(page.locator("#code code")).to_contain_text("has no single reverse direction")


def test_one_of_several_networks_is_chosen_and_back_goes_back(page: Page) -> None:
    path = FILES / "translator.pt"
    open_page(page)
    open_file(page, path)
    which = page.get_by_label("network in the file")
    expect(which.locator("option")).to_have_count(2)
    first = which.input_value()
    assert first in said(page)
    (other,) = {"encoder.rnn", "decoder.rnn"} - {first}
    with redrawn(page):
        which.select_option(other)
    assert other in said(page).split(",")[1]
    for name in (first, None):
        with redrawn(page):
            page.go_back()
        assert (name is None) == (said(page) == "")
        if name:
            expect(which).to_have_value(name)
    expect(control(page, "hidden_size")).to_be_enabled()
    expect(page.locator(".x-cell")).to_have_text(list("aaccbbdd"))


def test_closing_the_file_gives_ones_own_network_back(page: Page) -> None:
    open_page(page, "hidden_size=5&weights=random")
    weights = control(page, "weights")
    file = weights.locator("option[value=file]")
    expect(file).to_have_attribute("hidden", "")
    open_file(page, FILES / "gru.pt")
    expect(weights).to_have_value("file")
    expect(file).to_have_text("gru.pt")
    with redrawn(page):
        control(page, "weights").select_option("random")
    expect(control(page, "hidden_size")).to_have_value("5")
    assert said(page) == ""
    with redrawn(page):
        control(page, "weights").select_option("file")
    assert "gru.pt: PyTorch, GRU" in said(page)
    with redrawn(page):
        more(page)
        press(page, "Close the file")
    expect(file).to_have_attribute("hidden", "")
    expect(control(page, "hidden_size")).to_be_enabled()
    assert "file" not in page.url


def test_a_link_and_a_reload_give_the_file_again(page: Page) -> None:
    open_page(page)
    open_file(page, FILES / "translator.pt")
    with redrawn(page):
        page.get_by_label("network in the file").select_option("decoder.rnn")
    before = [said(page), cells(page), page.locator("#code code").inner_text(), page.url]
    with redrawn(page):
        page.reload()
    assert [said(page), cells(page), page.locator("#code code").inner_text(), page.url] == before
    expect_numbers(page, traced(page, FILES / "translator.pt", "decoder.rnn"))


def test_a_nonlinearity_that_the_file_does_not_tell_can_be_chosen(page: Page) -> None:
    open_page(page)
    chosen = page.get_by_role("group", name="nonlinearity of the file")
    expect(chosen).to_be_hidden()
    open_file(page, FILES / "rnn.pt")
    expect(page.get_by_role("group", name="nonlinearity", exact=True)).to_be_hidden()
    assert "The file can't tell tanh from relu" in said(page)
    with redrawn(page):
        choose(page, "nonlinearity of the file", "relu")
    expect_numbers(page, traced(page, FILES / "rnn.pt", nonlinearity="relu"))
    with redrawn(page):
        page.reload()
    more(page)
    expect(chosen.get_by_role("radio", name="relu")).to_be_checked()
    open_file(page, FILES / "gru.pt")
    expect(chosen).to_be_hidden()
    open_file(page, FILES / "rnn.pt")
    more(page)
    expect(chosen.get_by_role("radio", name="tanh")).to_be_checked()
    expect_numbers(page, traced(page, FILES / "rnn.pt"))


def test_the_button_works_by_keyboard(page: Page) -> None:
    page.on("filechooser", lambda chooser: chooser.set_files(FILES / "rnn.pt"))
    open_page(page)
    page.get_by_role("button", name="Open a model file…").focus()
    with redrawn(page):
        page.keyboard.press("Enter")
    assert "rnn.pt: PyTorch, RNN" in said(page)


def test_while_a_file_is_sent_its_progress_is_told(page: Page) -> None:
    open_page(page)
    held: list[Route] = []
    page.route("**/api/files", lambda route: held.append(route))
    bar = page.get_by_role("progressbar", name="Sending gru.pt")
    with redrawn(page):
        page.get_by_label(LABEL, exact=True).set_input_files(FILES / "gru.pt")
        expect(bar).to_be_visible()
        held[0].continue_()
    expect(bar).to_be_hidden()


def test_letters_that_fit_are_letters_whatever_makes_y(page: Page, tmp_path: Path) -> None:
    net = Network("gru", 4, 3)
    net.head = Head.random(3, 2, "softmax", "float32", 0)
    path = tmp_path / "letters.npz"
    unrolled.save(net, path)
    open_page(page, "text=abcd")
    open_file(page, path)
    expect(page.locator(".x-cell")).to_have_text(list("abcd"))
    expect_step(page, 3)
    y = net.head.run(traced(page, path).output)[:, 0]
    expect(page.locator(".y-cell")).to_have_text([str(k) for k in y.argmax(axis=1)])
