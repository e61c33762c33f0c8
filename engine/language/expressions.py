"""Expressions: each node of the tree is a value over tracked arrays."""

import ast
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from ..errors import EngineError
from ..sources.tracked import Tracked
from . import calls
from .errors import AskError
from .functions import functions_of
from .layers.packed import Packed
from .names import scope
from .names.names import Names
from .operations import arguments, arithmetic
from .operations.indexing import index
from .record import Event


@dataclass
class Expressions(Names, ABC):
    """Evaluates the expressions of a program on a trace.

    Attributes:
        events: what was done, in order.
    """

    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Have the functions at hand."""
        super().__post_init__()
        self.functions = functions_of(self.tensors)

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

    def holds(self, node: ast.expr) -> bool:
        """Whether a condition is true; where it is neither, the error points at it."""
        value = self.eval(node)
        try:
            return arguments.truth("the condition", value)
        except EngineError as error:
            raise self.placed(error, node) from None

    @abstractmethod
    def method(self, name: str, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """What a method gives that was pasted with ``forward``."""

    def _eval(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                return self.name(name)
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
                return arguments.bounded(tuple(self.elements(elements)))
            case ast.List(elts=elements):
                return arguments.bounded(self.elements(elements))
            case ast.BinOp(left=left, op=op, right=right):
                return arithmetic.binary(op, self.eval(left), self.eval(right))
            case ast.UnaryOp(op=op, operand=operand):
                return arithmetic.unary(op, self.eval(operand))
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                return self._compare(left, ops, comparators)
            case ast.BoolOp(op=op, values=values):
                return self._all_or_any(isinstance(op, ast.And), values)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                holds = self.holds(test)
                return self.eval(body if holds else orelse)
        raise AskError(f"{ast.unparse(node)} can't be asked here.")

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
            # Slices go backward in every framework but PyTorch.
            return index(value, key, backward=self.tensors.names != "pytorch")
        several = value.fields if isinstance(value, Packed) else value
        if not isinstance(several, tuple | list):
            raise AskError(f"{arguments.shown(value)} has no entries.")
        try:
            return several[arguments.entry(key)]
        except IndexError:
            message = f"there is no entry {arguments.shown(key)} in {arguments.shown(value)}."
            raise AskError(message) from None

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
        *first, last = values
        for node in first:
            found = self.eval(node)
            if arguments.truth("the condition", found) != is_and:
                return found
        return self.eval(last)

    def _attribute(self, node: ast.Attribute) -> Any:
        front, path = self.path(node.value), self.path(node)
        if front and not path:
            return self.names[".".join([*front, node.attr])]
        if path and path[0] in ("self", *scope.NAMESPACES):
            return self.attribute(path)
        return self.of(self.eval(node.value), node.attr)
