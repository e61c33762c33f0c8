"""Which cells become computable when.

A cell (layer, direction, t) waits for the step before it in its own direction, and for every
direction of the layer below at its own t. The reverse direction reaches t = 0 last and the layer
above starts there, so in a bidirectional network a layer waits for all of the layer below.
"""

from typing import Literal

from ..checks import choice

Order = Literal["layers", "wavefront"]
Step = list[tuple[int, int, int]]

orders: tuple[Order, ...] = ("layers", "wavefront")


def first_step(order: Order, layer: int, T: int, num_directions: int) -> int:
    """The step in which a layer starts; from there it runs one cell a step in each direction.

    Args:
        order: "layers", a layer after the other as frameworks run them; or "wavefront", every
            cell as soon as what it reads is there.
        layer: 0 to L - 1.
        T: time steps.
        num_directions: 1 or 2.

    Returns:
        An index into the schedule.

    Raises:
        EngineError: an order that is none of the two.
    """
    choice("order", order, orders)
    must_wait = order == "layers" or num_directions == 2
    return layer * (T if must_wait else 1)


def position(i: int, direction: int, T: int) -> int:
    """The t of the i-th cell that a direction runs: the reverse one starts at T - 1."""
    return T - 1 - i if direction else i


def schedule(order: Order, T: int, num_layers: int, directions: tuple[int, ...]) -> list[Step]:
    """All cells of a run by the step in which they are computed.

    Args:
        order: "layers" or "wavefront", as in ``first_step``.
        T: time steps.
        num_layers: L.
        directions: those of each layer, (0,), (0, 1) or (1,).

    Returns:
        A list of steps, each a list of (layer, direction, t); every cell stands in it once.

    Raises:
        EngineError: an order that is none of the two.
    """
    count = first_step(order, num_layers - 1, T, len(directions)) + T
    steps: list[Step] = [[] for _ in range(count)]
    for layer in range(num_layers):
        first = first_step(order, layer, T, len(directions))
        for i in range(T):
            for direction in directions:
                steps[first + i].append((layer, direction, position(i, direction, T)))
    return steps
