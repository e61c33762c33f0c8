"""A real browser on the real server; an error that nobody expected fails the test."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, WebError, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests import chromium
from tests.serving import served

# What does not come at all fails later for it; what comes late, on a loaded machine, does not fail.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """The address of a server for the session; ``page.goto("/")`` goes there."""
    with served() as (_, address):
        yield address


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, **chromium.launch_arguments()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Nothing moves, so that what is read stands still; tests of motion switch it on."""
    size = {"width": 1440, "height": 900}
    return {**browser_context_args, "viewport": size, "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def common_context(
    browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[BrowserContext]:
    """One for all tests, as it keeps the page's files, which takes half of a test's time."""
    context = browser.new_context(**browser_context_args)
    yield context
    context.close()


@pytest.fixture
def own_context(new_context: CreateContextCallback) -> BrowserContext:
    """For tests that leave something behind: a clock, a permission, a touch screen."""
    return new_context()


@pytest.fixture
def context(request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """Where the test's pages are: the common one, unless the test uses ``own_context``."""
    has_own = "own_context" in request.fixturenames
    context: BrowserContext = request.getfixturevalue(
        "own_context" if has_own else "common_context"
    )
    yield context
    for page in context.pages:
        page.close()


@pytest.fixture
def expected_errors() -> list[str]:
    """Parts of messages that may appear: Chromium logs every failed request as an error."""
    return []


# What is still under way arrives before the answer; a page that never loaded has no storage.
_leave = "try { localStorage.clear(); } catch {}"


@pytest.fixture(autouse=True)
def errors(context: BrowserContext, expected_errors: list[str]) -> Iterator[list[str]]:
    """What any page of the test logged as an error or threw, so far."""
    seen: list[str] = []

    def log(message: ConsoleMessage) -> None:
        if message.type == "error":
            seen.append(f"{message.text} {message.location['url']}")

    def throw(error: WebError) -> None:
        seen.append(str(error.error))

    context.on("console", log)
    context.on("weberror", throw)
    yield seen
    for page in context.pages:
        page.evaluate(_leave)
    context.remove_listener("console", log)
    context.remove_listener("weberror", throw)
    assert [text for text in seen if not any(part in text for part in expected_errors)] == []
