"""Rows of the batch taken for steps, or mixed."""

import numpy as np

from engine.sources import Tracked
from engine.verdict.rules.asked import Asked, Finding, is_number


def rows_mixed(asked: Asked) -> Finding | None:
    """A view that puts numbers of several rows of the batch into one."""
    B = asked.tensors.trace.B
    for event in asked.events:
        a, after = event.before, event.after
        is_reshape = event.name in ("view", "reshape", "flatten") and isinstance(after, Tracked)
        if not is_reshape or not isinstance(a, Tracked) or "B" not in a.axes:
            continue
        behind = a.axes.index("B")
        takes_rows = after.shape[:1] == (B,) and "B" not in after.axes
        if takes_rows and any(n > 1 for n in a.shape[:behind]):
            order = [behind, *(k for k in range(a.value.ndim) if k != behind)]
            rest = ", ".join(map(str, after.shape[1:])) if after.value.ndim > 2 else "-1"
            return Finding(
                3,
                "rows mixed",
                f"B is axis {behind} of what {event.name} is called on, so it cuts across rows: "
                "each row of the result holds numbers of several rows of the batch"
                + ("." if B > 1 else ", as soon as there is more than one."),
                f"{asked.named(a)}.permute({', '.join(map(str, order))}).reshape(B, {rest})",
            )
    return None


def h_n_batch_first(asked: Asked) -> Finding | None:
    """h_n read as if it had B in front."""
    for event, before in asked.indexed("L·D"):
        is_row = len(event.args) > 1 and event.args[0] == slice(None) and event.args[1] == -1
        if is_row and before.axes[1:2] == ("B",):
            name = asked.named(before)
            return Finding(
                5,
                "h_n is never batch-first",
                f"batch_first changes x and output, never h_n and c_n: axis 0 of {name} is L·D, "
                "and this is the last row of the batch, in every layer and direction.",
                f"{name}[-1]",
            )
    return None


def batch_and_time(asked: Asked) -> Finding | None:
    """The last row of the batch taken for the last step."""
    first, second = ("B", "T") if asked.batch_first else ("T", "B")
    at = 0 if asked.batch_first else 1
    has_many_steps = any(len(np.unique(part.t)) > 1 for part in asked.parts)
    for event, before in asked.indexed(first):
        chosen = [*event.args, slice(None), slice(None)][:2]
        is_last_row = is_number(chosen[at]) and chosen[at] == -1
        if before.axes[1:2] != (second,) or not is_last_row or not has_many_steps:
            continue
        if chosen[1 - at] == slice(None):
            wrong, right = ("[-1]", "[:, -1]") if asked.batch_first else ("[:, -1]", "[-1]")
            return Finding(
                6,
                "batch and time exchanged",
                f"batch_first is {asked.batch_first}, so {wrong} is the last row of the batch, at "
                "every step, and not the last step.",
                f"{asked.named(before)}{right}",
            )
    return None
