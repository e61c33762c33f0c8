"""Names: what is assigned, what the trace has, and what those of a pasted ``forward`` stand for."""

import ast
from dataclasses import dataclass, field
from typing import Any

from ...sources.tracked import Tracked
from ..errors import AskError, did_you_mean
from ..functions import ATTRIBUTES, METHODS
from ..layers.packed import Packed
from ..operations import arguments
from ..operations.reductions import Extremes
from ..tensors import Tensors
from ..text.parse import Program
from . import scope


@dataclass
class Names:
    """The names that a program can use.

    Attributes:
        tensors: the trace's.
        program: what was typed.
        names: what has been assigned, ``self.hidden`` under its whole name.
        notes: what names were taken for.
    """

    tensors: Tensors
    program: Program
    names: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Have the trace's names at hand."""
        self.own = scope.own_names(self.tensors)

    def name(self, name: str) -> Any:
        """What a name stands for.

        Raises:
            AskError: it stands for nothing.
        """
        if name in self.names:
            return self.names[name]
        if name in self.own:
            return self.own[name]()
        if name in ("h", "c"):
            raise AskError(f"{name} is called with a layer and a direction, as in {name}(0, 1).")
        if name in scope.NAMESPACES:
            raise AskError(f"{name} is a module; name what is in it, as in torch.cat.")
        if not self.program.is_expression:
            if scope.stands_for(name) == "lengths":
                return self.take(name, 1)
            if scope.is_input(name) and self.is_free(name):
                return self.take(name, 0)
            value = scope.setting(self.tensors, name)
            if value is not None:
                self.note(f"{name} is taken for {value}.")
                return value
        raise self.unknown(name)

    def unknown(self, name: str) -> AskError:
        """The error for a name that stands for nothing."""
        returned = scope.returned_names(self.tensors)
        known = [*returned, "x", "y", "lengths", *self.names]
        near = did_you_mean(name, known)
        listed = f"there are {', '.join(known[:12])}, h(layer, direction)."
        return AskError(f"There is no {name!r} here; {near or listed}")

    def take(self, name: str, place: int) -> Any:
        """Bind a parameter of ``forward`` that isn't here to what it must stand for."""
        self.names[name], note = scope.parameter(self.tensors, name, place)
        self.note(note)
        return self.names[name]

    def is_free(self, name: str) -> bool:
        """Whether a name, where a layer is called on it, may be a parameter of ``forward``."""
        if self.program.is_expression or name in (*self.names, *self.own, *scope.NAMESPACES):
            return False
        return scope.stands_for(name) == "lengths" or not did_you_mean(
            name, [*self.names, "output", "h_n"]
        )

    def path(self, node: ast.expr) -> list[str] | None:
        """The names of ``torch.nn.functional.softmax``; None where a value is in front."""
        match node:
            case ast.Name(id=name) if name not in self.names:
                return [name]
            case ast.Attribute(value=value, attr=attr):
                front = self.path(value)
                if front and ".".join([*front, attr]) not in self.names:
                    return [*front, attr]
        return None

    def attribute(self, path: list[str]) -> Any:
        """What a module or a namespace keeps under a name: self.hidden_size, torch.float32."""
        whole = ".".join(path)
        if path[0] != "self":
            try:
                return scope.constant(path[-1])
            except KeyError:
                raise AskError(f"There is no {whole} here.") from None
        found = scope.setting(self.tensors, path[-1]) if len(path) <= 3 else None
        if found is None and scope.stands_for(path[-1]) == "states":
            return self.take(whole, 1)
        if found is None:
            raise AskError(f"{whole} is not known here; call it, or write its value.")
        return found

    def of(self, value: Any, name: str) -> Any:
        """An attribute of a value.

        Raises:
            AskError: it has none of that name.
        """
        if isinstance(value, Extremes) and name in Extremes._fields:
            return getattr(value, name)
        if isinstance(value, Packed):
            return value.attribute(name)
        if not isinstance(value, Tracked):
            raise AskError(f"{arguments.shown(value)} has no {name}.")
        if name in METHODS and name not in ATTRIBUTES:
            raise AskError(f"{name} is called with brackets, as in .{name}().")
        if name not in ATTRIBUTES:
            raise AskError(f"a tensor has no {name} here{_near(name, ATTRIBUTES)}")
        return ATTRIBUTES[name](value)

    def several(self, value: Any) -> tuple[Any, ...]:
        """A value taken apart, as for several names."""
        if isinstance(value, Tracked) and value.value.ndim:
            return tuple(METHODS["unbind"](value))
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


def _near(name: str, known: dict[str, Any]) -> str:
    near = did_you_mean(name, known)
    return f"; {near}" if near else "."
