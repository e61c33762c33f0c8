"""One RNN, LSTM or GRU node of an ONNX graph: what it computes and reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...errors import EngineError
from ...frameworks.onnx import INPUTS
from ..remarks import LENGTHS, STATES, remark
from ..wording import shown
from .graph.constants import is_fed, lengths
from .graph.graph import RECURRENT, AxisSize, OnnxGraph, attributes

if TYPE_CHECKING:
    from onnx import NodeProto

DIRECTIONS = {"forward": (0,), "reverse": (1,), "bidirectional": (0, 1)}
OWN_DOMAINS = ("", "ai.onnx")
# The attributes' defaults. output_sequence belongs to the first version and only chooses outputs.
ATTRIBUTES: dict[str, Any] = {
    "direction": "forward",
    "hidden_size": 0,
    "layout": 0,
    "linear_before_reset": 0,
    "input_forget": 0,
    "output_sequence": 0,
    "activations": (),
    "activation_alpha": (),
    "activation_beta": (),
}
DEFAULT_ACTIVATIONS = {
    "rnn": ("tanh",),
    "lstm": ("sigmoid", "tanh", "tanh"),
    "gru": ("sigmoid", "tanh"),
}
HARD_SIGMOID = (0.2, 0.5)  # the default alpha and beta


@dataclass(frozen=True)
class CellOptions:
    """What the shapes of a node's weights don't tell; as in ``Network.from_state_dict``."""

    nonlinearity: str
    reset_after: bool
    hard_sigmoid: tuple[float, float] | None


@dataclass
class RecurrentNode:
    """A node.

    Attributes:
        name: the node's, or one made up where it has none.
        cell: "rnn", "lstm" or "gru".
        directions: (0,), (1,) or (0, 1).
        layout: 0 where X is (T, B, I), 1 where it is (B, T, I).
        inputs: the names of its inputs that are there, by the operator's own names.
        outputs: the names of Y, Y_h and Y_c, "" where there is none.
        hidden_size: H, 0 where nothing tells it.
        lengths: of its rows, as ``Network.lengths``, or the name of the tensor that tells them
            where they are no constants.
        form: None where ``problem`` is in the way.
        problem: why no network can be made of it.
        assumed: sentences on what the file doesn't tell.
    """

    name: str
    cell: str
    directions: tuple[int, ...]
    layout: int
    inputs: dict[str, str]
    outputs: tuple[str, str, str]
    hidden_size: int
    lengths: tuple[int, ...] | str | None = None
    form: CellOptions | None = None
    problem: EngineError | None = None
    assumed: list[str] = field(default_factory=list)

    def has_padding(self, T: AxisSize) -> bool:
        """Whether rows may end before x does, which has T steps."""
        return self.lengths is not None and (
            isinstance(self.lengths, str) or set(self.lengths) != {T}
        )


def describe_node(graph: OnnxGraph, node: "NodeProto", name: str) -> RecurrentNode:
    """Read a node's attributes; what is wrong with it waits in ``problem``."""
    given = attributes(node)
    values = ATTRIBUTES | {
        key: value for key, value in given.items() if type(value) is type(ATTRIBUTES.get(key))
    }
    inputs = {key: value for key, value in zip(INPUTS, node.input, strict=False) if value}
    R = graph.tensors.get(graph.origin(inputs.get("R", "")))
    Y, Y_h, Y_c = (*node.output, "", "", "")[:3]
    described = RecurrentNode(
        name=name,
        cell=RECURRENT[node.op_type],
        directions=DIRECTIONS.get(values["direction"], (0,)),
        layout=values["layout"],
        inputs=inputs,
        outputs=(Y, Y_h, Y_c),
        hidden_size=R.dims[-1] if R is not None and R.dims else values["hidden_size"],
    )
    try:
        _check(described, node, given, values)
        described.lengths = lengths(graph, inputs.get("sequence_lens", ""))
        described.form = _form(described.cell, len(described.directions), values)
        described.assumed = list(_assumed(graph, described))
    except EngineError as error:
        described.problem = EngineError(f"{node.op_type} node {shown(name)}: {error}", name)
    return described


def _assumed(graph: OnnxGraph, described: RecurrentNode) -> Iterator[str]:
    for key, argument in (("initial_h", "h_0"), ("initial_c", "c_0")):
        name = described.inputs.get(key, "")
        if name and is_fed(graph, name) and not graph.is_zero(name):
            yield remark(STATES, argument, graph.described(name))
    if isinstance(described.lengths, str):
        yield remark(LENGTHS, graph.described(described.lengths))


def _check(
    described: RecurrentNode, node: "NodeProto", given: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    """Refuse what would be computed otherwise than the engine does."""
    if node.domain not in OWN_DOMAINS:
        raise EngineError(f"is of {shown(node.domain)}, not one of ONNX' own operators.")
    for each in node.attribute:
        if each.name == "clip":
            raise EngineError(f"clip={each.f:g} is not supported: export it without clipping.")
        if each.name not in ATTRIBUTES:
            raise EngineError(f"the attribute {shown(each.name)} is not supported.")
        if type(given.get(each.name)) is not type(ATTRIBUTES[each.name]):
            raise EngineError(f"the attribute {each.name} has the wrong type.")
    for key in ("activation_alpha", "activation_beta"):
        if not all(isinstance(value, float) for value in values[key]):
            raise EngineError(f"{key} is no list of numbers.")
    if values["input_forget"]:
        raise EngineError("input_forget=1 is not supported: i and f have to be gates of their own.")
    if values["direction"] not in DIRECTIONS:
        known = ", ".join(DIRECTIONS)
        raise EngineError(f"direction is {shown(values['direction'])}; expected {known}.")
    if values["layout"] not in (0, 1):
        raise EngineError(f"layout is {values['layout']}; expected 0 or 1.")
    if len(node.input) > len(INPUTS):
        raise EngineError(f"has {len(node.input)} inputs; expected at most {len(INPUTS)}.")
    for key in ("W", "R"):
        if key not in described.inputs:
            raise EngineError(f"{key} is missing.")
    if values["hidden_size"] not in (0, described.hidden_size):
        raise EngineError(
            f"hidden_size is {values['hidden_size']}, but R has {described.hidden_size} columns."
        )


def _form(cell: str, directions: int, values: Mapping[str, Any]) -> CellOptions:
    """The activations, once they are the same in both directions and among those known."""
    expected = DEFAULT_ACTIVATIONS[cell]
    names = tuple(str(name).lower() for name in values["activations"]) or expected * directions
    if len(names) != len(expected) * directions:
        raise EngineError(
            f"has {len(names)} activations; expected {len(expected)} for each direction."
        )
    # Only HardSigmoid takes a number of each list, in the order of the activations.
    alphas, betas = (iter(values[f"activation_{key}"]) for key in ("alpha", "beta"))
    forms = set()
    for direction in range(directions):
        of_gates, *others = names[direction * len(expected) : (direction + 1) * len(expected)]
        nonlinearity, hard_sigmoid = "tanh", None
        if cell == "rnn" and of_gates == "relu":
            nonlinearity = "relu"
        elif cell != "rnn" and of_gates == "hardsigmoid":
            alpha, beta = HARD_SIGMOID
            hard_sigmoid = (float(next(alphas, alpha)), float(next(betas, beta)))
        elif of_gates != expected[0]:
            raise EngineError(f"the activation {shown(of_gates)} is not supported.")
        for name in others:
            if name != "tanh":
                raise EngineError(f"the activation {shown(name)} is not supported; expected tanh.")
        reset_after = cell != "gru" or values["linear_before_reset"] != 0
        forms.add(CellOptions(nonlinearity, reset_after, hard_sigmoid))
    if len(forms) > 1:
        raise EngineError("both directions have to have the same activations.")
    return forms.pop()
