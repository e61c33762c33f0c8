"""What is too large: to be run, by the operator's settings, and to be drawn at all."""

import reprlib

from ...engine import EngineError, Network
from ..errors import ApiError
from ..settings import Settings

# What a picture can show. A file of 64 MB may hold layers that no screen has the pixels for.
largest = {"input_size": 4096, "hidden_size": 1024}
most_lines = 16  # L·D
most_outputs = 4096


def steps(T: int, field: str, what: str, settings: Settings) -> None:
    """Refuse an input that is too long; ``what`` its steps are called."""
    if T > settings.max_steps:
        most = f"{settings.max_steps:,}"
        message = f"The input has {T:,} {what}; at most {most} are run at once: shorten it."
        raise ApiError("too_large", message, field, 413)


def drawn(numbers: int, settings: Settings) -> None:
    """Refuse to draw too many random numbers."""
    if numbers > settings.max_recorded:
        message = (
            f"The input would be {numbers:,} numbers, at most {settings.max_recorded:,} are drawn: "
            "reduce its steps or rows."
        )
        raise ApiError("too_large", message, "input.steps", 413)


def recorded(network: Network, T: int, B: int, is_of_file: bool, settings: Settings) -> None:
    """Refuse a run that would record too much; the sizes of a file's network can't be reduced."""
    numbers = network.recorded_numbers(T, B)
    if numbers > settings.max_recorded:
        fewer = settings.max_recorded * T * B // numbers
        together = f", its {B} rows together" if B > 1 else ""
        reduce = "reduce" if is_of_file else "reduce hidden_size or num_layers, or"
        message = (
            f"This run would record {numbers:,} numbers, at most {settings.max_recorded:,} are "
            f"computed: {reduce} the input to {fewer:,} steps{together}."
        )
        field = "input" if is_of_file else "network.hidden_size"
        raise ApiError("too_large", message, field, 413)


def for_picture(net: Network) -> list[str]:
    """Make a network one that can be drawn.

    Args:
        net: as it came out of the file; changed.

    Returns:
        Sentences on what the picture leaves out.

    Raises:
        EngineError: it is too large for a picture.
    """
    for name, most in largest.items():
        value = getattr(net, name)
        if value > most:
            raise EngineError(
                f"{name} is {value:,}, but networks are drawn up to {most:,}: "
                "use the engine in Python instead.",
                name,
            )
    lines = net.num_layers * net.num_directions
    if lines > most_lines:
        raise EngineError(
            f"The network has {lines} layers, counted by direction, but at most {most_lines} are "
            "drawn: use the engine in Python instead.",
            "num_layers",
        )
    said = []
    outputs = 0 if net.head is None else len(net.head.bias)
    if outputs > most_outputs:
        net.head = None
        said.append(f"Its dense layer of {outputs:,} is too large to draw.")
    sequences = max((value.shape[1] for value in net.initial.values()), default=1)
    if sequences > 1:
        said.append(
            f"It has states to start from for {sequences} sequences; "
            "any other number of rows starts from the first's."
        )
    if net.lengths is not None:
        own = reprlib.repr(list(net.lengths))
        said.append(f"It has lengths of its own, {own}; here every row has the one chosen.")
        net.lengths = None
    return said
