"""The order of h_n: layer by layer, each forward then reverse."""

from engine.sources import Tracked
from engine.verdict.rules.asked import Asked, Finding, is_number
from engine.verdict.rules.time import top_state


def halves_interleaved(asked: Asked) -> Finding | None:
    """h_n cut or viewed as if it held all forward states first."""
    D, L = asked.D, asked.L
    if D == 1 or L == 1:
        return None
    for event in asked.events:
        a, after = event.before, event.after
        whole = isinstance(a, Tracked) and a.axes[:1] == ("L·D",) and a.shape[0] == L * D
        if not whole or not isinstance(after, Tracked):
            continue
        name = asked.named(a)
        key = event.args[0] if event.args else None
        if event.name == "[]" and isinstance(key, slice) and key.step is None:
            ends = (key.start or 0, 2 * L if key.stop is None else key.stop)
            if ends in ((0, L), (L, 2 * L)):
                half, wanted = ("upper", "reverse") if key.start == L else ("lower", "forward")
                return Finding(
                    4,
                    "halves interleaved",
                    f"{name} is ordered by layer, each forward then reverse: this half is the "
                    f"{half} layers, not the {wanted} direction.",
                    f"{name}[{int(half == 'upper')}::2]",
                )
        is_view = event.name in ("view", "reshape", "unflatten")
        if is_view and after.shape[:2] == (D, L) and L != D:
            return Finding(
                4,
                "halves interleaved",
                f"{name} is ordered by layer, each forward then reverse: L comes before D.",
                f"{name}.view(L, D, {', '.join(map(str, after.shape[2:]))})",
            )
    return None


def last_of_h_n(asked: Asked) -> Finding | None:
    """h_n[-1] of a bidirectional network: the reverse direction alone."""
    is_reverse = bool(asked.states) and all(part.direction == 1 for part in asked.states)
    if asked.D == 1 or not is_reverse or asked.is_comparison:
        return None
    if any(event.args[0] == -1 for event, _ in asked.indexed("L·D")):
        return Finding(
            4,
            "reverse alone",
            "h_n[-1] of a bidirectional network is the reverse direction of the top layer alone; "
            "the forward one is h_n[-2].",
            top_state,
        )
    return None


def first_layer(asked: Asked) -> Finding | None:
    """h_n[0] and h_n[1] taken for the two directions of the top layer."""
    keys = {event.args[0] for event, _ in asked.indexed("L·D") if is_number(event.args[0])}
    directions = {part.direction for part in asked.states if part.layer == 0}
    is_lowest = all(part.layer == 0 for part in asked.states)
    if asked.L > 1 and {0, 1} <= keys and directions == {0, 1} and is_lowest:
        return Finding(
            4,
            "first layer",
            f"h_n[0] and h_n[1] are layer 0, the lowest of {asked.L}; the top layer’s two "
            "directions are h_n[-2] and h_n[-1].",
            top_state,
        )
    return None
