"""What stands on what in a Keras model: which layers form one network, and what is around it."""

from engine.importers.contents import listed, shown
from engine.importers.keras_config import Config
from engine.importers.keras_layers import IDENTITIES, Find
from engine.importers.keras_model import Layer, Model
from engine.importers.keras_module import Dense, Recurrent, Tensors

DENSE_NAMES = ("kernel", "bias")


class Graph:
    """The layers of one model, and those of them that are recurrent."""

    def __init__(self, model: Model, found: dict[str, Recurrent], tensors: Tensors) -> None:
        """Look up what each layer reads; layers that change nothing are seen through.

        Args:
            model: the layers.
            found: the recurrent ones by name, those that are supported.
            tensors: the file's.
        """
        self._model = model
        self._found = found
        self._tensors = tensors
        self._readers: dict[str, list[Layer]] = {name: [] for name in model.layers}
        for layer in model.layers.values():
            if layer.kind not in IDENTITIES:
                for name in {name for name, i in map(self._origin, layer.sources) if i == 0}:
                    self._readers.setdefault(name, []).append(layer)

    def networks(self) -> dict[str, tuple[Layer, ...]]:
        """The recurrent layers that form a network, from below, by the lowest one's name."""
        above: dict[str, list[str]] = {}
        for name, upper in self._found.items():
            layer = self._model.layers[name]
            below, i = self._origin(layer.sources[0]) if layer.sources else ("", 0)
            if below in self._found and i == 0 and not layer.states_given:
                calls = layer.calls, self._model.layers[below].calls
                if calls == (1, 1) and self._found[below].carries(upper, self._tensors):
                    above.setdefault(below, []).append(name)
        # A layer that two others read goes on in neither.
        one_above = {name: names[0] for name, names in above.items() if len(names) == 1}
        networks = {}
        for name in self._found.keys() - set(one_above.values()):
            chain = [name]
            while chain[-1] in one_above:
                chain.append(one_above[chain[-1]])
            networks[name] = tuple(self._model.layers[each] for each in chain)
        return networks

    def front(self, bottom: Layer) -> list[str]:
        """Sentences on what x is, where it isn't what the model is given.

        Args:
            bottom: the lowest layer of a network.

        Returns:
            The sentences.
        """
        sentences = []
        name, _ = self._origin(bottom.sources[0]) if bottom.sources else ("", 0)
        source = self._model.layers.get(name)
        if source and source.kind != "InputLayer":
            sentences.append(
                f"x is what {shown(name)} ({shown(source.kind)}) gives {shown(bottom.name)}; that "
                "layer is no part of the network."
            )
            if source.kind == "Masking" or source.config.get("mask_zero") is True:
                sentences.append(
                    f"{shown(name)} masks padding in Keras; pass lengths to have it left out."
                )
        elif self._model.prefix:
            sentences.append(f"x is what the model {shown(self._model.prefix[:-1])} is given.")
        if bottom.states_given:
            sentences.append(
                f"{shown(bottom.name)} starts from the states of another layer in Keras; pass them "
                "as h_0 and c_0."
            )
        return sentences

    def dense(self, top: Layer, find: Find) -> tuple[Dense | None, list[str]]:
        """The dense layer that alone reads the top one of a network, where a head can be it.

        Args:
            top: the highest layer of a network.
            find: a layer's tensors.

        Returns:
            The layer, and sentences on what the head is or why there is none.
        """
        readers = self._readers[top.name]
        dense = [layer for layer in readers if _dense_config(layer)]
        if not dense:
            return None, []
        if len(readers) > 1:
            return None, [f"{listed(each.name for each in readers)} read it, so none is the head."]
        layer, config = dense[0], _dense_config(dense[0])
        assert config
        activation, after = config.word("activation", "linear"), self._readers[layer.name]
        if activation == "linear" and len(after) == 1 and not self._readers[after[0].name]:
            activation, after = _activation(after[0]), []
        name = shown(layer.name)
        if after:
            return None, [f"{name} is left out: {listed(each.name for each in after)} reads it."]
        if activation not in ("linear", "softmax"):
            return None, [
                f"{name} is left out: its activation is {shown(activation)}, and a head's is "
                "softmax or linear."
            ]
        wrapped = layer.kind == "TimeDistributed"
        keys = find(layer, "layer" if wrapped else "", "", DENSE_NAMES)
        if keys.keys() != {"kernel", *(["bias"] if config.truth("use_bias", True) else [])}:
            return None, [f"{name} is left out: it has {listed(keys)}; expected kernel and bias."]
        sentences = []
        if top.kind == "Bidirectional":
            inner = top.config.part("layer").part("config")
            if not inner.truth("return_sequences"):
                sentences.append(
                    f"{name} reads h_n of both directions in Keras (return_sequences = false); the "
                    "head reads output, whose reverse half ends at the first step."
                )
        return Dense(keys, "softmax" if activation == "softmax" else "linear"), sentences

    def _origin(self, source: tuple[str, int]) -> tuple[str, int]:
        """What a tensor is, seen through layers that change nothing."""
        passed = set()
        while source[0] in self._model.layers and source not in passed:
            passed.add(source)
            layer = self._model.layers[source[0]]
            if layer.kind not in IDENTITIES or not layer.sources:
                break
            source = layer.sources[0]
        return source


def _dense_config(layer: Layer) -> Config | None:
    """The settings of a dense layer, itself or in a TimeDistributed."""
    if layer.kind == "TimeDistributed":
        inner = layer.config.part("layer")
        return inner.part("config") if inner.text("class_name") == "Dense" else None
    return layer.config if layer.kind == "Dense" else None


def _activation(layer: Layer) -> str:
    """What a layer that only squashes does; other layers by their class."""
    if layer.kind == "Activation":
        return layer.config.word("activation", "linear")
    if layer.kind == "Softmax" and layer.config.get("axis") in (-1, None):
        return "softmax"
    return f"followed by {layer.kind}"
