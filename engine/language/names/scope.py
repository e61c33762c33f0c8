"""The names that an expression may use, and what the names of a pasted ``forward`` stand for."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from ..errors import AskError
from ..operations import arguments
from ..operations.making import types
from ..tensors import Tensors

NAMESPACES = (
    *("torch", "nn", "F", "np", "numpy", "einops", "functional", "utils", "rnn", "rnn_utils"),
    *("keras", "ops", "layers", "tf", "jax", "jnp"),
)
"""What may stand in front of a function's name, as in torch.nn.utils.rnn."""

_lengths = re.compile(r"len", re.IGNORECASE)
_states = re.compile(r"hid|^[hc]_?[0x]?$|^prev|state|init|cell", re.IGNORECASE)
_inputs = re.compile(r"input|seq|text|sent|token|word|src|source|feat", re.IGNORECASE)
_outputs = re.compile(r"(rnn|lstm|gru|encoder)_?out", re.IGNORECASE)


def own_names(tensors: Tensors) -> dict[str, Callable[[], Any]]:
    """The trace's own names; each is made when it is first read."""
    sizes = tensors.places.sizes
    return {
        **returned_names(tensors),
        "h_0": lambda: tensors.first("h"),
        "c_0": lambda: tensors.first("c"),
        "x": lambda: tensors.x,
        "y": lambda: tensors.y,
        "lengths": lambda: tensors.lengths,
        "device": lambda: "device",
        **{name: partial(sizes.__getitem__, name) for name in sizes if name.isalpha()},
    }


def returned_names(tensors: Tensors) -> dict[str, Callable[[], Any]]:
    """What the layers return, by the framework's names."""
    if tensors.names == "pytorch":
        return {
            "output": lambda: tensors.output,
            "h_n": lambda: tensors.last("h"),
            "c_n": lambda: tensors.last("c"),
        }
    return {name: partial(tensors.tracked, each) for name, each in tensors.returned.items()}


def state_of(tensors: Tensors, name: str, args: tuple[Any, ...]) -> Any:
    """``h(layer, direction)`` or ``c(layer, direction)``: a state at every step."""
    if not 1 <= len(args) <= 2:
        raise AskError(f"{name}() takes a layer and a direction, as in {name}(0, 1).")
    layer = arguments.whole("layer", args[0])
    direction = arguments.whole("direction", args[1] if len(args) > 1 else 0)
    return tensors.state(name, layer, direction)


def setting(tensors: Tensors, name: str) -> Any:
    """What a module keeps under a name: ``self.hidden_size`` and the like; None if not known."""
    net, sizes = tensors.trace.network, tensors.places.sizes
    known: dict[str, Any] = {
        **dict.fromkeys(("hidden_size", "hidden_dim", "hid_dim", "n_hidden", "nhid"), sizes["H"]),
        **dict.fromkeys(("num_layers", "n_layers", "nlayers", "layers_num"), sizes["L"]),
        **dict.fromkeys(("num_directions", "n_directions", "directions"), sizes["D"]),
        **dict.fromkeys(("input_size", "input_dim", "embedding_dim", "emb_dim"), sizes["I"]),
        **dict.fromkeys(("output_size", "output_dim", "num_classes"), sizes["O"] or None),
        **dict.fromkeys(("bidirectional", "bidir", "is_bidirectional"), net.bidirectional),
        **dict.fromkeys(("hidden_units", "rnn_size"), sizes["H"]),
        "hidden_factor": sizes["L·D"],
        "proj_size": net.proj_size,
        "batch_size": sizes["B"],
        "batch_first": tensors.trace.batch_first,
        "device": "device",
        "training": False,
    }
    return known.get(name)


def is_input(name: str) -> bool:
    """Whether a name is one that people give to what a network reads."""
    return bool(_inputs.search(name)) and not _outputs.search(name)


def stands_for(name: str, place: int = 1) -> str:
    """What a parameter of ``forward`` is for: "x", "lengths", "states", "output"; "" if unknown.

    Args:
        name: of the parameter.
        place: among the arguments: the input comes first.
    """
    if _lengths.search(name):
        return "lengths"
    if _outputs.search(name):
        return "output"
    if place and _states.search(name):
        return "states"
    return "" if place else "x"


def parameter(tensors: Tensors, name: str, place: int) -> tuple[Any, str]:
    """What a name that nobody has bound stands for where a layer is called on it.

    Args:
        tensors: the trace's.
        name: of the parameter.
        place: of the argument in the call: the input comes first.

    Returns:
        The value, and a sentence that says so.
    """
    match stands_for(name, place):
        case "lengths":
            return tensors.lengths, f"{name} is taken for lengths."
        case "output":
            return tensors.output, f"{name} is taken for output."
        case "states":
            note = f"{name} is taken for the states that the trace began with."
            return tensors.states(name), note
    return tensors.x, f"{name} is taken for x."


def constant(name: str) -> Any:
    """A name of a module that is no function, torch.float32 or np.newaxis; KeyError otherwise."""
    if name == "newaxis":
        return None
    if name in ("inf", "pi"):
        return {"inf": float("inf"), "pi": 3.141592653589793}[name]
    if name in types:
        return name
    raise KeyError(name)
