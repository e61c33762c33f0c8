"""The parameters of one recurrent network in a file, held to PyTorch's names and shapes."""

import re
from dataclasses import dataclass
from functools import cached_property

from ... import checks
from ...cells import CELLS
from ...errors import EngineError
from ...network.parameters import kinds, parameter_name, shapes
from ..tensors import FileTensor
from ..wording import listed, shown

_parameter = re.compile(
    rf"(?P<prefix>(?:.*\.)?)(?P<kind>{'|'.join(kinds)})"
    r"(?:_l(?P<layer>0|[1-9][0-9]{0,3})(?P<reverse>_reverse)?)?",
    re.DOTALL,
)


@dataclass(frozen=True)
class NamedParameters:
    """What stands under one prefix.

    Attributes:
        prefix: in front of the parameters' names, with its dot; "" at the top level.
        keys: the file's names by PyTorch's names for a network that stands alone.
        tensors: everything that the file holds.
    """

    prefix: str
    keys: dict[str, str]
    tensors: dict[str, FileTensor]

    @cached_property
    def directions(self) -> tuple[int, ...]:
        """The directions that there are: 0 forward, 1 reverse."""
        return tuple(sorted({int(name.endswith("_reverse")) for name in self.keys}))

    @property
    def cell(self) -> str | None:
        """The cell that weight_hh's rows and columns tell, where they tell one."""
        if self.has("weight_hr") or self.has("weight_peephole"):
            return "lstm"
        rows, columns = self._matrix("weight_hh") or (0, 0)
        fitting = [cell for cell, kind in CELLS.items() if rows == len(kind.is_gate) * columns]
        return fitting[0] if rows and fitting else None

    @property
    def width(self) -> int:
        """D·P, what one step of the output holds; 0 where nothing tells it."""
        return len(self.directions) * (self._matrix("weight_hh") or (0, 0))[1]

    def has(self, kind: str) -> bool:
        """Whether any layer has a parameter of this kind."""
        return any(name.startswith(f"{kind}_l") for name in self.keys)

    def check(self, cell: str) -> None:
        """Hold every tensor to what a network of this cell has.

        Args:
            cell: "rnn", "lstm" or "gru".

        Raises:
            EngineError: a tensor is missing, left over or has a shape that doesn't fit.
        """
        checks.choice("cell", cell, tuple(CELLS))
        input_size = self._required("weight_ih")[1]
        P = self._required("weight_hh")[1]
        proj_size = P if self.has("weight_hr") else 0
        H = self._required("weight_hr")[1] if proj_size else P
        expected = shapes(
            len(CELLS[cell].is_gate) * H,
            input_size,
            H,
            proj_size,
            1 + max(int(re.findall("[0-9]+", name)[-1]) for name in self.keys),
            self.directions,
            self.has("bias_ih") or self.has("bias_hh"),
            self.has("weight_peephole"),
        )
        known = set()
        for name, shape in expected:
            if name not in self.keys:
                raise self._missing(name, f", expected it with shape {shape}")
            got = self.tensors[self.keys[name]].shape
            if got != shape:
                projection = f", proj_size={proj_size}" if proj_size else ""
                raise EngineError(
                    f"{shown(self.keys[name])} has shape {got}; expected {shape} in an "
                    f"{cell.upper()} with input_size={input_size}, hidden_size={H}{projection}, "
                    "as the first layer's other tensors have."
                )
            known.add(name)
        for name, key in self.keys.items():
            if name not in known:
                raise EngineError(f"{shown(key)} is left over: no {cell.upper()} has it.")

    def refuse_cell(self) -> EngineError:
        """What is wrong where nothing tells the cell."""
        rows, columns = self._required("weight_hh")
        key = self._full(self._first("weight_hh"))
        return EngineError(
            f"{shown(key)} has shape ({rows}, {columns}); expected 1, 3 or 4 "
            "times as many rows as columns, as in an RNN, a GRU or an LSTM."
        )

    def _first(self, kind: str) -> str:
        return parameter_name(kind, 0, self.directions[0])

    def _full(self, name: str) -> str:
        """The file's name for a parameter that may be missing."""
        # torch.nn.LSTMCell and its like leave the layer's number out.
        is_cell = all(key.endswith(kinds) for key in self.keys.values())
        return self.prefix + (name.removesuffix("_l0") if is_cell else name)

    def _matrix(self, kind: str) -> tuple[int, int] | None:
        name = self._first(kind)
        match self.tensors[self.keys[name]].shape if name in self.keys else ():
            case (rows, columns) if rows and columns:
                return rows, columns
        return None

    def _required(self, kind: str) -> tuple[int, int]:
        name = self._first(kind)
        if name not in self.keys:
            raise self._missing(name, "")
        shape = self._matrix(kind)
        if not shape:
            key = self.keys[name]
            raise EngineError(
                f"{shown(key)} has shape {self.tensors[key].shape}; expected two axes, none of "
                "them empty."
            )
        return shape

    def _missing(self, name: str, expected: str) -> EngineError:
        instead = [
            key
            for key in self.tensors
            if key.startswith(self.prefix) and name in key and not _parameter.fullmatch(key)
        ]
        if instead:
            return EngineError(
                f"{shown(self._full(name))} is missing in the file, which has {listed(instead)} "
                "instead: undo the reparametrization, such as weight_norm, and save anew."
            )
        return EngineError(
            f"{shown(self._full(name))} is missing in the file{expected}; got "
            f"{listed(self.keys.values())}."
        )


def find_parameters(tensors: dict[str, FileTensor]) -> list[NamedParameters]:
    """Group a file's tensors by what stands in front of PyTorch's names.

    Raises:
        EngineError: two tensors are the same parameter.
    """
    by_prefix: dict[str, dict[str, str]] = {}
    for key in tensors:
        if match := _parameter.fullmatch(key):
            layer, direction = int(match["layer"] or 0), int(bool(match["reverse"]))
            name = parameter_name(match["kind"], layer, direction)
            keys = by_prefix.setdefault(match["prefix"], {})
            if name in keys:
                raise EngineError(f"The file has {shown(key)} beside {shown(keys[name])}.")
            keys[name] = key
    return [NamedParameters(prefix, keys, tensors) for prefix, keys in by_prefix.items()]
