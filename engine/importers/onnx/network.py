"""One network out of an ONNX graph: its layers, and the dense layer behind them."""

from dataclasses import dataclass

import numpy as np

from ...arrays import Named
from ...errors import EngineError
from ...network.network import Network
from ...network.parameters import parameter_name
from ..tensors import FileTensor, check_size
from ..wording import listed, shown
from . import head as onnx_head
from . import parameters as onnx_parameters
from .constants import is_fed, sources
from .graph import Graph
from .head import Dense
from .node import Recurrent
from .stack import Layer


@dataclass(frozen=True)
class Stack:
    """One network of the file.

    Attributes:
        graph: the model's.
        layers: from the bottom up.
        dense: the dense layers that read its output; a head where there is exactly one.
        dropout: as in ``Network``.
        notes: sentences on what stands around it.
    """

    graph: Graph
    layers: list[Layer]
    dense: list[Dense]
    dropout: float
    notes: list[str]

    @property
    def nodes(self) -> list[Recurrent]:
        """Its nodes, layer by layer, the forward direction first."""
        return [node for layer in self.layers for node in layer.nodes]

    @property
    def keys(self) -> tuple[str, ...]:
        """The constants that it reads."""
        read = [name for node in self.nodes for name in node.inputs.values()]
        if len(self.dense) == 1:
            read += [self.dense[0].weight, self.dense[0].bias]
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
        if len(self.dense) == 1:
            sentences += self.dense[0].assumed
        elif self.dense:
            names = listed(dense.name for dense in self.dense)
            sentences.append(f"{names} all read the top layer: none of them is taken as the head.")
        return tuple(dict.fromkeys([*sentences, *self.notes]))

    def make(self) -> Network:
        """Build the network.

        Raises:
            EngineError: a node does what the engine doesn't, or its tensors don't fit.
        """
        for node in self.nodes:
            if node.problem:
                raise node.problem
        found = [onnx_parameters.tensors(self.graph, node) for node in self.nodes]
        check_size([each for of_node in found for each in of_node.values()], self.graph.file_size)
        net = self._network(found)
        if len(self.dense) == 1:
            width = net.num_directions * net.hidden_size
            net.head = onnx_head.build(self.graph, self.dense[0], width, net.dtype)
        net.initial = self._initial(net, found)
        net.lengths = self._lengths()
        return net

    def _network(self, found: list[dict[str, FileTensor]]) -> Network:
        form = self.nodes[0].form
        assert form is not None  # or there would be a problem
        read = iter(
            weights
            for node, tensors in zip(self.nodes, found, strict=True)
            for weights in onnx_parameters.weights(node, tensors)
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
            onnx_parameters.states(node, tensors)
            for node, tensors in zip(self.nodes, found, strict=True)
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
