"""Places as boxes: stretches of time that read the same stretch of units."""

import numpy as np

from ...engine.sources.places import Where

Box = tuple[int, int, int, int, int]
"""[b, first t, last t, first unit, last unit]"""

most_boxes = 4096


def boxes(where: Where) -> list[Box]:
    """Cover places of one block, and nothing else, with boxes.

    Args:
        where: the places, at least one, once each.

    Returns:
        Boxes that share no place; of places that are too scattered for ``most_boxes``, one box
        around those of each row.
    """
    order = np.lexsort((where.unit, where.t, where.b))
    b, t, unit = where.b[order], where.t[order], where.unit[order]
    # Units of one cell that stand side by side, as (b, first unit, last unit, t).
    starts = _starts(b, t, unit - np.arange(len(unit)))
    ends = np.append(starts[1:], len(unit)) - 1
    lines = np.stack([b[starts], unit[starts], unit[ends], t[starts]])
    # Those that go on from step to step.
    lines = lines[:, np.lexsort(lines[::-1])]
    firsts = _starts(*lines[:3], lines[3] - np.arange(lines.shape[1]))
    lasts = np.append(firsts[1:], lines.shape[1]) - 1
    if len(firsts) > most_boxes:
        return [_around(int(row), t[b == row], unit[b == row]) for row in np.unique(b)]
    rows, low, high, t0 = lines[:, firsts].tolist()
    return list(zip(rows, t0, lines[3, lasts].tolist(), low, high, strict=True))


def _starts(*keys: np.ndarray) -> np.ndarray:
    """Where a run of equal keys begins."""
    differs = np.zeros(len(keys[0]) - 1, bool)
    for key in keys:
        differs |= np.diff(key) != 0
    return np.concatenate([[0], np.flatnonzero(differs) + 1])


def _around(row: int, t: np.ndarray, unit: np.ndarray) -> Box:
    return row, int(t.min()), int(t.max()), int(unit.min()), int(unit.max())
