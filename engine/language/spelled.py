"""Functions that numpy, and what is modelled on it, has under PyTorch's names for others."""

import operator
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from ..sources.tracked import Tracked
from .errors import AskError
from .operations import arguments, mixing, ordered, parts, products, shapes
from .operations.reductions import deviation, reduction, variance


def transpose(a: Tracked, axes: Any = None) -> Tracked:
    """The axes in another order; the other way round where none is given."""
    return shapes.T(a) if axes is None else shapes.permute(a, axes)


def flip(a: Tracked, axis: Any = None) -> Tracked:
    """Axes from their end to their beginning; all where none is given."""
    return parts.flip(a, *range(a.value.ndim)) if axis is None else parts.flip(a, axis)


def squeeze(a: Tracked, axis: Any = None) -> Tracked:
    """Without axes of length 1; one that is named has to be."""
    for k in () if axis is None else arguments.axes(axis, a.value.ndim):
        if a.shape[k] != 1:
            raise AskError(
                "cannot select an axis to squeeze out which has size not equal to one: axis "
                f"{k} has size {a.shape[k]}."
            )
    return shapes.squeeze(a, axis)


def split(a: Tracked, indices_or_sections: Any, axis: Any = 0) -> tuple[Tracked, ...]:
    """An axis in as many equal parts, or cut at the places of a list."""
    k = arguments.axis(axis, a.value.ndim)
    size = a.shape[k] if a.shape else 0
    if isinstance(indices_or_sections, list | tuple):
        cuts = [0, *arguments.wholes("indices", indices_or_sections), size]
        return parts.split(a, [end - start for start, end in pairwise(cuts)], k)
    n = arguments.whole("sections", indices_or_sections)
    if n < 1 or size % n:
        raise AskError(
            f"array split does not result in an equal division: axis {k} has size {size}, and "
            f"sections is {n}."
        )
    return parts.split(a, max(size // n, 1), k)


NUMPY: dict[str, Callable[..., Any]] = {
    "transpose": transpose,
    "flip": flip,
    "reverse": flip,  # TensorFlow's
    "squeeze": squeeze,
    "split": split,
    "equal": partial(mixing.compared, operator.eq),
    "sort": lambda a, axis=-1: ordered.sort(a, axis).values,
    "repeat": ordered.repeat_interleave,
    "roll": lambda a, shift, axis=None: ordered.roll(a, shift, axis),
    "clip": lambda a, a_min=None, a_max=None: mixing.clamp(a, a_min, a_max),
    "dot": products.matmul,
    "std": reduction("std", deviation(0)),
    "var": reduction("var", variance(0)),
    "max": reduction("max", np.max),
    "min": reduction("min", np.min),
}
"""By name, where ``np.`` or another of ``numpy_like`` stands in front."""

numpy_like = ("np", "numpy", "jnp", "jax", "keras", "ops", "tf")
