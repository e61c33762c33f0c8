"""The language of Ask: what can be written in an expression."""

from functools import cache

from fastapi import APIRouter
from pydantic import BaseModel

from ...engine.language.vocabulary import vocabulary

router = APIRouter(prefix="/api", tags=["traces"])


class VocabularyView(BaseModel):
    """Words in alphabetical order; ``calls`` need no module, ``functions`` stand behind one."""

    names: list[str]
    calls: list[str]
    methods: list[str]
    attributes: list[str]
    modules: list[str]
    functions: list[str]
    einops: list[str]


@router.get("/language")
def language() -> VocabularyView:
    """List the names, methods and functions that an expression may use."""
    return _language()


@cache
def _language() -> VocabularyView:
    return VocabularyView.model_validate(vocabulary(), from_attributes=True)
