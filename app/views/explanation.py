"""Equations and explanations as JSON."""

from typing import Any

import numpy as np
from pydantic import BaseModel

from ...engine import Explanation
from ...engine.network.stack import Stack
from ...engine.numbers.mathml import formulas
from ...engine.numbers.number import Number
from .decimals import shortest


class Equation(BaseModel):
    """How a gate or state is computed, as MathML: an element is ``[tag, child, ...]``.

    A child is an element or text. ``units`` is how many numbers the gate or state has.
    """

    name: str
    units: int
    mathml: list[Any]


class NumberView(BaseModel):
    """A number and what it was made of, down to elements of tensors, whose ``how`` is ``read``.

    Otherwise ``how`` is ``sum``, ``product``, ``difference``, ``dot`` for the sum of the products
    of a matrix's row with a vector, or the name of a function. JSON has no infinity and no NaN;
    they are null.
    """

    label: str
    value: float | None
    how: str
    of: list["NumberView"]


class ExplanationView(BaseModel):
    """How one number came about.

    ``number`` is what its equation gives; ``recorded`` is the number in the trace, where sums had
    another order. ``where`` says of each symbol of the equation which part of a tensor it is.
    """

    recorded: float | None
    number: NumberView
    where: dict[str, str]


def equations(network: Stack) -> dict[int, list[Equation]]:
    """The equations of the network's cell by direction, in the order of computation."""
    return {
        direction: [
            Equation(
                name=name,
                units=network.state_sizes.get(name, network.hidden_size),
                mathml=mathml,
            )
            for name, mathml in formulas(network, direction).items()
        ]
        for direction in network.directions
    }


def explanation_view(explained: Explanation) -> ExplanationView:
    """An explanation, its numbers as the shortest decimals that mean the same."""
    return ExplanationView(
        recorded=shortest(np.asarray(explained.recorded)),
        number=_number_view(explained.number),
        where=explained.where,
    )


def _number_view(number: Number) -> NumberView:
    return NumberView(
        label=number.label,
        value=shortest(np.asarray(number.value)),
        how=number.how,
        of=[_number_view(part) for part in number.of],
    )
