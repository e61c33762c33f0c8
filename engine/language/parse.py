"""Text to a tree of Python's ``ast``, out of a white list; nothing is ever compiled or executed."""

import ast
from dataclasses import dataclass

from engine.language.errors import AskError

most_bytes = 4096
most_depth = 40
largest_int = 2**63 - 1

_statements = (ast.Assign, ast.AugAssign, ast.Expr, ast.Return, ast.If, ast.Pass)
_expressions = (
    ast.Name,
    ast.Attribute,
    ast.Call,
    ast.Subscript,
    ast.Slice,
    ast.Tuple,
    ast.List,
    ast.Constant,
    ast.BinOp,
    ast.UnaryOp,
    ast.Compare,
    ast.BoolOp,
    ast.IfExp,
    ast.Starred,
)
_arithmetic = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
_logic = (ast.USub, ast.UAdd, ast.Not, ast.Invert, ast.And, ast.Or, ast.BitAnd, ast.BitOr)
_comparisons = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Is, ast.IsNot)
_operators = (*_arithmetic, *_logic, *_comparisons)
_known = (*_statements, *_expressions, *_operators, ast.expr_context, ast.keyword)

_words = {
    "Lambda": "a lambda",
    "ListComp": "a comprehension",
    "SetComp": "a comprehension",
    "DictComp": "a comprehension",
    "GeneratorExp": "a comprehension",
    "JoinedStr": "an f-string",
    "NamedExpr": "an assignment inside an expression",
    "For": "a loop",
    "While": "a loop",
    "Import": "an import",
    "ImportFrom": "an import",
    "FunctionDef": "a second function",
    "ClassDef": "a class",
    "Dict": "a dictionary",
    "Set": "a set",
    "With": "a with block",
    "Assert": "an assert",
    "Delete": "a del",
    "Global": "a global",
}


@dataclass(frozen=True)
class Program:
    """What was typed, as a tree.

    Attributes:
        statements: one after the other; the last is what is asked.
        parameters: of the ``forward`` that was pasted, without self; empty for a bare body.
        lines: the text that the tree's columns count in.
        removed: for each line, how many characters of indentation were taken off.
    """

    statements: list[ast.stmt]
    parameters: tuple[str, ...]
    lines: list[str]
    removed: list[int]


def parse(text: str) -> Program:
    """Read an expression, a few lines, or a pasted ``forward``.

    Args:
        text: at most 4 kB; lines may be indented, as they stand in a class.

    Returns:
        The statements, each node of them on the white list.

    Raises:
        AskError: it is no Python, is too long or too deep, or uses what the language has not.
    """
    if len(text.encode(errors="replace")) > most_bytes:
        message = f"The text has {len(text):,} characters; at most {most_bytes:,} bytes are read."
        raise AskError(message)
    lines, removed = _outdented(text)
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError as error:
        raise _syntax(error, lines, removed) from None
    except (ValueError, MemoryError, RecursionError):
        raise AskError("The text can't be read as Python.") from None
    statements, parameters = _body(tree)
    program = Program(statements, parameters, lines, removed)
    try:
        _check(statements, lines)
        if not statements:
            raise AskError("Nothing is asked; type an expression, as in output[-1].")
    except AskError as error:
        raise shifted(error, removed) from None
    return program


def shifted(error: AskError, removed: list[int]) -> AskError:
    """The error with its column in the text as it was typed."""
    if error.line is not None:
        error.column += removed[error.line]
        error.end += removed[error.line]
    return error


def _outdented(text: str) -> tuple[list[str], list[int]]:
    """The lines without the indentation that they share.

    The first line may lack it, as where a selection began in the middle of it.
    """
    lines = text.splitlines() or [""]
    indents = [len(line) - len(line.lstrip()) for line in lines]
    filled = [k for k, line in enumerate(lines) if line.strip()]
    first = filled[0] if filled else 0
    rest = [indents[k] for k in filled[1:]]
    shared = min([indents[first], *rest])
    removed = [min(shared, indent) for indent in indents]
    goes_on = lines[first].rstrip().endswith((":", "(", "[", ","))
    if not indents[first] and rest and not goes_on:
        removed = [0 if k <= first else min(min(rest), indent) for k, indent in enumerate(indents)]
    return [line[n:] for line, n in zip(lines, removed, strict=True)], removed


def _syntax(error: SyntaxError, lines: list[str], removed: list[int]) -> AskError:
    found = AskError(f"This is no Python: {error.msg}.")
    found.line = min(max((error.lineno or 1) - 1, 0), len(lines) - 1)
    width = len(lines[found.line])
    found.column = min(max((error.offset or 1) - 1, 0), width)
    same_line = error.end_lineno == error.lineno and error.end_offset
    found.end = max(found.column + 1, min((error.end_offset or 1) - 1, width) if same_line else 0)
    return shifted(found, removed)


def _body(tree: ast.Module) -> tuple[list[ast.stmt], tuple[str, ...]]:
    """The statements that count: of a single function its body, without its docstring."""
    statements, parameters = tree.body, tuple[str, ...]()
    if len(statements) == 1 and isinstance(statements[0], ast.FunctionDef):
        function = statements[0]
        names = [argument.arg for argument in function.args.args]
        parameters = tuple(name for name in names if name != "self")
        statements = function.body
    return [each for each in statements if not _is_text(each)], parameters


def _is_text(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _check(statements: list[ast.stmt], lines: list[str]) -> None:
    waiting: list[tuple[ast.AST, ast.expr | ast.stmt, int]] = [
        (each, each, 1) for each in statements
    ]
    while waiting:
        node, place, depth = waiting.pop()
        if isinstance(node, ast.expr | ast.stmt):
            place = node
        problem = _problem(node, depth)
        if problem:
            raise AskError(problem).at(place, lines)
        waiting.extend((child, place, depth + 1) for child in ast.iter_child_nodes(node))


def _problem(node: ast.AST, depth: int) -> str:
    if depth > most_depth:
        return f"This is nested more than {most_depth} deep; write it as several lines."
    if not isinstance(node, _known):
        kind = type(node).__name__
        return (
            f"{_words.get(kind, kind)} can't be asked".capitalize()
            + "; use expressions and assignments."
        )
    match node:
        case ast.Constant(value=int() as number) if abs(number) > largest_int:
            return "This number is too large; tensors have 64 bits."
        case ast.Constant(value=bytes() | complex()):
            return f"{node.value!r} can't be asked; use numbers."
        case ast.Attribute(attr=name) if name.startswith("_"):
            return f"{name} can't be asked; names that begin with _ are Python's own."
        case ast.Name(id=name) if name.startswith("__"):
            return f"{name} can't be asked; names that begin with __ are Python's own."
        case ast.keyword(arg=None):
            return "** can't be asked; name the arguments."
    return ""
