"""The numeric check of gradients: they are what the loss does when one number is moved."""

from collections.abc import Callable

import numpy as np

from tests.engine.cases import remade, upstream
from unrolled import Network, backward
from unrolled.engine.arrays import Array, Named, NamedArrays

STEP = 1e-4
BOUND = 1e-8


def assert_gradient(loss: Callable[[Named], float], at: NamedArrays, got: NamedArrays) -> None:
    """Hold a gradient to central differences of the loss, number by number.

    Args:
        loss: a function of arrays by name; smooth within 2 · STEP of ``at``.
        at: where the gradient was taken, in float64.
        got: the gradient of every array of ``at``.
    """
    assert set(got) == set(at)
    for name, value in at.items():
        assert got[name].shape == value.shape, name
        for index in np.ndindex(value.shape):

            def moved(by: float, name: str = name, index: tuple[int, ...] = index) -> float:
                changed = at[name].copy()
                changed[index] += by
                return loss({**at, name: changed})

            # Four points: the error falls with STEP⁴ and not STEP².
            near, far = moved(STEP) - moved(-STEP), moved(2 * STEP) - moved(-2 * STEP)
            numeric = (8 * near - far) / (12 * STEP)
            analytic = got[name][index]
            assert abs(numeric - analytic) <= BOUND * max(1, abs(numeric)), (
                f"dL/d{name}{list(index)}: {numeric:.12g} by differences, {analytic:.12g} got"
            )


def assert_backward(net: Network, lengths: list[int] | None = None, T: int = 3, B: int = 2) -> None:
    """Hold ``unrolled.backward`` to differences in every parameter, x and the initial states."""
    rng = np.random.default_rng(5)
    rows = (net.num_layers * net.num_directions, B)
    inputs: Named = {"x": rng.standard_normal((T, B, net.input_size))}
    for name, size in net.state_sizes.items():
        inputs[f"{name}_0"] = rng.standard_normal((*rows, size))

    def run_with(at: NamedArrays) -> tuple[Array, Array, Array | None]:
        changed = remade(net, {k: a for k, a in at.items() if k not in inputs})
        trace = changed.run(at["x"], at["h_0"], at.get("c_0"), lengths)
        return trace.output, trace.h_n, trace.c_n

    trace = net.run(inputs["x"], inputs["h_0"], inputs.get("c_0"), lengths)
    d = upstream(trace)

    def loss(at: Named) -> float:
        returned = zip(d.values(), run_with(at), strict=False)  # d is shorter without c_n
        return float(sum((d_a * a).sum() for d_a, a in returned if a is not None))

    grads = backward(trace, **d)
    got = {**grads.params, "x": grads.x, "h_0": grads.h_0}
    if grads.c_0 is not None:
        got["c_0"] = grads.c_0
    assert_gradient(loss, {**net.state_dict(), **inputs}, got)
