"""Runs the scripts that networks are written as, in the frameworks that are installed.

``make parity``. A script ends with an error where a framework returns other tensors.
"""

import contextlib
import importlib.metadata
import importlib.util
import io
import os
import sys

from tests.engine.frameworks.code_cases import networks
from unrolled.engine.errors import EngineError
from unrolled.engine.frameworks.script import as_code

PACKAGES = {"pytorch": "torch", "keras": "keras", "jax": "flax", "onnx": "onnxruntime"}


def run(script: str) -> None:
    """Run a script as it would run by itself."""
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(script, "script", "exec"), {"__name__": "__main__"})


def main() -> None:
    """Run every network in every framework and print how many there were."""
    os.environ.setdefault("KERAS_BACKEND", "torch")
    failed = 0
    print(f"{'framework':12}{'version':12}{'ran':>6}{'refused':>9}{'differ':>8}")
    for framework, package in PACKAGES.items():
        if not importlib.util.find_spec(package):
            print(f"{framework:12}not installed")
            continue
        counts = {"ran": 0, "refused": 0, "differ": 0}
        for name, net in networks():
            try:
                script = as_code(net, framework)
            except EngineError:
                counts["refused"] += 1
                continue
            counts["ran"] += 1
            try:
                run(script)
            except AssertionError as error:
                counts["differ"] += 1
                print(f"{framework}: {name}: {error}")
        version = importlib.metadata.version(package)
        numbers = counts["ran"], counts["refused"], counts["differ"]
        print(f"{framework:12}{version:12}{numbers[0]:6}{numbers[1]:9}{numbers[2]:8}")
        failed += counts["differ"]
    if failed:
        sys.exit(f"{failed} scripts return other tensors.")


if __name__ == "__main__":
    main()
