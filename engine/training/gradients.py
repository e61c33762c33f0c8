"""What the backward loop found, put together into gradients."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ..arrays import Array, Named
from ..cells import Products


class PerStep(Mapping[str, Array]):
    """Each step's own contribution to the gradient of a parameter, (T, ...) by name.

    Their sum is the gradient. They are made when asked for: T matrices are large.
    """

    def __init__(self, products: dict[str, Products], shapes: dict[str, tuple[int, ...]]) -> None:
        """Keep what the contributions are made of.

        Args:
            products: for each parameter, see ``cells.weights.Products``.
            shapes: of the parameters, by name, in PyTorch's order.
        """
        self._products = products
        self._shapes = shapes

    def __getitem__(self, name: str) -> Array:
        """The contributions of every step, (T, ...)."""
        every = [
            d.sum(axis=1) if read is None else np.matmul(d.swapaxes(1, 2), read)
            for d, read in self._products[name]
        ]
        return np.concatenate(every, axis=1).reshape(len(every[0]), *self._shapes[name])

    def __iter__(self) -> Iterator[str]:
        """The parameters' names."""
        return iter(self._shapes)

    def __len__(self) -> int:
        """How many parameters there are."""
        return len(self._shapes)

    def totals(self) -> Named:
        """The gradients themselves, by one product over all steps and rows each."""
        found = {}
        for name, shape in self._shapes.items():
            every = [
                d.sum(axis=(0, 1)) if read is None else _flat(d).T @ _flat(read)
                for d, read in self._products[name]
            ]
            found[name] = np.concatenate(every).reshape(shape)
        return found


@dataclass(frozen=True)
class Gradients:
    """What ``unrolled.backward`` returns.

    Attributes:
        params: ∂L/∂ of every parameter, by PyTorch's name and of its shape.
        x: ∂L/∂x, of x's shape as it was given; zero in padding.
        h_0: ∂L/∂h_0, of its shape.
        c_0: ∂L/∂c_0, of its shape; None for a cell without c.
        per_step: by parameter, (T, ...): what each step adds, at the t that its cell reads.
        states: for each (layer, direction), ∂L/∂h_t and ∂L/∂c_t along every path, by name,
            (T, B, P) and (T, B, H).
    """

    params: Named
    x: Array
    h_0: Array
    c_0: Array | None
    per_step: PerStep
    states: dict[tuple[int, int], Named]

    @property
    def norms(self) -> dict[str, dict[tuple[int, int], Array]]:
        """‖∂L/∂h_t‖ and ‖∂L/∂c_t‖ by state and (layer, direction), (T, B) each."""
        names = next(iter(self.states.values()))
        with np.errstate(over="ignore"):  # as in the backward run
            return {
                name: {
                    place: np.linalg.norm(found[name], axis=2)
                    for place, found in self.states.items()
                }
                for name in names
            }


def _flat(value: Array) -> Array:
    T, B, width = value.shape
    return value.reshape(T * B, width)
