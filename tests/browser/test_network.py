"""Choosing the network: the graph follows, and stays trained where it can."""

from playwright.sync_api import Page, expect

from tests.browser.page import (
    cell,
    cells,
    choose,
    control,
    elements,
    expect_step,
    more,
    open_page,
    press,
    redrawn,
)

trained = "Right in 100 % of the letters of unseen strings"


def note(page: Page) -> str:
    return page.locator("#panel p[aria-live]").inner_text()


def rows(page: Page) -> set[tuple[int, ...]]:
    return {key[:2] for key in cells(page)}


def test_bidirectional_takes_the_reverse_rows_away_and_brings_them_back(page: Page) -> None:
    open_page(page)
    with redrawn(page):
        control(page, "bidirectional").uncheck()
    assert rows(page) == {(0, 0), (1, 0)}
    assert trained in note(page)
    with redrawn(page):
        control(page, "bidirectional").check()
    assert rows(page) == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert trained in note(page)


def test_num_layers_adds_and_takes_layers(page: Page) -> None:
    open_page(page)
    for layers in (1, 2, 4):
        with redrawn(page):
            control(page, "num_layers").fill(str(layers))
        assert rows(page) == {(layer, d) for layer in range(layers) for d in (0, 1)}
        assert (trained in note(page)) == (layers <= 2)
        assert {key[0] for key in cells(page, ".in-output")} == {layers - 1}


def test_a_transition_shows_the_rows_that_were_added(page: Page) -> None:
    page.emulate_media(reduced_motion="no-preference")
    open_page(page, "num_layers=1&bidirectional=false")
    page.evaluate("""() => {
        document.addEventListener('animationstart', ({ target }) => {
            target.dataset.added = '';
        });
    }""")
    added = page.locator("[data-row][data-added]")
    with redrawn(page):
        control(page, "bidirectional").check()
    expect(added).to_have_count(1)
    expect(added).to_have_attribute("data-row", "0:1")
    with redrawn(page):
        control(page, "num_layers").fill("2")
    expect(added).to_have_count(3)
    expect(page.locator('[data-row="0:0"][data-added]')).to_have_count(0)


def test_every_cell_keeps_a_trained_network(page: Page) -> None:
    open_page(page, "num_layers=1&bidirectional=false")
    for kind in ("RNN", "LSTM", "GRU"):
        with redrawn(page):
            choose(page, "cell", kind)
        assert trained in note(page)
        expect(page.locator('[data-shelf="c_n"]')).to_have_count(int(kind == "LSTM"))
        assert bool(cells(page, ".in-c-n")) == (kind == "LSTM")


def test_only_the_plain_cell_offers_a_nonlinearity(page: Page) -> None:
    open_page(page)
    nonlinearity = page.get_by_role("group", name="nonlinearity")
    for kind, visible in [("RNN", True), ("GRU", False), ("LSTM", False)]:
        with redrawn(page):
            choose(page, "cell", kind)
        more(page)
        expect(nonlinearity).to_be_visible(visible=visible)


def test_where_nothing_was_trained_words_say_so_and_weights_are_random(page: Page) -> None:
    open_page(page)
    for name, value, words in [
        ("hidden_size", "16", "No trained weights for hidden_size 16, only for 8."),
        ("hidden_size", "8", trained),
        ("num_layers", "3", "No trained weights for num_layers 3, only for 1, 2."),
    ]:
        with redrawn(page):
            control(page, name).fill(value)
        assert words in note(page)
        # What stands there is what runs, and a seed is there where it changes something.
        ran = "trained" if words == trained else "random"
        expect(control(page, "weights")).to_have_value(ran)
        more(page)
        expect(page.locator("#control-seed")).to_be_visible(visible=ran == "random")
        expect(page.locator(".y-row.is-random")).to_have_count(1 if ran == "random" else 0)
        expect(page.locator(".y-row .row-name")).to_contain_text(
            "untrained" if ran == "random" else "softmax"
        )
    with redrawn(page):
        control(page, "bias").uncheck()
    assert "The trained networks have a bias. Random weights are used" in note(page)


def test_another_seed_gives_other_random_weights_and_the_same_one_the_same(page: Page) -> None:
    open_page(page, "weights=random&step=15&rail=tensors")
    pictures = []
    for seed in ("1", "2", "1"):
        with redrawn(page):
            control(page, "seed").fill(seed)
        colours = page.locator('[data-tensor="output"] [data-index]').evaluate_all(
            "nodes => nodes.map((node) => node.style.getPropertyValue('--value'))"
        )
        pictures.append(colours)
    assert pictures[0] == pictures[2] != pictures[1]
    with redrawn(page):
        more(page)
        press(page, "New seed")
    expect(control(page, "seed")).not_to_have_value("1")


def test_batch_first_swaps_the_axes_of_x_and_output_and_those_of_h_n_not(page: Page) -> None:
    open_page(page, "rail=tensors")
    shapes = {name: page.locator(f'[data-tensor="{name}"] h3') for name in ("output", "h_n", "c_n")}
    before = {name: elements(page, name) for name in shapes}
    expect(shapes["output"]).to_contain_text("(T=8, B=1, D·H=16)")
    expect(page.locator(".x-row")).to_contain_text("(8, 1, 4)")
    with redrawn(page):
        control(page, "batch_first").check()
    expect(shapes["output"]).to_contain_text("(B=1, T=8, D·H=16)")
    expect(page.locator(".x-row")).to_contain_text("(1, 8, 4)")
    for name in ("h_n", "c_n"):
        expect(shapes[name]).to_contain_text("(L·D=4, B=1, H=8)")
        assert elements(page, name) == before[name]
    assert elements(page, "output") == {(b, t, k) for t, b, k in before["output"]}


def test_the_step_and_the_pin_stay_when_the_network_changes(page: Page) -> None:
    open_page(page, "step=3&pin=0:0:2")
    with redrawn(page):
        choose(page, "cell", "GRU")
    expect_step(page, 3)
    expect(cell(page, 0, 0, 2)).to_contain_class("is-pinned")
