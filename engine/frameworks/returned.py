"""The same states under the names and in the shapes of other frameworks."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Protocol

from .. import checks
from ..errors import EngineError
from ..network.head import Head
from ..trace.trace import Trace
from . import jax, keras, onnx, pytorch
from .dialects import DIALECTS, lacking
from .lines import Lines
from .tensor import Returned

__all__ = ["FRAMEWORKS", "MERGES", "Returned", "bound", "laid_out", "refused", "returned", "whole"]


class Framework(Protocol):
    """What a framework's file has to say."""

    def names(self, trace: Trace, merge: str) -> dict[str, Any]:
        """The tensors that its layers return, by name, in tuples as it nests them."""

    def whole(self, trace: Trace) -> str:
        """What to write for each direction of the top layer after the whole sequence."""

    def lines(self, trace: Trace, head: Head | None, merge: str) -> Lines:
        """Lines that compute these tensors, and bind each by its name."""


FRAMEWORKS: Mapping[str, Framework] = {"pytorch": pytorch, "keras": keras, "jax": jax, "onnx": onnx}
MERGES = ("concat", "sum", "mul", "ave")


def returned(trace: Trace, framework: str, merge: str = "concat") -> dict[str, Returned]:
    """The tensors that a framework's layers return for the same run.

    Layers that a framework stacks by hand have ``_l0``, ``_l1`` and so on behind their names.

    Args:
        trace: of a run.
        framework: "pytorch", "keras" (Keras 3), "jax" (Flax linen) or "onnx".
        merge: the merge_mode of Keras' Bidirectional around the top layer: "concat", "sum", "mul"
            or "ave". The layers below are put side by side, as they were in this run.

    Returns:
        The tensors by name; a name such as ``carry[0][1]`` is an entry of a tuple.

    Raises:
        EngineError: the framework can't compute what this run has; it says what.
    """
    names = bound(trace, framework, merge)
    return {name: each for top in names for name, each in _flat(top, names[top])}


def bound(trace: Trace, framework: str, merge: str = "concat") -> dict[str, Any]:
    """The same, with the framework's tuples as they are; raises as ``returned``."""
    checks.of_kind("trace", trace, Trace)
    checks.choice("names", framework, tuple(FRAMEWORKS))
    checks.choice("merge", merge, MERGES)
    if sentence := refused(trace, framework):
        raise EngineError(sentence, "names")
    return FRAMEWORKS[framework].names(laid_out(trace, framework), merge)


def refused(trace: Trace, framework: str) -> str:
    """Why a framework has no such run, in a sentence; empty where it has."""
    title, net = DIALECTS[framework].title, trace.network
    if framework != "pytorch" and (missing := lacking(framework, net)):
        return f"The {net.cell} of {title} has no {missing[0]}; take the names of PyTorch."
    if framework == "jax" and trace.packing.has_padding:
        return (
            f"{title} runs on past a row’s length and returns states that this run has not; "
            "give no lengths, or take the names of another framework."
        )
    return ""


def laid_out(trace: Trace, framework: str) -> Trace:
    """The trace as a framework lays it out: Keras and Flax have the batch in front, always."""
    if framework == "pytorch":
        return trace
    return replace(
        trace, unbatched=False, batch_first=trace.batch_first or framework in ("keras", "jax")
    )


def whole(trace: Trace, framework: str) -> str:
    """What to write for each direction of the top layer after the whole sequence."""
    return FRAMEWORKS[framework].whole(laid_out(trace, framework))


def _flat(name: str, value: Any) -> Iterator[tuple[str, Returned]]:
    if isinstance(value, tuple):
        for k, each in enumerate(value):
            yield from _flat(f"{name}[{k}]", each)
    else:
        yield name, value
