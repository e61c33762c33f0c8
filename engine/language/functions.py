"""The white list: every method and function that can be called, by its names there."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from engine.language import (
    arguments,
    making,
    mixing,
    packed,
    parts,
    products,
    reductions,
    shapes,
    views,
)
from engine.language.errors import AskError
from engine.language.layers import elementwise_functions
from engine.language.rearrange import rearrange
from engine.language.tensors import Tensors
from engine.sources import Tracked

Function = Callable[..., Any]


def _same(a: Tracked, *_: Any, **__: Any) -> Tracked:
    """What a layer or a device does that changes no number in evaluation."""
    return a


def _typed(a: Tracked, *args: Any, **named: Any) -> Tracked:
    """``.to``: the first type that is named counts, devices don't."""
    wanted = [
        each for each in (*args, *named.values()) if isinstance(each, str) and each in making.types
    ]
    return making.cast(a, wanted[0]) if wanted else a


def _size(a: Tracked, dim: Any = None) -> Any:
    shape = tuple(a.shape)
    return shape if dim is None else shape[arguments.axis(dim, len(shape))]


def _numel(a: Tracked) -> int:
    return a.value.size


def _dim(a: Tracked) -> int:
    return a.value.ndim


def _tolist(a: Tracked) -> Any:
    # As numbers they would forget which states they were read from.
    return arguments.bounded(a.value.tolist()) if a.is_constant else a


def _item(a: Tracked) -> Any:
    if a.value.size != 1:
        raise AskError("a Tensor with several elements cannot be converted to Scalar.")
    return a.value.item() if a.is_constant else a.moved(lambda array: array.reshape(()), ())


def _elementwise(name: str) -> Function:
    function = elementwise_functions()[name]

    def apply(a: Tracked) -> Tracked:
        return mixing.computed(function, a)

    apply.__name__ = name
    return apply


REDUCTIONS: dict[str, Function] = {
    "sum": reductions.reduction("sum", np.sum),
    "mean": reductions.reduction("mean", reductions.average),
    "amax": reductions.reduction("amax", np.max),
    "amin": reductions.reduction("amin", np.min),
    "all": reductions.reduction("all", np.all),
    "any": reductions.reduction("any", np.any),
    "max": reductions.extreme("max"),
    "min": reductions.extreme("min"),
    "argmax": reductions.arg_extreme("argmax"),
    "argmin": reductions.arg_extreme("argmin"),
}

# Methods that are functions as well, torch.flip(a, (0,)) and a.flip(0).
BOTH: dict[str, Function] = {
    **REDUCTIONS,
    **{name: _elementwise(name) for name in elementwise_functions()},
    "reshape": views.reshape,
    "flatten": views.flatten,
    "unflatten": views.unflatten,
    "permute": shapes.permute,
    "transpose": shapes.transpose,
    "swapaxes": shapes.transpose,
    "movedim": shapes.movedim,
    "moveaxis": shapes.movedim,
    "t": shapes.t,
    "squeeze": shapes.squeeze,
    "unsqueeze": shapes.unsqueeze,
    "chunk": parts.chunk,
    "split": parts.split,
    "unbind": parts.unbind,
    "flip": parts.flip,
    "select": parts.select,
    "narrow": parts.narrow,
    "index_select": parts.index_select,
    "gather": parts.gather,
    "abs": mixing.absolute,
    "softmax": reductions.softmax,
    "log_softmax": reductions.log_softmax,
    "matmul": products.matmul,
    "bmm": products.bmm,
    "equal": mixing.equal,
    "allclose": mixing.allclose,
    "clone": _same,
    "numel": _numel,
}

METHODS: dict[str, Function] = {
    **BOTH,
    "view": views.view,
    "expand": shapes.expand,
    "repeat": shapes.repeat,
    "contiguous": shapes.contiguous,
    "size": _size,
    "dim": _dim,
    "item": _item,
    "tolist": _tolist,
    "to": _typed,
    "astype": _typed,
    "type": _typed,
    **{name: partial(_typed, dtype=name) for name in ("float", "double", "long", "bool")},
    **dict.fromkeys(("cpu", "cuda", "detach", "numpy", "requires_grad_"), _same),
}

ATTRIBUTES: dict[str, Function] = {
    "shape": _size,
    "T": shapes.T,
    "mT": shapes.mT,
    "ndim": _dim,
    "dtype": lambda a: str(a.value.dtype),
    "device": lambda a: "device",
    "data": _same,
}

# The keyword arguments that numpy calls otherwise.
SPELLINGS = {"axis": "dim", "keepdims": "keepdim", "axes": "dims"}


def functions_of(tensors: Tensors) -> dict[str, Function]:
    """The functions of torch, torch.nn.functional, numpy and einops, by their last name."""
    sets = tensors.sets

    def zeros(*size: Any, dtype: Any = None, device: Any = None) -> Tracked:
        return making.filled(sets, 0, size, dtype)

    def ones(*size: Any, dtype: Any = None, device: Any = None) -> Tracked:
        return making.filled(sets, 1, size, dtype)

    return {
        **BOTH,
        "cat": parts.cat,
        "concat": parts.cat,
        "concatenate": parts.cat,
        "stack": parts.stack,
        "hstack": parts.hstack,
        "vstack": parts.vstack,
        "where": mixing.where,
        "einsum": products.einsum,
        "array_equal": mixing.equal,
        "maximum": mixing.maximum,
        "minimum": mixing.minimum,
        "zeros": zeros,
        "ones": ones,
        "zeros_like": making.zeros_like,
        "ones_like": making.ones_like,
        "arange": partial(making.arange, sets),
        "tensor": partial(making.tensor, sets),
        "as_tensor": partial(making.tensor, sets),
        "array": partial(making.tensor, sets),
        "expand_dims": shapes.unsqueeze,
        "broadcast_to": shapes.expand,
        "dropout": _same,
        "rearrange": rearrange,
        "Variable": _same,
        "device": lambda *_: "device",
        "pack_padded_sequence": partial(packed.pack_padded_sequence, tensors),
        "pad_packed_sequence": packed.pad_packed_sequence,
    }


# Called without a module in front: what people import by name.
BARE = ("rearrange", "pack_padded_sequence", "pad_packed_sequence", "Variable", "softmax", "relu")
