"""Where in time a state stands: what it has read, and padding."""

import numpy as np

from ...sources.tracked import Tracked
from ..readings import Reading
from .asked import Asked, Finding, has_axis, rows, span


def one_step_read(asked: Asked) -> Finding | None:
    """A direction of ``output`` at the step where it has read a single token."""
    readings = [
        reading
        for result, readings in zip(asked.results, asked.reads, strict=True)
        for reading in readings
        if reading.state == "h"
        and reading.layer == asked.L - 1
        and not _is_one_cells(asked, result, readings)
    ]
    for reading in readings:
        of = reading.length[reading.length > 1]  # a row of one step is read whole
        if asked.D == 1 or not len(of) or not (reading.read == 1).all():
            continue
        name, end, t = ("reverse", "last", "0") if reading.direction else ("forward", "first", "-1")
        half = "P:" if reading.direction else ":P"
        index = f":, {t}, {half}" if asked.batch_first else f"{t}, :, {half}"
        has_both = {each.direction for each in readings} == {0, 1}
        return Finding(
            2,
            "one step read",
            f"The {name} half is where that direction begins, at its row’s {end} t: "
            f"it has read 1 of {span(of)} steps.",
            top_layer(asked) if has_both else f"output[{index}]",
        )
    return None


def _is_one_cells(asked: Asked, a: Tracked, readings: list[Reading]) -> bool:
    """Whether it is of h(layer, direction): the direction is what was asked, and no half."""
    is_pytorch = asked.tensors.names == "pytorch"  # others have tensors of one direction alone
    return is_pytorch and len(readings) == 1 and a.axes[-1:] == (asked.tensors.places.h_size,)


def padding_read(asked: Asked) -> Finding | None:
    """Padding read as if it were data."""
    padding = [
        reading
        for result, readings in zip(asked.results, asked.reads, strict=True)
        for reading in readings
        if reading.state == "padding" and not has_axis(result, "T")
    ]
    done = {event.name for event in asked.events}
    if not padding or not done.isdisjoint({"where", "masked_fill"}):
        return None  # what is masked weighs nothing
    mixing = ("mean", "max", "amax", "min", "amin", "softmax")
    mixes = next((name for name in mixing if name in done), "")
    if "sum" in done and not mixes:
        return None  # zeros add nothing
    name = asked.holding(padding[0].of_block)
    return Finding(
        7,
        "padding read",
        f"Padding is {'mixed in' if mixes else 'read'} as data: "
        f"{rows(np.concatenate([reading.b for reading in padding]))} ended before "
        f"{'the last step' if mixes else 'this step'}, and what stands there is no state.",
        _without_padding(asked, name, mixes) if mixes else last_step(asked, name),
    )


def _without_padding(asked: Asked, name: str, mixes: str) -> str:
    """The same mixture of a tensor, without what lies past each row's length."""
    axis = int(asked.batch_first)
    if mixes == "mean":
        return f"{name}.sum({axis}) / lengths[:, None]"
    if mixes == "softmax":
        return ""  # the scores to mask have no name
    mask = "torch.arange(T) < lengths[:, None]" if axis else "torch.arange(T)[:, None] < lengths"
    end = "-inf" if "max" in mixes else "inf"
    masked = f'torch.where(({mask})[..., None], {name}, float("{end}"))'
    return f"{masked}.a{mixes[-3:]}({axis})"


def top_layer(asked: Asked, name: str = "h_n") -> str:
    """What to write for the top layer's part of h_n or c_n."""
    return f"torch.cat(({name}[-2], {name}[-1]), dim=-1)" if asked.D == 2 else f"{name}[-1]"


def last_step(asked: Asked, name: str = "output") -> str:
    """What to write for each row's own last step; both directions of ``output`` end elsewhere."""
    trace = asked.tensors.trace
    if name == "output" and asked.D == 2:
        return top_layer(asked)
    if len(np.unique(trace.packing.lengths)) > 1:
        at = "torch.arange(B), lengths - 1" if trace.batch_first else "lengths - 1, torch.arange(B)"
    else:
        at = ":, -1" if trace.batch_first else "-1"
    return f"{name}[{at}]"


def zeros_read(asked: Asked) -> Finding | None:
    """Rows of x that end or begin in zeros, and were run without lengths."""
    trace = asked.tensors.trace
    if trace.packed or trace.B == 1 or not asked.states:
        return None
    is_zero = np.asarray(~trace.x.any(axis=2))  # (T, B)
    front = np.logical_and.accumulate(is_zero)
    back = np.logical_and.accumulate(is_zero[::-1])[::-1]
    at_an_end = [
        reading
        for result, readings in zip(asked.results, asked.reads, strict=True)
        for reading in readings
        if reading.is_state and reading.direction == 0 and not has_axis(result, "T")
    ]
    for number, zeros, end, direction, how in (
        (9, back, "ends", 1, "the reverse direction reads these zeros first"),
        (8, front, "begins", 0, "the forward direction reads these zeros first"),
        (7, back, "ends", 0, "what is read stands behind these zeros, and has read them"),
    ):
        padded = np.flatnonzero(zeros.any(axis=0) & ~is_zero.all(axis=0))
        if not 0 < len(padded) < trace.B:
            continue
        if number == 7:
            harmed = [reading.b[zeros[reading.t, reading.b]] for reading in at_an_end]
        else:
            harmed = [reading.b for reading in asked.states if reading.direction == direction]
        of = np.concatenate([*harmed, np.array([], int)])
        if not np.isin(padded, of).any():
            continue
        first = "batch_first=True, " if asked.batch_first else ""
        return Finding(
            number,
            "zeros read as data",
            f"x {end} in zeros in {rows(padded)}, and no lengths were given: {how}, as data.",
            f"nn.utils.rnn.pack_padded_sequence(x, lengths, {first}enforce_sorted=False)"
            if zeros is back
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
