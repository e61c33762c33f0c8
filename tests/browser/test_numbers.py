"""Every number that can be read is the engine's own."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser import oracle
from tests.browser.page import cell, expect_step, numbers_of_cell, open_page

text = "aaccbbdd"


def texts(page: Page, tensor: str) -> dict[tuple[int, ...], str]:
    pairs = page.locator(f'[data-tensor="{tensor}"] [data-index]').evaluate_all(
        "nodes => nodes.map((node) => [node.dataset.index, node.textContent])"
    )
    return {tuple(map(int, index.split(","))): said for index, said in pairs}


@pytest.mark.parametrize(
    ("kind", "layers", "directions", "batch_first"),
    [("rnn", 2, 2, True), ("lstm", 2, 2, True), ("gru", 1, 1, False)],
)
def test_the_tensors_show_the_engines_numbers(
    page: Page, kind: str, layers: int, directions: int, batch_first: bool
) -> None:
    net = oracle.letters(kind, layers, directions).network
    x = oracle.one_hot(text)
    trace = net.run(x.swapaxes(0, 1) if batch_first else x, batch_first=batch_first)
    shape = f"cell={kind}&num_layers={layers}&bidirectional={str(directions == 2).lower()}"
    open_page(page, f"{shape}&batch_first={str(batch_first).lower()}&step=100&rail=tensors")
    tensors = {"output": trace.output, "h_n": trace.h_n, "c_n": trace.c_n}
    for tensor, wanted in tensors.items():
        shown = texts(page, tensor) if wanted is not None else {}
        assert set(shown) == (set() if wanted is None else set(np.ndindex(wanted.shape)))
        for index, said in shown.items():
            assert wanted is not None
            number = float(said.replace("−", "-"))
            assert abs(number - wanted[index]) <= 0.00050001, (tensor, index, said)


def test_a_number_appears_when_its_cell_is_computed_and_not_before(page: Page) -> None:
    trace = oracle.named_states(T=8, layers=2, directions=2)
    open_page(page, "step=11&rail=tensors")
    done = {oracle.name(*cell) for step in trace.schedule()[:12] for cell in step}
    for tensor, names in oracle.named_tensors(trace).items():
        for index, said in texts(page, tensor).items():
            assert bool(said) == (int(names[index]) in done)


@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
def test_the_table_of_a_cell_has_every_digit_of_gates_and_states(page: Page, kind: str) -> None:
    trace = oracle.letters(kind, 2, 2).network.run(oracle.one_hot(text))
    open_page(page, f"cell={kind}&step=100&rail=tensors")
    for layer, direction, t in [(0, 0, 0), (0, 1, 5), (1, 0, 7), (1, 1, 3)]:
        cell(page, layer, direction, t).click()
        expect(page.locator("#inspector h2").first).to_contain_text(f"layer {layer}")
        expect(page.locator("#inspector h2").first).to_contain_text(f"t = {t}")
        states = trace.network.kind.states
        wanted = {
            **trace.gates(layer, direction),
            **{name: trace.state(name, layer, direction) for name in states},
        }
        expect(page.locator("#inspector thead th")).to_have_count(1 + len(wanted))
        shown = numbers_of_cell(page)
        assert set(shown) == set(wanted)
        for name, numbers in shown.items():
            np.testing.assert_array_equal(np.array(numbers, "f4"), wanted[name][t, 0], name)


def test_y_is_the_heads_softmax_of_the_states_beneath(page: Page) -> None:
    preset = oracle.letters("lstm", 2, 2)
    y = preset.head.run(preset.network.run(oracle.one_hot(text)).output)
    open_page(page, "step=100")
    expect_step(page, 15)
    for t, column in enumerate(page.locator("[data-y]").all()):
        lines = [line.split(": ") for line in (column.get_attribute("title") or "").split("\n")]
        assert [symbol for symbol, _ in lines] == list("abcdefgh")
        shown = np.array([float(number) for _, number in lines])
        np.testing.assert_allclose(shown, y[t, 0], atol=0.00050001)
        expect(column).to_have_text("abcdefgh"[int(y[t, 0].argmax())])
