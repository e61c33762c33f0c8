"""What a file holds: its recurrent networks, by name, and every tensor in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..errors import EngineError
from ..network.network import Network
from ..network.origin import Origin
from .wording import listed


@dataclass(frozen=True)
class Module:
    """One recurrent network that a file holds.

    Attributes:
        name: its path in the file, "encoder.rnn", a Keras layer's name or an ONNX node's; "" at
            the top level.
        keys: the file's tensors that it, and its head, reads.
        make: builds it, with its head, initial states and lengths, or raises EngineError.
        assumed: sentences, each on something that the file doesn't tell.
        has_nonlinearity: whether the file tells the nonlinearity, or the cell has no choice of it.
    """

    name: str
    keys: tuple[str, ...]
    make: Callable[[], Network]
    assumed: tuple[str, ...] = ()
    has_nonlinearity: bool = True


@dataclass(frozen=True)
class Contents:
    """A file that was read: what is in it, its numbers not yet converted.

    Attributes:
        format: "safetensors", "npz", "PyTorch", "ONNX" or "Keras".
        modules: the recurrent networks, in the file's order.
        keys: every tensor in the file, in its order.
        about: what was written beside the tensors: a safetensors file's metadata.
    """

    format: str
    modules: tuple[Module, ...]
    keys: tuple[str, ...]
    about: Mapping[str, str] = field(default_factory=dict)

    def load(self, name: str | None = None, nonlinearity: str | None = None) -> Network:
        """Build one of the networks.

        Args:
            name: which one, as in ``modules``; its last parts are enough where no other module
                ends with them. May be None where there is only one.
            nonlinearity: as in ``unrolled.load``.

        Returns:
            The network with its head, its initial states, its lengths and its ``origin``.

        Raises:
            EngineError: there is none, none or several fit ``name``, the tensors don't fit
                together, or ``nonlinearity`` is given where the file tells it.
        """
        module = self._choose(name)
        if nonlinearity is not None and module.has_nonlinearity:
            raise EngineError(
                f"nonlinearity is {nonlinearity!r}, but only that of a plain RNN whose file "
                "doesn't tell it can be chosen; leave it out.",
                "nonlinearity",
            )
        net = module.make()
        if nonlinearity is not None:
            net = _with_nonlinearity(net, nonlinearity)
        read = {key for each in self.modules for key in each.keys}
        net.origin = Origin(
            self.format,
            module.name,
            tuple(each.name for each in self.modules),
            tuple(key for key in self.keys if key not in read),
            module.assumed,
        )
        return net

    def _choose(self, name: str | None) -> Module:
        if not self.modules:
            raise EngineError(
                f"The {self.format} file holds no RNN, LSTM or GRU: got {listed(self.keys)}; "
                "expected weight_ih_l0, weight_hh_l0 and so on, under any prefix."
            )
        fitting = [each for each in self.modules if name in (None, each.name)]
        if not fitting:
            fitting = [each for each in self.modules if each.name.endswith(f".{name}")]
        if len(fitting) == 1:
            return fitting[0]
        names = listed(each.name for each in self.modules)
        count = len(self.modules)
        if name is None:
            raise EngineError(f"The file holds {count} networks, {names}: choose one by name.")
        if count == 1 and not self.modules[0].name:
            raise EngineError(
                f"name is {name!r}, but the file's only network has none; leave it out.", "name"
            )
        which = "none" if not fitting else f"{len(fitting)}"
        raise EngineError(f"name is {name!r}, which fits {which} of the file's {names}.", "name")


def _with_nonlinearity(net: Network, nonlinearity: str) -> Network:
    other = Network.from_state_dict(
        net.cell,
        net.state_dict(),
        nonlinearity,
        dropout=net.dropout,
        reset_after=net.reset_after,
        hard_sigmoid=net.hard_sigmoid,
    )
    other.head = net.head  # a file that tells no nonlinearity carries no states, no lengths
    return other
