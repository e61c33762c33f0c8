"""PyTorch's names and shapes of parameters."""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from .. import checks
from ..arrays import Array, NamedArrays, type_names
from ..cells import CELLS
from ..errors import EngineError

kinds = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr", "weight_peephole")
"""In PyTorch's order; it has no peepholes."""


def parameter_name(kind: str, layer: int, direction: int) -> str:
    """PyTorch's name of a parameter, ``weight_ih_l0_reverse`` for ("weight_ih", 0, 1)."""
    return f"{kind}_l{layer}{'_reverse' if direction else ''}"


def shapes(
    rows: int,
    input_size: int,
    hidden_size: int,
    proj_size: int,
    num_layers: int,
    directions: tuple[int, ...],
    bias: bool,
    peepholes: bool,
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Every parameter's name and shape, in PyTorch's order; ``rows`` is G·H."""
    P = proj_size or hidden_size
    for layer in range(num_layers):
        # A layer above the first reads h of every direction of the layer below.
        width = P * len(directions) if layer else input_size
        of_kind: dict[str, tuple[int, ...]] = {
            "weight_ih": (rows, width),
            "weight_hh": (rows, P),
            **({"bias_ih": (rows,), "bias_hh": (rows,)} if bias else {}),
            **({"weight_hr": (proj_size, hidden_size)} if proj_size else {}),
            **({"weight_peephole": (3, hidden_size)} if peepholes else {}),
        }
        for direction in directions:
            for kind in kinds:
                if kind in of_kind:
                    yield parameter_name(kind, layer, direction), of_kind[kind]


def drawn(
    expected: Mapping[str, tuple[int, ...]], hidden_size: int, dtype: str, seed: int
) -> dict[str, Array]:
    """Random parameters, uniform in ±1/√hidden_size as PyTorch draws them.

    Args:
        expected: the shapes by name.
        hidden_size: H.
        dtype: "float32" or "float64".
        seed: the same seed gives the same parameters.

    Returns:
        The parameters by name.

    Raises:
        EngineError: they are too many for the memory.
    """
    rng = np.random.default_rng(seed)
    try:
        bound = 1 / math.sqrt(hidden_size)
        return {
            name: rng.uniform(-bound, bound, shape).astype(dtype)
            for name, shape in expected.items()
        }
    except (MemoryError, OverflowError, ValueError) as error:
        count = sum(math.prod(shape) for shape in expected.values())
        shown = f"{min(count, 10**300):.3g}"  # as far as floats go
        raise EngineError(
            f"The network has {shown} parameters, more than fit into memory: choose smaller "
            "input_size, hidden_size or num_layers."
        ) from error


def read_sizes(cell: str, state_dict: NamedArrays) -> dict[str, Any]:
    """The arguments of ``Network`` that trained weights tell.

    Args:
        cell: "rnn", "lstm" or "gru".
        state_dict: arrays under PyTorch's names.

    Returns:
        Sizes, dtype and what there is, by ``Network``'s argument names.

    Raises:
        EngineError: it is no dict of arrays by name, or the weights of the first layer are
            missing or don't tell the sizes.
    """
    checks.choice("cell", cell, tuple(CELLS))
    _check_arrays(state_dict)
    reverse = "weight_ih_l0" not in state_dict and "weight_ih_l0_reverse" in state_dict
    W_ih, W_hh, W_hr = (
        parameter_name(kind, 0, int(reverse)) for kind in ("weight_ih", "weight_hh", "weight_hr")
    )
    has_hr = any(name.startswith("weight_hr_l") for name in state_dict)
    for name in (W_ih, W_hh, *([W_hr] if has_hr else [])):
        if name not in state_dict:
            raise EngineError(f"{name} is missing; got {', '.join(state_dict) or 'nothing'}.", name)
        _check_matrix(name, state_dict[name])
    hidden_size = state_dict[W_hr if has_hr else W_hh].shape[1]
    rows, columns = state_dict[W_hh].shape
    if has_hr and state_dict[W_hr].shape[0] >= hidden_size:
        raise EngineError(
            f"{W_hr} has shape {state_dict[W_hr].shape}; expected (proj_size, hidden_size), fewer "
            "rows than columns: check that it isn't transposed.",
            W_hr,
        )
    expected = len(CELLS[cell].is_gate) * hidden_size
    if rows != expected:
        source = f", as {W_hr} has {hidden_size} columns" if has_hr else ""
        raise EngineError(
            f"{W_hh} has shape {(rows, columns)}; expected ({expected}, {columns}) for the "
            f"cell {cell!r} with hidden_size={hidden_size}{source}: check that the weights are of "
            "this cell and not transposed.",
            W_hh,
        )
    end = "_reverse" if reverse else ""
    return {
        "input_size": state_dict[W_ih].shape[1],
        "hidden_size": hidden_size,
        "proj_size": state_dict[W_hr].shape[0] if has_hr else 0,
        "num_layers": sum(bool(re.fullmatch(rf"weight_ih_l\d+{end}", key)) for key in state_dict),
        "bidirectional": not reverse and "weight_ih_l0_reverse" in state_dict,
        "reverse": reverse,
        "bias": parameter_name("bias_ih", 0, int(reverse)) in state_dict,
        "peepholes": parameter_name("weight_peephole", 0, int(reverse)) in state_dict,
        "dtype": str(state_dict[W_ih].dtype),
    }


def _check_arrays(state_dict: object) -> None:
    if not isinstance(state_dict, Mapping):
        raise EngineError(
            f"state_dict is a {type(state_dict).__name__}; it has to be a dict of numpy arrays by "
            "name.",
            "state_dict",
        )
    for name, value in state_dict.items():
        if not isinstance(name, str):
            raise EngineError(
                f"state_dict has the key {name!r}; its keys have to be strings, PyTorch's names "
                "such as weight_ih_l0.",
                "state_dict",
            )
        checks.ndarray(name, value)


def _check_matrix(name: str, weight: Array) -> None:
    if weight.ndim != 2 or 0 in weight.shape:
        raise EngineError(
            f"{name} has shape {weight.shape}; a weight has two axes, none of them empty.", name
        )
    if str(weight.dtype) not in type_names:
        raise EngineError(
            f"{name} is {weight.dtype}; expected {' or '.join(type_names)}: "
            f"{'widen' if weight.dtype == 'float16' else 'convert'} it with .astype('float32').",
            name,
        )


def fitting(
    state_dict: NamedArrays, expected: Mapping[str, tuple[int, ...]], dtype: str, sizes: str
) -> dict[str, Array]:
    """Copies of the parameters in PyTorch's order.

    Args:
        state_dict: arrays under PyTorch's names.
        expected: the shapes by name.
        dtype: "float32" or "float64".
        sizes: of the network, for the message.

    Returns:
        The parameters.

    Raises:
        EngineError: a name is missing or left over, or a shape or type doesn't fit.
    """
    for name in state_dict:
        if name not in expected:
            raise _left_over(name, state_dict, sizes)
    for name, shape in expected.items():
        if name not in state_dict:
            raise EngineError(f"{name} is missing; expected an array of shape {shape}.", name)
        got = state_dict[name]
        if got.shape != shape or str(got.dtype) != dtype:
            raise EngineError(
                f"{name} is {got.dtype} of shape {got.shape}; expected {dtype} of shape {shape}.",
                name,
            )
    return {name: state_dict[name].copy() for name in expected}


def _left_over(name: str, state_dict: NamedArrays, sizes: str) -> EngineError:
    """What is wrong with a name too many: the other of its pair may be the one that is missing."""
    if match := re.fullmatch(r"(weight|bias)_(ih|hh)(_l\d+(?:_reverse)?)", name):
        other = f"{match[1]}_{'hh' if match[2] == 'ih' else 'ih'}{match[3]}"
        if other not in state_dict:
            return EngineError(
                f"{other} is missing: {name} is there without it, and {sizes} has neither.", other
            )
    return EngineError(f"{name} is left over: {sizes} has no such parameter.", name)
