"""Plots: the time course of a row of cells, by a library that is fetched when one is opened."""

import numpy as np
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser import oracle
from tests.browser.page import cell, open_page


def opened(page: Page) -> FrameLocator:
    page.get_by_role("button", name="over time").click()
    expect(page.get_by_role("dialog", name="Time course")).to_be_visible()
    return page.frame_locator("dialog iframe")


def traces_of(frame: FrameLocator) -> list[dict[str, list[list[float]]]]:
    """What Plotly holds of the plot that it drew."""
    plot = frame.locator(".js-plotly-plot")
    drawn: list[dict[str, list[list[float]]]] = plot.evaluate(
        "node => node.data.map(({ y, z }) => ({ y: [...y], z: (z ?? []).map((row) => [...row]) }))"
    )
    return drawn


def test_the_library_is_fetched_when_a_plot_opens_and_it_closes_and_opens_again(
    page: Page,
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, "step=15")
    assert asked
    assert not any("plotly" in url for url in asked)
    dialog = page.get_by_role("dialog", name="Time course")
    for _ in range(2):
        frame = opened(page)
        expect(frame.locator(".heatmaplayer image")).to_be_visible()
        assert any("plotly" in url for url in asked)
        dialog.get_by_role("button", name="Close").click()
        expect(dialog).to_be_hidden()


def test_it_draws_every_unit_as_a_heat_map_and_as_lines(page: Page) -> None:
    trace = oracle.letters("lstm", 2, 2).network.run(oracle.one_hot("aaccbbdd"))
    open_page(page, "step=15")
    cell(page, 1, 1, 3).click()
    frame = opened(page)
    dialog = page.get_by_role("dialog", name="Time course")
    expect(dialog).to_contain_text("Layer 1, reverse: every unit over time")
    expect(frame.locator(".heatmaplayer image")).to_be_visible()
    (heat,) = traces_of(frame)
    np.testing.assert_array_equal(np.array(heat["z"], "float32"), trace.state("h", 1, 1)[:, 0].T)
    dialog.get_by_label("Kind of plot").select_option("lines")
    expect(frame.locator(".scatterlayer .trace")).to_have_count(8)
    dialog.get_by_label("State").select_option("c")
    expect(frame.locator(".legend")).to_contain_text("c[0]")
    lines = np.array([line["y"] for line in traces_of(frame)], "float32")
    np.testing.assert_array_equal(lines, trace.state("c", 1, 1)[:, 0].T)


def test_a_plot_of_a_series_runs_over_its_years(page: Page) -> None:
    open_page(page, "input=series&bidirectional=false&step=0")
    frame = opened(page)
    expect(frame.locator(".xtitle")).to_have_text("year")
    expect(frame.locator(".xaxislayer-above")).to_contain_text("1800")
