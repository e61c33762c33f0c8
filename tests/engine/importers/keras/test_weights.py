"""What Keras' weights alone cannot tell is said."""

import io

import h5py  # type: ignore[import-untyped]
import numpy as np

from tests.engine.importers.keras.test_graph import H, assumed, stack
from unrolled.engine.importers.read import load
from unrolled.engine.importers.remarks import NO_HEAD, NO_MODEL, remark


def weights_alone(*names: str) -> bytes:
    """Weights of LSTMs and dense layers without their model."""
    file = io.BytesIO()
    with h5py.File(file, "w") as h5:
        for name in names:
            gates, folder = (1, name) if "dense" in name else (4, f"{name}/cell")
            shapes = [(H, gates * H), (H, gates * H), (gates * H,)]
            if "dense" in name:
                shapes = [(H, H), (H,)]
            for i, shape in enumerate(shapes):
                h5[f"layers/{folder}/vars/{i}"] = np.zeros(shape, np.float32)
    return file.getvalue()


def test_weights_alone_say_what_is_assumed() -> None:
    both = [f"bidirectional/{d}_layer" for d in ("forward", "backward")]
    for names in (["lstm"], both):
        assert assumed(load(weights_alone(*names))) == NO_MODEL
    assert assumed(stack()) == ""


def test_weights_alone_name_the_dense_layers_that_are_no_head() -> None:
    net = load(weights_alone("lstm", "dense", "dense_1"))
    assert net.head is None
    assert remark(NO_HEAD, ["layers/dense", "layers/dense_1"]) in assumed(net)
    one = load(weights_alone("lstm", "dense"))
    assert one.head
    assert "No head" not in assumed(one)
