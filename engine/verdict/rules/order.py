"""The order of h_n: layer by layer, each forward then reverse."""

from collections.abc import Iterator
from typing import Any

from ...sources.tracked import Tracked
from .asked import Asked, Finding, is_last, is_number
from .time import top_layer


def halves_interleaved(asked: Asked) -> Finding | None:
    """h_n cut or viewed as if it held all forward states first."""
    D, L = asked.D, asked.L
    if D == 1 or L == 1:
        return None
    for a, name, after, args in _of_whole(asked):
        start = _half(asked, name, after, args)
        if start is not None:
            half, wanted = ("upper", "reverse") if start else ("lower", "forward")
            return Finding(
                4,
                "halves interleaved",
                f"{asked.named(a)} is ordered by layer, each forward then reverse: its {half} half "
                f"is the {half} layers, not the {wanted} direction.",
                f"{asked.named(a)}[{int(half == 'upper')}::2]",
            )
        is_view = name in ("view", "reshape", "unflatten") and isinstance(after, Tracked)
        if is_view and after.shape[:2] == (D, L) and L != D:
            return Finding(
                4,
                "halves interleaved",
                f"{asked.named(a)} is ordered by layer, each forward then reverse: L comes before "
                "D.",
                f"{asked.named(a)}.view(L, D, {', '.join(map(str, after.shape[2:]))})",
            )
    return None


def _of_whole(asked: Asked) -> Iterator[tuple[Tracked, str, Any, tuple[Any, ...]]]:
    """What is done to all of h_n or c_n: that, the operation, what it gave, its arguments."""
    for event in asked.events:
        a = event.before
        if isinstance(a, Tracked) and a.axes[:1] == ("L·D",) and len(a.value) == asked.L * asked.D:
            yield a, event.name, event.after, event.args


def _half(asked: Asked, name: str, after: Any, args: tuple[Any, ...]) -> int | None:
    """The row at which a half of h_n begins that is cut off; None where it isn't cut so."""
    L = asked.L
    if L == asked.D and all(reading.layer == L - 1 for reading in asked.states):
        return None  # of two layers, the upper half is the top one
    if name in ("chunk", "split"):
        return 0 if [len(each.value) for each in after] == [L, L] else None
    key = args[0] if name == "[]" and args else None
    if not isinstance(key, slice):
        return None
    start, stop, step = key.indices(2 * L)
    return start if step == 1 and (start, stop) in ((0, L), (L, 2 * L)) else None


def last_of_h_n(asked: Asked) -> Finding | None:
    """h_n[-1] of a bidirectional network: the reverse direction alone."""
    is_reverse = bool(asked.states) and all(reading.direction == 1 for reading in asked.states)
    if asked.D == 1 or not is_reverse or asked.is_comparison:
        return None
    for keys, a in asked.indexed("L·D"):
        rows, key = asked.L * asked.D, keys[0]
        if len(a.value) == rows and (is_last(key) or (is_number(key) and key == rows - 1)):
            of = asked.named(a)
            return Finding(
                4,
                "reverse alone",
                f"{of}[-1] of a bidirectional network is the reverse direction of the top layer "
                f"alone; the forward one is {of}[-2].",
                top_layer(asked, of),
            )
    return None


def first_layer(asked: Asked) -> Finding | None:
    """h_n[0] and h_n[1] taken for the two directions of the top layer."""
    indexed = list(asked.indexed("L·D"))
    keys = [keys[0] for keys, _ in indexed]
    numbers = {key for key in keys if is_number(key)}
    # Half of two layers is told as such.
    is_cut = asked.L > 2 and any(
        key in (slice(2), slice(0, 2)) for key in keys if isinstance(key, slice)
    )
    directions = {reading.direction for reading in asked.states if reading.layer == 0}
    is_lowest = all(reading.layer == 0 for reading in asked.states)
    if asked.L > 1 and (is_cut or {0, 1} <= numbers) and directions == {0, 1} and is_lowest:
        of = asked.named(indexed[0][1])
        return Finding(
            4,
            "first layer",
            f"{of}[0] and {of}[1] are layer 0, the lowest of {asked.L}; the top layer’s two "
            f"directions are {of}[-2] and {of}[-1].",
            top_layer(asked, of),
        )
    return None
