"""Calls of layers, ``self.lstm(x)`` or ``self.fc(z)``: what their names say that they do."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.language import arguments, mixing, products, reductions, shapes
from engine.language.errors import AskError
from engine.language.packed import Packed
from engine.language.tensors import Tensors
from engine.sources import Tracked

_recurrent = re.compile(r"rnn|lstm|gru|encoder", re.IGNORECASE)
_same = re.compile(r"drop|identity|embed|emb\b|^emb|word_?vec|lookup", re.IGNORECASE)
_norm = re.compile(r"norm|bn\d*$|^ln\d*$", re.IGNORECASE)
_dense = re.compile(
    r"fc|linear|dense|head|classif|proj|decod|out|hidden2|h2|2tag|2label|predict|layer|mlp|attn",
    re.IGNORECASE,
)


def elementwise_functions() -> dict[str, Callable[[Any], Any]]:
    """Functions of one number that layers and PyTorch have, by name."""
    return {
        "relu": lambda a: np.maximum(a, 0),
        "tanh": np.tanh,
        "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
        "exp": np.exp,
        "log": np.log,
        "sqrt": np.sqrt,
    }


def is_layer(name: str) -> bool:
    """Whether a bare name is called like a layer."""
    return any(kind.search(name) for kind in (_recurrent, _same, _norm, _dense))


def call(
    tensors: Tensors, name: str, args: tuple[Any, ...], unpacks: bool, notes: list[str]
) -> Any:
    """Call a layer by its name.

    Args:
        tensors: the trace's.
        name: of the layer, without ``self.``.
        args: what it is given.
        unpacks: whether the result is taken apart, as that of a recurrent layer is.
        notes: gets a sentence on what the name was taken for, where that isn't plain.

    Returns:
        ``output, h_n`` or ``output, (h_n, c_n)`` of a recurrent layer; otherwise a tensor.

    Raises:
        AskError: it can't be called on this.
    """
    if not args:
        raise AskError(f"{name}() is given nothing; it has to be given a tensor.")
    first = args[0]
    if isinstance(first, Packed) or _recurrent.search(name) or unpacks:
        return recurrent(tensors, name, args)
    a = arguments.tensor(f"what {name} is given", first)
    if len(args) > 1:
        raise AskError(
            f"{name} is given {len(args)} values; of layers only a recurrent one takes several: "
            "write out what it computes."
        )
    if _same.search(name):
        return a
    for function_name, function in elementwise_functions().items():
        if function_name in name.lower():
            return mixing.computed(function, a)
    if "softmax" in name.lower():
        return (reductions.log_softmax if "log" in name.lower() else reductions.softmax)(a, -1)
    if _norm.search(name):
        notes.append(f"What {name} computes is not known here: its numbers are left out.")
        return products.mixed(a, None, a.shape[-1], a.axes[-1])
    return _dense_layer(tensors, name, a, notes)


def _dense_layer(tensors: Tensors, name: str, a: Tracked, notes: list[str]) -> Tracked:
    outputs = tensors.places.sizes["O"] or 1
    values = tensors.of_head(a)
    if values is None:
        notes.append(f"{name}’s weights are not known here: its numbers are left out.")
        return products.mixed(a, None, outputs, None)
    notes.append(f"{name} is taken for the head, the dense layer that makes y.")
    return products.mixed(a, values, outputs, "O")


def recurrent(tensors: Tensors, name: str, args: tuple[Any, ...]) -> tuple[Any, Any]:
    """What the recurrent layer returns for the input that the trace ran on."""
    trace, given = tensors.trace, args[0]
    _initial(tensors, args[1] if len(args) > 1 else None)
    last: Any = tensors.last("h")
    if "c" in trace.network.kind.states:
        last = (last, tensors.last("c"))
    if isinstance(given, Packed):
        _is_input(tensors, name, given.padded, tensors.trace.as_given)
        output = tensors.output
        ahead = shapes.transpose(output, 0, 1) if trace.batch_first else output
        return Packed(ahead, tensors), last
    a = arguments.tensor(f"what {name} is given", given)
    _is_input(tensors, name, a, lambda array: array)
    return tensors.output, last


def _is_input(tensors: Tensors, name: str, a: Tracked, lay_out: Callable[[Any], Any]) -> None:
    """Refuse what isn't the input as the trace ran it."""
    ids, x = lay_out(a.ids), tensors.x.ids
    if np.array_equal(ids, x):
        return
    if ids.ndim == 3 and np.array_equal(ids.swapaxes(0, 1), x):
        first, second = ("B", "T") if tensors.trace.batch_first else ("T", "B")
        raise AskError(
            f"{name} is given x with batch and time exchanged, but this trace ran x as "
            f"({first}, {second}, I), batch_first={tensors.trace.batch_first}: it would run over "
            "the wrong axis. Run it with the other batch_first, or leave x as it is."
        )
    raise AskError(
        f"{name} is given {arguments.shown(a)} that is not x as the trace ran it; this trace holds "
        "the states of one network, run on x."
    )


def _initial(tensors: Tensors, states: Any) -> None:
    """Refuse initial states that are others than the trace began with."""
    if states is None:
        return
    given = states if isinstance(states, tuple | list) else (states,)
    trace = tensors.trace
    for name, state in zip(trace.network.kind.states, given, strict=False):
        if not isinstance(state, Tracked):
            continue
        own = trace.initial[name]
        own = own[:, 0] if trace.unbatched else own
        if state.shape != own.shape or not np.array_equal(state.value, own):
            raise AskError(
                f"{name}_0 is {arguments.shown(state)}, but the trace began with others, of shape "
                f"{arguments.shape_text(own.shape)}; run it from these."
            )
