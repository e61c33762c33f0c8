"""One network out of an ONNX graph: its layers, and the dense layer behind them."""

from dataclasses import dataclass

import numpy as np

from ...arrays import Named
from ...errors import EngineError
from ...network.network import Network
from ...network.parameters import parameter_name
from ..tensors import FileTensor, check_size
from ..wording import shown
from .around import front
from .graph.constants import is_fed, sources
from .graph.graph import OnnxGraph
from .head import DenseNode, build_head
from .layers import OnnxLayer
from .node import RecurrentNode
from .parameters import initial_states, pytorch_weights, stored_tensors


@dataclass(frozen=True)
class OnnxNetwork:
    """One network of the file.

    Attributes:
        graph: the model's.
        layers: from the bottom up.
        dense: the dense layer that reads its output, if there is exactly one.
        dropout: as in ``Network``.
    """

    graph: OnnxGraph
    layers: list[OnnxLayer]
    dense: DenseNode | None
    dropout: float

    @property
    def nodes(self) -> list[RecurrentNode]:
        """Its nodes, layer by layer, the forward direction first."""
        return [node for layer in self.layers for node in layer.nodes]

    @property
    def keys(self) -> tuple[str, ...]:
        """The constants that it reads."""
        read = [name for node in self.nodes for name in node.inputs.values()]
        if self.dense:
            read += [self.dense.weight, self.dense.bias]
        names = list(read)
        for name in read:
            if name and not is_fed(self.graph, name):
                names += sources(self.graph, name)
        origins = dict.fromkeys(self.graph.origin(name) for name in names)
        return tuple(name for name in origins if name in self.graph.tensors)

    @property
    def assumed(self) -> tuple[str, ...]:
        """What the file leaves open."""
        sentences = [sentence for node in self.nodes for sentence in node.assumed]
        sentences += self.dense.assumed if self.dense else ()
        return (*sentences, *front(self.graph, self.layers[0]))

    def make(self) -> Network:
        """Build the network.

        Raises:
            EngineError: a node does what the engine doesn't, or its tensors don't fit.
        """
        for node in self.nodes:
            if node.problem:
                raise node.problem
        found = [stored_tensors(self.graph, node) for node in self.nodes]
        check_size([each for of_node in found for each in of_node.values()], self.graph.file_size)
        net = self._network(found)
        if self.dense:
            width = net.num_directions * net.hidden_size
            net.head = build_head(self.graph, self.dense, width, net.dtype)
        net.initial = self._initial(net, found)
        net.lengths = self._lengths()
        return net

    def _network(self, found: list[dict[str, FileTensor]]) -> Network:
        form = self.nodes[0].form
        assert form is not None  # or there would be a problem
        read = iter(
            weights
            for node, tensors in zip(self.nodes, found, strict=True)
            for weights in pytorch_weights(node, tensors)
        )
        placed = {
            (layer, direction): next(read)
            for layer, each in enumerate(self.layers)
            for direction in each.directions
        }
        kinds = {kind for weights in placed.values() for kind in weights}
        for weights in placed.values():
            H = weights["weight_hh"].shape[1]
            rows = len(weights["weight_hh"])
            # A layer without biases or peepholes in a network that has some has zeros.
            shapes = {"bias_ih": (rows,), "bias_hh": (rows,), "weight_peephole": (3, H)}
            for kind in kinds - set(weights):
                weights[kind] = np.zeros(shapes[kind], weights["weight_hh"].dtype)
        return Network.from_state_dict(
            self.nodes[0].cell,
            {
                parameter_name(kind, *place): value
                for place, weights in placed.items()
                for kind, value in weights.items()
            },
            form.nonlinearity,
            dropout=self.dropout,
            reset_after=form.reset_after,
            hard_sigmoid=form.hard_sigmoid,
        )

    def _lengths(self) -> tuple[int, ...] | None:
        """The lengths that the file holds, where they aren't those of its x."""
        bottom = self.nodes[0]
        shape = self.graph.shape(bottom.inputs.get("X", "")) or (None, None, None)
        T = shape[1 if bottom.layout else 0] if len(shape) == 3 else None
        if isinstance(bottom.lengths, str) or not bottom.has_padding(T):
            return None
        return bottom.lengths

    def _initial(self, net: Network, found: list[dict[str, FileTensor]]) -> Named:
        """The states that the file holds, (L·D, B, P); zeros in layers that have none of them."""
        states = [
            initial_states(node, tensors) for node, tensors in zip(self.nodes, found, strict=True)
        ]
        sizes = {value.shape[1] for each in states for value in each.values()}
        if len(sizes) > 1:
            raise EngineError(
                f"The initial states of {shown(self.nodes[0].name)} have {sorted(sizes)} rows; "
                "expected the same number of rows in all.",
                "initial_h",
            )
        initial: Named = {}
        for name, size in net.state_sizes.items():
            if any(name in each for each in states):
                none = np.zeros((1, *sizes, size), net.dtype)
                initial[name] = np.concatenate(
                    [
                        each.get(name, none.repeat(len(node.directions), axis=0))
                        for node, each in zip(self.nodes, states, strict=True)
                    ]
                )
        return initial
