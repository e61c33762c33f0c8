"""What a page asks for first, answered before it asks: its picture needs no round trip."""

import json
from pathlib import Path
from typing import Any

from ...engine import EngineError
from ..errors import ApiError
from ..runs.spec import Spec
from ..runs.store import Store
from ..settings import Settings
from .picture import Look, new_trace
from .presets import preset_views

REQUEST = Path(__file__).with_name("first.json")
"""The spec of the scene that the page opens with, and what of it is looked at, as the page itself
asks for them; `make first` writes it."""


def first(store: Store, settings: Settings) -> dict[str, Any]:
    """The presets, the page's first request, and the answer to it.

    Args:
        store: keeps the trace for as long as it is there itself.
        settings: limits.

    Returns:
        JSON. ``answer`` is null where the settings forbid so large a run; then the page asks and is
        told why.
    """
    request = json.loads(REQUEST.read_text(encoding="utf-8"))
    try:
        address = store.keep(Spec.model_validate(request["spec"]))
        look = Look.model_validate(request["look"])
        view = new_trace(address, store.get(address), look, settings.max_sent)
        answer = view.model_dump(mode="json")
    except (ApiError, EngineError):
        answer = None
    presets = [preset.model_dump() for preset in preset_views(store.presets.values())]
    return {"presets": presets, "request": request, "answer": answer}
