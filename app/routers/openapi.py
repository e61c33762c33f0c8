"""What the API's description says beyond what FastAPI reads off the handlers."""

from typing import Any

from ..errors import Problem

Responses = dict[int | str, dict[str, Any]]

problems: Responses = {status: {"model": Problem} for status in (404, 413, 422)}
"""Of what is asked of a trace: it is not there, too much, or makes no sense."""

octets = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}

text = {"text/plain": {"schema": {"type": "string"}}}
csv = {"text/csv": {"schema": {"type": "string"}}}


def numbers(model: Any, has_shape: bool = True) -> Responses:
    """Numbers as JSON in the shape of a model, or as bytes, where a header tells their shape."""
    shape = {"description": "of the bytes", "schema": {"type": "string"}}
    headers = {"headers": {"X-Shape": shape}} if has_shape else {}
    return {200: {"model": model, "content": dict(octets), **headers}}


_id = "$response.body#/id"
_line = {
    "layer": "$response.body#/numbers/layer",
    "direction": "$response.body#/numbers/direction",
}
_state = "$response.body#/states/0"


def _links(**targets: dict[str, Any]) -> Responses:
    links = {
        name: {"operationId": name, "parameters": {"id": _id, **parameters}}
        for name, parameters in targets.items()
    }
    return {201: {"links": links}}


to_trace: Responses = _links(
    traces_show={},
    traces_called={},
    traces_array={"name": _state},
    traces_window={},
    traces_overview={},
    traces_course={**_line, "state": _state},
    traces_cell={**_line, "t": "$response.body#/numbers/t"},
    traces_weights={},
    traces_prediction={"t": "$response.body#/numbers/t"},
    traces_explain={**_line, "t": "$response.body#/numbers/t", "gate": _state, "unit": 0},
    traces_tensors={},
    traces_ask={},
)
"""From a new trace to all that can be asked of it."""

to_table: Responses = _links(tables_show={})
"""From a CSV that was taken to the same."""

to_file: Responses = _links(files_show={})
"""From a file that was taken to what it holds."""
