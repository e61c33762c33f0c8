"""The command ``unrolled ask``: a model file, its input and an expression give an answer."""

import shutil
import sys
from collections.abc import Sequence

from ... import engine
from ...engine import EngineError, Network, Trace
from ..errors import ApiError, problem_of
from ..views.answer import answer_view
from . import terminal
from .batch import content, drawn, read

steps_drawn = 7


def ask(
    model: str,
    expression: str,
    inputs: Sequence[str],
    name: str | None,
    nonlinearity: str | None,
    steps: int | None,
    batch_first: bool,
    names: str,
    merge: str,
    as_json: bool,
) -> bool:
    """Answer on standard output; what is wrong goes to standard error, or into the JSON.

    Args:
        model: the path of a file that ``unrolled.load`` opens.
        expression: as ``unrolled.ask`` takes it; "-" is read from standard input.
        inputs: files, see ``batch.read``; where there are none, x is random.
        name: which network of the file, where it holds several.
        nonlinearity: of a plain RNN whose file doesn't tell it.
        steps: T of a random x.
        batch_first: whether x has B in front of T.
        names: the framework whose names the expression uses.
        merge: with those of Keras, the merge_mode of Bidirectional.
        as_json: whether to print what the API answers.

    Returns:
        Whether there was an answer.
    """
    text = _typed() if expression == "-" else expression
    try:
        trace = _run(_load(model, name, nonlinearity), inputs, steps, batch_first)
        answer = engine.ask(trace, text, names=names, merge=merge)
    except (ApiError, EngineError) as error:
        problem = error.problem if isinstance(error, ApiError) else problem_of(error)
        if as_json:
            _write(problem.model_dump_json())
        else:
            sys.stderr.write(terminal.problem_text(error, text, _width()) + "\n")
        return False
    if as_json:
        _write(answer_view(trace, answer).model_dump_json())
    else:
        _write(terminal.answer_text(trace, answer, _width()))
    return True


def _typed() -> str:
    return sys.stdin.buffer.read().decode("utf-8-sig", errors="replace")


def _load(model: str, name: str | None, nonlinearity: str | None) -> Network:
    data = content(model, "model")
    try:
        net = engine.load(data, name, nonlinearity)
    except EngineError as error:
        raise ApiError("bad_file", f"{model}: {error}", "model") from None
    for sentence in net.origin.assumed if net.origin else ():
        sys.stderr.write(f"{model}: {sentence}\n")
    return net


def _run(net: Network, inputs: Sequence[str], steps: int | None, batch_first: bool) -> Trace:
    if inputs:
        batch = read(inputs, net, batch_first)
    else:
        longest = max([steps_drawn, *(net.lengths or ())])
        batch = drawn(steps or longest, net, batch_first)
        sys.stderr.write(f"x is random, of shape {batch.x.shape}; give your own by --input.\n")
    return net.run(batch.x, lengths=batch.lengths, batch_first=batch_first)


def _width() -> int:
    return max(40, shutil.get_terminal_size().columns)


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")
