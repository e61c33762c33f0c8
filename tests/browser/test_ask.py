"""Ask: an expression is typed, its answer stands there, and what it reads lights up.

Which states an element was read from is told by numpy, on states that hold their names.
"""

import numpy as np
import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser import oracle
from tests.browser.asking import answer, ask, badges, chip, field, outcome, part, problem, scene
from tests.browser.page import cells, choose, control, elements, open_page, press, redrawn


def keys(names: np.ndarray) -> set[tuple[int, ...]]:
    """(layer, direction, t) out of the names that states hold."""
    found = np.unique(names).astype(int)
    return {(name // 10_000, name // 1_000 % 10, name % 1_000) for name in found}


# No two that follow each other read as many cells: their number tells when the light is new.
EXPRESSIONS = ["output[-1]", "h_n[-2]", "output[:, -1]", "h_n.view(2, 2, 1, 8)[0, 1]"]


@pytest.mark.parametrize("batch_first", [False, True])
def test_what_is_read_lights_up_in_the_graph_and_in_every_tensor(
    page: Page, batch_first: bool
) -> None:
    tensors = oracle.named_tensors(oracle.named_states(4, 2, 2, batch_first))
    open_page(page, f"text=aacc&step=100&batch_first={str(batch_first).lower()}")
    for expression in [*EXPRESSIONS, "output[..., :8]"]:
        index = expression.replace(".view(", ".reshape(")
        read = eval(index, {}, {name: tensors[name] for name in ("output", "h_n")})
        ask(page, expression)
        wanted = keys(read)
        expect(page.locator("[data-cell].is-asked")).to_have_count(len(wanted))
        assert cells(page, ".is-asked") == wanted
        for name in ("output", "h_n"):
            of_it = np.isin(tensors[name], read)
            assert elements(page, name, ".is-asked") == {tuple(at) for at in np.argwhere(of_it)}
        assert elements(page, "c_n", ".is-asked") == set()


def test_every_part_has_a_number_and_its_cells_and_elements_carry_it(page: Page) -> None:
    open_page(page, "step=15")
    ask(page, "output[-1]")
    expect(part(page, "layer 1, forward, t = 7")).to_contain_text("1")
    expect(part(page, "layer 1, forward, t = 7")).to_contain_text("has read all 8 steps")
    expect(part(page, "layer 1, reverse, t = 7")).to_contain_text("has read 1 of 8 steps")
    expect(page.locator("[data-cell].is-asked")).to_have_count(2)
    assert badges(page, "[data-cell]") == {"1:0:7": {"1"}, "1:1:7": {"2"}}
    wanted = {f"7,0,{k}": {"1" if k < 8 else "2"} for k in range(16)}
    assert badges(page, '[data-tensor="output"] td') == wanted


def test_sides_that_read_the_same_cells_are_one_part(page: Page) -> None:
    open_page(page, "step=15")
    ask(page, "output[-1, :, :8] == h_n[-2]")
    expect(outcome(page)).to_have_text("✓ the same states")
    expect(answer(page).get_by_role("listitem")).to_have_count(1)
    expect(part(page, "layer 1, forward, t = 7")).to_contain_text("output[-1, :, :8] and h_n[-2]")
    expect(page.locator("[data-cell].is-asked")).to_have_count(1)
    assert badges(page, "[data-cell]") == {"1:0:7": set()}
    ask(page, "output[-1, :, 8:] == h_n[-1]")
    expect(outcome(page)).to_have_text("≠ not equal")
    expect(page.locator("[data-cell].is-asked")).to_have_count(2)
    assert badges(page, "[data-cell]") == {"1:1:7": {"1"}, "1:1:0": {"2"}}


def test_inputs_and_predictions_light_up_too(page: Page) -> None:
    open_page(page, "step=15")
    ask(page, "x[2:4]")
    expect(page.locator("[data-x].is-asked")).to_have_text(["c", "c"])
    expect(page.locator("[data-cell].is-asked, [data-y].is-asked")).to_have_count(0)
    ask(page, "y[0]")
    expect(page.locator("[data-y].is-asked")).to_have_attribute("data-y", "0")
    expect(page.locator("[data-x].is-asked")).to_have_count(0)


@pytest.mark.parametrize("how", ["hover", "focus"])
def test_pointing_at_a_part_narrows_the_light_to_it(page: Page, how: str) -> None:
    open_page(page, "step=15")
    ask(page, "output[-1]")
    row = part(page, "layer 1, reverse")
    row.hover() if how == "hover" else row.focus()
    expect(page.locator("[data-cell].is-asked")).to_have_count(1)
    assert badges(page, "[data-cell]") == {"1:1:7": {"2"}}
    asked = page.locator('[data-shelf="output"] .is-asked')
    expect(asked).to_have_count(1)
    expect(asked).to_have_attribute("data-slot", "output:7:1")
    if how == "hover":
        page.get_by_role("heading", name="unrolled").hover()
    else:
        field(page).focus()
    expect(page.locator("[data-cell].is-asked")).to_have_count(2)


def test_pointing_at_a_value_tells_it_and_lights_its_unit(page: Page) -> None:
    trace = oracle.letters("lstm", 2, 2).network.run(oracle.one_hot("aaccbbdd"))
    open_page(page, "step=15")
    ask(page, "h_n[1]")
    page.get_by_role("img", name="Values of").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-cell].is-asked")).to_have_count(1)
    assert cells(page, ".is-asked") == {(0, 1, 0)}
    shown = f"{trace.h_n[1, 0, 1]:.3f}".replace("-", "−")
    expect(answer(page)).to_contain_text(f"[0, 1] = {shown}: h, layer 0, reverse, t = 0")


def test_a_warning_says_what_to_write_and_writes_it(page: Page) -> None:
    open_page(page)
    ask(page, "output[-1]")
    expect(outcome(page)).to_have_text("! (B=1, D·H=16)")
    answer(page).get_by_role("button", name="torch.cat((h_n[-2], h_n[-1]), dim=-1)").click()
    expect(field(page)).to_have_value("torch.cat((h_n[-2], h_n[-1]), dim=-1)")
    expect(outcome(page)).to_have_text("✓ (B=1, D·H=16)")
    expect(answer(page)).to_contain_text("Yes: both directions of the top layer")
    # What stood there before is still to be had, either way.
    expect(field(page)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field(page)).to_have_value("output[-1]")
    expect(outcome(page)).to_have_text("! (B=1, D·H=16)")


def test_the_light_goes_with_the_expression(page: Page) -> None:
    open_page(page)
    ask(page, "output[-1]")
    expect(page.locator(".has-asked")).to_have_count(1)
    ask(page, "T")
    expect(outcome(page)).to_have_text("8")
    expect(page.locator(".has-asked, .is-asked")).to_have_count(0)
    ask(page, "output")
    field(page).fill("")
    expect(page.locator(".has-asked, .is-asked, [data-asked]")).to_have_count(0)
    expect(answer(page)).to_be_empty()
    expect(outcome(page)).to_be_empty()


def test_while_nothing_is_typed_nothing_is_asked(page: Page) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith(("/ask", "/language")):
            asked.append(request.url)

    page.on("request", note)
    open_page(page)
    press(page, "Previous step")
    field(page).focus()
    with redrawn(page):
        choose(page, "cell", "GRU")
    assert asked == []


def test_another_network_is_asked_the_same(page: Page) -> None:
    open_page(page, "step=15")
    ask(page, "h_n")
    expect(page.locator("[data-cell].is-asked")).to_have_count(4)
    with redrawn(page):
        control(page, "num_layers").fill("3")
    expect(page.locator("[data-cell].is-asked")).to_have_count(6)
    expect(outcome(page)).to_have_text("✓ (L·D=6, B=1, H=8)")


@pytest.mark.parametrize(
    "network",
    [
        "",
        "batch_first=true",
        "bidirectional=false",
        "bidirectional=false&batch_first=true&cell=gru",
        "cell=rnn&num_layers=1",
        "cell=gru&num_layers=3&text=a",
    ],
)
def test_every_suggestion_can_be_asked_of_its_network(page: Page, network: str) -> None:
    open_page(page, network)
    names = page.get_by_role("group", name="Suggestions").get_by_role("button").all_inner_texts()
    assert len(names) >= 5
    for name in names:
        with page.expect_response(lambda it: it.url.endswith("/ask")) as response:
            chip(page, name).click()
        assert response.value.status == 200, (name, response.value.text())
        got = response.value.json()
        question: dict[str, str] = response.value.request.post_data_json or {}
        expect(field(page)).to_have_value(question["expression"])
        if name.startswith("last "):
            assert got["equality"]["by_source"], name
        if name == "what should a classifier read?":
            assert got["yes"], name
        if name.startswith("is h_n "):
            # Of both directions the reverse one has only begun there.
            ways = 1 if "bidirectional=false" in network else 2
            assert bool(got["equality"]["by_source"]) == (ways == 1), name
            assert [warning["number"] for warning in got["warnings"]] == [2][: ways - 1], name
    expect(problem(page)).to_be_empty()


def test_the_page_can_be_opened_with_a_question(page: Page) -> None:
    open_page(page, f"step=15&{scene('output[-1, :, 8:] == h_n[-1]')}")
    expect(field(page)).to_have_value("output[-1, :, 8:] == h_n[-1]")
    expect(outcome(page)).to_have_text("≠ not equal")
    expect(page.locator("[data-cell].is-asked")).to_have_count(2)
    assert cells(page, ".is-asked") == {(1, 1, 7), (1, 1, 0)}
