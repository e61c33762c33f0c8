"""The lines of a text, without the indentation that they share where they were cut out."""

import re

from ..errors import AskError

_unreadable = re.compile("[\0\ud800-\udfff]")


def lines_of(text: str) -> list[str]:
    """The lines as Python counts them: other characters that may look like an end are none."""
    return re.split(r"\r\n|\r|\n", text)


def outdented(text: str) -> tuple[list[str], list[int]]:
    """The lines without the indentation that they share.

    The first line may lack it, as where a selection began in the middle of it.

    Args:
        text: as it was typed or pasted.

    Returns:
        The lines, and how many characters were taken off each.

    Raises:
        AskError: it holds a character that no source can.
    """
    lines = lines_of(text)
    for k, line in enumerate(lines):
        if found := _unreadable.search(line):
            message = f"The character {found[0]!r} can't be read; remove it."
            raise AskError(message).within(k, found.start(), found.end())
    indents = [len(line) - len(line.lstrip(" \t")) for line in lines]
    # Comments stand where they like.
    filled = [k for k, line in enumerate(lines) if line.strip() and line.strip()[0] != "#"]
    if not filled:
        return lines, [0] * len(lines)
    first, rest = filled[0], [indents[k] for k in filled[1:]]
    shared = [min([indents[first], *rest])] * len(lines)
    goes_on = lines[first].partition("#")[0].rstrip().endswith((":", "(", "[", ","))
    if not indents[first] and rest and not goes_on:
        shared[first + 1 :] = [min(rest)] * (len(lines) - first - 1)
    removed = [min(n, indent) for n, indent in zip(shared, indents, strict=True)]
    return [line[n:] for line, n in zip(lines, removed, strict=True)], removed


def shifted(error: AskError, removed: list[int]) -> AskError:
    """The error with its column in the text as it was typed."""
    if error.line is not None:
        error.column += removed[error.line]
        error.end += removed[error.line]
    return error
