"""Which network runs: its arguments, and kinds of weights, each of which builds its own."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from ...engine import EngineError, Head, Network
from ..errors import ApiError, missing
from .fields import RequestModel, Seed, Text, Truth, whole
from .inputs import AnyInput, Sequence
from .stock import Stock


class NetworkSpec(RequestModel):
    """The arguments of torch.nn.RNN, LSTM or GRU; input_size follows from the input."""

    # Only the plain cell has a choice of nonlinearity.
    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"nonlinearity": {"const": "relu"}}, "required": ["nonlinearity"]},
            "then": {"properties": {"cell": {"const": "rnn"}}},
        }
    )

    cell: Literal["rnn", "lstm", "gru"]
    nonlinearity: Literal["tanh", "relu"] = "tanh"
    hidden_size: whole(1, 64)  # type: ignore[valid-type]
    num_layers: whole(1, 4) = 1  # type: ignore[valid-type]
    bidirectional: Truth = False
    bias: Truth = True
    batch_first: Truth = False


@dataclass(frozen=True)
class Built:
    """A network before it runs, and what goes in.

    Attributes:
        network: the recurrent layers.
        head: the dense layer behind them.
        sequence: the input.
        symbols: what the outputs of the head are called, where they have names.
        batch_first: whether the network takes x with B in front of T.
        is_of_file: whether its sizes are a file's, so that no client can reduce them.
    """

    network: Network
    head: Head
    sequence: Sequence
    symbols: str
    batch_first: bool
    is_of_file: bool = False


class Weights(RequestModel):
    """What all kinds have in common."""

    @abstractmethod
    def build(self, network: NetworkSpec | None, input: AnyInput, stock: Stock) -> Built:
        """Build what is to run.

        Args:
            network: its arguments, where the weights don't tell them.
            input: for it.
            stock: presets, files, tables and limits.

        Returns:
            The network with its head and its input.

        Raises:
            ApiError: they don't fit each other, or aren't there; it names the field at fault.
        """


class PresetWeights(Weights):
    """A trained network and its head; GET /api/presets lists them."""

    kind: Literal["preset"]
    name: Text

    def build(self, network: NetworkSpec | None, input: AnyInput, stock: Stock) -> Built:
        """The preset, where the arguments are its own."""
        arguments = _needed(network)
        sequence = input.sequence(stock)
        preset = stock.presets.get(self.name)
        if preset is None:
            message = (
                f"There is no preset {self.name[:40]!r}; "
                "GET /api/presets lists those that there are."
            )
            raise ApiError("unknown_preset", message, "weights.name", 404)
        for name, value in arguments.model_dump(exclude={"batch_first"}).items():
            own = getattr(preset.network, name)
            if own != value:
                message = (
                    f"{name} is {value}, but the preset {self.name} has {own}; "
                    "ask for that or use random weights."
                )
                raise ApiError("bad_value", message, f"network.{name}")
        input_size = sequence.x.shape[2]
        if preset.network.input_size != input_size:
            message = (
                f"The preset {self.name} reads {preset.network.input_size} features, but the input "
                f"has {input_size}; give it another input or use random weights."
            )
            raise ApiError("bad_value", message, "input")
        return Built(preset.network, preset.head, sequence, input.symbols, arguments.batch_first)


class RandomWeights(Weights):
    """PyTorch's own initialisation by seed, for the network and its head."""

    kind: Literal["random"]
    seed: Seed = 0

    def build(self, network: NetworkSpec | None, input: AnyInput, stock: Stock) -> Built:
        """A network of these sizes, drawn by the seed."""
        arguments = _needed(network)
        sequence = input.sequence(stock)
        sizes = arguments.model_dump(exclude={"batch_first"})
        try:
            net = Network(input_size=sequence.x.shape[2], seed=self.seed, **sizes)
        except EngineError as error:
            raise ApiError("bad_value", str(error), f"network.{error.name}") from error
        head = input.head(net, self.seed)
        return Built(net, head, sequence, input.symbols, arguments.batch_first)


class FileWeights(Weights):
    """A network out of a model file, with its sizes and, where it has one, its head.

    POST /api/files answers with a file's id and the names of the networks in it. ``batch_first``,
    which no file tells, stands here, since ``network`` is left out; so does the ``nonlinearity`` of
    a plain RNN whose file doesn't tell it.
    """

    kind: Literal["file"]
    id: Text
    module: Text | None = Field(None, description="may be left out where the file has only one")
    batch_first: Truth = False
    nonlinearity: Literal["tanh", "relu"] | None = Field(
        None, description="tanh where it is left out; refused where the file tells it"
    )

    def build(self, network: NetworkSpec | None, input: AnyInput, stock: Stock) -> Built:
        """The file's network; where it has no head, a random one."""
        if network:
            message = "network is given, but the file of the weights tells it; leave it out."
            raise ApiError("bad_value", message, "network")
        net = stock.files.network(self.id, self.module, self.nonlinearity)
        sequence = input.sequence(stock, net)
        head, symbols = (net.head, "") if net.head else (input.head(net, 0), input.symbols)
        return Built(net, head, sequence, symbols, self.batch_first, is_of_file=True)


AnyWeights = Annotated[PresetWeights | RandomWeights | FileWeights, Field(discriminator="kind")]


def _needed(network: NetworkSpec | None) -> NetworkSpec:
    if network is None:
        raise missing("network")
    return network
