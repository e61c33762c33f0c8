"""Where the tensors of a Keras layer lie in its file."""

from ...errors import EngineError
from ..hdf5.file import Hdf5File
from ..wording import shown
from .layers import FindTensors
from .model import KerasLayer
from .network import Keys


def by_paths(file: Hdf5File) -> FindTensors:
    """How Keras 3 does it: numbered, under the path of the layer, "layers/lstm/cell/vars/0".

    Args:
        file: a model's weights.

    Returns:
        A function that finds a layer's tensors.
    """
    inside: dict[str, dict[str, str]] = {}
    for key in file.tensors:
        folder, _, number = key.rpartition("/")
        inside.setdefault(folder, {})[number] = key

    def find(layer: KerasLayer, part: str, _word: str, names: tuple[str, ...]) -> Keys:
        folder = "/".join(filter(None, (layer.path, part, "vars")))
        numbered = dict(zip(map(str, range(len(names))), names, strict=True))
        # A number past the names is kept, and will be left over.
        return {numbered.get(i, i): key for i, key in inside.get(folder, {}).items()}

    return find


def by_names(file: Hdf5File) -> FindTensors:
    """How Keras 2 did it: by name, "model_weights/lstm/lstm/lstm_cell/kernel:0".

    Between the layer and the tensor may stand a model's, a direction's and a cell's name.

    Args:
        file: a whole model.

    Returns:
        A function that finds a layer's tensors.
    """
    of_layer: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for key in file.tensors:
        top, *parts = key.split("/")
        if top == "model_weights" and len(parts) > 1:
            for part in set(parts[1:-1]) | {parts[0]}:
                of_layer.setdefault((parts[0], part), []).append(tuple(parts))

    def find(layer: KerasLayer, _part: str, word: str, _names: tuple[str, ...]) -> Keys:
        keys: Keys = {}
        for parts in of_layer.get((layer.group, layer.name), []):
            # "forward_" starts the name of a direction; a cell's name stands as it is.
            if word and not any(
                part.startswith(word) if word.endswith("_") else part == word for part in parts
            ):
                continue
            name = parts[-1].partition(":")[0]
            if name in keys:
                raise EngineError(
                    f"{shown(layer.name)} has two tensors {shown(name)} in the Keras file; "
                    "expected one: save the model as .keras."
                )
            keys[name] = "/".join(("model_weights", *parts))
        return keys

    return find
