"""The words of the language, read off its own tables."""

from dataclasses import dataclass

import numpy as np

from ..network.network import Network
from .functions.pytorch import ATTRIBUTES, METHODS, functions_of
from .functions.spelled import BARE
from .names.own import NAMESPACES, own_names
from .operations.arithmetic import builtins
from .operations.rearrange import rearrange
from .tensors import Tensors


@dataclass(frozen=True)
class Vocabulary:
    """Words in alphabetical order.

    Attributes:
        names: of tensors and sizes.
        calls: what is called by its bare name.
        methods: of a tensor.
        attributes: of a tensor.
        modules: what may stand in front of a function.
        functions: of all modules but einops.
        einops: of that.
    """

    names: list[str]
    calls: list[str]
    methods: list[str]
    attributes: list[str]
    modules: list[str]
    functions: list[str]
    einops: list[str]


def vocabulary() -> Vocabulary:
    """Read the tables, as any trace fills them."""
    net = Network("lstm", input_size=1, hidden_size=1)
    tensors = Tensors.of(net.run(np.zeros((1, 1, 1), "float32")), net.head)
    functions = functions_of(tensors)
    of_einops = {name for name, function in functions.items() if function is rearrange}
    return Vocabulary(
        names=sorted(own_names(tensors)),
        calls=sorted({"h", "c", *BARE, *builtins}),
        methods=sorted(METHODS),
        attributes=sorted(ATTRIBUTES),
        modules=sorted(NAMESPACES),
        functions=sorted(functions.keys() - of_einops),
        einops=sorted(of_einops),
    )
