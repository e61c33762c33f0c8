"""The parameters and initial states of one recurrent node of an ONNX graph."""

from collections.abc import Mapping

from ...arrays import Named
from ...errors import EngineError
from ...frameworks.dialects import to_pytorch
from ..tensors import FileTensor
from ..wording import shown
from .graph.constants import constant, state
from .graph.graph import OnnxGraph
from .node import RecurrentNode

AXES = {"W": 3, "R": 3, "B": 2, "P": 2, "initial_h": 3, "initial_c": 3}  # how many each has
STATES = {"initial_h": "h", "initial_c": "c"}


def stored_tensors(graph: OnnxGraph, node: RecurrentNode) -> dict[str, FileTensor]:
    """A node's constants, by the operator's names of its inputs; states that are zero are none.

    Raises:
        EngineError: a weight is no constant, a state is computed in an unknown way, an
            axis is missing, or the types differ.
    """
    found: dict[str, FileTensor] = {}
    for key, axes in AXES.items():
        name = node.inputs.get(key, "")
        if key in STATES and (not name or graph.is_zero(name)):
            zeros = constant(graph, name)
            if zeros is not None:
                _check_width(node, key, zeros.shape)
            continue
        tensor = state(graph, name) if key in STATES else constant(graph, name)
        if tensor is None and name and key not in STATES:
            raise EngineError(
                f"{key} of {shown(node.name)} is no constant, but comes from "
                f"{graph.described(name)}: export the model with its weights as initializers.",
                key,
            )
        if tensor is None:
            continue
        D_axis = node.layout if key in STATES else 0
        D = len(node.directions)
        if len(tensor.shape) != axes or tensor.shape[D_axis] != D:
            raise EngineError(
                f"{key} of {shown(node.name)} has shape {tensor.shape}; "
                f"expected {axes} axes with num_directions={D} as axis {D_axis}.",
                key,
            )
        found[key] = tensor
    types = {tensor.computed for tensor in found.values()}
    if len(types) > 1:
        raise EngineError(f"{shown(node.name)} mixes {' and '.join(sorted(types))}; expected one.")
    return found


def pytorch_weights(node: RecurrentNode, found: Mapping[str, FileTensor]) -> list[Named]:
    """The parameters of each direction of a node, by PyTorch's names without layer.

    Raises:
        EngineError: a shape doesn't fit.
    """
    stored = {key: tensor.floats() for key, tensor in found.items() if key not in STATES}
    return [
        to_pytorch(
            "onnx",
            node.cell,
            {key: value[index] for key, value in stored.items()},
            reset_after=node.form is None or node.form.reset_after,
            where=f"{shown(node.name)}: ",
        )
        for index in range(len(node.directions))
    ]


def initial_states(node: RecurrentNode, found: Mapping[str, FileTensor]) -> Named:
    """The initial states that the file holds: "h" and "c", (D, B, H) each.

    Raises:
        EngineError: a shape doesn't fit.
    """
    read: Named = {}
    for key, letter in STATES.items():
        if key in found:
            value = found[key].floats()
            read[letter] = value.swapaxes(0, 1) if node.layout else value
            _check_width(node, key, value.shape)
    return read


def _check_width(node: RecurrentNode, key: str, shape: tuple[int, ...]) -> None:
    if shape[-1:] != (node.hidden_size,):
        raise EngineError(
            f"{key} of {shown(node.name)} has shape {shape}; "
            f"expected hidden_size={node.hidden_size} as its last axis.",
            key,
        )
