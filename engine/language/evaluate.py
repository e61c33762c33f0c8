"""Programs: statements one after the other, the last of which is what is asked."""

import ast
from dataclasses import dataclass, field
from typing import Any

from ..errors import EngineError
from . import calls
from .errors import AskError
from .expressions import Expressions
from .names import scope
from .operations import arithmetic
from .record import Line
from .text.allowed import is_silent
from .text.parse import Function

most_calls = 8


@dataclass
class Evaluator(Expressions):
    """Evaluates a program on a trace.

    Attributes:
        lines: what each statement gave, in order.
        calls: how many methods are being evaluated, one within the other.
    """

    lines: list[Line] = field(default_factory=list)
    calls: int = 0

    def run(self) -> Any:
        """Evaluate the statements up to a ``return``; the last one's value is what is asked."""
        asked = self.program.asked
        for place, (name, default) in enumerate(asked.parameters.items()):
            if name not in self.own and scope.stands_for(name, place):
                self.take(name, place)
            elif name not in self.own and default:
                self.names[name] = self.eval(default)
        self._block(asked.statements)
        if not self.lines:
            raise AskError("No line of this gives a value; end it with what you ask.").at(
                asked.statements[-1], self.program.lines
            )
        return self.lines[-1].value

    def method(self, name: str, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """What a method gives that was pasted with ``forward``; its names are its own."""
        function = self.program.methods[name]
        function.check(self.program.lines)
        if self.calls == most_calls:
            raise AskError(f"{name}() is the {most_calls + 1}th call within another; write it out.")
        outer, self.names = self.names, self._given(name, function, args, named)
        self.calls += 1
        is_returned = self._block(function.statements)
        self.calls -= 1
        outer.update({key: value for key, value in self.names.items() if "." in key})
        self.names = outer
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
        of_self = {key: value for key, value in self.names.items() if "." in key}
        values = {key: self.eval(each) for key, each in defaults.items()}
        return of_self | values | places | named

    def _block(self, statements: list[ast.stmt]) -> bool:
        """Evaluate statements; True after a ``return``."""
        for statement in statements:
            try:
                if self._statement(statement):
                    return True
            except EngineError as error:
                raise self.placed(error, statement) from None
        return False

    def _statement(self, statement: ast.stmt) -> bool:
        match statement:
            case _ if is_silent(statement):
                pass
            case ast.Assign(targets=targets, value=value):
                self._take(statement, targets, value)
            case ast.AnnAssign(target=target, value=value):
                if value:
                    self._take(statement, [target], value)
            case ast.AugAssign(target=target, op=op, value=value):
                got = arithmetic.binary(op, self.eval(target), self.eval(value))
                self._assign(target, got)
                self._keep(statement, ast.unparse(target), got)
            case ast.Expr(value=value) | ast.Assert(test=value):
                self._keep(statement, "", self.eval(value))
            case ast.Return(value=value):
                self._keep(statement, "", self.eval(value) if value else None)
            case ast.If(test=test, body=body, orelse=orelse):
                holds = self.holds(test)
                return self._block(body if holds else orelse)
            case ast.Raise():
                raise AskError("On this trace the program comes to this line, and raises.")
        return isinstance(statement, ast.Return)

    def _take(self, statement: ast.stmt, targets: list[ast.expr], value: ast.expr) -> None:
        unpacks = isinstance(targets[0], ast.Tuple | ast.List)
        got = calls.call(self, value, unpacks) if isinstance(value, ast.Call) else self.eval(value)
        for target in targets:
            self._assign(target, got)
        self._keep(statement, " = ".join(map(ast.unparse, targets)), got)

    def _keep(self, statement: ast.stmt, name: str, value: Any) -> None:
        self.lines.append(Line(statement.lineno - 1, name, value))

    def _assign(self, target: ast.expr, value: Any) -> None:
        match target:
            case ast.Name(id=name):
                self.names[name] = value
            case ast.Attribute(value=ast.Name(id="self"), attr=attr):
                self.names[f"self.{attr}"] = value
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                values = self.several(value)
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
