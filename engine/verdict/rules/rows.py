"""Rows of the batch taken for steps, or mixed."""

import numpy as np

from ...sources.tracked import Tracked
from ..words import numbers
from .asked import Asked, Finding, has_axis, is_last, is_number
from .time import last_step, top_layer


def rows_mixed(asked: Asked) -> Finding | None:
    """A view that puts numbers of several rows of the batch into one."""
    trace = asked.tensors.trace
    for event in asked.events:
        a, after = event.before, event.after
        is_reshape = event.name in ("view", "reshape", "flatten") and isinstance(after, Tracked)
        if not is_reshape or not isinstance(a, Tracked) or "B" not in a.axes:
            continue
        behind = a.axes.index("B")
        if "B" in after.axes:
            continue
        takes_rows = after.shape[:1] == (trace.B,) and any(n > 1 for n in a.shape[:behind])
        if takes_rows or _holds_several_rows(a, behind, after):
            return Finding(
                3,
                "rows mixed",
                f"B is axis {behind} of what {event.name} is called on, so it cuts across rows: "
                "each row of the result holds numbers of several rows of the batch"
                + ("." if trace.B > 1 else ", as soon as there is more than one."),
                _apart(asked, a, behind, after),
            )
        if a.axes[:2] == ("B", "T") and after.shape[:2] == (a.shape[1], trace.B):
            return Finding(
                3,
                "rows mixed",
                f"{event.name} keeps the order in which the numbers stand, and exchanges no axes: "
                "what becomes one step holds numbers of several steps and rows.",
                f"{asked.named(a)}.transpose(0, 1)",
            )
    return None


def _holds_several_rows(a: Tracked, behind: int, after: Tracked) -> bool:
    """Whether a view has an axis as long as B, and along its last one several rows nevertheless."""
    B = a.shape[behind]
    if B not in after.shape[:-1] or has_axis(after, "B"):
        return False
    row = np.arange(B).reshape(B, *[1] * (a.value.ndim - behind - 1))
    of = np.broadcast_to(row, a.shape).reshape(after.shape)
    return bool((of != of[..., :1]).any())


def _apart(asked: Asked, a: Tracked, behind: int, after: Tracked) -> str:
    """The view that is meant, of rows that stay apart; empty where that can't be told."""
    B, n = asked.tensors.trace.B, a.shape[-1]
    both = (asked.L, B, asked.D * n)
    if asked.D == 2 and after.shape == both and a.shape == (asked.L * asked.D, B, n):
        return f"{asked.named(a)}.view(L, D, B, {n}).transpose(1, 2).reshape(L, B, -1)"
    if after.shape[0] != B:
        return ""
    order = [behind, *(k for k in range(a.value.ndim) if k != behind)]
    rest = ", ".join(map(str, after.shape[1:])) if after.value.ndim > 2 else "-1"
    return f"{_part(asked, a)}.permute({', '.join(map(str, order))}).reshape(B, {rest})"


def _part(asked: Asked, a: Tracked) -> str:
    """What is typed for a tensor, be it the last rows of h_n."""
    name, n = asked.named(a), a.shape[0]
    if a.axes[0] != "L·D" or n == asked.L * asked.D:
        return name
    return f"{name}[-{n}:]"


def h_n_batch_first(asked: Asked) -> Finding | None:
    """h_n read as if it had B in front."""
    for keys, before in asked.indexed("L·D"):
        is_row = len(keys) > 1 and keys[0] == slice(None) and is_number(keys[1]) and keys[1] == -1
        if is_row and before.axes[1:2] == ("B",):
            name = asked.named(before)
            return Finding(
                5,
                "h_n is never batch-first",
                f"batch_first changes x and output, never h_n and c_n: axis 0 of {name} is L·D, "
                "and this is the last row of the batch, in every layer and direction.",
                top_layer(asked, name),
            )
    return None


def batch_and_time(asked: Asked) -> Finding | None:
    """The last row of the batch taken for the last step."""
    first, second = ("B", "T") if asked.batch_first else ("T", "B")
    at = 0 if asked.batch_first else 1
    has_many_steps = any(len(np.unique(part.t)) > 1 for part in asked.parts)
    for keys, before in asked.indexed(first):
        chosen = [*keys, slice(None), slice(None)][:2]
        if before.axes[1:2] != (second,) or not is_last(chosen[at]) or not has_many_steps:
            continue
        if chosen[1 - at] == slice(None):
            wrong = "[-1]" if asked.batch_first else "[:, -1]"
            return Finding(
                6,
                "batch and time exchanged",
                f"batch_first is {asked.batch_first}, so {wrong} is the last row of the batch, at "
                "every step, and not the last step.",
                last_step(asked, asked.named(before)),
            )
    return None


def rows_reordered(asked: Asked) -> Finding | None:
    """Rows of a packed batch in another order than those of x."""
    trace = asked.tensors.trace
    if not trace.packed or asked.is_comparison:
        return None
    for a, parts in zip(asked.results, asked.reads, strict=True):
        order = _order(asked, a)
        if order == sorted(order) or len(set(order)) < trace.B:
            continue
        is_top = all(part.is_whole and part.layer == asked.L - 1 for part in parts)
        return Finding(
            10,
            "rows reordered",
            f"The rows are those of x in another order: {numbers(np.array(order), ordered=False)}. "
            "What was packed comes back in the order in which it was given, so only rows that were "
            "sorted before have to be turned back.",
            top_layer(asked) if is_top else "",
        )
    return None


def _order(asked: Asked, a: Tracked) -> list[int]:
    """For each place along B, the row of x that stands there; empty where that is no single one."""
    if "B" not in a.axes or a.shape[a.axes.index("B")] != asked.tensors.trace.B or not a.ids.size:
        return []
    found = []
    for ids in np.moveaxis(a.ids, a.axes.index("B"), 0):
        where = asked.tensors.places.where(a.sets.places_of(ids.max(keepdims=True)))
        rows = np.unique(where.b)
        if len(rows) != 1:
            return []
        found.append(int(rows[0]))
    return found
