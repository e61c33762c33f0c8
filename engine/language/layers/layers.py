"""Calls of layers, ``self.lstm(x)`` or ``self.fc(z)``."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..errors import AskError
from ..operations import arguments, products
from ..tensors import Tensors
from .cells import cell
from .known import Known, refuse_other_cell
from .opaque import Opaque, opaque_in, through, tracked_in
from .packed import Packed
from .recurrent import recurrent

_bookkeeping = ("flatten_parameters", "train", "eval", "zero_grad")


def as_identity(name: str) -> str:
    """What is to be said of a dropout layer."""
    return (
        f"{name} leaves all as it is, as under eval(); an RNN’s own dropout acts between its "
        "layers alone: never along time, and never on output."
    )


def call(
    tensors: Tensors,
    known: Known | None,
    name: str,
    args: tuple[Any, ...],
    named: Mapping[str, Any],
    notes: list[str],
    is_declared: bool,
) -> Any:
    """Call a layer by its name.

    Args:
        tensors: the trace's.
        known: what the layer is known to be; None where it is not known.
        name: of the layer, without ``self.``.
        args: what it is given.
        named: what it is given by name.
        notes: gets a sentence on what the name was taken for, where that isn't plain.
        is_declared: whether its class was pasted.

    Returns:
        What it returns; an ``Opaque`` where it is not known what it computes.

    Raises:
        AskError: it can't be called on this.
    """
    if name in _bookkeeping:
        return None
    given = (*args, *named.values())
    # Nothing but a recurrent layer takes what is packed.
    if known is None and any(isinstance(each, Packed) for each in given):
        known = Known("network")
    if known is None:
        return unknown(tensors, name, given, is_declared)
    if not given:
        raise AskError(f"{name}() is given nothing; it has to be given a tensor.")
    if known.kind in ("network", "cell"):
        refuse_other_cell(known, name, tensors)
        states = _states(name, args[1:], named)
        a = named.get("input", given[0])
        return (recurrent if known.kind == "network" else cell)(tensors, name, a, states, notes)
    if len(given) > 1:
        return unknown(tensors, name, given, is_declared)
    if known.kind == "same":
        if known.is_declared or "drop" in name.lower():
            notes.append(as_identity(name))
        return given[0]
    return through(lambda a: _computed(tensors, name, known, a, notes), given[0])


def _states(name: str, args: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
    """The initial states that a recurrent layer is given."""
    strange = [key for key in named if key not in ("input", "hx")]
    several = (*args, *(named[key] for key in named if key == "hx"))
    if strange or len(several) > 1:
        what = f"{strange[0]}=" if strange else f"{len(several) + 1} values"
        raise AskError(f"{name}() takes its input and the states to begin with, and no {what}.")
    return several[0] if several else None


def unknown(
    tensors: Tensors, name: str, given: tuple[Any, ...], is_declared: bool = True
) -> Opaque:
    """What a layer gives of which neither class nor weights are known.

    Of x alone it may be what the network reads: then it is the x that the trace ran on.

    Args:
        tensors: the trace's.
        name: of the layer.
        given: what it is given.
        is_declared: whether more of the class would not help.
    """
    read = tuple({id(each): each for each in tracked_in(given)}.values())
    first = next(opaque_in(given), None)
    stand_in = first.stand_in if first else None
    if first is None and read:
        x = tensors.places.blocks[0]
        ids = read[0].ids
        is_x = bool((ids < x.first + np.prod(x.shape)).all()) and not read[0].is_constant
        stand_in = read[0] if is_x else None
    if first and not first.layer:
        return first  # a name that stays open is asked for first
    paste = "" if is_declared else ", or paste the class with the __init__ that makes it"
    why = (
        f"What {name} computes is not known here, nor the shape of it, as its weights are not: "
        f"write out its lines{paste}."
    )
    return Opaque(why, name, read, stand_in)


def _computed(tensors: Tensors, name: str, known: Known, given: Any, notes: list[str]) -> Any:
    """What a layer makes of one tensor."""
    a = arguments.tensor(f"what {name} is given", given)
    if known.function:
        return known.function(a)
    values = tensors.of_head(a)
    if values is None:
        return unknown(tensors, name, (a,))
    notes.append(f"{name} is taken for the head, the dense layer that makes y.")
    return products.mixed(a, values, "O")
