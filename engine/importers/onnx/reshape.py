"""What a Reshape in an ONNX graph makes of states.

One that mixes rows with steps, which is a well-known mistake, is not followed.
"""

from collections.abc import Sequence

from .graph import Symbol
from .signal import Signal


def reshaped(
    signal: Signal, target: Sequence[Symbol], declared: Sequence[Symbol] | None, allowzero: bool
) -> Signal | None:
    """Reshape a signal.

    Args:
        signal: before.
        target: the shape that the node is given, -1 and 0 as ONNX has them.
        declared: the shape that the file declares for the outcome, if it does.
        allowzero: whether 0 is a length rather than "as before".

    Returns:
        The signal with its directions side by side in F, or as an axis beside that of the layers,
        or with steps and rows in one axis; None where it is something else.
    """
    made = signal
    if declared and len(declared) == len(target):
        named = zip(target, declared, strict=True)
        target = [name if size == -1 and name else size for size, name in named]
    if "".join(made.axes) == "DBF" and len(target) == 4:
        layers, D = target[:2]
        if isinstance(layers, int) and isinstance(D, int) and layers * D == len(made.parts):
            made = made.changed(0, "D", D).with_one(0).changed(0, "L", layers)
            return made if _fits(target[2:], made.sizes[2:]) else None
    if "L" in made.axes:
        return None
    if "D" in made.axes:
        D = made.axes.index("D")
        width = made.sizes[-1]
        if made.sizes[D] != 1:
            if D != made.rank - 2 or made.axes[-1] != "F" or not isinstance(width, int):
                return None
            made = made.changed(made.rank - 1, "F", width * len(made.parts))
        made = made.without(D)
    while "1" in made.axes:
        made = made.without(made.axes.index("1"))
    if made.axes[-1:] == ("F",) and made.rank == 3 and list(target) == [-1, made.sizes[-1]]:
        return Signal(("N", "F"), (None, made.sizes[-1]), made.parts, made.step)
    if len(target) != made.rank:
        return None
    kept = [
        made.sizes[axis]
        if length == 0 and not allowzero and signal.axes[axis] == made.axes[axis]
        else length
        for axis, length in enumerate(target)
    ]
    return made if _fits(kept, made.sizes) else None


def _fits(target: Sequence[Symbol], sizes: Sequence[Symbol]) -> bool:
    """Whether all lengths but one are known to be the same: then that one is too.

    A reshape keeps the number of elements.
    """
    pairs = zip(target, sizes, strict=True)
    return sum(length is None or length != size for length, size in pairs) < 2
