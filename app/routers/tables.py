"""CSVs that are too long for an address: taken, and given back."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from ..runs.store import Store
from ..runs.tables import Tables
from . import openapi

router = APIRouter(prefix="/api/tables", tags=["tables"], responses=openapi.problems)


class TableView(BaseModel):
    """Where a CSV is kept: the SHA-256 of its bytes."""

    id: str


def _tables(request: Request) -> Tables:
    store: Store = request.app.state.store
    return store.tables


@router.post(
    "",
    status_code=201,
    openapi_extra={"requestBody": {"content": openapi.text, "required": True}},
    responses=openapi.to_table,
)
async def create(request: Request, response: Response) -> TableView:
    """Keep a CSV, as UTF-8. An input of the kind ``table`` runs it by its id."""
    id = await run_in_threadpool(_tables(request).keep, await request.body())
    response.headers["Location"] = f"tables/{id}"  # whatever prefix it was asked under
    return TableView(id=id)


@router.get("/{id}", response_class=Response, responses={200: {"content": openapi.csv}})
def show(id: str, request: Request) -> Response:
    """Send a CSV as it came, as long as it is kept."""
    return Response(_tables(request).text(id, "id"), media_type="text/csv")
