"""What chooses element by element, by a mask of truths."""

from typing import Any

import numpy as np

from ...sources.tracked import Tracked, shared_axes
from ..errors import AskError
from . import arguments, shapes
from .mixing import broadcast, plain_types, result_type


def where(condition: Any, input: Any, other: Any) -> Tracked:
    """From one tensor where a condition holds, from another where it doesn't."""
    chosen = arguments.tensor("condition", condition)
    if not arguments.is_truths(chosen):
        raise AskError(
            f"where expected condition to be a boolean tensor, but it is {chosen.value.dtype}."
        )
    sides = [arguments.tensor("input", _tensor(side, chosen)) for side in (input, other)]
    shape = broadcast([chosen, *sides])
    shapes.fits(shape)
    dtype = result_type(sides)
    value = np.where(chosen.value, *(side.value.astype(dtype) for side in sides))
    # What stands there was read from its own place alone; the condition only chose it.
    ids = np.where(chosen.value, sides[0].ids, sides[1].ids)
    axes = shared_axes([chosen, *sides], len(shape))
    return Tracked(value, ids, axes, chosen.sets)


def masked_fill(a: Tracked, mask: Any, value: Any) -> Tracked:
    """A number in the place of the elements at which a mask, broadcast, holds."""
    found = where(mask, arguments.number("value", value), a)
    return Tracked(found.value.astype(a.value.dtype), found.ids, found.axes, found.sets)


def _tensor(value: Any, like: Tracked) -> Any:
    if isinstance(value, bool | int | float):
        return Tracked.constant(np.array(value, plain_types[type(value)]), like.sets)
    return value
