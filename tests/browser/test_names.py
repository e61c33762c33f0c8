"""The same run under the names of other frameworks.

What each tensor holds, and out of which states, is told by the engine, which is held to the
frameworks themselves.
"""

import re
from contextlib import nullcontext as nothing
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

import unrolled
from tests.browser import oracle
from tests.browser.asking import answer, ask, field, problem
from tests.browser.batch import LENGTHS, LETTERS
from tests.browser.batch import run as run_batch
from tests.browser.page import choose, control, elements, open_page, pointed, rail, redrawn
from tests.browser.places import boxes
from unrolled import Trace
from unrolled.engine.language.tensors import Tensors

FRAMEWORKS = [("keras", "concat"), ("keras", "sum"), ("jax", "concat"), ("onnx", "concat")]
SCENE = "text=aacc&step=100&rail=tensors"


def letters(batch_first: bool = False) -> Trace:
    x = oracle.one_hot("aacc")
    net = oracle.letters("lstm", 2, 2).network
    return net.run(x.swapaxes(0, 1) if batch_first else x, batch_first=batch_first)


def sources(trace: Trace, names: str, merge: str) -> dict[str, dict[tuple[int, ...], set[Any]]]:
    """Of every tensor, for each index, the (state, layer, direction, t, unit) that it is."""
    sets = Tensors.of(trace, None).sets
    found: dict[str, dict[tuple[int, ...], set[Any]]] = {}
    for name, each in unrolled.returned(trace, names, merge).items():
        tracked = each.tracked(sets)
        members = sets.members(tracked.ids)
        found[name] = {
            index: {
                (s.state, s.layer, s.direction, s.t, s.unit)
                for s in (trace.source(int(id)) for id in members[index] if id >= 0)
            }
            for index in np.ndindex(tracked.shape)
        }
    return found


def places(read: set[Any]) -> set[tuple[int, int, int]]:
    return {(layer, direction, t) for _, layer, direction, t, _ in read}


def handle(numbers: tuple[int, ...], sign: str = ",") -> str:
    """What the page calls an element or a cell."""
    return sign.join(map(str, numbers))


@pytest.mark.parametrize(
    ("names", "merge", "batch_first"),
    [*((names, merge, False) for names, merge in FRAMEWORKS), ("onnx", "concat", True)],
)
def test_every_tensor_is_there_with_its_shape_and_numbers(
    page: Page, names: str, merge: str, batch_first: bool
) -> None:
    first = str(batch_first).lower()
    open_page(page, f"{SCENE}&names={names}&merge={merge}&batch_first={first}")
    expected = unrolled.returned(letters(batch_first), names, merge)
    shown = page.locator("[data-tensor]").evaluate_all("all => all.map((n) => n.dataset.tensor)")
    assert set(shown) == set(expected)
    for name, each in expected.items():
        section = page.locator(f'[data-tensor="{name}"]')
        sizes = ", ".join(f"{axis}={n}" for axis, n in zip(each.axes, each.shape, strict=True))
        expect(section.get_by_role("heading")).to_have_text(f"{name} ({sizes})")
        expect(section.locator(".means")).to_have_text(each.says)
        told = section.locator("[data-index]").evaluate_all(
            "nodes => nodes.map((node) => [node.dataset.index, node.textContent])"
        )
        value = each.value
        assert len(told) == value.size
        for index, text in told:
            number = value[tuple(map(int, index.split(",")))]
            assert float(text.replace("−", "-")) == pytest.approx(number, abs=6e-4), (name, index)


@pytest.mark.parametrize(("names", "merge"), FRAMEWORKS)
def test_a_cell_and_the_elements_that_were_read_from_it_light_up_together(
    page: Page, names: str, merge: str
) -> None:
    found = sources(letters(), names, merge)
    open_page(page, f"{SCENE}&names={names}&merge={merge}")
    chosen = [(1, 0, 3), (1, 1, 0), (1, 1, 2), (0, 1, 0), (0, 0, 1)]
    shown = pointed(page, [f'[data-cell="{handle(place, ":")}"]' for place in chosen])
    for place, lit in zip(chosen, shown, strict=True):
        for name, of in found.items():
            wanted = {handle(at) for at, read in of.items() if place in places(read)}
            assert lit.get(name, set()) == wanted, (name, place)
    last = {name: max(of) for name, of in found.items()}
    elements_of_it = [
        f'[data-tensor="{name}"] [data-index="{handle(index)}"]' for name, index in last.items()
    ]
    for (name, index), lit in zip(last.items(), pointed(page, elements_of_it), strict=True):
        assert handle(index) in lit[name]
        assert lit[""] == {handle(place, ":") for place in places(found[name][index])}


def test_the_lines_are_the_frameworks_and_the_merge_mode_is_keras_alone(page: Page) -> None:
    open_page(page)
    names, merge = page.get_by_label("names", exact=True), page.get_by_label("merge_mode")
    code = page.locator("#code code")
    rail(page, "Code")
    expect(merge).to_be_hidden()
    for value, line in [("keras", "import keras"), ("jax", "flax"), ("onnx", "onnxruntime")]:
        names.select_option(value)
        expect(code).to_contain_text(line)
        expect(merge).to_be_visible(visible=value == "keras")
    names.select_option("keras")
    expect(page).to_have_url(re.compile("names=keras"))
    merge.select_option("ave")
    expect(code).to_contain_text('build(1, x, "ave")')
    rail(page, "Tensors")
    expect(page.locator('[data-tensor="outputs"] h3')).to_contain_text("H=8")
    rail(page, "Code")
    expect(page).to_have_url(re.compile("names=keras&merge=ave"))
    page.go_back()
    expect(merge).to_have_value("concat")
    page.reload()
    expect(names).to_have_value("keras")
    with redrawn(page):
        control(page, "bidirectional").set_checked(False)
    expect(merge).to_be_hidden()
    names.select_option("pytorch")
    expect(page.get_by_role("heading", name="The same in PyTorch")).to_be_visible()
    expect(page.locator('[data-shelf="h_n"]')).to_be_visible()


@pytest.mark.parametrize("names", ["keras", "jax", "onnx"])
def test_every_suggestion_is_answered_under_these_names(page: Page, names: str) -> None:
    for cell_name in ("LSTM", "GRU"):
        open_page(page, f"{SCENE}&names={names}&weights=random")
        with redrawn(page) if cell_name == "GRU" else nothing():
            choose(page, "cell", cell_name)
        chips = page.get_by_role("group", name="Suggestions").get_by_role("button")
        for k in range(chips.count()):
            with page.expect_response(lambda it: it.url.endswith("/ask")) as got:
                chips.nth(k).click()
            assert got.value.status == 200, chips.nth(k).inner_text()
        expect(problem(page)).to_be_empty()


def test_what_is_asked_follows_the_names(page: Page, expected_errors: list[str]) -> None:
    expected_errors.append("422")
    open_page(page, f"{SCENE}&names=keras")
    ask(page, "outputs[:, -1]")
    expect(answer(page)).to_contain_text("has read 1 of 4 steps")
    expect(page.locator("[data-cell].is-asked")).to_have_count(2)
    assert elements(page, "outputs", ".is-asked") == {(0, 3, k) for k in range(16)}
    names = page.get_by_label("names", exact=True)
    names.select_option("pytorch")
    expect(problem(page)).to_contain_text("There is no 'outputs' here")
    names.select_option("keras")
    expect(problem(page)).to_be_empty()
    expect(page.locator("[data-cell].is-asked")).to_have_count(2)
    rail(page, "Code")
    page.get_by_label("merge_mode").select_option("sum")
    expect(answer(page)).to_contain_text("H=8")
    rail(page, "Tensors")
    expect(page.locator('[data-tensor="outputs"] .is-asked')).to_have_count(8)


def test_the_field_completes_the_frameworks_names(page: Page, expected_errors: list[str]) -> None:
    expected_errors.append("422")  # half a name is asked, too
    open_page(page, f"{SCENE}&names=onnx")
    with page.expect_response("**/api/language"):
        field(page).press_sequentially("x")
    field(page).fill("")
    options = page.get_by_role("listbox", name="Words").get_by_role("option")
    field(page).press_sequentially("Y_h")
    expect(options).to_have_text(["Y_h_l0", "Y_h_l1"])
    field(page).fill("")
    field(page).press_sequentially("out")
    expect(options).to_have_count(0)


@pytest.mark.parametrize("names", ["keras", "onnx"])
def test_padding_is_shown_as_the_framework_fills_it(page: Page, names: str) -> None:
    trace = run_batch(LENGTHS)
    open_page(page, f"{LETTERS}&packed=true&b=0&step=100&names={names}&rail=tensors")
    each = next(iter(unrolled.returned(trace, names).values()))
    name = next(iter(unrolled.returned(trace, names)))
    padding = elements(page, name, ".is-padding")
    zeros = {
        tuple(map(int, at)) for at in np.argwhere(each.value == 0) if at[each.axes.index("B")] == 0
    }
    assert padding == zeros
    assert padding


def test_a_run_that_the_framework_has_not_says_so(page: Page) -> None:
    open_page(page, f"{LETTERS}&packed=true&names=jax&rail=tensors")
    sentence = "runs on past a row’s length"
    expect(page.locator("#tensors")).to_contain_text(sentence)
    expect(page.locator("#code code")).to_contain_text(sentence)
    expect(page.locator("[data-tensor]")).to_have_count(0)
    bands = page.locator("#bands .band:visible > span:first-of-type")
    expect(bands).to_have_text(["every h", "last h", "last c"])


@pytest.mark.parametrize(("layers", "heads"), [(2, 4), (4, 2)])
def test_a_head_of_a_shelf_lies_on_no_other_shelf(page: Page, layers: int, heads: int) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    open_page(
        page,
        f"v=2&cell=lstm&bidirectional=true&num_layers={layers}&weights=random&names=onnx",
    )
    names, grounds = page.locator(".side-name"), page.locator(".side-ground")
    expect(names).to_have_count(heads)  # where lines stand close, slots alone are named
    for name in boxes(names):
        middle = name["x"] + name["width"] / 2
        own = [g for g in boxes(grounds) if g["x"] <= middle <= g["x"] + g["width"]]
        over = [g for g in own if g["y"] <= name["y"] + 4 and g["y"] + g["height"] >= name["y"] + 4]
        assert len(over) == 1
