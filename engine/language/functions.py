"""The white list: every method and function that can be called, by its names there."""

from collections.abc import Callable
from functools import partial
from typing import Any

from ..sources.tracked import Tracked
from .layers import packed
from .layers.layers import elementwise_functions
from .operations import (
    arguments,
    making,
    masks,
    mixing,
    ordered,
    parts,
    products,
    reductions,
    shapes,
    values,
    views,
)
from .operations.rearrange import rearrange
from .tensors import Tensors

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


def _elementwise(name: str) -> Function:
    function = elementwise_functions()[name]

    def apply(a: Tracked) -> Tracked:
        return mixing.computed(function, a)

    apply.__name__ = name
    return apply


# Methods that are functions as well, torch.flip(a, (0,)) and a.flip(0).
BOTH: dict[str, Function] = {
    **reductions.REDUCTIONS,
    **mixing.OPERATIONS,
    **{name: _elementwise(name) for name in elementwise_functions()},
    "reshape": views.reshape,
    "flatten": views.flatten,
    "unflatten": views.unflatten,
    "permute": shapes.permute,
    "transpose": shapes.transpose,
    "swapaxes": shapes.transpose,
    "swapdims": shapes.transpose,
    "movedim": shapes.movedim,
    "moveaxis": shapes.movedim,
    "t": shapes.t,
    "squeeze": shapes.squeeze,
    "unsqueeze": shapes.unsqueeze,
    "chunk": parts.chunk,
    "split": parts.split,
    "unbind": parts.unbind,
    "flip": parts.flip,
    "sort": ordered.sort,
    "argsort": ordered.argsort,
    "topk": ordered.topk,
    "cumsum": ordered.cumsum,
    "roll": ordered.roll,
    "repeat_interleave": ordered.repeat_interleave,
    "tile": shapes.tile,
    "masked_fill": masks.masked_fill,
    "clamp": mixing.clamp,
    "select": parts.select,
    "narrow": parts.narrow,
    "index_select": parts.index_select,
    "gather": parts.gather,
    "abs": mixing.absolute,
    "softmax": reductions.softmax,
    "log_softmax": reductions.log_softmax,
    "matmul": products.matmul,
    "bmm": products.bmm,
    "mm": products.mm,
    "dot": products.dot,
    "equal": mixing.equal,
    "allclose": mixing.allclose,
    "clone": _same,
    "numel": values.numel,
}

METHODS: dict[str, Function] = {
    **BOTH,
    "view": views.view,
    "view_as": lambda a, other: views.view(a, values.shape_of(other)),
    "reshape_as": lambda a, other: views.reshape(a, values.shape_of(other)),
    "expand_as": lambda a, other: shapes.expand(a, values.shape_of(other)),
    "expand": shapes.expand,
    "repeat": shapes.repeat,
    "contiguous": shapes.contiguous,
    "size": values.size,
    "dim": values.dim,
    "item": values.item,
    "tolist": values.tolist,
    "to": _typed,
    "astype": _typed,
    "type": _typed,
    **{name: partial(_typed, dtype=name) for name in ("float", "double", "long", "bool")},
    **dict.fromkeys(("cpu", "cuda", "detach", "numpy", "requires_grad_"), _same),
}

ATTRIBUTES: dict[str, Function] = {
    "shape": values.size,
    "T": shapes.T,
    "mT": shapes.mT,
    "ndim": values.dim,
    "dtype": lambda a: str(a.value.dtype),
    "device": lambda a: "device",
    "data": _same,
}

# The keyword arguments that numpy calls otherwise.
SPELLINGS = {
    "axis": "dim",
    "keepdims": "keepdim",
    "axes": "dims",
    "axis0": "dim0",
    "axis1": "dim1",
    "split_size": "split_size_or_sections",
}

# What the tensor that a function is called on may be named, the first of its arguments.
TENSOR = ("input", "tensor")

# What may be given one by one, or all together under a name.
SPREAD = ("dims", "size", "sizes", "shape", "repeats")


def functions_of(tensors: Tensors) -> dict[str, Function]:
    """The functions of torch, torch.nn.functional, numpy and einops, by their last name."""
    sets = tensors.sets

    def zeros(*size: Any, dtype: Any = None, device: Any = None) -> Tracked:
        return making.filled(sets, 0, size, dtype)

    def ones(*size: Any, dtype: Any = None, device: Any = None) -> Tracked:
        return making.filled(sets, 1, size, dtype)

    def full(size: Any, fill_value: Any, dtype: Any = None, device: Any = None) -> Tracked:
        number = arguments.number("fill_value", fill_value)
        kind = "long" if isinstance(fill_value, int) else None
        return making.filled(sets, number, (size,), dtype or kind)

    return {
        **BOTH,
        "cat": parts.cat,
        "concat": parts.cat,
        "concatenate": parts.cat,
        "stack": parts.stack,
        "hstack": parts.hstack,
        "vstack": parts.vstack,
        "where": masks.where,
        "einsum": products.einsum,
        "array_equal": mixing.equal,
        "maximum": mixing.maximum,
        "minimum": mixing.minimum,
        "zeros": zeros,
        "full": full,
        "Size": lambda sizes: arguments.wholes("a size", sizes),
        "LongTensor": partial(making.tensor, sets, dtype="long"),
        "FloatTensor": partial(making.tensor, sets, dtype="float"),
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
