"""Where in time a state stands: what it has read, and padding."""

import numpy as np

from engine.verdict.rules.asked import Asked, Warning, span
from engine.verdict.words import numbers


def one_step_read(asked: Asked) -> Warning | None:
    """A direction at the step where it has read a single token."""
    for part in asked.states:
        if asked.D == 1 or (part.of < 2).any() or not (part.read == 1).all():
            continue
        name, end = ("reverse", "last") if part.direction else ("forward", "first")
        axis = "dim=-1" if asked.D == 2 else "dim=1"
        return Warning(
            2,
            "one step read",
            f"The {name} half stands at its row’s {end} step, where that direction has only begun: "
            f"it has read 1 of {span(part.of)} steps.",
            f"torch.cat((h_n[-2], h_n[-1]), {axis})",
        )
    return None


def padding_read(asked: Asked) -> Warning | None:
    """Padding read as if it were data."""
    padding = [part for part in asked.parts if part.state == "padding"]
    has_time = all("T" in result.axes for result in asked.results)
    if not padding or has_time or asked.is_comparison:
        return None
    rows = np.unique(np.concatenate([part.b for part in padding]))
    mixes = any((result.ids >= asked.tensors.places.count).any() for result in asked.results)
    lengths = "lengths[:, None]"
    fix = (
        "output[torch.arange(B), lengths - 1]"
        if asked.batch_first
        else "output[lengths - 1, torch.arange(B)]"
    )
    if mixes:
        fix = f"output.sum({int(asked.batch_first)}) / {lengths}"
    verb = "is mixed in" if mixes else "is read"
    which = f"row{'s' if len(rows) > 1 else ''} {numbers(rows)}"
    message = (
        f"Padding {verb} as data: {which} ended before this step, and the zeros there are no state."
    )
    return Warning(7, "padding read", message, fix)
