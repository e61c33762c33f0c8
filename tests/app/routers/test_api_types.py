"""The page's types are those of what the server takes and sends."""

from tests.api_types import FILE, generated


def test_the_types_that_are_checked_in_are_those_that_the_api_has_now() -> None:
    now = generated()
    assert "Summary: {" in now
    assert FILE.read_text(encoding="utf-8") == now, "The types are stale: run `make types`."
