"""numpy's functions and methods, which differ from PyTorch's of the same names.

Source: https://numpy.org/doc/stable/reference/routines.html; JAX has the same, jax.numpy.
"""

import operator
from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from ...sources.tracked import Tracked
from ..errors import AskError
from ..operations import (
    arguments,
    cut_and_join,
    making,
    masks,
    mixing,
    ordered,
    products,
    reductions,
    shapes,
    values,
    views,
)
from ..operations.elementwise import elementwise
from ..operations.indexing import index
from ..tensors import Tensors

Function = Callable[..., Any]


def reduced(function: Function) -> Function:
    """A reduction with numpy's names of its arguments."""

    def reduce(a: Tracked, axis: Any = None, *, keepdims: Any = False) -> Any:
        return function(a, axis, keepdims)

    return reduce


def spread(name: str, variance: Callable[[int], Function]) -> Function:
    """``std`` or ``var``, over as many as there are unless ``ddof`` says otherwise."""

    def reduce(a: Tracked, axis: Any = None, *, ddof: Any = 0, keepdims: Any = False) -> Any:
        less = arguments.whole("ddof", ddof)
        return reductions.reduction(name, variance(less))(a, axis, keepdims)

    return reduce


def transpose(a: Tracked, axes: Any = None) -> Tracked:
    """The axes in another order; the other way round where none is given."""
    return shapes.T(a) if axes is None else shapes.permute(a, axes)


def transposed(a: Tracked, *axes: Any) -> Tracked:
    """The same as a method, ``a.transpose(0, 2, 1)``."""
    return shapes.T(a) if axes in ((), (None,)) else shapes.permute(a, *axes)


def flip(a: Tracked, axis: Any = None) -> Tracked:
    """Axes from their end to their beginning; all where none is given."""
    turned = range(a.value.ndim) if axis is None else arguments.wholes("axis", axis)
    return cut_and_join.flip(a, *turned)


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
        given = arguments.wholes("indices", indices_or_sections)
        cuts = [0, *(max(0, min(cut + size * (cut < 0), size)) for cut in given), size]
        if cuts != sorted(cuts):
            raise AskError(f"split(): the places {list(given)} have to rise.")
        return cut_and_join.split(a, [end - start for start, end in pairwise(cuts)], k)
    n = arguments.whole("sections", indices_or_sections)
    if n < 1 or size % n:
        raise AskError(
            f"array split does not result in an equal division: axis {k} has size {size}, and "
            f"sections is {n}."
        )
    return cut_and_join.split(a, max(size // n, 1), k)


def take(a: Tracked, indices: Any, axis: Any = None) -> Tracked:
    """The entries of an axis that numbers name; of all elements, flat, without an axis."""
    flat = views.flatten(a) if axis is None else a
    k = 0 if axis is None else arguments.axis(axis, a.value.ndim)
    # A tuple would be an index of several axes.
    chosen = list(indices) if isinstance(indices, tuple) else indices
    if isinstance(chosen, list):
        chosen = making.tensor(a.sets, chosen)
    if isinstance(chosen, Tracked) and arguments.is_truths(chosen):
        raise AskError("take(): the indices have to be whole numbers.")
    return index(flat, (*[slice(None)] * k, chosen))


def take_along_axis(a: Tracked, indices: Any, axis: Any = -1) -> Tracked:
    """Along one axis, the entry that ``indices`` name for each position of the others."""
    k, chosen = arguments.axis(axis, a.value.ndim), arguments.tensor("indices", indices)
    if chosen.value.dtype.kind not in "iu" or chosen.value.ndim != a.value.ndim:
        raise AskError("take_along_axis(): the indices have to be whole numbers of as many axes.")
    wide = tuple(n if d == k else a.shape[d] for d, n in enumerate(chosen.shape))
    negative = np.where(chosen.value < 0, chosen.value + a.shape[k], chosen.value)
    whole = Tracked(negative, chosen.ids, chosen.axes, chosen.sets)
    return cut_and_join.gather(a, k, shapes.expand(whole, *wide))


def dot(a: Tracked, b: Any) -> Tracked:
    """The product of vectors or matrices, as ``matmul``."""
    if arguments.tensor("b", b).value.ndim > 2:
        raise AskError(
            f"dot(): b has shape {arguments.shape_text(b.shape)}; of more than two axes write "
            "np.matmul or np.einsum."
        )
    return products.matmul(a, b)


def cumsum(a: Tracked, axis: Any = None) -> Tracked:
    """The sum up to each place of an axis; of all elements, flat, without one."""
    return ordered.cumsum(views.flatten(a), 0) if axis is None else ordered.cumsum(a, axis)


def argsort(a: Tracked, axis: Any = -1) -> Tracked:
    """Where the elements of an axis in order stood."""
    return ordered.argsort(a, axis)


def clip(a: Tracked, a_min: Any = None, a_max: Any = None) -> Tracked:
    """No less than one number, and no more than another."""
    return mixing.clamp(a, a_min, a_max)


def concatenate(arrays: Any, axis: Any = 0) -> Tracked:
    """Arrays one behind the other along an axis; flat where it is None."""
    if axis is None:
        given = arguments.tensors("arrays", arrays)
        return cut_and_join.cat([views.flatten(each) for each in given], 0)
    return cut_and_join.cat(arrays, axis)


def _arg(name: str) -> Function:
    function = reductions.arg_extreme(name)

    def reduce(a: Tracked, axis: Any = None, *, keepdims: Any = False) -> Any:
        return function(a, axis, keepdims)

    return reduce


def _along_last(function: Function) -> Function:
    return lambda a, axis=-1: function(a, axis)


def same(a: Tracked, *_: Any, **__: Any) -> Tracked:
    """What changes no number."""
    return a


NEURAL: dict[str, Function] = {
    "softmax": _along_last(reductions.softmax),
    "log_softmax": _along_last(reductions.log_softmax),
    **{name: elementwise(name) for name in ("relu", "sigmoid", "tanh", "elu", "leaky_relu")},
}
"""Of jax.nn and keras.activations: along the last axis unless another is named."""

_of_axes: dict[str, Function] = {
    "sum": np.sum,
    "mean": reductions.average,
    "max": np.max,
    "min": np.min,
    "prod": np.prod,
    "all": np.all,
    "any": np.any,
}

_reductions: dict[str, Function] = {
    **{name: reduced(reductions.reduction(name, function)) for name, function in _of_axes.items()},
    "std": spread("std", reductions.deviation),
    "var": spread("var", reductions.variance),
    "argmax": _arg("argmax"),
    "argmin": _arg("argmin"),
}

_both: dict[str, Function] = {
    **_reductions,
    "squeeze": squeeze,
    "swapaxes": lambda a, axis1, axis2: shapes.transpose(a, axis1, axis2),
    "repeat": lambda a, repeats, axis=None: ordered.repeat_interleave(a, repeats, axis),
    "take": take,
    "dot": dot,
    "cumsum": cumsum,
    "argsort": argsort,
    "clip": clip,
    "ravel": lambda a: views.flatten(a),
    "astype": lambda a, dtype: making.cast(a, dtype),
    "copy": same,
}

METHODS: dict[str, Function] = {
    **_both,
    "clip": lambda a, min=None, max=None: mixing.clamp(a, min, max),
    "transpose": transposed,
    "reshape": views.reshape,
    "flatten": lambda a: views.flatten(a),
    "item": values.item,
    "tolist": values.tolist,
}
"""Of an array."""

ATTRIBUTES: dict[str, Function] = {
    "shape": values.size,
    "T": shapes.T,
    "mT": shapes.mT,
    "ndim": values.dim,
    "size": values.numel,
    "dtype": lambda a: str(a.value.dtype),
}


def functions_of(tensors: Tensors) -> Mapping[str, Function]:
    """The functions of numpy and jax.numpy."""
    sets = tensors.sets

    def filled(number: float) -> Function:
        def make(shape: Any, dtype: Any = None) -> Tracked:
            return making.filled(sets, number, (shape,), dtype or "double")

        return make

    return {
        **_both,
        "amax": _reductions["max"],
        "amin": _reductions["min"],
        "transpose": transpose,
        "permute_dims": transpose,
        "matrix_transpose": shapes.mT,
        "reshape": lambda a, shape: views.reshape(a, *arguments.wholes("shape", shape)),
        "moveaxis": shapes.movedim,
        "flip": flip,
        "split": split,
        "take_along_axis": take_along_axis,
        "expand_dims": lambda a, axis: shapes.unsqueeze(a, axis),
        "broadcast_to": lambda a, shape: shapes.expand(a, shape),
        "concatenate": concatenate,
        "concat": concatenate,
        "stack": lambda arrays, axis=0: cut_and_join.stack(arrays, axis),
        "hstack": cut_and_join.hstack,
        "vstack": cut_and_join.vstack,
        "tile": lambda a, reps: shapes.tile(a, *arguments.wholes("reps", reps)),
        "roll": lambda a, shift, axis=None: ordered.roll(a, shift, axis),
        "sort": lambda a, axis=-1: ordered.sort(a, axis).values,
        "where": masks.where,
        "maximum": lambda x1, x2: mixing.computed(np.maximum, x1, x2),
        "minimum": lambda x1, x2: mixing.computed(np.minimum, x1, x2),
        "abs": mixing.absolute,
        "absolute": mixing.absolute,
        **{name: elementwise(name) for name in ("exp", "log", "sqrt", "square", "tanh")},
        **{
            name: mixing.OPERATIONS[ours]
            for name, ours in {
                "add": "add", "subtract": "subtract", "multiply": "multiply", "divide": "divide",
                "power": "pow", "not_equal": "ne", "greater": "gt", "less": "lt",
                "greater_equal": "ge", "less_equal": "le",
            }.items()
        },
        "equal": partial(mixing.compared, operator.eq),
        "array_equal": mixing.equal,
        "allclose": mixing.allclose,
        "matmul": products.matmul,
        "einsum": products.einsum,
        "zeros": filled(0),
        "ones": filled(1),
        "zeros_like": making.zeros_like,
        "ones_like": making.ones_like,
        "arange": partial(making.arange, sets),
        "array": partial(making.tensor, sets),
        "asarray": partial(making.tensor, sets),
        "shape": values.size,
        "ndim": values.dim,
    }  # fmt: skip
