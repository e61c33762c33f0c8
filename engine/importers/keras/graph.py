"""What stands on what in a Keras model: which layers form one network, and what is around it."""

from ..remarks import CALLED_AGAIN, FRONT, INSIDE, LENGTHS, STATES, remark
from .model import IDENTITIES, KerasLayer, KerasModel, LayerOutput
from .network import RecurrentLayer, Tensors


class KerasGraph:
    """The layers of one model, and those of them that are recurrent.

    Attributes:
        model: the layers.
        found: the recurrent ones by name, those that are supported.
        readers: the layers that read a layer's output, by its name.
    """

    def __init__(
        self, model: KerasModel, found: dict[str, RecurrentLayer], tensors: Tensors
    ) -> None:
        """Look up what each layer reads; layers that change nothing are seen through.

        Args:
            model: the layers.
            found: the recurrent ones by name, those that are supported.
            tensors: the file's.
        """
        self.model = model
        self.found = found
        self._tensors = tensors
        self.readers: dict[str, list[KerasLayer]] = {name: [] for name in model.layers}
        for layer in model.layers.values():
            if layer.kind not in IDENTITIES:
                read = [self._origin(source)[0] for call in layer.calls for source in call]
                for name in dict.fromkeys(name for name, _, i in read if i == 0):
                    self.readers.setdefault(name, []).append(layer)

    def networks(self) -> dict[str, tuple[KerasLayer, ...]]:
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

    def front(self, bottom: KerasLayer) -> list[str]:
        """Sentences on what x is, where it isn't what the model is given.

        Args:
            bottom: the lowest layer of a network.

        Returns:
            The sentences.
        """
        sentences = []
        name, _ = self._below(bottom)
        source, model = self.model.layers.get(name), self.model
        if source and source.kind != "InputLayer":
            sentences.append(remark(FRONT, f"{name} ({source.kind})", bottom.name))
            if source.kind == "Masking" or source.config.get("mask_zero") is True:
                sentences.append(remark(LENGTHS, f"the mask of {name}"))
        elif model.prefix:
            sentences.append(remark(INSIDE, model.prefix[:-1]))
        if model.calls > 1:
            sentences.append(remark(CALLED_AGAIN, model.prefix[:-1], str(model.calls)))
        if bottom.states_given:
            sentences.append(remark(STATES, f"The initial state of {bottom.name}", "another layer"))
        return sentences

    def in_training(self) -> list[str]:
        """The names of the layers that act in training only."""
        return [
            self.model.prefix + layer.name
            for layer in self.model.layers.values()
            if layer.kind in IDENTITIES
            and (layer.kind == "GaussianNoise" or layer.config.fraction("rate"))
        ]

    def dropout(self, network: tuple[KerasLayer, ...]) -> float:
        """The dropout of a network, if it is PyTorch's: the same one between all of its layers."""
        if any(len(self.found[layer.name].keys) > 1 for layer in network):
            return 0.0  # nothing acts between the cells of a layer
        rates = set()
        for layer in network[1:]:
            between = self._origin(layer.sources[0])[1]
            plain = [
                each.kind == "Dropout" and not each.config.get("noise_shape") for each in between
            ]
            rates.add(between[0].config.fraction("rate") if plain == [True] else 0.0)
        return rates.pop() if len(rates) == 1 else 0.0

    def _below(self, layer: KerasLayer) -> tuple[str, int]:
        """What a layer reads first: a layer's name, and which of its outputs."""
        if not layer.sources:
            return "", 0
        (name, _, i), _ = self._origin(layer.sources[0])
        return name, i

    def _origin(self, source: LayerOutput) -> tuple[LayerOutput, list[KerasLayer]]:
        """What a tensor is, seen through layers that change nothing, and those layers."""
        passed: dict[LayerOutput, KerasLayer] = {}
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
