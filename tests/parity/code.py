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
from unrolled.app.runs.run import Run, compute
from unrolled.app.runs.spec import Spec
from unrolled.app.runs.stock import Stock
from unrolled.app.runs.tables import Tables
from unrolled.app.settings import Settings
from unrolled.app.views import code
from unrolled.app.views.file import file_view
from unrolled.engine.arrays import Array
from unrolled.engine.frameworks.dialects import lacking
from unrolled.engine.frameworks.returned import FRAMEWORKS, MERGES, laid_out, refused, returned
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


# Networks as only a file can have them.
FORMS: tuple[dict[str, Any], ...] = (
    {"cell": "lstm", "bidirectional": True, "proj_size": 3, "dtype": "float64", "dropout": 0.5},
    {"cell": "lstm", "bidirectional": True, "peepholes": True, "hard_sigmoid": (0.3, 0.4)},
    {"cell": "lstm", "reverse": True},
    {"cell": "rnn", "reverse": True, "dtype": "float64"},
    {"cell": "gru", "reverse": True, "reset_after": False, "hard_sigmoid": (1 / 6, 0.5)},
)


def file_specs(files: Files) -> list[Spec]:
    """Every form, whole and packed, in both orders of axes."""
    given = {"kind": "random", "steps": 9, "rows": 3}
    found = []
    for form in FORMS:
        net = Network(input_size=5, hidden_size=6, num_layers=2, **form)
        with TemporaryDirectory() as folder, files.begin() as upload:
            path = Path(folder) / "net.safetensors"
            unrolled.save(net, path)
            upload.write(path.read_bytes())
            id = files.keep(upload, file_view).id
        for lengths, batch_first in itertools.product((None, [5, 1, 8]), TRUTHS):
            weights = {"kind": "file", "id": id, "batch_first": batch_first}
            whole = {"weights": weights, "input": given, "lengths": lengths}
            found.append(Spec.model_validate(whole))
    return found


def difference(run: Run, framework: str, merge: str) -> float:
    """Run the lines in a folder that holds the file they read; relative to the tensors' size."""
    Path("unrolled.safetensors").write_bytes(code.tensors(run))
    names: dict[str, Any] = {}
    exec(code.lines(run, framework, merge), names)
    expected = returned(run.trace, framework, merge)
    off = [_off(to_numpy(eval(name, names)), ours.value) for name, ours in expected.items()]
    if merge == "concat" or not run.trace.network.bidirectional:
        batch_first = laid_out(run.trace, framework).batch_first
        theirs = to_numpy(names["y"]).swapaxes(0, 1) if batch_first else to_numpy(names["y"])
        # Past a row's length Keras alone repeats its last output, and the head reads that.
        read = ~run.trace.packing.padding
        off.append(_off(theirs[read], run.y[read]))
    return max(off)


def to_numpy(tensor: Any) -> Array:
    """A tensor of any framework as an array."""
    return np.asarray(tensor.detach() if hasattr(tensor, "detach") else tensor)


def _off(theirs: Array, ours: Array) -> float:
    if theirs.shape != ours.shape:
        return np.inf
    return float(np.abs(theirs - ours).max() / max(1.0, float(np.abs(ours).max())))


def main() -> None:
    """Run the lines of every framework on every run."""
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        settings = Settings(cache=Path(folder))
        files = Files(settings)
        stock = Stock(load_presets(), files, Tables(settings), settings)
        all_specs = [*specs(), *preset_specs(), *file_specs(files)]
        runs = [compute(spec, stock) for spec in all_specs]
        for framework in FRAMEWORKS:
            merges = MERGES if framework == "keras" else MERGES[:1]
            found = [
                (difference(run, framework, merge), run)
                for run, merge in zip(runs, itertools.cycle(merges), strict=False)
                if not refused(run.trace, framework) and not lacking(framework, run.trace.network)
            ]
            check(framework, found)


def check(framework: str, found: list[tuple[float, Run]]) -> None:
    """Print the largest difference; exit with 1 where it is past 1e-5."""
    worst, run = max(found, key=lambda pair: pair[0])
    print(f"{framework}: lines of {len(found)} runs, off by {worst:.1e} at most (relative)")
    if not worst <= 1e-5:
        sys.exit(f"Past 1e-5: {vars(run.trace.network)}")


if __name__ == "__main__":
    main()
