"""Model files: taken as they are, read and never executed, kept under their hash."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from ..errors import ApiError, Problem
from ..runs.files import Files
from ..runs.store import Store
from ..views.file import FileView, file_view
from . import openapi

path = "/api/files"

router = APIRouter(prefix=path, tags=["files"], responses=openapi.problems)


def _files(request: Request) -> Files:
    store: Store = request.app.state.store
    return store.files


FilesOf = Annotated[Files, Depends(_files)]


@router.post(
    "",
    status_code=201,
    openapi_extra={"requestBody": {"content": openapi.octets, "required": True}},
    responses={400: {"model": Problem}, **openapi.to_file},
)
async def create(request: Request, files: FilesOf, response: Response) -> FileView:
    """Take a model file and say what it holds. The id is the SHA-256 of its bytes.

    It may be a safetensors, npz, PyTorch, ONNX or Keras file; nothing in it is executed. Weights
    of the kind ``file`` run one of its networks.
    """
    with files.begin() as upload:
        size = request.headers.get("content-length", "")
        upload.expect(int(size) if size.isdigit() else 0)
        try:
            async for piece in request.stream():
                await run_in_threadpool(upload.write, piece)
        except ClientDisconnect:
            message = "The upload ended before the file did; send it again."
            raise ApiError("incomplete", message, "file", 400) from None
        view = await run_in_threadpool(files.keep, upload, file_view)
    response.headers["Location"] = f"files/{view.id}"  # whatever prefix it was asked under
    return view


@router.get("/{id}")
def show(id: str, files: FilesOf) -> FileView:
    """Say what a file holds, as long as it is kept."""
    return files.show(id, file_view)
