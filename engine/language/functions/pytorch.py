"""PyTorch's functions, methods and attributes, and those of einops."""

from collections.abc import Callable
from functools import partial
from typing import Any

from ...sources.tracked import Tracked
from ..layers import packed
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
from ..operations.elementwise import FUNCTIONS, elementwise
from ..operations.rearrange import rearrange
from ..tensors import Tensors

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


# Methods that are functions as well, torch.flip(a, (0,)) and a.flip(0).
BOTH: dict[str, Function] = {
    **reductions.REDUCTIONS,
    **mixing.OPERATIONS,
    **{name: elementwise(name) for name in FUNCTIONS},
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
    "chunk": cut_and_join.chunk,
    "split": cut_and_join.split,
    "unbind": cut_and_join.unbind,
    "flip": cut_and_join.flip,
    "sort": ordered.sort,
    "argsort": ordered.argsort,
    "topk": ordered.topk,
    "cumsum": ordered.cumsum,
    "roll": ordered.roll,
    "repeat_interleave": ordered.repeat_interleave,
    "tile": shapes.tile,
    "masked_fill": masks.masked_fill,
    "clamp": mixing.clamp,
    "select": cut_and_join.select,
    "narrow": cut_and_join.narrow,
    "index_select": cut_and_join.index_select,
    "gather": cut_and_join.gather,
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


def functions_of(tensors: Tensors) -> dict[str, Function]:
    """The functions of torch, torch.nn.functional, torch.nn.utils.rnn and einops, by name."""
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
        "cat": cut_and_join.cat,
        "concat": cut_and_join.cat,
        "concatenate": cut_and_join.cat,
        "stack": cut_and_join.stack,
        "hstack": cut_and_join.hstack,
        "vstack": cut_and_join.vstack,
        "where": masks.where,
        "einsum": products.einsum,
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
        "broadcast_to": shapes.expand,
        "dropout": _same,
        "rearrange": rearrange,
        "Variable": _same,
        "device": lambda *_: "device",
        "pack_padded_sequence": partial(packed.pack_padded_sequence, tensors),
        "pad_packed_sequence": packed.pad_packed_sequence,
    }
