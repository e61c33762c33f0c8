"""Computes the golden files with PyTorch and writes them beside this script: ``make golden``.

One file a cell, with the entries ``<case>/output``, ``<case>/h_n`` and an LSTM's ``<case>/c_n``;
with lengths also ``batch_sizes``, ``sorted_indices`` and ``unsorted_indices``; for a case with
gradients ``<case>/d/x``, ``<case>/d/weight_ih_l0`` and so on; and for one with steps what
``tests/golden/unrolled.py`` says.
"""

from pathlib import Path

import numpy as np
import torch

from tests.golden.cases import BLOCKS, Case, all_cases, draw
from tests.golden.pytorch import gradients, returned
from tests.golden.store import AnyArray, save
from tests.golden.unrolled import unrolled


def entries(case: Case) -> dict[str, AnyArray]:
    """All that the file holds for one case."""
    numbers = draw(case)
    found = returned(case, numbers)
    if not case.upstream:
        return found
    d = gradients(case, numbers)
    found |= {f"d/{name}": array for name, array in d.items()}
    if case.has_steps:
        same, shown = unrolled(case, numbers)
        for name, array in same.items():
            agree(case, name, array, found[name])
        for name in numbers.weights:
            agree(case, name, shown[f"per_step/{name}"].sum(axis=0), d[name])
        found |= shown
    return found


def agree(case: Case, name: str, one: AnyArray, other: AnyArray) -> None:
    """Hold PyTorch's cells to its modules; both are the measure for everything else."""
    if one.shape != other.shape or not np.abs(one - other).max() <= 1e-13:
        raise AssertionError(f"{name} of PyTorch's cells is not that of its module: {case}")


def main() -> None:
    """Compute every case and write one file a cell."""
    torch.set_num_threads(1)
    for cell in BLOCKS:
        arrays = {
            f"{case}/{name}": array
            for case in all_cases()
            if case.cell == cell
            for name, array in entries(case).items()
        }
        path = Path(__file__).with_name(f"{cell}.npz")
        save(path, arrays | {"torch": np.frombuffer(torch.__version__.encode(), np.uint8)})
        print(f"{path.name}: {len(arrays)} arrays, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
