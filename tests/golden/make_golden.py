"""Computes the golden files with PyTorch and writes them beside this script: ``make golden``.

One file a cell, with the entries ``<case>/output``, ``<case>/h_n`` and an LSTM's ``<case>/c_n``;
where a case shows every state, ``<case>/h`` and ``<case>/c`` too, (T, B, H) each; and
``torch_version``.
"""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from engine.arrays import Array
from tests.golden.cases import HIDDEN_SIZE, INPUT_SIZE, Case, Numbers, all_cases, draw

MODULES = {"rnn": (nn.RNN, nn.RNNCell), "lstm": (nn.LSTM, nn.LSTMCell), "gru": (nn.GRU, nn.GRUCell)}


def whole_run(case: Case, numbers: Numbers) -> dict[str, Array]:
    """What torch.nn.RNN, LSTM or GRU returns."""
    module_class, _ = MODULES[case.cell]
    module = module_class(
        INPUT_SIZE,
        HIDDEN_SIZE,
        case.num_layers,
        bias=case.bias,
        batch_first=case.batch_first,
        bidirectional=case.bidirectional,
        dtype=getattr(torch, case.dtype),
        **options(case),
    )
    module.load_state_dict({name: torch.from_numpy(w) for name, w in numbers.weights.items()})
    output, last = module(torch.from_numpy(numbers.x), initial(numbers))
    if case.cell == "lstm":
        return {"output": output.numpy(), "h_n": last[0].numpy(), "c_n": last[1].numpy()}
    return {"output": output.numpy(), "h_n": last.numpy()}


def every_state(case: Case, numbers: Numbers) -> dict[str, Array]:
    """Every h_t, and c_t, from a loop over torch.nn.RNNCell, LSTMCell or GRUCell."""
    _, cell_class = MODULES[case.cell]
    dtype = getattr(torch, case.dtype)
    cell = cell_class(INPUT_SIZE, HIDDEN_SIZE, bias=case.bias, dtype=dtype, **options(case))
    weights = numbers.weights.items()
    cell.load_state_dict({name.removesuffix("_l0"): torch.from_numpy(w) for name, w in weights})
    state = initial(numbers)
    if isinstance(state, tuple):
        state = (state[0][0], state[1][0])
    elif state is not None:
        state = state[0]
    states = []
    for x_t in torch.from_numpy(numbers.x):
        state = cell(x_t, state)
        states.append(state)
    if case.cell == "lstm":
        return {name: torch.stack([s[i] for s in states]).numpy() for i, name in enumerate("hc")}
    return {"h": torch.stack(states).numpy()}


def options(case: Case) -> dict[str, str]:
    """Only an RNN has a choice of nonlinearity."""
    return {"nonlinearity": case.nonlinearity} if case.cell == "rnn" else {}


def initial(numbers: Numbers) -> torch.Tensor | tuple[torch.Tensor, torch.Tensor] | None:
    """The initial state as PyTorch's modules take it."""
    if numbers.h_0 is None:
        return None
    h_0 = torch.from_numpy(numbers.h_0)
    return h_0 if numbers.c_0 is None else (h_0, torch.from_numpy(numbers.c_0))


def main() -> None:
    """Compute every case and write one file a cell."""
    torch.set_num_threads(1)
    for cell in MODULES:
        entries: dict[str, Any] = {"torch_version": np.array(torch.__version__)}
        for case in all_cases():
            if case.cell == cell:
                numbers = draw(case)
                with torch.no_grad():
                    returned = whole_run(case, numbers)
                    if case.shows_every_state:
                        returned |= every_state(case, numbers)
                entries |= {f"{case}/{name}": array for name, array in returned.items()}
        path = Path(__file__).with_name(f"{cell}.npz")
        np.savez_compressed(path, **entries)
        print(f"{path.name}: {len(entries) - 1} arrays, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
