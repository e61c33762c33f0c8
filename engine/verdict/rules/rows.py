"""Rows of the batch taken for steps, or mixed."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ...sources.tracked import Tracked
from ..words import numbers
from .asked import Asked, Finding, has_axis, is_last, is_number
from .time import last_step, top_layer


def rows_mixed(asked: Asked) -> Finding | None:
    """A view that puts numbers of several rows of the batch into one."""
    trace = asked.tensors.trace
    for event in asked.events:
        a, after = event.before, event.after
        is_reshape = event.name in RESHAPES and isinstance(after, Tracked)
        if not is_reshape or not isinstance(a, Tracked):
            continue
        if "B" not in a.axes or len(a.shape) == 1:
            if _mixes(asked, a, after):
                return _cut_across(event.name, "")
            continue
        behind = a.axes.index("B")
        if "B" in after.axes:
            continue
        takes_rows = after.shape[:1] == (trace.B,) and any(n > 1 for n in a.shape[:behind])
        if takes_rows or _holds_several_rows(a, behind, after):
            where = f"B is axis {behind} of what {event.name} is called on, so it"
            found = _cut_across(where, _apart(asked, a, behind, after))
            later = ", as soon as there is more than one."
            return (
                found
                if trace.B > 1
                else replace(found, message=found.message.removesuffix(".") + later)
            )
        if _mixes(asked, a, after):
            return _cut_across(event.name, "")
        if a.axes[:2] == ("B", "T") and after.shape[:2] == (a.shape[1], trace.B):
            return Finding(
                3,
                "rows mixed",
                f"{event.name} keeps the order in which the numbers stand, and exchanges no axes: "
                "what becomes one step holds numbers of several steps and rows.",
                f"{asked.named(a)}.transpose(0, 1)",
            )
    return None


RESHAPES = ("view", "reshape", "flatten", "view_as", "reshape_as")


def _cut_across(what: str, fix: str) -> Finding:
    return Finding(
        3,
        "rows mixed",
        f"{what} cuts across rows: each row of the result holds numbers of several rows of the "
        "batch.",
        fix,
    )


def _mixes(asked: Asked, a: Tracked, after: Tracked) -> bool:
    """Whether rows that stood apart along an axis are mixed in what stands first afterwards."""
    places, B = asked.tensors.places, asked.tensors.trace.B
    ids = a.ids
    is_each_one = bool(ids.size) and bool(((ids >= 0) & (ids < places.count)).all())
    if B == 1 or after.shape[:1] != (B,) or not is_each_one:
        return False
    rows = places.where(ids).b
    return _stand_apart(rows) and not _stand_apart(places.where(after.ids).b)


def _stand_apart(rows: npt.NDArray[np.intp]) -> bool:
    """Whether along some axis each entry holds a single row of the batch."""
    for axis in range(rows.ndim):
        lines = np.moveaxis(rows, axis, 0).reshape(rows.shape[axis], -1)
        if (lines == lines[:, :1]).all():
            return True
    return False


def batch_dropped(asked: Asked) -> Finding | None:
    """A squeeze() of everything that drops the batch, as it has one row."""
    for event in asked.events:
        a, after = event.before, event.after
        is_all = event.name == "squeeze" and all(arg is None for arg in event.args)
        if not is_all or not isinstance(a, Tracked) or not isinstance(after, Tracked):
            continue
        if "B" not in a.axes or "B" in after.axes or a.shape[a.axes.index("B")] != 1:
            continue
        others = [k for k, n in enumerate(a.shape) if n == 1 and a.axes[k] != "B"]
        is_whole = a.shape in ((asked.L * asked.D, 1, a.shape[-1]), asked.tensors.output.shape)
        axes = ", ".join(map(str, others))
        squeezed = f".squeeze({axes if len(others) == 1 else f'({axes})'})" if others else ""
        return Finding(
            3,
            "batch dropped",
            "squeeze() drops every axis of length 1, and B is 1 here: of a batch of one row no "
            "batch is left. Name the axis that is meant.",
            f"{asked.named(a)}{squeezed}" if is_whole else "",
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
    has_many_steps = any(len(np.unique(reading.t)) > 1 for reading in asked.readings)
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
    for a, readings in zip(asked.results, asked.reads, strict=True):
        order = _order(asked, a)
        if order == sorted(order) or len(set(order)) < trace.B:
            continue
        is_top = all(reading.is_whole and reading.layer == asked.L - 1 for reading in readings)
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
