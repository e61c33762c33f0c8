"""The same network in a framework: a script that runs alone and checks itself."""

import base64
from io import BytesIO

import numpy as np

from .. import checks
from ..arrays import Named
from ..errors import EngineError
from ..network.network import Network
from .dialects import lacking
from .scripts import jax, keras, pytorch
from .scripts.parts import listing

T, B = 5, 2  # of the input that a script runs; B is another where the network has initial states

_SCRIPTS = {"pytorch": pytorch, "keras": keras, "jax": jax}


def as_code(net: Network, framework: str) -> str:
    """Write a script that makes the network in a framework and runs it.

    The script holds the weights, a small input whose rows are whole, and the ``output``, ``h_n``
    and ``c_n`` that this engine returns for it, with ``y`` where there is a head. It ends with an
    AssertionError if the framework returns others.

    Args:
        net: any network, with or without a head or initial states.
        framework: "pytorch", "keras" (Keras 3) or "jax" (Flax linen).

    Returns:
        Python that needs no file beside it, only the framework and numpy.

    Raises:
        EngineError: the framework has no layer that computes this; what it lacks is named.

    Source: https://docs.pytorch.org/docs/stable/nn.html#recurrent-layers,
        https://keras.io/api/layers/recurrent_layers/ and
        https://flax-linen.readthedocs.io/en/latest/api_reference/flax.linen/layers.html
    """
    checks.of_kind("net", net, Network)
    checks.choice("framework", framework, tuple(_SCRIPTS))
    if missing := lacking(framework, net):
        others = [other for other in _SCRIPTS if not lacking(other, net)]
        raise EngineError(
            f"framework is {framework!r}, whose {net.cell} has no {missing[0]}; "
            + (f"choose {' or '.join(others)}." if others else "no framework here has it."),
            "framework",
        )
    script = _SCRIPTS[framework]
    return listing(script.lines(net), _packed(script.weights(net) | _computed(net)))


def _computed(net: Network) -> Named:
    """An input, the states before it, and what comes out, by their names."""
    rng = np.random.default_rng(0)
    rows = net.initial["h"].shape[1] if "h" in net.initial else B
    states = net.num_layers * net.num_directions
    x = rng.uniform(-1, 1, (T, rows, net.input_size)).astype(net.dtype)
    given = {
        f"{name}_0": net.initial.get(
            name, rng.uniform(-1, 1, (states, rows, size)).astype(net.dtype)
        )
        for name, size in net.state_sizes.items()
    }
    trace = net.run(x, given["h_0"], given.get("c_0"), [T] * rows)
    found = {"x": x, **given, "output": trace.output, "h_n": trace.h_n}
    if trace.c_n is not None:
        found["c_n"] = trace.c_n
    if net.head:
        found |= {
            "head.weight": net.head.weight,
            "head.bias": net.head.bias,
            "y": net.head.run(trace.output),
        }
    return found


def _packed(arrays: Named) -> str:
    file = BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return base64.encodebytes(file.getvalue()).decode()
