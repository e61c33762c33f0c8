"""einops' ``rearrange``, by einops itself."""

import re
import warnings
from typing import Any

import numpy as np

from ...sources.tracked import AnyArray, Axes, Tracked
from ..errors import AskError
from . import arguments, cut_and_join, shapes


def rearrange(tensor: Any, pattern: Any, **axes_lengths: Any) -> Tracked:
    """Reorder, split and join axes by a pattern, "l b h -> b (l h)".

    Source: https://einops.rocks/api/rearrange/
    """
    import einops  # only who asks for it pays for it

    is_list = isinstance(tensor, list)
    a = cut_and_join.stack(tensor) if is_list else arguments.tensor("tensor", tensor)
    if not isinstance(pattern, str) or pattern.count("->") != 1:
        raise AskError(f"pattern is {arguments.shown(pattern)}; it has to be a text with one ->.")
    sizes = {name: arguments.whole(name, size) for name, size in axes_lengths.items()}

    def move(array: AnyArray) -> AnyArray:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of axes that are named as Python's own words
            return np.asarray(einops.rearrange(array, pattern, **sizes))

    wrong = next((name for name, size in sizes.items() if size < 1), None)
    if wrong:
        raise AskError(f"{wrong} is {sizes[wrong]}; the length of an axis has to be at least 1.")
    shapes.fits((1,) * len(_words(pattern.partition("->")[2])))
    try:
        found = a.moved(move, a.axes)
    except einops.EinopsError as error:
        what = str(error).strip().splitlines()[-1].strip()
        raise AskError(
            f"einops can't apply '{pattern}' to shape {arguments.shape_text(a.shape)}: {what}"
        ) from None
    names = _axes(a, pattern)
    return found.with_axes(names if len(names) == found.value.ndim else (None,) * found.value.ndim)


def _axes(a: Tracked, pattern: str) -> Axes:
    """The names after it: of an axis as it was, of joined ones all of theirs."""
    left, _, right = pattern.partition("->")
    known = dict(zip(_words(left), a.axes, strict=False)) if "(" not in left else {}
    names: list[str | None] = []
    for word in _words(right):
        inside = word.strip("()").split()
        found = [known.get(each) for each in inside if each != "1"]
        names.append("·".join(map(str, found)) if found and all(found) else None)
    return tuple(names) if "..." not in pattern and "…" not in pattern else ()


def _words(side: str) -> list[str]:
    return re.findall(r"\([^)]*\)|\S+", side)
