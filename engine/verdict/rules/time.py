"""Where in time a state stands: what it has read, and padding."""

import numpy as np

from engine.sources import Tracked
from engine.verdict.rules.asked import Asked, Finding, rows, span

top_state = "torch.cat((h_n[-2], h_n[-1]), dim=-1)"


def one_step_read(asked: Asked) -> Finding | None:
    """A direction of ``output`` at the step where it has read a single token."""
    parts = [part for part in asked.states if part.state == "h" and part.layer == asked.L - 1]
    for part in parts:
        if asked.D == 1 or (part.of < 2).any() or not (part.read == 1).all():
            continue
        name, end, t = ("reverse", "last", "0") if part.direction else ("forward", "first", "-1")
        half = "P:" if part.direction else ":P"
        index = f":, {t}, {half}" if asked.batch_first else f"{t}, :, {half}"
        has_both = {each.direction for each in parts} == {0, 1}
        return Finding(
            2,
            "one step read",
            f"The {name} half stands at its row’s {end} step, where that direction has only begun: "
            f"it has read 1 of {span(part.of)} steps.",
            top_state if has_both else f"output[{index}]",
        )
    return None


def padding_read(asked: Asked) -> Finding | None:
    """Padding read as if it were data."""
    padding = [
        part
        for result, parts in zip(asked.results, asked.reads, strict=True)
        for part in parts
        if part.state == "padding"
        and not any("T" in (axis or "").split("·") for axis in result.axes)
    ]
    if not padding:
        return None
    done = {event.name for event in asked.events}
    mixes = not done.isdisjoint({"mean", "max", "min", "amax", "amin", "softmax"})
    if "sum" in done and not mixes:
        return None  # zeros add nothing
    if mixes:
        fix = f"output.sum({int(asked.batch_first)}) / lengths[:, None]"
    elif asked.D == 2:
        fix = top_state
    elif asked.batch_first:
        fix = "output[torch.arange(B), lengths - 1]"
    else:
        fix = "output[lengths - 1, torch.arange(B)]"
    return Finding(
        7,
        "padding read",
        f"Padding is {'mixed in' if mixes else 'read'} as data: "
        f"{rows(np.concatenate([part.b for part in padding]))} ended before this step, and what "
        "stands there is no state.",
        fix,
    )


def zeros_read(asked: Asked) -> Finding | None:
    """Rows of x that end or begin in zeros, and were run without lengths."""
    trace = asked.tensors.trace
    if trace.packed or trace.B == 1 or not asked.states:
        return None
    is_zero = np.asarray(~trace.x.any(axis=2))  # (T, B)
    for number, step, end, direction in ((9, -1, "ends", 1), (8, 0, "begins", 0)):
        padded = np.flatnonzero(is_zero[step] & ~is_zero.all(axis=0))
        read = [part for part in asked.states if part.direction == direction]
        if not 0 < len(padded) < trace.B or not read:
            continue
        name = "reverse" if direction else "forward"
        of = np.concatenate([part.b for part in read])
        if not np.isin(padded, of).any():
            continue
        return Finding(
            number,
            "zeros read as data",
            f"x {end} in zeros in {rows(padded)}, and no lengths were given: the {name} direction "
            "reads these zeros first, as data.",
            "nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False)"
            if direction
            else "",
        )
    return None


def steps_turned(asked: Asked) -> Finding | None:
    """States put beside others that stand in the opposite order of time."""
    orders = [_orders(asked, result) for result in asked.results]
    together = [set[bool]().union(*orders)] if asked.is_comparison else orders
    if not any(len(each) > 1 for each in together):
        return None
    is_keras = asked.tensors.names == "keras"
    own = "a backward layer alone gives its last t first; " if is_keras else ""
    return Finding(
        18,
        "steps turned",
        f"Two orders of time meet here: {own}where one state stands at t, the other stands at "
        "T - 1 - t.",
        "np.flip(backward_outputs, axis=1)" if is_keras else "output",
    )


def _orders(asked: Asked, a: Tracked) -> set[bool]:
    """For the states of each direction that go along T one by one, whether they go forward."""
    if "T" not in a.axes or a.value.size == 0:
        return set()
    places, axis, found = asked.tensors.places, a.axes.index("T"), set()
    ends = [places.where(a.sets.places_of(a.ids.take([end], axis))) for end in (0, -1)]
    for direction in (0, 1):
        mine = [
            k
            for k, block in enumerate(places.blocks)
            if block.state in ("h", "c") and block.direction == direction
        ]
        first, last = (np.unique(end.t[np.isin(end.block, mine)]) for end in ends)
        if len(first) == len(last) == 1 and first != last:
            found.add(bool(first < last))
    return found
