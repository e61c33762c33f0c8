"""Runs the PyTorch that the page gives to copy and compares its tensors: ``make parity``."""

import itertools
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from app import code
from app.files import Files
from app.scene import Scene, compute
from app.settings import Settings
from app.spec import Spec
from app.views import tensors
from engine.presets import load_presets

INPUTS = (
    {"kind": "text", "text": "aaccbbd"},
    {"kind": "random", "steps": 9, "input_size": 5},
    {"kind": "csv", "csv": "a,b\n1,2\n-3,0.5\n0,0"},
)
CELLS = (("rnn", "tanh"), ("rnn", "relu"), ("lstm", "tanh"), ("gru", "tanh"))
TRUTHS = (False, True)


def specs() -> list[Spec]:
    """Every cell, direction, bias, order of axes and input, at one and three layers."""
    return [
        Spec.model_validate(
            {
                "network": {
                    "cell": cell,
                    "nonlinearity": nonlinearity,
                    "hidden_size": 6,
                    "num_layers": num_layers,
                    "bidirectional": bidirectional,
                    "bias": bias,
                    "batch_first": batch_first,
                },
                "weights": {"kind": "random", "seed": 3},
                "input": given,
            }
        )
        for (cell, nonlinearity), num_layers, bidirectional, bias, batch_first, given in (
            itertools.product(CELLS, (1, 3), TRUTHS, TRUTHS, TRUTHS, INPUTS)
        )
    ]


def preset_specs() -> list[Spec]:
    """Every trained network on what it was trained on."""
    return [
        Spec.model_validate(
            {
                "network": {
                    name: getattr(preset.network, name)
                    for name in (
                        "cell",
                        "nonlinearity",
                        "hidden_size",
                        "num_layers",
                        "bidirectional",
                    )
                },
                "weights": {"kind": "preset", "name": name},
                "input": {"kind": "series", "name": "sunspots"}
                if preset.about["task"] == "sunspots"
                else {"kind": "text", "text": "aaccbbdda"},
            }
        )
        for name, preset in load_presets().items()
    ]


def difference(scene: Scene) -> float:
    """Run the lines in a folder that holds the file they read; relative to the tensors' size."""
    Path("unrolled.safetensors").write_bytes(code.tensors(scene))
    names: dict[str, Any] = {}
    exec(code.pytorch(scene), names)
    worst = 0.0
    for name, (ours, _) in tensors(scene).items():
        theirs = names[name].detach().numpy()
        if theirs.shape != ours.shape:
            return np.inf
        worst = max(worst, float(np.abs(theirs - ours).max() / max(1.0, float(np.abs(ours).max()))))
    return worst


def main() -> None:
    """Print the largest difference; exit with 1 where it is past 1e-5."""
    presets, settings = load_presets(), Settings()
    files = Files(settings)
    all_specs = [*specs(), *preset_specs()]
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        worst = max(
            (difference(compute(s, presets, settings, files)), i) for i, s in enumerate(all_specs)
        )
    print(f"code to copy: {len(all_specs)} scenes, largest difference {worst[0]:.1e} (relative)")
    if worst[0] > 1e-5:
        sys.exit(f"Past 1e-5: {all_specs[worst[1]].model_dump_json()}")


if __name__ == "__main__":
    main()
