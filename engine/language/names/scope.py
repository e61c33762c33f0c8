"""What the names of a program stand for: what is assigned, what the trace has, and by their use."""

import ast
from functools import cached_property
from typing import Any

import numpy as np

from ...sources.tracked import Tracked
from ..errors import AskError, did_you_mean
from ..functions.spelled import BARE, Functions, attributes_of, methods_of
from ..layers.known import Known, known_as
from ..layers.opaque import Opaque
from ..layers.packed import Packed
from ..operations import arguments
from ..operations.arithmetic import builtins
from ..operations.cut_and_join import unbind
from ..operations.reductions import Extremes
from ..tensors import Tensors
from ..text.parse import Program
from . import own
from .uses import Uses, uses_of

_asked_of = ("x", "lengths", "h_0", "c_0", "output", "h_n", "c_n", "device")
"""A parameter that is called so is Ask's own tensor."""


class Scope:
    """The names that a program can use.

    Attributes:
        tensors: the trace's.
        program: what was typed.
        assigned: what has been assigned, ``self.hidden`` under its whole name.
        notes: what names were taken for.
        own: the trace's names; each makes its value.
    """

    def __init__(self, tensors: Tensors, program: Program) -> None:
        """Have the trace's names at hand."""
        self.tensors = tensors
        self.program = program
        self.assigned: dict[str, Any] = {}
        self.notes: list[str] = []
        self.own = own.own_names(tensors)
        self._known: dict[str, Known | None] = {}
        self._taken_as_input = ""
        self.is_fed = False

    @cached_property
    def uses(self) -> Uses:
        """What the program uses its open names for; looked into where there is such a name."""
        return {} if self.program.is_expression else uses_of(self.program, self.is_network)

    def is_network(self, name: str) -> bool:
        """Whether a layer of this name is a recurrent one, or the cell of one."""
        known = self.known_as(name)
        return known is not None and known.kind in ("network", "cell")

    def known_as(self, name: str) -> Known | None:
        """What a layer is known to be, ``self.`` left out; None where it is not known."""
        if name not in self._known:
            self._known[name] = known_as(name, self.program.declared, self.tensors)
        return self._known[name]

    def is_layer(self, name: str, functions: Functions) -> bool:
        """Whether a bare name that is called is a layer, as in ``lstm(x)``."""
        is_ours = name in (*self.own, *BARE, "h", "c", *builtins) or name in functions.pytorch
        return not is_ours and self.known_as(name) is not None

    def begin(self, defaults: dict[str, Any]) -> None:
        """Bind the parameters of the ``forward`` that is asked.

        Args:
            defaults: the values of those that have one.
        """
        for place, name in enumerate(self.program.asked.parameters):
            if name in _asked_of and name in self.own:
                continue
            if name in defaults:
                self.assigned[name] = defaults[name]
            elif name in self.uses:
                self._by_use(name)
            elif place == 0 and "x" not in self.uses.values():
                self._taken_as_input = name
                self.assigned[name] = self.tensors.x
                self.note(f"{name} is taken for x.")
            else:
                self.assigned[name] = self._open(name)

    def check_fed(self) -> None:
        """Refuse what was taken for x by its place alone, and went into no network."""
        if self._taken_as_input and not self.is_fed:
            raise AskError(self._open(self._taken_as_input).why)

    def _open(self, name: str) -> Opaque:
        return Opaque(
            f"Nothing here says what {name} is: say what `{name}` is, by a default or in a line of "
            f"its own, {name} = …"
        )

    def _by_use(self, name: str) -> Any:
        use, tensors = self.uses[name], self.tensors
        value: Any
        match use:
            case "x" | "lengths":
                value, note = getattr(tensors, use), f"{name} is taken for {use}."
            case "mask 0" | "mask 1":
                value, note = self._mask(use[-1] == "1"), f"{name} is taken for the mask of x."
            case "states":
                value = tuple(tensors.first(each) for each in tensors.trace.network.kind.states)
                value = value if len(value) > 1 else value[0]
                note = f"{name} is taken for the states that the trace began with."
            case _:
                value, note = tensors.first(use), f"{name} is taken for {use}_0."
        self.assigned[name] = value
        self.note(note)
        return value

    def _mask(self, is_batch_first: bool) -> Tracked:
        """1 where a step of x is of a row, and 0 behind its length: (B, T) or (T, B)."""
        lengths, steps = self.tensors.lengths.value, np.arange(len(self.tensors.trace.x))
        mask = (steps < lengths[:, None]).astype(np.int64)
        axes = ("B", "T") if is_batch_first else ("T", "B")
        value = mask if is_batch_first else mask.T
        return Tracked.constant(value, self.tensors.sets).with_axes(axes)

    def value(self, name: str) -> Any:
        """What a name stands for.

        Raises:
            AskError: it stands for nothing.
        """
        if name in self.assigned:
            return self.assigned[name]
        if name in self.own:
            return self.own[name]()
        if name in self.uses:
            return self._by_use(name)
        if name in ("h", "c"):
            raise AskError(f"{name} is called with a layer and a direction, as in {name}(0, 1).")
        if name in own.NAMESPACES:
            raise AskError(f"{name} is a module; name what is in it, as in torch.cat.")
        if not self.program.is_expression:
            value = own.setting(self.tensors, name)
            if value is not None:
                self.note(f"{name} is taken for {value}.")
                return value
        raise self._unknown(name)

    def _unknown(self, name: str) -> AskError:
        """The error for a name that stands for nothing."""
        returned = own.returned_names(self.tensors)
        known = [*returned, "x", "y", "lengths", *self.assigned]
        near = did_you_mean(name, known)
        listed = f"there are {', '.join(known[:12])}, h(layer, direction)."
        return AskError(f"There is no {name!r} here; {near or listed}")

    def path(self, node: ast.expr) -> list[str] | None:
        """The names of ``torch.nn.functional.softmax``; None where a value is in front."""
        match node:
            case ast.Name(id=name) if name not in self.assigned:
                return [name]
            case ast.Attribute(value=value, attr=attr):
                front = self.path(value)
                if front and ".".join([*front, attr]) not in self.assigned:
                    return [*front, attr]
        return None

    def attribute(self, path: list[str]) -> Any:
        """What a module or a namespace keeps under a name: self.hidden_size, torch.float32."""
        whole = ".".join(path)
        if path[0] != "self":
            try:
                return own.constant(path[-1])
            except KeyError:
                raise AskError(f"There is no {whole} here.") from None
        declared = self.program.declared
        if declared and len(path) == 2 and path[1] in declared.values:
            return declared.values[path[1]]
        found = own.setting(self.tensors, path[-1]) if len(path) <= 3 else None
        if found is None and whole in self.uses:
            return self._by_use(whole)
        if found is None:
            raise AskError(f"{whole} is not known here; call it, or write its value.")
        return found

    def of(self, value: Any, name: str, names: str) -> Any:
        """An attribute of a value.

        Args:
            value: any.
            name: of the attribute.
            names: the framework whose attributes a tensor has.

        Raises:
            AskError: it has none of that name.
        """
        if isinstance(value, Extremes) and name in Extremes._fields:
            return getattr(value, name)
        if isinstance(value, Packed):
            return value.attribute(name)
        if not isinstance(value, Tracked):
            raise AskError(f"{arguments.shown(value)} has no {name}.")
        attributes = attributes_of(names)
        if name in attributes:
            return attributes[name](value)
        if name in methods_of(names):
            raise AskError(f"{name} is called with brackets, as in .{name}().")
        near = did_you_mean(name, attributes)
        raise AskError(f"a tensor has no {name} here{f'; {near}' if near else '.'}")

    def several(self, value: Any) -> tuple[Any, ...]:
        """A value taken apart, as for several names."""
        if isinstance(value, Tracked) and value.value.ndim:
            return unbind(value)
        if isinstance(value, Packed):
            return value.fields
        if not isinstance(value, tuple | list):
            raise AskError(f"{arguments.shown(value)} can't be taken apart into several names.")
        return tuple(value)

    def note(self, note: str) -> None:
        """Keep a sentence, once; that x is taken for x goes without saying."""
        name = note.split(" ")[0]
        if note not in self.notes and note != f"{name} is taken for {name}.":
            self.notes.append(note)
