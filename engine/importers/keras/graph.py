"""What stands on what in a Keras model: which layers form one network, and what is around it."""

from collections.abc import Collection

from ..wording import shown
from . import dropout as keras_dropout
from .dropout import IDENTITIES
from .model import Layer, Model, Source
from .module import Recurrent, Tensors


class Graph:
    """The layers of one model, and those of them that are recurrent.

    Attributes:
        model: the layers.
        found: the recurrent ones by name, those that are supported.
        refused: the names of the other recurrent ones.
        readers: the layers that read a layer's output, by its name.
        state_readers: those that read a state that it returns beside.
    """

    def __init__(
        self,
        model: Model,
        found: dict[str, Recurrent],
        tensors: Tensors,
        refused: Collection[str],
    ) -> None:
        """Look up what each layer reads; layers that change nothing are seen through.

        Args:
            model: the layers.
            found: the recurrent ones by name, those that are supported.
            tensors: the file's.
            refused: the names of the recurrent ones that aren't.
        """
        self.model = model
        self.found = found
        self.refused = refused
        self._tensors = tensors
        self.readers: dict[str, list[Layer]] = {name: [] for name in model.layers}
        self.state_readers: dict[str, list[Layer]] = {name: [] for name in model.layers}
        for layer in model.layers.values():
            if layer.kind not in IDENTITIES:
                read = [self._origin(source)[0] for call in layer.calls for source in call]
                for name, is_state in dict.fromkeys((name, i > 0) for name, _, i in read):
                    readers = self.state_readers if is_state else self.readers
                    readers.setdefault(name, []).append(layer)

    def networks(self) -> dict[str, tuple[Layer, ...]]:
        """The recurrent layers that form a network, from below, by the lowest one's name."""
        above: dict[str, list[str]] = {}
        for name, upper in self.found.items():
            layer = self.model.layers[name]
            below, i = self._below(layer)
            stands = below in self.found and i == 0 and not layer.states_given
            if stands and self.found[below].carries(upper, self._tensors):
                above.setdefault(below, []).append(name)
        # A layer that two others read goes on in neither.
        one_above = {name: names[0] for name, names in above.items() if len(names) == 1}
        networks = {}
        for name in self.found.keys() - set(one_above.values()):
            chain = [name]
            while chain[-1] in one_above:
                chain.append(one_above[chain[-1]])
            networks[name] = tuple(self.model.layers[each] for each in chain)
        return networks

    def front(self, bottom: Layer) -> list[str]:
        """Sentences on what x is, where it isn't what the model is given.

        Args:
            bottom: the lowest layer of a network.

        Returns:
            The sentences.
        """
        sentences = []
        name, _ = self._below(bottom)
        source = self.model.layers.get(name)
        if source and source.kind != "InputLayer":
            sentences.append(
                f"x is what {shown(name)} ({shown(source.kind)}) gives {shown(bottom.name)}; that "
                "layer is no part of the network."
            )
            if source.kind == "Masking" or source.config.get("mask_zero") is True:
                sentences.append(
                    f"{shown(name)} masks padding in Keras; pass lengths to have it left out."
                )
        elif self.model.prefix:
            sentences.append(f"x is what the model {shown(self.model.prefix[:-1])} is given.")
        if self.model.calls > 1:
            sentences.append(
                f"The model {shown(self.model.prefix[:-1])} is applied {self.model.calls} times "
                "in Keras; the network is one application."
            )
        if bottom.states_given:
            sentences.append(
                f"{shown(bottom.name)} starts from the states of another layer in Keras; pass them "
                "as h_0 and c_0."
            )
        return sentences

    def training(self, network: tuple[Layer, ...]) -> list[str]:
        """Sentences on the layers below a network's layers that act in training only."""
        return [text for layer in network for text in keras_dropout.said(self.seen_through(layer))]

    def dropout(self, network: tuple[Layer, ...]) -> float:
        """The rate of dropout that acts between all of a network's layers, as in ``Network``."""
        if any(len(self.found[layer.name].keys) > 1 for layer in network):
            return 0.0  # nothing acts between the cells of a layer
        return keras_dropout.rate([self.seen_through(layer) for layer in network[1:]])

    def _below(self, layer: Layer) -> tuple[str, int]:
        """What a layer reads first: a layer's name, and which of its outputs."""
        if not layer.sources:
            return "", 0
        (name, _, i), _ = self._origin(layer.sources[0])
        return name, i

    def seen_through(self, layer: Layer) -> list[Layer]:
        """The layers that change nothing between a layer and what it reads, from above."""
        return self._origin(layer.sources[0])[1] if layer.sources else []

    def _origin(self, source: Source) -> tuple[Source, list[Layer]]:
        """What a tensor is, seen through layers that change nothing, and those layers."""
        passed: dict[Source, Layer] = {}
        while source[0] in self.model.layers and source not in passed:
            name, call, _ = source
            layer = self.model.layers[name]
            # Old files count calls that they don't hold.
            reads = layer.calls[call] if 0 <= call < len(layer.calls) else layer.sources
            if layer.kind not in IDENTITIES or not reads:
                break
            passed[source] = layer
            source = reads[0]
        return source, list(passed.values())
