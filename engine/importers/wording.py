"""How messages write names out of a file, which may be odd, long and many."""

from collections.abc import Iterable

SHOWN = 6  # names in a message; a file may hold thousands


def listed(names: Iterable[str]) -> str:
    """Names for a message, the first few of them."""
    all_names = [shown(name) for name in names]
    more = len(all_names) - SHOWN
    listing = ", ".join(all_names[:SHOWN]) or "nothing"
    return f"{listing} and {more} more" if more > 0 else listing


def shown(name: str) -> str:
    """A name out of a file for a message: quoted where it is odd, cut where it is long."""
    text = name if name.isprintable() and name.strip() == name != "" else repr(name)
    return text if len(text) <= 200 else f"{text[:100]}…{text[-99:]}"
