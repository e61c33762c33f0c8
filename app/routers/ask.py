"""Ask: an expression over the tensors of a trace."""

from fastapi import APIRouter

from ... import engine
from ..errors import AskProblem, Problem
from ..views.answer import AnswerView, Question, answer_view
from . import openapi
from .traces import RunOf

router = APIRouter(
    prefix="/api/traces",
    tags=["traces"],
    responses={**openapi.problems, 422: {"model": AskProblem | Problem}},
)


@router.post("/{id}/ask")
def ask(question: Question, run: RunOf) -> AnswerView:
    """Evaluate an expression, and say which states its elements are read from.

    It is Python as it stands in a ``forward``, over ``output``, ``h_n``, ``c_n``, ``x``, ``y`` and
    ``lengths``, or over what another framework calls them; nothing is executed. An error of the
    expression has the place in it: ``line``, ``column`` and ``end``, counted from 0.
    """
    answer = engine.ask(run.trace, question.expression, run.head, question.names, question.merge)
    return answer_view(run.trace, answer)
