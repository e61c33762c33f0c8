"""Text to a tree of Python's ``ast``, out of a white list; nothing is ever compiled or executed."""

import ast
import warnings
from dataclasses import dataclass

from ..errors import AskError
from .allowed import check, is_silent
from .declared import Declared, declared_by
from .layout import outdented, shifted

most_bytes = 4096


@dataclass(frozen=True)
class Function:
    """What a function does.

    Attributes:
        statements: of its body, one after the other.
        parameters: without self, with their defaults.
    """

    statements: list[ast.stmt]
    parameters: dict[str, ast.expr | None]

    def check(self, lines: list[str]) -> None:
        """Refuse what isn't on the white list; ``lines`` are the text."""
        defaults = [each for each in self.parameters.values() if each]
        check([*self.statements, *defaults], lines)


@dataclass(frozen=True)
class Program:
    """What was typed, as a tree.

    Attributes:
        asked: the ``forward`` that was pasted, or the statements alone; the last is what is asked.
        methods: what else was pasted with it, not looked at until it is called.
        declared: what the class says of its layers; None where no ``__init__`` was pasted.
        lines: the text that the tree's columns count in.
        removed: for each line, how many characters of indentation were taken off.
    """

    asked: Function
    methods: dict[str, Function]
    declared: Declared | None
    lines: list[str]
    removed: list[int]

    @property
    def is_expression(self) -> bool:
        """Whether it is a single expression; in more, names may be of what isn't here."""
        return [*map(type, self.asked.statements)] == [ast.Expr] and not self.asked.parameters


def parse(text: str) -> Program:
    """Read an expression, a few lines, or a pasted ``forward``.

    Args:
        text: at most 4 kB; lines may be indented, as they stand in a class.

    Returns:
        The statements, each node of them on the white list.

    Raises:
        AskError: it is no Python, is too long or too deep, or uses what the language has not.
    """
    size = len(text.encode(errors="replace"))
    if size > most_bytes:
        raise AskError(f"The text has {size:,} bytes; at most {most_bytes:,} are read.")
    lines, removed = outdented(text)
    try:
        asked, methods = _functions(_tree(lines).body)
        asked.check(lines)
        if all(is_silent(each) for each in asked.statements):
            nothing = AskError("Nothing is asked; type an expression, as in output[-1].")
            raise nothing.within(0, 0, len(lines[0]))
    except AskError as error:
        raise shifted(error, removed) from None
    made = methods.get("__init__")
    declared = declared_by(made.statements, made.parameters) if made else None
    return Program(asked, methods, declared, lines, removed)


def _tree(lines: list[str]) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "\d" or 1if is for the author of a program to mend
            return ast.parse("\n".join(lines))
    except SyntaxError as error:
        raise _syntax(error, lines) from None
    except (MemoryError, RecursionError):
        deep = AskError("This is nested too deep to be read; write it as several lines.")
        raise deep.within(0, 0, len(lines[0])) from None


def _syntax(error: SyntaxError, lines: list[str]) -> AskError:
    line = min(max((error.lineno or 1) - 1, 0), len(lines) - 1)
    width = len(lines[line])
    column = min(max((error.offset or 1) - 1, 0), width)
    same_line = error.end_lineno == error.lineno and error.end_offset
    end = max(column + 1, min((error.end_offset or 1) - 1, width) if same_line else 0)
    what, _, hint = error.msg.partition(" (detected")[0].partition(". ")
    if what == "invalid syntax":
        at = lines[line][column:end].strip()
        what = f"{at} is not expected here" if at else "the line ends too early"
    if "':='" in hint:
        hint = "write == to compare"
    hint = f"; {hint[0].lower()}{hint[1:].rstrip('.')}" if hint else ""
    sentence = f"This is no Python: {what}{hint}"
    return AskError(sentence if hint.endswith("?") else f"{sentence}.").within(line, column, end)


def _functions(statements: list[ast.stmt]) -> tuple[Function, dict[str, Function]]:
    """What is asked, of a class or of functions their ``forward``; and all of these by name.

    Imports beside them are left out: nothing is to be had by them.
    """
    lines = [each for each in statements if not isinstance(each, ast.Import | ast.ImportFrom)]
    written = lines
    is_class = len(written) == 1 and isinstance(written[0], ast.ClassDef)
    if len(written) == 1 and isinstance(written[0], ast.ClassDef):
        written = written[0].body
    found = {
        each.name: Function(each.body, _parameters(each.args))
        for each in written
        if isinstance(each, ast.FunctionDef)
    }
    name = next(iter(found)) if len(found) == 1 else "forward"
    if name not in found or not (is_class or len(found) == len(written)):
        return Function(lines, {}), {}
    return found[name], found


def _parameters(arguments: ast.arguments) -> dict[str, ast.expr | None]:
    given = [*arguments.posonlyargs, *arguments.args]
    defaults = [*[None] * (len(given) - len(arguments.defaults)), *arguments.defaults]
    named = dict(zip((each.arg for each in given), defaults, strict=True))
    named |= zip((each.arg for each in arguments.kwonlyargs), arguments.kw_defaults, strict=True)
    return {name: default for name, default in named.items() if name != "self"}
