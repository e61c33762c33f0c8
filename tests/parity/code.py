"""Runs the lines that the page gives to copy and compares their tensors: ``make parity``."""

import itertools
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

import unrolled
from unrolled import Network
from unrolled.app.runs.files import Files
from unrolled.app.runs.run import Scene, compute
from unrolled.app.runs.spec import Spec
from unrolled.app.settings import Settings
from unrolled.app.views import code
from unrolled.app.views.arrays import tensors
from unrolled.app.views.names import lines
from unrolled.engine.arrays import Array
from unrolled.engine.frameworks.returned import MERGES, refused, returned
from unrolled.engine.presets import load_presets

NOISE = {"kind": "random", "steps": 9, "input_size": 5}

# What goes in, and the lengths where it is packed.
INPUTS: tuple[tuple[dict[str, Any], list[int] | None], ...] = (
    ({"kind": "text", "text": "aaccbbd"}, None),
    ({"kind": "text", "text": "aaccbbd bb acc"}, None),
    ({"kind": "text", "text": "bb aaccbbd acc"}, [2, 7, 3]),
    (NOISE, None),
    (NOISE, [4]),
    (NOISE | {"rows": 3}, [5, 1, 8]),
    ({"kind": "csv", "csv": "a,b\n1,2\n-3,0.5\n0,0"}, None),
)
CELLS = (("rnn", "tanh"), ("rnn", "relu"), ("lstm", "tanh"), ("gru", "tanh"))
TRUTHS = (False, True)


def specs() -> list[Spec]:
    """Every cell, direction, bias, order of axes, input and lengths, at one and three layers."""
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
                "lengths": lengths,
            }
        )
        for (cell, nonlinearity), num_layers, bidirectional, bias, batch_first, (
            given,
            lengths,
        ) in (itertools.product(CELLS, (1, 3), TRUTHS, TRUTHS, TRUTHS, INPUTS))
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


def file_specs(files: Files) -> list[Spec]:
    """Networks as only a file can have them: with a projection and dropout, and in float64."""
    net = Network("lstm", 5, 6, 2, True, proj_size=3, dtype="float64", dropout=0.5)
    with TemporaryDirectory() as folder, files.begin() as upload:
        path = Path(folder) / "net.safetensors"
        unrolled.save(net, path)
        upload.write(path.read_bytes())
        weights = {"kind": "file", "id": files.keep(upload).id}
    given = {"kind": "random", "steps": 9, "rows": 3}
    return [
        Spec.model_validate({"weights": weights, "input": given, "lengths": lengths})
        for lengths in (None, [5, 1, 8])
    ]


def difference(scene: Scene) -> float:
    """Run the lines in a folder that holds the file they read; relative to the tensors' size."""
    Path("unrolled.safetensors").write_bytes(code.tensors(scene))
    names: dict[str, Any] = {}
    exec(code.pytorch(scene), names)
    return max(_off(names[n].detach().numpy(), ours) for n, (ours, _) in tensors(scene).items())


def others(scene: Scene, framework: str, merge: str) -> float:
    """The same of another framework's lines, over every tensor that has a name there."""
    Path("unrolled.safetensors").write_bytes(code.tensors(scene))
    names: dict[str, Any] = {}
    exec(lines(scene, framework, merge), names)
    return max(
        _off(to_numpy(eval(name, names)), ours.value)
        for name, ours in returned(scene.trace, framework, merge).items()
    )


def to_numpy(tensor: Any) -> Array:
    """A tensor of any framework as an array."""
    return np.asarray(tensor.detach() if hasattr(tensor, "detach") else tensor)


def _off(theirs: Array, ours: Array) -> float:
    if theirs.shape != ours.shape:
        return np.inf
    return float(np.abs(theirs - ours).max() / max(1.0, float(np.abs(ours).max())))


def main() -> None:
    """Run the lines of every framework on every scene."""
    presets = load_presets()
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        settings = Settings(cache=Path(folder))
        files = Files(settings)
        all_specs = [*specs(), *preset_specs(), *file_specs(files)]
        scenes = [compute(spec, presets, settings, files) for spec in all_specs]
        check("PyTorch", [(difference(scene), scene) for scene in scenes])
        for framework in ("keras", "jax", "onnx"):
            merges = MERGES if framework == "keras" else MERGES[:1]
            found = [
                (others(scene, framework, merge), scene)
                for scene, merge in zip(scenes, itertools.cycle(merges), strict=False)
                if not refused(scene.trace, framework)
            ]
            check(framework, found)


def check(framework: str, found: list[tuple[float, Scene]]) -> None:
    """Print the largest difference; exit with 1 where it is past 1e-5."""
    worst, scene = max(found, key=lambda pair: pair[0])
    print(f"{framework}: lines of {len(found)} scenes, off by {worst:.1e} at most (relative)")
    if not worst <= 1e-5:
        sys.exit(f"Past 1e-5: {vars(scene.trace.network)}")


if __name__ == "__main__":
    main()
