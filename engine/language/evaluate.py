"""Programs: statements one after the other, the last of which is what is asked."""

import ast
from typing import Any

from ..errors import EngineError
from ..sources.tracked import Tracked
from .errors import AskError
from .expressions import Expressions
from .layers.opaque import Opaque, opaque_in
from .names.scope import Scope
from .record import Event, Line
from .tensors import Tensors
from .text.allowed import is_silent
from .text.parse import Function, Program

most_calls = 8


class Evaluator:
    """Evaluates a program on a trace.

    Attributes:
        tensors: the trace's.
        program: what was typed.
        lines: what each statement gave, in order.
    """

    def __init__(self, tensors: Tensors, program: Program) -> None:
        """Begin with nothing evaluated."""
        self.tensors = tensors
        self.program = program
        self.lines: list[Line] = []
        self._scope = Scope(tensors, program)
        self._expressions = Expressions(self._scope, self._method)
        self._last: ast.stmt = program.asked.statements[-1]
        self._calls = 0  # methods that are being evaluated, one within the other

    @property
    def events(self) -> list[Event]:
        """What was done, in order."""
        return self._expressions.events

    @property
    def notes(self) -> list[str]:
        """What names were taken for."""
        return self._scope.notes

    def run(self) -> Any:
        """Evaluate the statements up to a ``return``; the last one's value is what is asked."""
        asked = self.program.asked
        defaults = {name: each for name, each in asked.parameters.items() if each}
        self._scope.begin({name: self._expressions.eval(each) for name, each in defaults.items()})
        self._block(asked.statements)
        if not self.lines:
            raise AskError("No line of this gives a value; end it with what you ask.").at(
                asked.statements[-1], self.program.lines
            )
        try:
            self._check_known(self.lines[-1].value)
        except AskError as error:
            raise error.at(self._last, self.program.lines) from None
        return self.lines[-1].value

    def _check_known(self, value: Any) -> None:
        """Ask for the names that are open; what a layer computes may stay unknown."""
        self._scope.check_fed()
        for each in opaque_in(value):
            if not each.layer:
                raise AskError(each.why)
        for each in opaque_in(value):
            self._scope.note(each.why)

    def _method(self, name: str, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """What a method gives that was pasted with ``forward``; its names are its own."""
        function = self.program.methods[name]
        function.check(self.program.lines)
        if self._calls == most_calls:
            raise AskError(f"{name}() is the {most_calls + 1}th call within another; write it out.")
        scope = self._scope
        outer, scope.assigned = scope.assigned, self._given(name, function, args, named)
        self._calls += 1
        is_returned = self._block(function.statements)
        self._calls -= 1
        outer.update({key: value for key, value in scope.assigned.items() if "." in key})
        scope.assigned = outer
        return self.lines[-1].value if is_returned else None

    def _given(
        self, name: str, function: Function, args: tuple[Any, ...], named: dict[str, Any]
    ) -> dict[str, Any]:
        """The names that a method begins with: its parameters, and what ``self`` has."""
        places = dict(zip(function.parameters, args, strict=False))
        defaults = {key: each for key, each in function.parameters.items() if each}
        strange = [key for key in named if key not in function.parameters or key in places]
        lacks = [key for key in function.parameters if key not in {*places, *named, *defaults}]
        if len(args) > len(function.parameters) or strange or lacks:
            takes = ", ".join(function.parameters) or "nothing"
            raise AskError(f"{name}() takes {takes}, and is given {len(args) + len(named)} values.")
        of_self = {key: value for key, value in self._scope.assigned.items() if "." in key}
        values = {key: self._expressions.eval(each) for key, each in defaults.items()}
        return of_self | values | places | named

    def _block(self, statements: list[ast.stmt]) -> bool:
        """Evaluate statements; True after a ``return``."""
        for statement in statements:
            try:
                if self._statement(statement):
                    return True
            except EngineError as error:
                raise self._expressions.placed(error, statement) from None
        return False

    def _statement(self, statement: ast.stmt) -> bool:
        evaluate = self._expressions.eval
        match statement:
            case _ if is_silent(statement):
                pass
            case ast.Assign(targets=targets, value=value):
                self._take(statement, targets, value)
            case ast.AnnAssign(target=target, value=value):
                if value:
                    self._take(statement, [target], value)
            case ast.AugAssign(target=target, op=op, value=value):
                found = self._expressions.binary(op, evaluate(target), evaluate(value))
                self._assign(target, found)
                self._keep(statement, ast.unparse(target), found)
            case ast.Expr(value=value) | ast.Assert(test=value):
                self._keep(statement, "", evaluate(value))
            case ast.Return(value=value):
                self._keep(statement, "", evaluate(value) if value else None)
            case ast.If(test=test, body=body, orelse=orelse):
                holds = self._expressions.holds(test)
                return self._block(body if holds else orelse)
            case ast.Raise():
                raise AskError("On this trace the program comes to this line, and raises.")
        return isinstance(statement, ast.Return)

    def _take(self, statement: ast.stmt, targets: list[ast.expr], value: ast.expr) -> None:
        found = self._expressions.eval(value)
        for target in targets:
            self._refuse_pair(target, found)
            self._assign(target, found)
        self._keep(statement, " = ".join(map(ast.unparse, targets)), found)

    def _refuse_pair(self, target: ast.expr, found: Any) -> None:
        """Refuse ``output, (h_n, c_n) = self.gru(x)``: rows of h_n would come apart silently."""
        net = self.tensors.trace.network
        is_returned = any(each.name == "()" and each.after is found for each in self.events[-1:])
        if not is_returned or "c" in net.kind.states or not isinstance(target, ast.Tuple):
            return
        of = f"{'A' if net.cell == 'gru' else 'An'} {net.cell.upper()}"
        match target.elts, found:
            case [_, ast.Tuple() | ast.List() as pair], (_, Tracked()):
                raise AskError(
                    f"{of} returns no c_n, but output, h_n: h_n is no pair, and its rows are the "
                    "layers and directions."
                ).at(pair, self.program.lines)
            case _, Tracked():
                raise AskError(
                    f"The cell of {of[0].lower()}{of[1:]} returns h alone, (B, H), and no pair."
                ).at(target, self.program.lines)

    def _keep(self, statement: ast.stmt, name: str, value: Any) -> None:
        self._last = statement
        self.lines.append(Line(statement.lineno - 1, name, value))

    def _assign(self, target: ast.expr, value: Any) -> None:
        match target:
            case ast.Name(id=name):
                self._scope.assigned[name] = value
            case ast.Attribute(value=ast.Name(id="self"), attr=attr):
                self._scope.assigned[f"self.{attr}"] = value
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                values = self._apart(value, len(targets))
                if len(values) != len(targets):
                    few = "not enough" if len(values) < len(targets) else "too many"
                    raise AskError(
                        f"{few} values to unpack (expected {len(targets)}, got {len(values)})."
                    ).at(target, self.program.lines)
                for each, one in zip(targets, values, strict=True):
                    self._assign(each, one)
            case _:
                raise AskError(f"{ast.unparse(target)} can't be assigned to; write a name.").at(
                    target, self.program.lines
                )

    def _apart(self, value: Any, count: int) -> tuple[Any, ...]:
        """A value taken apart; of one that is not known, nor are the parts."""
        if isinstance(value, Opaque):
            return (Opaque(value.why, value.layer, value.read),) * count
        return self._scope.several(value)
