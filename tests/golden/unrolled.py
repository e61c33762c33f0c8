"""PyTorch's single cells in a loop, row by row: what its modules do not show.

Every state, its gradient, and, since each step here has weights of its own, what each step adds to
the gradient of the weights that they are copies of.
"""

from collections import defaultdict
from itertools import product
from typing import Any

import torch

from tests.golden.cases import Case, Numbers
from tests.golden.pytorch import CELLS, Tensors, gradient, loss
from tests.golden.store import AnyArray

Place = tuple[str, int, int]  # state, layer, direction


def unrolled(case: Case, numbers: Numbers) -> tuple[dict[str, AnyArray], dict[str, AnyArray]]:
    """Run a case, T in front, without its module.

    Returns:
        Two dicts of arrays, zero behind the end of a row. First what can be had of the module as
        well: ``output``, ``h_n``, ``c_n``. Then what cannot: ``h/0/1`` (T, B, P), ``c/0/1``
        (T, B, H) for layer 0, direction 1; ``norm_h/0/1`` and ``norm_c/0/1`` (T, B), the length
        of the gradient of that state; ``per_step/weight_ih_l0`` (T, ...).
    """
    T = max(case.row_lengths)
    copies = {
        name: [torch.tensor(weight, requires_grad=True) for _ in range(T)]
        for name, weight in numbers.weights.items()
    }
    states: dict[Place, dict[tuple[int, int], Any]] = defaultdict(dict)
    x = torch.from_numpy(numbers.x if case.batch is not None else numbers.x[:, None])
    for b, length in enumerate(case.row_lengths):
        below = [x[t, b : b + 1] for t in range(length)]
        for layer in range(case.num_layers):
            for direction in range(case.num_directions):
                tail = f"l{layer}" + ("_reverse" if direction else "")
                own = {k.removesuffix(f"_{tail}"): v for k, v in copies.items() if k.endswith(tail)}
                state = _initial(case, numbers, layer, direction, b)
                for t in reversed(range(length)) if direction else range(length):
                    weights = {kind: steps[t] for kind, steps in own.items()}
                    state = _step(case, below[t], state, weights)
                    for name, value in state.items():
                        value.retain_grad()
                        states[name, layer, direction][t, b] = value
            both = range(case.num_directions)
            below = [
                torch.cat([states["h", layer, d][t, b] for d in both], 1) for t in range(length)
            ]
    found = _assembled(case, states)
    loss(found, numbers).backward()

    shown = {}
    for (name, layer, direction), at in states.items():
        values, norms = _zeros(case, name), _zeros(case, name)[..., 0]
        for (t, b), state in at.items():
            values[t, b] = state.detach()
            norms[t, b] = gradient(state).norm()
        shown[f"{name}/{layer}/{direction}"] = values
        shown[f"norm_{name}/{layer}/{direction}"] = norms
    for name, steps in copies.items():
        shown[f"per_step/{name}"] = torch.stack([gradient(copy) for copy in steps])
    return _numpy(found), _numpy(shown)


def _step(case: Case, x: Any, state: Tensors, weights: Tensors) -> Tensors:
    W_ih, W_hh = weights["weight_ih"], weights["weight_hh"]
    b_ih, b_hh = weights.get("bias_ih"), weights.get("bias_hh")
    h = state["h"]
    if case.cell != "lstm":
        return {"h": CELLS[f"{case.cell} {case.nonlinearity}"](x, h, W_ih, W_hh, b_ih, b_hh)}
    if not case.proj_size:
        h, c = torch.lstm_cell(x, (h, state["c"]), W_ih, W_hh, b_ih, b_hh)
        return {"h": h, "c": c}
    # PyTorch's cell knows no projection. It reads h beside x here, and nothing from its own h.
    none, W_none = torch.zeros_like(state["c"]), W_hh.new_zeros(len(W_hh), case.hidden_size)
    joined = torch.cat([x, h], 1), torch.cat([W_ih, W_hh], 1)
    h, c = torch.lstm_cell(joined[0], (none, state["c"]), joined[1], W_none, b_ih, b_hh)
    return {"h": h @ weights["weight_hr"].T, "c": c}


def _initial(case: Case, numbers: Numbers, layer: int, direction: int, b: int) -> Tensors:
    row = layer * case.num_directions + direction
    given = {"h": numbers.h_0, "c": numbers.c_0}
    return {
        name: torch.from_numpy((a[row, b] if case.batch is not None else a[row])[None])
        for name, a in given.items()
        if a is not None
    }


def _assembled(case: Case, states: dict[Place, dict[tuple[int, int], Any]]) -> Tensors:
    """What the module returns, put together out of the states."""
    T, top = max(case.row_lengths), case.num_layers - 1
    sides = []
    for d in range(case.num_directions):
        steps = states["h", top, d]
        none = torch.zeros(1, case.state_size, dtype=torch.float64)
        sides.append(
            torch.stack(
                [torch.cat([steps.get((t, b), none) for b in range(case.rows)]) for t in range(T)]
            )
        )
    found = {"output": torch.cat(sides, 2)}
    for name in {name: None for name, _, _ in states}:
        found[f"{name}_n"] = torch.stack(
            [
                torch.cat(
                    [
                        states[name, layer, d][0 if d else length - 1, b]
                        for b, length in enumerate(case.row_lengths)
                    ]
                )
                for layer, d in product(range(case.num_layers), range(case.num_directions))
            ]
        )
    if case.batch is None:
        found = {name: tensor[:, 0] for name, tensor in found.items()}
    return found


def _zeros(case: Case, name: str) -> Any:
    size = case.state_size if name == "h" else case.hidden_size
    return torch.zeros(max(case.row_lengths), case.rows, size, dtype=torch.float64)


def _numpy(tensors: Tensors) -> dict[str, AnyArray]:
    return {name: tensor.detach().numpy() for name, tensor in tensors.items()}
