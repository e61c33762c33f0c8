"""Which dense layer of a file is the head of a network: nothing but place and size can tell."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping

from ..remarks import BY_SIZE, NO_HEAD, remark
from ..tensors import FLOATS, FileTensor
from .parameters import NamedParameters


class Heads:
    """Finds the dense layers that could be a network's head: those that read D·P numbers.

    PyTorch lists modules in the order in which the model names them, so they stand between the
    network and the next one, with no norm of the output in front of them. safetensors are sorted
    by name; there they may stand anywhere.
    """

    def __init__(self, tensors: dict[str, FileTensor], networks: list[NamedParameters]) -> None:
        self.places = {name: place for place, name in enumerate(tensors)}
        self.begins = sorted(min(self._places_of(network)) for network in networks)
        # By what they read, in the file's order.
        self.dense: dict[int, list[str]] = defaultdict(list)
        self.with_bias: dict[int, list[str]] = defaultdict(list)
        self.norms: dict[int, list[str]] = defaultdict(list)
        for key, tensor in tensors.items():
            if _is_dense(key, tensors):
                self.dense[tensor.shape[1]].append(key)
                if bias_of(key) in tensors:
                    self.with_bias[tensor.shape[1]].append(key)
            elif f".{key}".endswith(".weight") and len(tensor.shape) == 1:
                self.norms[tensor.shape[0]].append(key)

    def behind(self, network: NamedParameters) -> tuple[str | None, tuple[str, ...]]:
        """The head's weight, or None, and the sentences that say so."""
        fitting = self.dense.get(network.width, [])
        if _is_sorted(network):
            # Without an order, a matrix alone could be anything.
            fitting = self.with_bias.get(network.width, fitting)
            is_known = len(self.begins) == 1
        else:
            begin = max(self._places_of(network))
            after = bisect_left(self.begins, begin)
            end = self.begins[after] if after < len(self.begins) else len(self.places)
            fitting = self._from(begin, end, fitting)
            end = self.places[fitting[0]] if fitting else begin
            is_known = not self._from(begin, end, self.norms[network.width])
        if not fitting:
            return None, ()
        if len(fitting) > 1 or not is_known:
            return None, (remark(NO_HEAD, (key.removesuffix(".weight") for key in fitting)),)
        return fitting[0], (remark(BY_SIZE, fitting[0].removesuffix(".weight")),)

    def _from(self, begin: int, end: int, keys: list[str]) -> list[str]:
        """Those of ``keys``, which are in the file's order, that stand between two places."""
        first, last = (bisect_left(keys, at, key=self.places.__getitem__) for at in (begin, end))
        return keys[first:last]

    def _places_of(self, network: NamedParameters) -> list[int]:
        return [self.places[key] for key in network.keys.values()]


def _is_sorted(network: NamedParameters) -> bool:
    """Whether the file is sorted by name; PyTorch puts weight_ih in front of weight_hh."""
    return list(network.keys) == sorted(network.keys)


def _is_dense(key: str, tensors: Mapping[str, FileTensor]) -> bool:
    """Whether a tensor is the weight of a dense layer, with its bias beside it or without one."""
    weight, bias = tensors[key], tensors.get(bias_of(key))
    if (
        not f".{key}".endswith(".weight")
        or weight.dtype not in FLOATS
        or len(weight.shape) != 2
        or 0 in weight.shape
    ):
        return False
    if bias is None:
        return "emb" not in key.lower()  # an embedding has no bias either
    return bias.dtype in FLOATS and bias.shape == weight.shape[:1]


def bias_of(weight: str) -> str:
    """The name of the bias beside a weight."""
    return f"{weight.removesuffix('weight')}bias"
