"""Lines of Python that run a network in a framework: what those of all frameworks share.

They read a mapping ``file`` of arrays: the weights under PyTorch's names, x, the states before the
first step, and the head's two. Which of a framework's tensors is made of which of these, in which
order, and where biases are added up, is read off the dialects' table.
"""

import textwrap
from collections.abc import Iterable, Set
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from ..network.stack import Stack
from ..trace.trace import Trace
from .blocks import BIASES, Layout
from .dialects import DIALECTS, layouts

WIDTH = 70
"""Characters of a line, where it can be broken."""


@dataclass(frozen=True)
class Lines:
    """What makes a network in a framework, runs it, and binds by its name each tensor returned.

    Attributes:
        imports: whole statements.
        settings: statements that go before all others.
        functions: definitions, the lines of each; they read ``file`` when they are called.
        run: statements that call them.
        arrays: whose arrays ``file`` holds, "numpy" or "torch".
        to_numpy: an expression that makes a numpy array of a tensor, with braces for its name.
        dtype: in which the framework multiplies.
    """

    imports: tuple[str, ...]
    settings: tuple[str, ...]
    functions: tuple[list[str], ...]
    run: list[str]
    arrays: str
    to_numpy: str
    dtype: str


def stored(framework: str, net: Stack) -> dict[str, str]:
    """What each tensor that a framework stores is made of.

    Args:
        framework: a dialect.
        net: the network.

    Returns:
        By the framework's names of the tensors of one layer and direction, expressions in what
        ``reading`` binds. Where a framework stores a gate alone, they are dicts by gate.
    """
    known = layouts(framework, net.cell, net.reset_after)
    places = {block for layout in known.values() for block in layout.blocks}
    lacks = {*(() if net.bias else BIASES), *(() if net.peepholes else ("peephole",))}
    return {
        name: _expression(net.cell, layout, places)
        for name, layout in known.items()
        if not (layout.optional and layout.kind in lacks)
    }


def _expression(cell: str, layout: Layout, places: Set[tuple[str, str]]) -> str:
    vectors = [
        _reordered(cell, kind, "".join(gate for _, gate in blocks), places)
        for kind, blocks in groupby(layout.blocks, itemgetter(0))
    ]
    if len(vectors) > 1:
        return f"np.{'stack' if layout.rows > 1 else 'concatenate'}([{', '.join(vectors)}])"
    return f"{vectors[0]}.T" if layout.transposed else vectors[0]


def _reordered(cell: str, kind: str, gates: str, places: Set[tuple[str, str]]) -> str:
    """The blocks of one kind: all, in a framework's order, or a single gate's."""
    ours = DIALECTS["pytorch"].order(cell, kind)
    if kind == "peephole":  # a row each, which frameworks put end to end
        rows = [ours.index(gate) for gate in gates]
        return f"{kind}[{rows}].ravel()"
    alone = len(gates) < len(ours)
    index = f'["{gates}"]' if alone else "" if gates == ours else "[gates]"
    b_ih, b_hh = BIASES
    if kind not in BIASES or {(b_ih, gates[0]), (b_hh, gates[0])} <= places:
        return f"{kind}{index}"
    # Only one of a gate's two biases has a place: it is their sum.
    if alone:
        return f"{b_ih}{index} + {b_hh}{index}"
    return f"({b_ih} + {b_hh}){index}" if index else f"{b_ih} + {b_hh}"


def reading(framework: str, net: Stack) -> list[str]:
    """The first lines in a function of ``end``, such as "l0_reverse": what ``stored`` is made of.

    Args:
        framework: a dialect.
        net: the network.

    Returns:
        Lines that bind W_ih, W_hh, where they are needed the biases b_ih and b_hh, which are zeros
        where there are none, ``peephole``, and ``gates``, the rows of the framework's gates.
    """
    found = ['W_ih, W_hh = file[f"weight_ih_{end}"], file[f"weight_hh_{end}"]']
    expressions = stored(framework, net).values()
    if net.bias:
        found.append('b_ih, b_hh = file[f"bias_ih_{end}"], file[f"bias_hh_{end}"]')
    elif any(kind in text for text in expressions for kind in BIASES):
        found.append("b_ih = b_hh = np.zeros(len(W_ih), W_ih.dtype)")
    if net.peepholes:
        rows = " ".join(DIALECTS["pytorch"].order(net.cell, "peephole"))
        found.append(f'peephole = file[f"weight_peephole_{{end}}"]  # {rows}')
    ours, theirs = (DIALECTS[each].order(net.cell) for each in ("pytorch", framework))
    if any("[gates]" in text for text in expressions):
        H = net.hidden_size
        starts = [ours.index(gate) * H for gate in theirs]
        rows = ", ".join(f"{start}:{start + H}" for start in starts)
        found.append(f"gates = np.r_[{rows}]  # {' '.join(theirs)}; PyTorch has {' '.join(ours)}")
    return indented(found)


def weights(framework: str, net: Stack) -> list[str]:
    """A function ``weights(end)`` that returns a framework's tensors of a layer and direction."""
    tensors = stored(framework, net)
    return [
        "def weights(end):",
        *reading(framework, net),
        *(f"    {name} = {text}" for name, text in tensors.items()),
        f"    return [{', '.join(tensors)}]",
    ]


def x_of(trace: Trace, batch_in_front: bool) -> str:
    """X out of the file, with the axes in a framework's order and as many steps as have run."""
    text = 'file["x"]'
    if trace.batch_first != batch_in_front:
        text += ".swapaxes(0, 1)"
    if len(trace.x) > trace.T:
        text += f"[:, :{trace.T}]" if batch_in_front else f"[:{trace.T}]"
    return text


def end_of(trace: Trace, layer: int) -> str:
    """What stands behind the names of one of several layers."""
    return f"_l{layer}" if trace.network.num_layers > 1 else ""


def ends(net: Stack) -> list[str]:
    """What PyTorch puts behind ``l0`` in a parameter's name, for each direction."""
    return ["_reverse" if direction else "" for direction in net.directions]


def hard_sigmoid(alpha_beta: tuple[float, float], module: str) -> list[str]:
    """The lines of a function for the gates, with ``clip`` of a framework's module."""
    alpha, beta = alpha_beta
    return ["def hard_sigmoid(a):", f"    return {module}.clip({alpha!r} * a + {beta!r}, 0, 1)"]


def indented(lines: Iterable[str]) -> list[str]:
    """The lines as they stand in a function."""
    return [f"    {line}" if line else "" for line in lines]


def wrapped(arguments: Iterable[str], end: str = ")") -> list[str]:
    """Arguments of a call, indented, in as few lines as are not too wide, and what ends them."""
    text = ", ".join(arguments) + end
    return indented(textwrap.wrap(text, WIDTH - 4, break_long_words=False, break_on_hyphens=False))


def quoted(names: Iterable[str]) -> str:
    """A list of strings as Python writes it with double quotes."""
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"
