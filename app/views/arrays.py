"""Runs as the JSON and the arrays that go out."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from fastapi import Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from ...engine.arrays import Array
from ..errors import ApiError
from ..runs.run import Run
from .decimals import shortest


class ArrayView(BaseModel):
    """An array; ``values`` are nested lists, ``t0`` is where its T axis begins."""

    axes: list[str]
    t0: int
    shape: list[int]
    values: list[Any]


class PooledView(BaseModel):
    """Means over neighbouring steps; ``t`` are the first step of each."""

    axes: list[str]
    t: list[int]
    shape: list[int]
    values: list[Any]


def tensors(run: Run) -> dict[str, tuple[Array, list[str]]]:
    """What the framework takes and hands back, with the names of the axes."""
    trace = run.trace
    ahead = ["B", "T"] if trace.batch_first else ["T", "B"]
    h = size_name(run, "h")
    arrays: dict[str, tuple[Array, list[str]]] = {
        "x": (_ahead(trace.x, trace.batch_first), [*ahead, "I"]),
        "y": (_ahead(run.y, trace.batch_first), [*ahead, "O"]),
        "output": (trace.output, [*ahead, f"D·{h}"]),
        "h_n": (trace.h_n, ["L·D", "B", h]),
    }
    if trace.c_n is not None:
        arrays["c_n"] = (trace.c_n, ["L·D", "B", "H"])
    return arrays


def size_name(run: Run, state: str) -> str:
    """What the size of a state or gate is called: P of an h that is projected, H otherwise."""
    return "P" if state == "h" and run.trace.network.proj_size else "H"


def _ahead(a: Array, batch_first: bool) -> Array:
    return a.swapaxes(0, 1) if batch_first else a


everything = slice(None)


def recorded(run: Run, name: str, steps: slice = everything, rows: slice = everything) -> Array:
    """A state or gate of all cells at some steps of some rows, (L·D, T, B, P) or (L·D, T, B, H)."""
    return np.stack([record[name][steps, rows] for record in run.trace.records.values()])


def window(run: Run, t0: int, t1: int, b: int) -> dict[str, Array]:
    """All that a picture of t0 ≤ t < t1 shows of one row: states, x, y, and the last states."""
    trace, steps, row = run.trace, slice(t0, t1), slice(b, b + 1)
    last = {"h_n": trace.h_n} if trace.c_n is None else {"h_n": trace.h_n, "c_n": trace.c_n}
    return {
        **{name: recorded(run, name, steps, row) for name in trace.network.kind.states},
        "x": trace.x[steps, row],
        "y": run.y[steps, row],
        **{name: a[:, row] for name, a in last.items()},
    }


def pool(a: Array, axis: int, points: int) -> tuple[Array, list[int]]:
    """Means over neighbouring steps, so that at most ``points`` remain; and each one's first t."""
    T = a.shape[axis]
    firsts = np.unique(np.arange(points) * T // points) if points < T else np.arange(T)
    sums = np.add.reduceat(a, firsts, axis=axis)
    counts = np.diff(firsts, append=T)
    shape = [1] * a.ndim
    shape[axis] = -1
    return (sums / counts.reshape(shape)).astype(a.dtype), firsts.tolist()


def answer(request: Request, a: Array, most: int, fewer: str, **beside: Any) -> Response:
    """Send an array as JSON, or as raw little-endian float32 to those who ask for bytes.

    ``most`` numbers are sent; past it the parameter called ``fewer`` is what to reduce.
    """
    limit(a.size, most, fewer)
    vary = {"Vary": "Accept"}  # lest a cache give the one for the other
    if wants_bytes(request):
        headers = {"X-Shape": ",".join(map(str, a.shape)), **vary}
        return raw([a], headers)
    return JSONResponse({**beside, "shape": a.shape, "values": shortest(a)}, headers=vary)


def limit(numbers: int, most: int, fewer: str) -> None:
    """Refuse to send more than ``most`` numbers; ``fewer`` is the parameter to reduce."""
    if numbers > most:
        message = (
            f"This would be {numbers:,} numbers, at most {most:,} are sent at once: "
            f"ask for fewer by the parameter {fewer}."
        )
        raise ApiError("too_large", message, fewer, 413)


def wants_bytes(request: Request) -> bool:
    """Whether the client asks for numbers as they lie in memory."""
    return "application/octet-stream" in request.headers.get("accept", "")


uncompressed = {"Content-Encoding": "identity"}
"""Named, so that nothing compresses floats: that costs more than the bytes that it saves."""


def floats(arrays: Iterable[Array]) -> bytes:
    """Arrays one behind the other as little-endian float32."""
    return b"".join(np.ascontiguousarray(a, "<f4").tobytes() for a in arrays)


def raw(arrays: Iterable[Array], headers: dict[str, str]) -> Response:
    """Send arrays one behind the other as little-endian float32."""
    headers = {**uncompressed, **headers}
    return Response(floats(arrays), media_type="application/octet-stream", headers=headers)
