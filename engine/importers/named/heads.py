"""Which dense layer of a file is the head of a network: nothing but place and size can tell."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping

from ..tensors import FLOATS, FileTensor
from ..wording import SHOWN, shown
from .stack import Stack


class Heads:
    """Finds the dense layers that could be a network's head: those that read D·P numbers.

    PyTorch lists modules in the order in which the model names them, so they stand between the
    network and the next one, with no norm of the output in front of them. safetensors are sorted
    by name; there they may stand anywhere.
    """

    def __init__(self, tensors: dict[str, FileTensor], stacks: list[Stack]) -> None:
        self.places = {name: place for place, name in enumerate(tensors)}
        self.begins = sorted(min(self._places_of(stack)) for stack in stacks)
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

    def behind(self, stack: Stack) -> tuple[str | None, tuple[str, ...]]:
        """The head's weight, or None, and the sentences that say why."""
        fitting, between = self.dense.get(stack.width, []), None
        if _is_sorted(stack):
            # Without an order, a matrix alone could be anything.
            fitting = self.with_bias.get(stack.width, fitting)
        else:
            begin = max(self._places_of(stack))
            after = bisect_left(self.begins, begin)
            end = self.begins[after] if after < len(self.begins) else len(self.places)
            fitting = self._from(begin, end, fitting)
            if fitting:
                norms = self._from(begin, self.places[fitting[0]], self.norms[stack.width])
                between = next(iter(norms), None)
        if not fitting:
            return None, ()
        if len(fitting) > 1:
            which = _together(fitting)
            return None, (f"{which} fit as the head; none is taken, as nothing tells which.",)
        layer = layer_of(fitting[0])
        not_taken = f"{layer} fits as the head; it is not taken, as "
        if between is not None:
            return None, (f"{not_taken}{layer_of(between)} stands in front of it.",)
        if len(self.begins) > 1 and _is_sorted(stack):
            return None, (f"{not_taken}nothing tells which of the file's networks it reads.",)
        return fitting[0], (
            f"{layer} is taken for the head, without an activation: nothing but its place and "
            "size tells so.",
        )

    def _from(self, begin: int, end: int, keys: list[str]) -> list[str]:
        """Those of ``keys``, which are in the file's order, that stand between two places."""
        first, last = (bisect_left(keys, at, key=self.places.__getitem__) for at in (begin, end))
        return keys[first:last]

    def _places_of(self, stack: Stack) -> list[int]:
        return [self.places[key] for key in stack.keys.values()]


def _is_sorted(stack: Stack) -> bool:
    """Whether the file is sorted by name; PyTorch puts weight_ih in front of weight_hh."""
    return list(stack.keys) == sorted(stack.keys)


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


def _together(weights: list[str]) -> str:
    names = [layer_of(key) for key in weights[:SHOWN]]
    if len(weights) > SHOWN:
        names.append(f"{len(weights) - SHOWN} more")
    return f"{', '.join(names[:-1])} and {names[-1]} {'all' if names[2:] else 'both'}"


def layer_of(weight: str) -> str:
    """What a message calls the layer of a weight."""
    return shown(weight.removesuffix(".weight")) if "." in weight else "The dense layer"
