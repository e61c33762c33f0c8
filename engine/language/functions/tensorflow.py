"""TensorFlow's functions, which name their arguments otherwise and have defaults of their own.

Source: https://www.tensorflow.org/api_docs/python/tf
"""

import operator
from collections.abc import Mapping
from functools import partial
from typing import Any

from ...sources.tracked import Tracked
from ..errors import AskError
from ..operations import (
    arguments,
    cut_and_join,
    making,
    mixing,
    ordered,
    products,
    reductions,
    shapes,
    values,
)
from ..tensors import Tensors
from . import numpy as as_numpy
from .numpy import NEURAL, Function, same


def gather(
    a: Tracked, indices: Any, validate_indices: Any = None, axis: Any = None, batch_dims: Any = 0
) -> Tracked:
    """The entries of an axis, the first one unless said otherwise, that numbers name."""
    if batch_dims != 0:
        raise AskError("gather() can be asked with batch_dims=0 alone.")
    _not_negative(indices, "gather")
    return as_numpy.take(a, indices, 0 if axis is None else axis)


def _not_negative(indices: Any, name: str) -> None:
    lowest = indices.value.min(initial=0) if isinstance(indices, Tracked) else _least(indices)
    if lowest < 0:
        raise AskError(f"{name}(): index {lowest} is not in range; count from the front.")


def _least(value: Any) -> int:
    if isinstance(value, tuple | list):
        return min(map(_least, value), default=0)
    return arguments.whole("indices", value)


def split(a: Tracked, num_or_size_splits: Any, axis: Any = 0) -> tuple[Tracked, ...]:
    """An axis in as many equal parts, or in parts of these sizes; -1 is what is left."""
    if isinstance(num_or_size_splits, tuple | list):
        sizes = arguments.wholes("num_or_size_splits", num_or_size_splits)
        whole = a.shape[arguments.axis(axis, a.value.ndim)] if a.shape else 0
        rest = whole - sum(n for n in sizes if n != -1)
        is_open = sizes.count(-1) == 1 and rest >= 0
        return cut_and_join.split(a, [rest if n == -1 and is_open else n for n in sizes], axis)
    return as_numpy.split(a, num_or_size_splits, axis)


def matmul(a: Tracked, b: Any, transpose_a: Any = False, transpose_b: Any = False) -> Tracked:
    """The matrix product; of at least two axes."""
    b = arguments.tensor("b", b)
    left = shapes.mT(a) if arguments.truth("transpose_a", transpose_a) else a
    right = shapes.mT(b) if arguments.truth("transpose_b", transpose_b) else b
    if min(left.value.ndim, right.value.ndim) < 2:
        raise AskError("matmul(): both tensors have to have at least two axes.")
    return products.matmul(left, right)


def tile(a: Tracked, multiples: Any) -> Tracked:
    """The elements over again along each axis."""
    wanted = arguments.wholes("multiples", multiples)
    if len(wanted) != a.value.ndim:
        raise AskError(f"tile(): multiples has {len(wanted)} numbers for {a.value.ndim} axes.")
    return shapes.repeat(a, *wanted)


def sort(a: Tracked, axis: Any = -1, direction: Any = "ASCENDING") -> Tracked:
    """The elements of an axis in order."""
    return ordered.sort(a, axis, _falls(direction)).values


def argsort(a: Tracked, axis: Any = -1, direction: Any = "ASCENDING") -> Tracked:
    """Where the elements of an axis in order stood."""
    return ordered.argsort(a, axis, _falls(direction))


def _falls(direction: Any) -> bool:
    if direction not in ("ASCENDING", "DESCENDING"):
        raise AskError(f"direction is {arguments.shown(direction)}; write 'DESCENDING'.")
    return bool(direction == "DESCENDING")


def _arg(name: str) -> Function:
    function = reductions.arg_extreme(name)
    return lambda a, axis=0: function(a, 0 if axis is None else axis)


def functions_of(tensors: Tensors) -> Mapping[str, Function]:
    """The functions of tf, tf.math and tf.nn."""
    numpys = as_numpy.functions_of(tensors)
    reduced = ("sum", "mean", "max", "min", "prod", "all", "any", "std")
    return {
        **{f"reduce_{name}": numpys[name] for name in reduced},
        "reduce_variance": numpys["var"],
        **{
            name: numpys[name]
            for name in (
                "abs", "exp", "sqrt", "square", "tanh", "maximum", "minimum", "add", "subtract",
                "multiply", "divide", "not_equal", "greater", "less", "expand_dims", "squeeze",
                "reshape", "repeat", "where", "einsum", "zeros_like", "ones_like", "shape",
            )
        },
        **{name: NEURAL[name] for name in ("softmax", "log_softmax", "relu", "sigmoid")},
        "gather": gather,
        "concat": lambda values, axis: cut_and_join.cat(values, axis),
        "stack": lambda values, axis=0: cut_and_join.stack(values, axis),
        "unstack": lambda a, num=None, axis=0: cut_and_join.unbind(a, axis),
        "transpose": lambda a, perm=None: as_numpy.transpose(a, perm),
        "reverse": lambda a, axis: as_numpy.flip(a, axis),
        "roll": lambda a, shift, axis: ordered.roll(a, shift, axis),
        "split": split,
        "tile": tile,
        "matmul": matmul,
        "argmax": _arg("argmax"),
        "argmin": _arg("argmin"),
        "sort": sort,
        "argsort": argsort,
        "cumsum": lambda a, axis=0: ordered.cumsum(a, axis),
        "clip_by_value": lambda a, clip_value_min, clip_value_max: mixing.clamp(
            a, clip_value_min, clip_value_max
        ),
        "equal": partial(mixing.compared, operator.eq),
        "cast": making.cast,
        "constant": partial(making.tensor, tensors.sets),
        "range": partial(making.arange, tensors.sets),
        "identity": same,
        "stop_gradient": same,
        "rank": values.dim,
        "broadcast_to": lambda a, shape: shapes.expand(a, shape),
    }  # fmt: skip
