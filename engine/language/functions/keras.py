"""Keras: keras.ops, which is numpy's but for a few, and layers that only lay tensors together.

A layer keeps the batch in front. One that has weights is not known here.

Source: https://keras.io/api/ops/numpy/ and https://keras.io/api/layers/
"""

from collections.abc import Mapping
from functools import reduce
from typing import Any

import numpy as np

from ...sources.tracked import Tracked
from ..errors import AskError
from ..operations import arguments, cut_and_join, making, mixing, ordered, reductions, shapes, views
from ..tensors import Tensors
from . import numpy as as_numpy
from .numpy import NEURAL, Function, same


def ops_of(tensors: Tensors) -> Mapping[str, Function]:
    """The functions of keras.ops."""
    lacks = ("permute_dims", "matrix_transpose", "concat", "asarray", "copy", "astype", "absolute")
    numpys = as_numpy.functions_of(tensors)
    return {
        **{name: function for name, function in numpys.items() if name not in lacks},
        **NEURAL,
        "reshape": lambda a, newshape: views.reshape(a, *arguments.wholes("newshape", newshape)),
        "tile": lambda a, repeats: shapes.tile(a, *arguments.wholes("repeats", repeats)),
        "clip": lambda a, x_min, x_max: mixing.clamp(a, x_min, x_max),
        "concatenate": lambda xs, axis=0: cut_and_join.cat(xs, axis),
        "stack": lambda x, axis=0: cut_and_join.stack(x, axis),
        "unstack": lambda a, num=None, axis=0: cut_and_join.unbind(a, axis),
        "top_k": lambda a, k, sorted=True: ordered.topk(a, k, -1),
        "cast": making.cast,
        "convert_to_numpy": same,
        "stop_gradient": same,
    }


def concatenate(inputs: Any, axis: Any = -1) -> Tracked:
    """Tensors side by side along the last axis, or another."""
    return cut_and_join.cat(inputs, axis)


def _merged(name: str) -> Function:
    operate = mixing.OPERATIONS.get(name) or {"max": mixing.maximum, "min": mixing.minimum}[name]

    def merge(inputs: Any) -> Tracked:
        merged: Tracked = reduce(operate, arguments.tensors("inputs", inputs))
        return merged

    return merge


def average(inputs: Any) -> Tracked:
    """The mean of several tensors, element by element."""
    given = arguments.tensors("inputs", inputs)
    summed: Tracked = reduce(mixing.OPERATIONS["add"], given)
    mean: Tracked = mixing.OPERATIONS["div"](summed, len(given))
    return mean


LAYER_FUNCTIONS: dict[str, Function] = {
    "concatenate": concatenate,
    "add": _merged("add"),
    "subtract": _merged("sub"),
    "multiply": _merged("mul"),
    "maximum": _merged("max"),
    "minimum": _merged("min"),
    "average": average,
}
"""Of keras.layers, and by their bare names under Keras' names."""


def _batched(a: Tracked, ndim: int, name: str) -> Tracked:
    if a.value.ndim != ndim:
        raise AskError(
            f"{name} expects a tensor of {ndim} axes, the batch in front, and is given shape "
            f"{arguments.shape_text(a.shape)}."
        )
    return a


def _pooling(name: str, function: Function) -> Function:
    pool = as_numpy.reduced(reductions.reduction(name, function))

    def make(keepdims: Any = False) -> Function:
        return lambda a: pool(_batched(a, 3, "The pooling"), 1, keepdims=keepdims)

    return make


def _flat(a: Tracked) -> Tracked:
    return views.reshape(a, *a.shape[:1], -1)


def _reshape(target_shape: Any) -> Function:
    wanted = arguments.wholes("target_shape", target_shape)
    return lambda a: views.reshape(a, *a.shape[:1], *wanted)


def _permute(dims: Any) -> Function:
    order = arguments.wholes("dims", dims)  # counted from 1, behind the batch
    return lambda a: shapes.permute(a, 0, *order)


def _repeat(n: Any) -> Function:
    times = arguments.whole("n", n)

    def apply(a: Tracked) -> Tracked:
        ahead = shapes.unsqueeze(_batched(a, 2, "RepeatVector"), 1)
        return shapes.expand(ahead, -1, times, -1)

    return apply


def _activation(name: str) -> Function:
    def make(activation: Any = name, axis: Any = -1) -> Function:
        if activation in (None, "linear"):
            return same
        if activation not in NEURAL:
            raise AskError(f"The activation {arguments.shown(activation)} can't be asked.")
        soft = {"axis": axis} if "softmax" in activation else {}
        return lambda a: NEURAL[activation](a, **soft)

    return make


LAYERS: dict[str, Function] = {
    "Concatenate": lambda axis=-1: lambda inputs: concatenate(inputs, axis),
    **{
        name.capitalize(): lambda function=function: function
        for name, function in LAYER_FUNCTIONS.items()
        if name != "concatenate"
    },
    "Flatten": lambda: _flat,
    "Reshape": _reshape,
    "Permute": _permute,
    "RepeatVector": _repeat,
    "GlobalMaxPooling1D": _pooling("max", np.max),
    "GlobalAveragePooling1D": _pooling("mean", reductions.average),
    "Activation": _activation(""),
    "ReLU": lambda: NEURAL["relu"],
    "Softmax": lambda axis=-1: lambda a: NEURAL["softmax"](a, axis),
    **{
        name: lambda *rate, **named: same
        for name in ("Dropout", "SpatialDropout1D", "GaussianNoise", "GaussianDropout", "Identity")
    },
}
"""What makes a layer that has no weights: what it does to the tensors that it is called on."""

DOES = {
    "globalmaxpooling1d": "max",
    "globalaveragepooling1d": "mean",
    "ravel": "flatten",
    "concat": "cat",
}
"""What an operation is called when it is looked at, where its own name is another."""
