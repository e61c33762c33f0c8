"""The app below a prefix, as behind a proxy that serves other things as well."""

import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from playwright.sync_api import Page, expect
from starlette.applications import Starlette
from starlette.routing import Mount

from tests.browser.page import cells, choose, rail, redrawn
from unrolled.app.main import create_app
from unrolled.app.settings import Settings

PREFIX = "/of/mine"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where the app is, below a prefix; there is nothing else on this server."""
    app = Starlette(routes=[Mount(PREFIX, app=create_app(Settings(cache=tmp_path)))])
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()  # who asks before it answers waits in the socket's queue
        yield f"http://127.0.0.1:{listener.getsockname()[1]}{PREFIX}/"
        server.should_exit = True
        thread.join()


def test_all_that_the_page_asks_for_lies_below_its_prefix(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    expect(page.locator("#graph")).to_have_attribute("aria-busy", "false")
    with redrawn(page):
        choose(page, "cell", "LSTM")
    assert len(cells(page)) == 8
    rail(page, "Code")
    with page.expect_download() as download:
        page.locator("#code a").click()
    assert download.value.suggested_filename == "unrolled.safetensors"
    with page.expect_response("**/api/language"):
        page.locator("#ask textarea").press_sequentially("y")
    rail(page, "Cell")
    page.get_by_role("button", name="Plot layer").click()
    expect(page.frame_locator("iframe").locator(".js-plotly-plot")).to_be_visible()
    page.keyboard.press("Escape")
    assert len(asked) > 8
    assert [url for url in asked if not url.startswith(address)] == []


def test_the_description_leads_back_to_the_page(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="API").click()
    expect(page).to_have_url(f"{address}docs")
    page.get_by_role("link", name="The graph").click()
    expect(page).to_have_url(address)
