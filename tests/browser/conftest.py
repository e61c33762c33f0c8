"""A real browser on the real server; an error that nobody expected fails the test."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage

from tests import chromium
from tests.serving import served


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
    return {**browser_context_args, "viewport": {"width": 1440, "height": 900}}


@pytest.fixture
def expected_errors() -> list[str]:
    """Parts of messages that may appear: Chromium logs every failed request as an error."""
    return []


@pytest.fixture(autouse=True)
def errors(context: BrowserContext, expected_errors: list[str]) -> Iterator[list[str]]:
    """What any page of the test logged as an error or threw, so far."""
    seen: list[str] = []

    def log(message: ConsoleMessage) -> None:
        if message.type == "error":
            seen.append(f"{message.text} {message.location['url']}")

    context.on("console", log)
    context.on("weberror", lambda it: seen.append(str(it.error)))
    yield seen
    for page in context.pages:
        page.evaluate("0")  # what is still under way arrives before the answer
    assert [text for text in seen if not any(part in text for part in expected_errors)] == []
