"""Expressions: each node of the tree is a value over tracked arrays."""

import ast
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from ..errors import EngineError
from ..sources.tracked import Tracked
from .calls import Called, applied, function_of, unknown
from .errors import AskError
from .functions.spelled import Functions, attributes_of, methods_of
from .layers import layers
from .layers.opaque import Opaque, known, opaque_in, through
from .layers.packed import Packed
from .names import own
from .names.scope import Scope
from .operations import arguments, arithmetic
from .operations.indexing import index
from .record import Event

CallMethod = Callable[[str, tuple[Any, ...], dict[str, Any]], Any]


class Expressions:
    """Evaluates expressions.

    Attributes:
        scope: the names that they use.
        events: what was done, in order.
    """

    def __init__(self, scope: Scope, call_method: CallMethod) -> None:
        """Have the functions at hand.

        Args:
            scope: the names that they use.
            call_method: calls what was pasted beside ``forward``, by its name.
        """
        self.scope = scope
        self.events: list[Event] = []
        self._call_method = call_method
        self._tensors = scope.tensors
        self._functions = Functions(scope.tensors)
        self._arrays: set[Tracked] = set()  # numpy's, whose methods are other ones

    def eval(self, node: ast.expr) -> Any:
        """The value of an expression; an error in it says where."""
        try:
            self._tensors.sets.spend(1)
            return self._eval(node)
        except EngineError as error:
            raise self.placed(error, node) from None

    def placed(self, error: EngineError, node: ast.expr | ast.stmt) -> AskError:
        """The error, with the place of a node unless it has one."""
        ours = error if isinstance(error, AskError) else AskError(str(error))
        return ours.at(node, self.scope.program.lines)

    def holds(self, node: ast.expr) -> bool:
        """Whether a condition is true; where it is neither, the error points at it."""
        value = self.eval(node)
        try:
            return arguments.truth("the condition", known(value))
        except EngineError as error:
            raise self.placed(error, node) from None

    def binary(self, op: ast.operator, a: Any, b: Any) -> Any:
        """``a + b`` and the like."""
        found = through(partial(arithmetic.binary, op), a, b)
        self._keep_arrays(found, self._is_array(a) or self._is_array(b))
        return found

    def _eval(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                return self.scope.value(name)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Call():
                return self._call(node)
            case ast.Subscript(value=value, slice=key):
                return self._subscript(self.eval(value), self.eval(key))
            case ast.Slice(lower=lower, upper=upper, step=step):
                return slice(*(each and self.eval(each) for each in (lower, upper, step)))
            case ast.Tuple(elts=elements):
                return arguments.bounded(tuple(self.elements(elements)))
            case ast.List(elts=elements):
                return arguments.bounded(self.elements(elements))
            case ast.BinOp(left=left, op=op, right=right):
                return self.binary(op, self.eval(left), self.eval(right))
            case ast.UnaryOp(op=op, operand=operand):
                value = self.eval(operand)
                if isinstance(op, ast.Not):
                    return arithmetic.unary(op, known(value))
                return through(partial(arithmetic.unary, op), value)
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
                found += self.scope.several(known(self.eval(node.value)))
            else:
                found.append(self.eval(node))
        return found

    def _subscript(self, before: Any, key: Any) -> Any:
        is_several = isinstance(before, tuple | list)
        after = self._index(before, known(key)) if is_several else through(self._index, before, key)
        self._keep_arrays(after, self._is_array(before))
        entries = key if isinstance(key, tuple) else (key,)
        if not any(opaque_in((before, after))):
            self.events.append(Event("[]", before, after, entries))
        return after

    def _index(self, value: Any, key: Any) -> Any:
        if isinstance(value, Tracked):
            # Slices go backward in every framework but PyTorch.
            is_pytorchs = self._tensors.names == "pytorch" and not self._is_array(value)
            return index(value, key, as_numpy=not is_pytorchs)
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
            if isinstance(op, ast.Is | ast.IsNot) and isinstance(a, Opaque) and a.layer:
                found = isinstance(op, ast.IsNot)  # what a layer gives is no None
            elif isinstance(op, ast.Is | ast.IsNot):
                found = arithmetic.compare(op, known(a), b)
            else:
                found = through(partial(arithmetic.compare, op), a, b)
            if len(ops) > 1 and not arguments.truth("a chained comparison", known(found)):
                return found
            a = b
        return found

    def _all_or_any(self, is_and: bool, values: list[ast.expr]) -> Any:
        *first, last = values
        for node in first:
            found = self.eval(node)
            if arguments.truth("the condition", known(found)) != is_and:
                return found
        return self.eval(last)

    def _attribute(self, node: ast.Attribute) -> Any:
        scope = self.scope
        front, path = scope.path(node.value), scope.path(node)
        if front and not path:
            return scope.assigned[".".join([*front, node.attr])]
        if path and path[0] in ("self", *own.NAMESPACES):
            return scope.attribute(path)
        value, name = self.eval(node.value), node.attr
        found = through(lambda value: scope.of(value, name, self._names_of(value)), value)
        self._keep_arrays(found, self._is_array(value))
        if isinstance(value, Tracked):
            self.events.append(Event(name, value, found, ()))
        return found

    def _call(self, node: ast.Call) -> Any:
        try:
            return self._called(node)
        except EngineError as error:
            raise self.placed(error, node) from None

    def _called(self, node: ast.Call) -> Any:
        scope = self.scope
        path = scope.path(node.func)
        if path and path[-1] == "dropout" and path[0] in own.NAMESPACES and node.args:
            scope.note(layers.as_identity("F.dropout"))
            return self.eval(node.args[0])  # its probability changes nothing here
        args, named = self._arguments(node)
        if path and path[0] == "self" and len(path) > 1:
            if len(path) == 2 and path[1] in scope.program.methods:
                return self._call_method(path[1], args, named)
            return self._layer(path[-1], args, named)
        if path and self._functions.is_layer(path):
            raise AskError(f"{path[-1]}(…) makes a layer; call that, as in {path[-1]}()(x).")
        if path and len(path) == 1 and scope.is_layer(path[0], self._functions):
            return self._layer(path[0], args, named)
        called = function_of(scope, self._functions, path) if path else None
        if called:
            return self._apply(called, args, named)
        if isinstance(node.func, ast.Name) and node.func.id in ("h", "c"):
            name = node.func.id
            raise AskError(
                f"{name} is assigned to in these lines, so that {name}(layer, direction) can't be "
                "asked beside it; give it another name."
            )
        if isinstance(node.func, ast.Call):
            return self._made_and_called(node.func, args)
        if not isinstance(node.func, ast.Attribute):
            raise AskError(f"{ast.unparse(node.func)} can't be called.")
        return self._method(self.eval(node.func.value), node.func.attr, args, named)

    def _layer(self, name: str, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        scope, notes = self.scope, list[str]()
        declared = scope.program.declared
        is_declared = declared is not None and name in declared.layers
        known_layer = scope.known_as(name)
        found = layers.call(self._tensors, known_layer, name, args, named, notes, is_declared)
        for each in notes:
            scope.note(each)
        is_packed = any(isinstance(each, Packed) for each in (*args, *named.values()))
        if is_packed or scope.is_network(name):
            scope.is_fed = True
            self.events.append(Event("()", args[:1], found, ()))
        return found

    def _made_and_called(self, made: ast.Call, args: tuple[Any, ...]) -> Any:
        """What Keras' ``Concatenate(axis=-1)([a, b])`` gives."""
        path = self.scope.path(made.func)
        if not path or not self._functions.is_layer(path):
            raise AskError(f"{ast.unparse(made.func)}(…) can't be called; call its function.")
        make = self._functions.layer(path)
        if make is None:
            return layers.unknown(self._tensors, path[-1], args)
        options, named = self._arguments(made)
        function, _ = applied(Called(path[-1], make), options, named)
        return self._apply(Called(path[-1], known(function)), args, {})

    def _method(self, value: Any, name: str, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        standing = value.stand_in if isinstance(value, Opaque) else value
        methods = methods_of(self._names_of(value))
        if isinstance(value, Opaque) and not isinstance(standing, Tracked):
            return through(lambda *_: None, value, *args, *named.values())
        if not isinstance(standing, Tracked):
            raise AskError(f"{arguments.shown(value)} has no {name}().")
        if name not in methods:
            is_number = name in attributes_of(self._names_of(value))
            if is_number:
                raise AskError(f"{name} is no function here; write it without brackets, .{name}.")
            raise AskError(unknown(f"a tensor has no {name}() here", name, methods))
        return self._apply(Called(name, methods[name], name == "numpy"), (value, *args), named)

    def _apply(self, called: Called, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        found, event = applied(called, args, named)
        if event:
            self.events.append(event)
        self._keep_arrays(found, called.is_of_arrays or any(map(self._is_array, args[:1])))
        return found

    def _arguments(self, node: ast.Call) -> tuple[tuple[Any, ...], dict[str, Any]]:
        args = tuple(self.elements(node.args))
        named: dict[str, Any] = {}
        for each in node.keywords:
            if each.arg in named:
                raise AskError(f"keyword argument repeated: {each.arg}.").at(
                    each.value, self.scope.program.lines
                )
            named[str(each.arg)] = self.eval(each.value)
        return args, named

    def _names_of(self, value: Any) -> str:
        """Whose methods a value has."""
        return "numpy" if self._is_array(value) else self._tensors.names

    def _is_array(self, value: Any) -> bool:
        return isinstance(value, Tracked) and value in self._arrays

    def _keep_arrays(self, found: Any, is_array: bool) -> None:
        if is_array:
            self._arrays.update(_tensors_in(found))


def _tensors_in(value: Any) -> Iterator[Tracked]:
    if isinstance(value, Tracked):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _tensors_in(each)
