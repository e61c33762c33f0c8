"""The white list: the nodes of Python's ``ast`` that a program may be made of."""

import ast
from collections.abc import Iterable, Sequence

from ..errors import AskError

most_depth = 40
largest_int = 2**63 - 1

_statements = (
    ast.Assign,
    ast.AnnAssign,
    ast.AugAssign,
    ast.Expr,
    ast.Return,
    ast.If,
    ast.Pass,
    ast.Assert,
    ast.Raise,
)
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
    "ClassDef": "a class without a forward",
    "Dict": "a dictionary",
    "Set": "a set",
    "With": "a with block",
    "Try": "a try block",
    "Delete": "a del",
    "Global": "a global",
    "Nonlocal": "a nonlocal",
    "Yield": "a yield",
    "YieldFrom": "a yield",
    "Await": "an await",
    "Match": "a match",
    "Break": "a break",
    "Continue": "a continue",
    "In": "in",
    "NotIn": "not in",
    "BitXor": "the operator ^",
    "LShift": "the operator <<",
    "RShift": "the operator >>",
}


def check(nodes: Sequence[ast.expr | ast.stmt], lines: list[str]) -> None:
    """Refuse what isn't on the white list.

    Args:
        nodes: of a program.
        lines: the text that their columns count in.

    Raises:
        AskError: a node, a name or a number isn't on it, or it is nested too deep.
    """
    waiting: list[tuple[ast.AST, ast.expr | ast.stmt, int]] = [
        (each, each, 1) for each in reversed(nodes)
    ]
    while waiting:
        node, place, depth = waiting.pop()
        if isinstance(node, ast.expr | ast.stmt):
            place = node
        problem = _problem(node, depth)
        if problem:
            raise AskError(problem).at(place, lines)
        waiting.extend((child, place, depth + 1) for child in _read(node))


def _read(node: ast.AST) -> Iterable[ast.AST]:
    """What is evaluated of a node: not what would be raised, nor the type that a name is given."""
    if isinstance(node, ast.Raise) or is_silent(node):
        return ()
    if isinstance(node, ast.AnnAssign):
        return (node.target, node.value) if node.value else (node.target,)
    return reversed(list(ast.iter_child_nodes(node)))


def is_silent(node: ast.AST) -> bool:
    """Whether a statement gives no value: a docstring, or what is printed."""
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return True
    return False


def _problem(node: ast.AST, depth: int) -> str:
    if depth > most_depth:
        return f"This is nested more than {most_depth} deep; write it as several lines."
    if not isinstance(node, _known):
        kind = type(node).__name__
        what = _words.get(kind, kind)
        return f"{what[0].upper()}{what[1:]} can't be asked; use expressions and assignments."
    match node:
        case ast.Constant(value=int() as number) if abs(number) > largest_int:
            return "This number is too large; tensors have 64 bits."
        case ast.Constant(value=bytes() | complex()):
            return f"{node.value!r} can't be asked; use numbers."
        case ast.Attribute(attr=name) | ast.Name(id=name) if name.startswith("__"):
            return f"{name} can't be asked; names that begin with __ are Python's own."
        case ast.keyword(arg=None):
            return "** can't be asked; name the arguments."
    return ""
