"""Saves what Keras, Flax and ONNX return: ``python -m tests.golden.make_frameworks``.

``frameworks.npz`` holds ``<case>/<tensor>`` by the framework's own names and in its own shapes; the
weights and inputs are drawn again from the case. With KERAS_BACKEND=torch no TensorFlow is needed.
"""

from pathlib import Path

from tests.golden.frameworks import returned
from tests.golden.frameworks_cases import framework_cases
from tests.golden.store import save


def main() -> None:
    """Compute every case and write the file."""
    cases = framework_cases()
    arrays = {f"{case}/{name}": array for case in cases for name, array in returned(case).items()}
    path = Path(__file__).with_name("frameworks.npz")
    save(path, arrays)
    print(f"{path.name}: {len(cases)} networks, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
