"""What a trace's tensors are called in each framework, and the lines that compute them there."""

from pydantic import BaseModel

from ...engine.frameworks.returned import FRAMEWORKS, MERGES, refused, returned
from ..runs.run import Run
from .code import lines


class TensorView(BaseModel):
    """A tensor that a framework returns.

    It is made of ``states``, [state, layer, direction] each: of "each" step, of each "turned", the
    last one first, of each "held", a row's last again past its end, or of the "last" that each
    direction comes to. Several are joined by "concat", along the last axis, by "stack", along the
    axis D or L·D, or to one number by "sum", "mul" or "ave".
    """

    name: str
    says: str
    shape: list[int]
    axes: list[str]
    states: list[tuple[str, int, int]]
    when: str
    join: str


class NamesView(BaseModel):
    """A run in a framework's words; ``refused`` says why where it hasn't got such a run."""

    tensors: list[TensorView]
    code: str
    refused: str


def names(run: Run) -> dict[str, NamesView]:
    """Of every framework, "keras-sum" and so on for Bidirectional's other merge modes."""
    merges = MERGES if run.trace.network.bidirectional else MERGES[:1]
    found = {name: _view(run, name, "concat") for name in FRAMEWORKS}
    return found | {f"keras-{merge}": _view(run, "keras", merge) for merge in merges[1:]}


def _view(run: Run, framework: str, merge: str) -> NamesView:
    if sentence := refused(run.trace, framework):
        return NamesView(tensors=[], code=f"# {sentence}", refused=sentence)
    tensors = [
        TensorView(
            name=name,
            says=each.says,
            shape=list(each.shape),
            axes=list(each.axes),
            states=list(each.states),
            when=each.when,
            join=each.join,
        )
        for name, each in returned(run.trace, framework, merge).items()
    ]
    return NamesView(tensors=tensors, code=lines(run, framework, merge), refused="")
