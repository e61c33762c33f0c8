"""Traces: computed once, then read in windows from an address that never changes its content."""

from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from ...engine import checks
from ..choices import Framework, Merge
from ..errors import ApiError
from ..runs.run import Run
from ..runs.spec import Spec
from ..runs.store import Store
from ..settings import Settings
from ..views import arrays as views
from ..views import code
from ..views.decimals import shortest
from ..views.names import NamesView, names
from ..views.picture import (
    CellView,
    Look,
    NewTrace,
    PredictionView,
    cell_view,
    new_trace,
    prediction_view,
)
from ..views.summary import Summary, summary
from ..views.weights import WeightsView, weights_view
from . import openapi

# Handlers are plain functions: FastAPI runs them in threads, off the event loop.
router = APIRouter(prefix="/api/traces", tags=["traces"], responses=openapi.problems)


def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _run(id: str, store: Annotated[Store, Depends(_store)]) -> Run:
    return store.get(id)


def _row(run: Annotated[Run, Depends(_run)], b: int = 0) -> int:
    return checks.within("b", b, run.trace.B)


StoreOf = Annotated[Store, Depends(_store)]
RunOf = Annotated[Run, Depends(_run)]
SettingsOf = Annotated[Settings, Depends(_settings)]
RowOf = Annotated[int, Depends(_row)]


@router.post("", status_code=201, responses=openapi.to_trace)
def create(
    spec: Spec,
    look: Annotated[Look, Query()],
    store: StoreOf,
    settings: SettingsOf,
    response: Response,
) -> NewTrace:
    """Compute a trace. The id is the hash of the spec: the same spec has the same address.

    What the query looks at comes along, so that a picture takes one request.
    """
    address = store.put(spec)
    response.headers["Location"] = f"traces/{address}"  # whatever prefix it was asked under
    view = new_trace(address, store.get(address), look, settings.max_sent)
    if view.window and len(view.window.floats) > 2**16:
        response.headers.update(views.uncompressed)
    return view


@router.get("/{id}")
def show(id: str, run: RunOf, settings: SettingsOf) -> Summary:
    """Answer with sizes, shapes, axes and schedules of a trace."""
    return summary(id, run, settings.max_sent)


@router.get("/{id}/names/{framework}")
def called(run: RunOf, framework: Framework, merge: Merge = "concat") -> NamesView:
    """Send what a framework calls the tensors of a trace, and the lines that compute them there.

    ``merge`` is the merge_mode of Keras' Bidirectional; other frameworks have none.
    """
    return names(run, framework, merge)


@router.get("/{id}/arrays/{name}", response_model=None, responses=openapi.numbers(views.ArrayView))
def array(
    request: Request,
    name: str,
    run: RunOf,
    settings: SettingsOf,
    t0: int = 0,
    t1: int | None = None,
) -> Response:
    """Send an array, its T axis cut to t0 ≤ t < t1.

    ``x``, ``y``, ``output``, ``h_n`` and ``c_n`` have the framework's shapes. ``h``, ``c`` and
    the gates by name hold every cell, (L·D, T, B, H). With ``Accept: application/octet-stream``
    the answer is raw little-endian float32, its shape in the header X-Shape.
    """
    net, arrays = run.trace.network, views.tensors(run)
    if name in arrays:
        a, axes = arrays[name]
    elif name in net.kind.states + net.kind.gates:
        a, axes = views.recorded(run, name), ["L·D", "T", "B", views.size_name(run, name)]
    else:
        known = ", ".join([*arrays, *net.kind.states, *net.kind.gates])
        raise ApiError(
            "unknown_array",
            f"There is no array {name[:20]!r}; this trace has {known}.",
            "name",
            404,
        )
    if "T" in axes:
        time = axes.index("T")
        t1 = _window(t0, t1, a.shape[time])
        a = a[(slice(None),) * time + (slice(t0, t1),)]
    return views.answer(request, a, settings.max_sent, "t1", axes=axes, t0=t0)


@router.get(
    "/{id}/window",
    response_model=None,
    responses=openapi.numbers(dict[str, list[Any]], has_shape=False),
)
def window(
    request: Request,
    run: RunOf,
    settings: SettingsOf,
    b: RowOf,
    t0: int = 0,
    t1: int | None = None,
) -> Response:
    """Send all that a picture of t0 ≤ t < t1 shows of row ``b``, at once.

    ``h`` and, of an LSTM, ``c`` of every cell, (L·D, t1 - t0, 1, H); ``x`` (t1 - t0, 1, I) and
    ``y`` (t1 - t0, 1, O), whatever batch_first is; ``h_n`` and ``c_n``. As bytes they lie one
    behind the other in this order.
    """
    t1 = _window(t0, t1, run.trace.T)
    arrays = views.window(run, t0, t1, b)
    views.limit(sum(a.size for a in arrays.values()), settings.max_sent, "t1")
    vary = {"Vary": "Accept"}
    if views.wants_bytes(request):
        return views.raw(arrays.values(), vary)
    return JSONResponse({n: shortest(a) for n, a in arrays.items()}, headers=vary)


@router.get("/{id}/overview", response_model=None, responses=openapi.numbers(views.PooledView))
def overview(
    request: Request,
    run: RunOf,
    settings: SettingsOf,
    b: RowOf,
    points: Annotated[int, Query(ge=1, le=4000)] = 1000,
) -> Response:
    """Send the mean of |h| of each line of cells over all of T, in row ``b`` and in ``points``."""
    h = views.recorded(run, "h", rows=slice(b, b + 1))
    pooled, t = views.pool(np.abs(h).mean(axis=(2, 3)), 1, points)
    return views.answer(request, pooled, settings.max_sent, "points", axes=["L·D", "T"], t=t)


@router.get("/{id}/course", response_model=None, responses=openapi.numbers(views.PooledView))
def course(
    request: Request,
    run: RunOf,
    settings: SettingsOf,
    layer: int,
    direction: int,
    b: RowOf,
    state: str = "h",
    points: Annotated[int, Query(ge=1, le=4000)] = 1000,
) -> Response:
    """Send the time course of every unit of a line of cells in row ``b``, pooled to ``points``.

    It is (T, H), or (T, P) of an h that is projected, where T is the length of the row.
    """
    length = run.trace.packing.lengths[b]
    values = run.trace.state(state, layer, direction)[:length, b]
    pooled, t = views.pool(values, 0, points)
    axes = ["T", views.size_name(run, state)]
    return views.answer(request, pooled, settings.max_sent, "points", axes=axes, t=t)


@router.get("/{id}/cell")
def cell(run: RunOf, layer: int, direction: int, t: int, b: int = 0) -> CellView:
    """Send all numbers of a cell in row ``b``: its gates and states by name, H values each."""
    return cell_view(run.trace, (layer, direction, t), b)


@router.get("/{id}/weights")
def weights(run: RunOf) -> WeightsView:
    """Send the weights of each line of cells as one small picture, at most 24 by 24."""
    return weights_view(run)


@router.get("/{id}/prediction")
def prediction(run: RunOf, t: int, b: int = 0) -> PredictionView:
    """Send y at one step of row ``b``, and the logits that its softmax is taken of, O each."""
    return prediction_view(run, t, b)


@router.get(
    "/{id}/tensors.safetensors",
    response_class=Response,
    responses={200: {"content": openapi.octets}},
)
def tensors(run: RunOf) -> Response:
    """Send the weights under PyTorch's names, the head's and the input, as one safetensors file."""
    return Response(
        code.tensors(run),
        media_type="application/octet-stream",
        # The name that the lines of code read; it outdoes the link's own.
        headers={"Content-Disposition": 'attachment; filename="unrolled.safetensors"'},
    )


def _window(t0: int, t1: int | None, T: int) -> int:
    t1 = T if t1 is None else t1
    if not 0 <= t0 < t1 <= T:
        message = f"The window is from t0 = {t0} to t1 = {t1}; it has to hold 0 ≤ t0 < t1 ≤ {T}."
        raise ApiError("bad_value", message, "t0")
    return t1
