"""Ask: an expression over a trace's tensors, answered with its value and the states it reads."""

from .. import checks
from ..errors import EngineError
from ..frameworks import returned as frameworks
from ..language.errors import AskError
from ..language.evaluate import Evaluator
from ..language.tensors import Tensors
from ..language.text.layout import shifted
from ..language.text.parse import parse
from ..network.head import Head
from ..trace.trace import Trace
from .answer import Answer, answer_of


def ask(
    trace: Trace,
    text: str,
    head: Head | None = None,
    names: str = "pytorch",
    merge: str = "concat",
) -> Answer:
    """Evaluate an expression, a few lines or a pasted ``forward``, and say which states it reads.

    Nothing is executed: the text is read by Python's ``ast`` and evaluated out of a white list.

    Args:
        trace: of a run.
        text: Python, at most 4 kB, over ``output h_n c_n x y lengths``, ``h(layer, direction)``,
            ``c(layer, direction)`` and the sizes ``T B L D H P I O``; methods and functions as in
            PyTorch, or as in the framework whose module stands in front. The last line is what is
            asked. A layer is what a pasted ``__init__`` says; without one ``self.lstm`` and the
            like are PyTorch's own, and ``self.fc`` is the head. Of any other it is said that what
            it makes is not known, and what it reads.
        head: the dense layer that makes ``y``; the network's own where it is None.
        names: the framework whose names and shapes the tensors have: "pytorch", "keras", "jax" or
            "onnx"; ``unrolled.returned`` lists them. ``output`` is PyTorch's under its names alone.
        merge: with the names of Keras, the merge_mode of its Bidirectional.

    Returns:
        The value, the sources of every element, the verdict and the warnings.

    Raises:
        AskError: the text can't be read or answered; it says what, and in which column.
        EngineError: the framework has no such run.
    """
    checks.of_kind("trace", trace, Trace)
    if not isinstance(text, str):
        raise AskError(f"text is a {type(text).__name__}; it has to be a str.")
    frameworks.bound(trace, names, merge)
    program = parse(text)
    tensors = Tensors.of(trace, head or trace.network.head, names, merge)
    try:
        evaluator = Evaluator(tensors, program)
        return answer_of(text, evaluator, evaluator.run())
    except AskError as error:
        raise shifted(error, program.removed) from None
    except EngineError as error:
        raise AskError(str(error)).within(0, 0, len(program.lines[0])) from None
