"""The watch over a page's errors, without which its silence would prove nothing."""

from playwright.sync_api import Page


def test_a_logged_error_is_seen(page: Page, errors: list[str], expected_errors: list[str]) -> None:
    expected_errors.append("planted")
    page.evaluate("console.error('planted'); console.warn('a warning')")
    (seen,) = errors
    assert "planted" in seen


def test_a_thrown_error_is_seen(page: Page, errors: list[str], expected_errors: list[str]) -> None:
    expected_errors.append("planted")
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('planted'); })")
    (seen,) = errors
    assert "planted" in seen


def test_a_failed_request_is_seen_with_its_address(
    page: Page, errors: list[str], expected_errors: list[str]
) -> None:
    # An answer that is no page names no icon, so Chromium may ask for the usual one as well.
    expected_errors += ["/api/nothing-here", "/favicon.ico"]
    page.goto("/api/nothing-here")
    assert any("404" in seen and "/api/nothing-here" in seen for seen in errors)
