"""Weights of Keras without their model: what the paths and shapes tell, and what they don't."""

import re

from ...errors import EngineError
from ..hdf5.file import Hdf5File
from ..remarks import BY_SIZE, remark
from ..wording import listed, shown
from .layers import NAMES
from .network import DenseLayer, KerasCell, Keys, RecurrentLayer

_KINDS = {1: "rnn", 3: "gru", 4: "lstm"}
_recurrent = re.compile(
    r"(?P<layer>.+?)(?:/(?P<direction>forward|backward)_layer)?/cell"
    r"(?:/cells/(?P<cell>[^/]+))?/vars/(?P<i>[0-2])"
)
# What stands in front of all, or in no layer.
_beside = re.compile(r"optimizer/.*|(?:.+/)?(?:seed_generator|embedding)(?:_[0-9]+)?/.*")
_dense = re.compile(
    r"(?P<layer>(?:.+/)?(?:dense(_[0-9]+)?|time_distributed(_[0-9]+)?/layer))/vars/0"
)


def find_layers(file: Hdf5File) -> list[list[RecurrentLayer]]:
    """Find the recurrent layers by their paths, "layers/lstm/cell/vars/0".

    Those of a class that fit on one another are taken for one network, unless there are layers
    that may stand between them, such as a normalization.

    Args:
        file: what Keras' ``save_weights`` wrote.

    Returns:
        The layers of each network, from below.

    Raises:
        EngineError: a layer's tensors don't fit together.
    """
    found: dict[str, dict[str, dict[str, Keys]]] = {}
    others = set()
    for key in file.tensors:
        parts = _recurrent.fullmatch(key)
        if parts and not _beside.fullmatch(key):
            cells = found.setdefault(parts["layer"], {})
            directions = cells.setdefault(parts["cell"] or "", {})
            keys = directions.setdefault(parts["direction"] or "", {})
            keys[NAMES[int(parts["i"])]] = key
        elif not _beside.fullmatch(key):
            others.add(key.rpartition("/vars/")[0])
    can_stand = len(others) <= 1 and all(_dense.fullmatch(f"{path}/vars/0") for path in others)
    networks: list[list[RecurrentLayer]] = []
    before = ""
    for path in sorted(found, key=_counted):
        layer = _layer(file, path, found[path])
        same_class = _counted(before)[0] == _counted(path)[0]
        if can_stand and same_class and _fits(file, networks[-1][-1], layer):
            networks[-1].append(layer)
        else:
            networks.append([layer])
        before = path
    return networks


def find_dense(file: Hdf5File, layer: RecurrentLayer) -> DenseLayer | None:
    """The only dense layer, if its width is that of a recurrent one.

    Args:
        file: what Keras' ``save_weights`` wrote.
        layer: the only network's top layer.

    Returns:
        It, without an activation, for which the file has no word.
    """
    kernels = _kernels(file)
    width = layer.cell.units * len(layer.keys[0])
    if len(kernels) != 1 or file.tensors[kernels[0]].shape[:1] != (width,):
        return None
    bias = f"{kernels[0].removesuffix('0')}1"
    keys = {"kernel": kernels[0]} | ({"bias": bias} if bias in file.tensors else {})
    path = kernels[0].rpartition("/vars")[0]
    return DenseLayer(path, keys, "linear", (remark(BY_SIZE, path),))


def dense_paths(file: Hdf5File) -> list[str]:
    """What messages call the dense layers of a file."""
    return [key.rpartition("/vars")[0] for key in _kernels(file)]


def _kernels(file: Hdf5File) -> list[str]:
    return [key for key in file.tensors if _dense.fullmatch(key)]


def _fits(file: Hdf5File, lower: RecurrentLayer, upper: RecurrentLayer) -> bool:
    width = lower.cell.units * len(lower.keys[0])
    reads = file.tensors[upper.keys[0][0]["kernel"]].shape[:1]
    return reads == (width,) and lower.carries(upper, file.tensors)


def _layer(file: Hdf5File, path: str, cells: dict[str, dict[str, Keys]]) -> RecurrentLayer:
    name = file.words.get(f"{path}/vars", {}).get("name", path.rpartition("/")[2])
    directions = [tuple(sorted(cells[cell])) for cell in cells]
    if len(set(directions)) != 1 or directions[0] not in (("",), ("backward", "forward")):
        raise EngineError(
            f"{shown(path)} has the parts {listed(cells)} in the Keras file; expected cells in one "
            "direction, or forward_layer and backward_layer."
        )
    order = ("forward", "backward") if len(directions[0]) == 2 else ("",)
    keys = tuple(
        tuple(cells[cell][direction] for direction in order) for cell in sorted(cells, key=_counted)
    )
    kinds = {_cell(file, path, each) for of_cell in keys for each in of_cell}
    if len(kinds) != 1:
        raise EngineError(
            f"{shown(path)} has cells or directions that differ; expected them to be alike."
        )
    cell = kinds.pop()
    return RecurrentLayer(name, cell, keys)


def _cell(file: Hdf5File, path: str, keys: Keys) -> KerasCell:
    """What a cell's shapes tell of it."""
    shape = file.tensors[keys["recurrent_kernel"]].shape if "recurrent_kernel" in keys else ()
    units = shape[0] if len(shape) == 2 else 0
    if "kernel" not in keys or not units or shape[1] % units or shape[1] // units not in _KINDS:
        raise EngineError(
            f"{shown(path)} has a recurrent kernel of shape {shape}; expected (H, H), (H, 3H) or "
            "(H, 4H), of a SimpleRNN, GRU or LSTM, and a kernel beside it."
        )
    kind = _KINDS[shape[1] // units]
    bias = len(file.tensors[keys["bias"]].shape) if "bias" in keys else 0
    return KerasCell(kind, units, bool(bias), reset_after=kind != "gru" or bias != 1)


def _counted(path: str) -> tuple[str, int]:
    """Keras counts the layers of a class: lstm, lstm_1, ..., lstm_10."""
    base, _, number = path.rpartition("_")
    return (base, int(number)) if base and number.isdecimal() else (path, 0)
