"""What a value holds: its tensors, each with its states, and what is none."""

import ast
import re
from dataclasses import dataclass, replace
from typing import Any

from ..language.layers.opaque import Opaque
from ..language.layers.packed import Packed
from ..language.operations import arguments
from ..language.record import Line
from ..language.tensors import Tensors
from ..sources.tracked import Tracked
from . import words
from .readings import Reading, readings_of


@dataclass(frozen=True, eq=False)
class Piece:
    """One tensor of an answer.

    Attributes:
        name: "" of a single one; otherwise what it is called, or its number in the tuple; of what
            went into a layer that is not known, "what norm reads".
        tensor: with its sources.
        shape: in words, "(B=1, D·H=8)".
        axes: the same, axis by axis.
        readings: the states that it reads.
    """

    name: str
    tensor: Tracked
    shape: str
    axes: list[str]
    readings: list[Reading]

    @classmethod
    def of(cls, tensors: Tensors, name: str, tensor: Tracked) -> "Piece":
        """Look at a tensor."""
        described = words.shape(tensors, tensor), words.axes(tensors, tensor)
        return cls(name, tensor, *described, readings_of(tensors, tensor))


@dataclass(frozen=True, eq=False)
class Held:
    """What a line of a program gave.

    Attributes:
        line: of the text, counted from 0.
        name: what is assigned to, as it is written; empty where nothing is.
        pieces: its tensors; several are called what each of them is assigned to.
        rest: what is no tensor, each with its name alike.
    """

    line: int
    name: str
    pieces: list[Piece]
    rest: list[tuple[str, str]]

    @classmethod
    def of(cls, tensors: Tensors, line: Line) -> "Held":
        """Look at a line."""
        pieces = [
            replace(piece, name=variable(line.name, piece.name))
            for piece in pieces_of(tensors, line.value)
        ]
        rest = [(variable(line.name, name), text) for name, text in rest_of(line.value)]
        return cls(line.line, line.name, pieces, rest)


def variable(target: str, place: str) -> str:
    """What an entry is assigned to: of "(output, h)" and "[1]" it is "h"."""
    if not target or not place:
        return place
    node: ast.expr = ast.parse(target, mode="eval").body
    entry, *rest = place.partition(": ")
    steps = re.findall(r"\[([0-9]+)\]", entry)
    while steps and isinstance(node, ast.Tuple | ast.List):
        node = node.elts[int(steps.pop(0))]
    name = ast.unparse(node) + "".join(f"[{step}]" for step in steps)
    return "".join([name, *rest]) if entry.startswith("[") else f"{name}: {place}"


def pieces_of(tensors: Tensors, value: Any, name: str = "") -> list[Piece]:
    """The tensors in a value: itself, or those in a tuple, or what went into a layer."""
    if isinstance(value, Opaque):
        label = f"{name}: " * bool(name) + f"what {value.layer} reads"
        return [Piece.of(tensors, label, each) for each in value.read]
    if isinstance(value, Packed):
        value = value.attribute("data")
    if isinstance(value, Tracked):
        return [Piece.of(tensors, name, value)]
    if isinstance(value, tuple | list):
        named = [(f"{name}[{k}]", each) for k, each in enumerate(value)]
        return [piece for label, each in named for piece in pieces_of(tensors, each, label)]
    return []


def rest_of(value: Any, name: str = "") -> list[tuple[str, str]]:
    """What in a value is no tensor: its name and how it is written; a tuple of numbers is one."""
    if isinstance(value, Tracked | Packed | Opaque):
        return []
    if arguments.is_plain(value) or not isinstance(value, tuple | list):
        return [(name, arguments.shown(value))]
    return [each for k, entry in enumerate(value) for each in rest_of(entry, f"{name}[{k}]")]
