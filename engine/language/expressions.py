"""Expressions: each node of the tree is a value over tracked arrays."""

import ast
from dataclasses import dataclass, field
from typing import Any

from engine.errors import EngineError
from engine.language import arguments, arithmetic, calls, scope
from engine.language.errors import AskError
from engine.language.functions import ATTRIBUTES, METHODS, functions_of
from engine.language.indexing import index
from engine.language.packed import Packed
from engine.language.parse import Program
from engine.language.record import Event
from engine.language.reductions import Extremes
from engine.language.tensors import Tensors
from engine.sources import Tracked


@dataclass
class Expressions:
    """Evaluates the expressions of a program on a trace.

    Attributes:
        tensors: the trace's.
        program: what was typed.
        names: what has been assigned.
        notes: what names were taken for.
        events: what was done, in order.
    """

    tensors: Tensors
    program: Program
    names: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Have the names at hand."""
        self.own = scope.own_names(self.tensors)
        self.functions = functions_of(self.tensors)
        for place, name in enumerate(self.program.parameters):
            self.names[name], note = scope.parameter(self.tensors, name, place)
            self.note(note)

    def eval(self, node: ast.expr) -> Any:
        """The value of an expression; an error in it says where."""
        try:
            self.tensors.sets.spend(1)
            return self._eval(node)
        except EngineError as error:
            raise self.placed(error, node) from None

    def placed(self, error: EngineError, node: ast.expr | ast.stmt) -> AskError:
        """The error, with the place of a node unless it has one."""
        ours = error if isinstance(error, AskError) else AskError(str(error))
        return ours.at(node, self.program.lines)

    def _eval(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name():
                return self._name(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Call():
                return calls.call(self, node)
            case ast.Subscript(value=value, slice=key):
                before, entry = self.eval(value), self.eval(key)
                after = self._index(before, entry)
                entries = entry if isinstance(entry, tuple) else (entry,)
                self.events.append(Event("[]", before, after, entries))
                return after
            case ast.Slice(lower=lower, upper=upper, step=step):
                return slice(*(each and self.eval(each) for each in (lower, upper, step)))
            case ast.Tuple(elts=elements):
                return tuple(self.elements(elements))
            case ast.List(elts=elements):
                return self.elements(elements)
            case ast.BinOp(left=left, op=op, right=right):
                return arithmetic.binary(op, self.eval(left), self.eval(right))
            case ast.UnaryOp(op=op, operand=operand):
                return arithmetic.unary(op, self.eval(operand))
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                return self._compare(left, ops, comparators)
            case ast.BoolOp(op=op, values=values):
                return self._all_or_any(isinstance(op, ast.And), values)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                holds = arguments.truth("the condition", self.eval(test))
                return self.eval(body if holds else orelse)
        raise AskError(f"{ast.unparse(node)} can't be asked here.")

    def _name(self, node: ast.Name) -> Any:
        name = node.id
        if name in self.names:
            return self.names[name]
        if name in self.own:
            return self.own[name]()
        if len(self.program.statements) > 1 and "len" in name.lower():
            # The body of a forward, pasted without the line that names its parameters.
            self.names[name], note = scope.parameter(self.tensors, name, 1)
            self.note(note)
            return self.names[name]
        known = ", ".join(["output", "h_n", "c_n", "x", "y", "lengths", *self.names])
        raise AskError(f"There is no {name!r} here; there are {known}, h(layer, direction).")

    def elements(self, nodes: list[ast.expr]) -> list[Any]:
        """The values of several expressions; a starred one is taken apart."""
        found: list[Any] = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                found += self.several(self.eval(node.value))
            else:
                found.append(self.eval(node))
        return found

    def _index(self, value: Any, key: Any) -> Any:
        if isinstance(value, Tracked):
            return index(value, key)
        if isinstance(value, tuple | list):
            entry = key if isinstance(key, slice) else arguments.whole("the index", key)
            try:
                return value[entry]
            except (IndexError, TypeError, ValueError):
                raise AskError(f"there is no entry {key} among {len(value)}.") from None
        raise AskError(f"{arguments.shown(value)} has no entries.")

    def _compare(self, left: ast.expr, ops: list[ast.cmpop], comparators: list[ast.expr]) -> Any:
        a = self.eval(left)
        found: Any = True
        for op, right in zip(ops, comparators, strict=True):
            b = self.eval(right)
            found = arithmetic.compare(op, a, b)
            if len(ops) > 1 and not arguments.truth("a chained comparison", found):
                return found
            a = b
        return found

    def _all_or_any(self, is_and: bool, values: list[ast.expr]) -> Any:
        for node in values:
            found = self.eval(node)
            if arguments.truth("the condition", found) != is_and:
                return found
        return found

    def path(self, node: ast.expr) -> list[str] | None:
        """The names of ``torch.nn.functional.softmax``; None where a value is in front."""
        match node:
            case ast.Name(id=name) if name not in self.names:
                return [name]
            case ast.Attribute(value=value, attr=attr):
                front = self.path(value)
                return [*front, attr] if front else None
        return None

    def _attribute(self, node: ast.Attribute) -> Any:
        path = self.path(node)
        if path and path[0] == "self":
            found = scope.setting(self.tensors, path[1]) if len(path) == 2 else None
            if found is None:
                raise AskError(f"{'.'.join(path)} is not known here; call it, or write its value.")
            return found
        if path and path[0] in scope.NAMESPACES:
            try:
                return scope.constant(path[-1])
            except KeyError:
                raise AskError(f"There is no {'.'.join(path)} here.") from None
        return self._of(self.eval(node.value), node.attr)

    def _of(self, value: Any, name: str) -> Any:
        if isinstance(value, Extremes) and name in Extremes._fields:
            return getattr(value, name)
        if isinstance(value, Packed):
            return value.attribute(name)
        if not isinstance(value, Tracked):
            raise AskError(f"{arguments.shown(value)} has no {name}.")
        if name not in ATTRIBUTES:
            is_method = " without its brackets" if name in METHODS else ""
            raise AskError(f"a tensor’s {name}{is_method} can't be asked.")
        return ATTRIBUTES[name](value)

    def several(self, value: Any) -> tuple[Any, ...]:
        """A value taken apart, as for several names."""
        if isinstance(value, Tracked) and value.value.ndim:
            return tuple(METHODS["unbind"](value))
        if isinstance(value, Packed):
            return value.padded, self.tensors.lengths
        if not isinstance(value, tuple | list):
            raise AskError(f"{arguments.shown(value)} can't be taken apart into several names.")
        return tuple(value)

    def is_bound(self, name: str) -> bool:
        """Whether a name stands for something."""
        return name in self.names or name in self.own

    def note(self, note: str) -> None:
        """Keep a sentence, once; that x is taken for x goes without saying."""
        name = note.split(" ")[0]
        if note not in self.notes and note != f"{name} is taken for {name}.":
            self.notes.append(note)
