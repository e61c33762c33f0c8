"""The order of h_n: layer by layer, each forward then reverse."""

from engine.sources import Tracked
from engine.verdict.rules.asked import Asked, Warning, is_number


def halves_interleaved(asked: Asked) -> Warning | None:
    """h_n cut in the middle, as if it held all forward states first."""
    if asked.D == 1 or asked.L == 1:
        return None
    for event, before in asked.indexed("L·D"):
        key = event.args[0]
        is_half = isinstance(key, slice) and key.step is None and before.shape[0] == 2 * asked.L
        if is_half and (key.start, key.stop) in ((None, asked.L), (0, asked.L), (asked.L, None)):
            return Warning(
                4,
                "halves interleaved",
                "h_n is ordered by layer, each forward then reverse: its first half is the lower "
                "layers, not the forward direction.",
                "h_n[0::2] for forward, h_n[1::2] for reverse",
            )
    for event in asked.events:
        before = event.before
        is_view = event.name in ("view", "reshape", "unflatten") and isinstance(before, Tracked)
        if not is_view or before.axes[:1] != ("L·D",) or not isinstance(event.after, Tracked):
            continue
        if event.after.shape[:2] == (asked.D, asked.L) and asked.L != asked.D:
            return Warning(
                4,
                "halves interleaved",
                "h_n is ordered by layer, each forward then reverse: layers come first.",
                "h_n.view(L, D, B, P)",
            )
    return None


def last_of_h_n(asked: Asked) -> Warning | None:
    """h_n[-1] of a bidirectional network: the reverse direction alone."""
    if asked.D == 1 or asked.is_comparison:
        return None
    is_reverse = bool(asked.states) and all(part.direction == 1 for part in asked.states)
    for event, _ in asked.indexed("L·D"):
        if is_reverse and event.args[0] == -1 and len(asked.parts) == 1:
            return Warning(
                4,
                "reverse alone",
                "h_n[-1] of a bidirectional network is the reverse direction of the top layer "
                "alone; the forward one is h_n[-2].",
                "torch.cat((h_n[-2], h_n[-1]), dim=-1)",
            )
    return None


def first_layer(asked: Asked) -> Warning | None:
    """h_n[0] and h_n[1] taken for the two directions of the top layer."""
    keys = {event.args[0] for event, _ in asked.indexed("L·D") if is_number(event.args[0])}
    parts = asked.states
    both = {part.direction for part in parts} == {0, 1}
    if asked.L > 1 and {0, 1} <= keys and both and all(part.layer == 0 for part in parts):
        return Warning(
            4,
            "first layer",
            f"h_n[0] and h_n[1] are layer 0, the lowest of {asked.L}; the top layer’s two "
            "directions are h_n[-2] and h_n[-1].",
            "torch.cat((h_n[-2], h_n[-1]), dim=-1)",
        )
    return None
