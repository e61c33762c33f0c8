"""Programs: statements one after the other, the last of which is what is asked."""

import ast
from dataclasses import dataclass, field
from typing import Any

from engine.errors import EngineError
from engine.language import arguments, arithmetic, calls
from engine.language.errors import AskError
from engine.language.expressions import Expressions
from engine.language.record import Line


@dataclass
class Evaluator(Expressions):
    """Evaluates a program on a trace.

    Attributes:
        lines: what each statement gave, in order.
    """

    lines: list[Line] = field(default_factory=list)

    def run(self) -> Any:
        """Evaluate the statements up to a ``return``; the last one's value is what is asked."""
        self._block(self.program.statements)
        if not self.lines:
            raise AskError("Nothing is asked; type an expression, as in output[-1].")
        return self.lines[-1].value

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
            case ast.Assign(targets=[target], value=ast.Call() as value):
                unpacks = isinstance(target, ast.Tuple | ast.List)
                self._take(statement, target, calls.call(self, value, unpacks))
            case ast.Assign(targets=[target], value=value):
                self._take(statement, target, self.eval(value))
            case ast.AugAssign(target=ast.Name(id=name) as target, op=op, value=value):
                got = arithmetic.binary(op, self.eval(target), self.eval(value))
                self.names[name] = got
                self._keep(statement, name, got)
            case ast.Expr(value=value) | ast.Return(value=ast.expr() as value):
                self._keep(statement, "", self.eval(value))
            case ast.If(test=test, body=body, orelse=orelse):
                holds = arguments.truth("the condition", self.eval(test))
                return self._block(body if holds else orelse)
            case ast.Pass() | ast.Return():
                pass
            case _:
                raise AskError("Assign to one name, or to several in a tuple.")
        return isinstance(statement, ast.Return)

    def _take(self, statement: ast.stmt, target: ast.expr, value: Any) -> None:
        self._assign(target, value)
        self._keep(statement, ast.unparse(target), value)

    def _keep(self, statement: ast.stmt, name: str, value: Any) -> None:
        self.lines.append(Line(statement.lineno - 1, name, value))

    def _assign(self, target: ast.expr, value: Any) -> None:
        match target:
            case ast.Name(id=name):
                self.names[name] = value
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
                raise AskError("Assign to names only.").at(target, self.program.lines)
