"""The trace's own names, what a module keeps under a name, and the modules that there are."""

from collections.abc import Callable
from functools import partial
from typing import Any

from ..errors import AskError
from ..operations import arguments
from ..operations.making import types
from ..tensors import Tensors

NAMESPACES = (
    *("torch", "nn", "F", "np", "numpy", "einops", "functional", "utils", "rnn", "rnn_utils"),
    *("keras", "ops", "layers", "activations", "tf", "math", "jax", "jnp"),
)
"""What may stand in front of a function's name, as in torch.nn.utils.rnn."""


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


def constant(name: str) -> Any:
    """A name of a module that is no function, torch.float32 or np.newaxis; KeyError otherwise."""
    if name == "newaxis":
        return None
    if name in ("inf", "pi"):
        return {"inf": float("inf"), "pi": 3.141592653589793}[name]
    if name in types:
        return name
    raise KeyError(name)
