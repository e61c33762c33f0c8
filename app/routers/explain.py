"""Explanations: how any number of a trace came about."""

from fastapi import APIRouter

from ... import engine
from ..views.explanation import ExplanationView, explanation_view
from . import openapi
from .traces import RunOf

router = APIRouter(prefix="/api/traces", tags=["traces"], responses=openapi.problems)


@router.get("/{id}/explain")
def explain(
    run: RunOf, layer: int, direction: int, t: int, gate: str, unit: int, b: int = 0
) -> ExplanationView:
    """Send every term that made one number of a gate or state: products, biases, sums, activation.

    ``gate`` is the name of a gate or state, as in the equations of the summary.
    """
    explained = engine.explain(run.trace, layer, direction, t, b, gate, unit)
    return explanation_view(explained)
