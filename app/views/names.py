"""What a trace's tensors are called in a framework, and the lines that compute them there."""

from pydantic import BaseModel

from ...engine.frameworks.returned import refused, returned
from ...engine.frameworks.tensor import Join, When
from ..choices import Framework, Merge
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
    when: When
    join: Join


class NamesView(BaseModel):
    """A run in a framework's words; ``refused`` says why where it hasn't got such a run."""

    tensors: list[TensorView]
    code: str
    refused: str


def names(run: Run, framework: Framework, merge: Merge) -> NamesView:
    """A run in a framework's words; ``merge`` is the merge_mode of Keras' Bidirectional."""
    if sentence := refused(run.trace, framework):
        return NamesView(tensors=[], code=f"# {sentence}", refused=sentence)
    tensors = [
        TensorView(
            name=name,
            says=tensor.says,
            shape=list(tensor.shape),
            axes=list(tensor.axes),
            states=list(tensor.states),
            when=tensor.when,
            join=tensor.join,
        )
        for name, tensor in returned(run.trace, framework, merge).items()
    ]
    return NamesView(tensors=tensors, code=lines(run, framework, merge), refused="")
