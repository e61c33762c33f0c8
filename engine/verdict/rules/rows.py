"""Rows of the batch taken for steps, or mixed."""

from engine.sources import Tracked
from engine.verdict.rules.asked import Asked, Warning, is_number


def rows_mixed(asked: Asked) -> Warning | None:
    """A view that puts numbers of several rows of the batch into one."""
    for event in asked.events:
        a, after = event.before, event.after
        is_reshape = event.name in ("view", "reshape", "flatten") and isinstance(after, Tracked)
        if not is_reshape or not isinstance(a, Tracked) or after.value.size != a.value.size:
            continue
        B = asked.tensors.trace.B
        behind = a.axes.index("B") if "B" in a.axes else 0
        if not behind or not after.shape or after.shape[0] != B or after.axes[:1] == ("B",):
            continue
        if any(n > 1 for n in a.shape[:behind]):
            order = ", ".join(map(str, [behind, *(k for k in range(a.value.ndim) if k != behind)]))
            rest = ", ".join(map(str, after.shape[1:])) if after.value.ndim > 2 else "-1"
            turned = "h_n" if a.axes[0] == "L·D" else "output"
            return Warning(
                3,
                "rows mixed",
                f"B is axis {behind} of what {event.name} is called on, so it cuts across rows: "
                "each row of the result holds numbers of several rows of the batch"
                + ("." if B > 1 else ", as soon as there is more than one."),
                f"{turned}.permute({order}).reshape(B, {rest})",
            )
    return None


def h_n_batch_first(asked: Asked) -> Warning | None:
    """h_n read as if it had B in front."""
    for event, before in asked.indexed("L·D"):
        is_row = len(event.args) > 1 and event.args[0] == slice(None) and event.args[1] == -1
        if is_row and before.axes[1:2] == ("B",):
            return Warning(
                5,
                "h_n is never batch-first",
                "batch_first changes x and output, never h_n and c_n: their first axis is L·D, and "
                "this is the last row of the batch.",
                "h_n[-1]",
            )
    return None


def batch_and_time(asked: Asked) -> Warning | None:
    """The last row of the batch taken for the last step."""
    first, second = ("B", "T") if asked.batch_first else ("T", "B")
    for event, before in asked.indexed(first):
        if before.axes[1:2] != (second,):
            continue
        at = 0 if asked.batch_first else 1
        chosen = [*event.args, slice(None), slice(None)][:2]
        if is_number(chosen[at]) and chosen[at] == -1 and chosen[1 - at] == slice(None):
            wrong, right = ("[-1]", "[:, -1]") if asked.batch_first else ("[:, -1]", "[-1]")
            return Warning(
                6,
                "batch and time exchanged",
                f"With batch_first={asked.batch_first} {wrong} is the last row of the batch, at "
                "every step, and not the last step.",
                f"output{right}",
            )
    return None
