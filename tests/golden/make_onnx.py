"""Saves ONNX models and what ONNX Runtime computes with them: ``python -m tests.golden.make_onnx``.

``onnx.npz`` holds, for each case of one node, ``<case>/model`` (the file's bytes), ``Y``, ``Y_h``
and an LSTM's ``Y_c``. ONNX Runtime has neither layout=1 nor float64: there ONNX' own reference
computes them, after it was held to ONNX Runtime where both can. ``<exported>/...`` are networks
that PyTorch exported, with ``x`` and ``y``.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnx.reference import ReferenceEvaluator
from torch import nn

from tests.golden.onnx_cases import I, NodeCase, draw, node_cases, one_node, x_of
from tests.golden.onnx_exports import EXPORTS, Export
from tests.golden.store import AnyArray, save


def runtime(model: onnx.ModelProto, x: AnyArray) -> list[Any]:
    """What ONNX Runtime gives."""
    session = onnxruntime.InferenceSession(model.SerializeToString())
    given: list[Any] = session.run(None, {session.get_inputs()[0].name: x})
    return given


def one(case: NodeCase) -> dict[str, AnyArray]:
    """A case's file and tensors."""
    model = one_node(case)
    by_runtime = case.dtype == "float32" and not case.layout
    if by_runtime:
        given = runtime(model, x_of(case))
    if not case.activation:
        reference: Any = ReferenceEvaluator(model).run(None, {"X": x_of(case)})
        if by_runtime:
            for ours, theirs in zip(given, reference, strict=True):
                np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-6)
        else:
            given = reference
    names = [output.name for output in model.graph.output]
    return {"model": as_array(model), **dict(zip(names, given, strict=True))}


class Exported(nn.Module):  # type: ignore[misc]
    """A recurrent module and what stands behind it."""

    def __init__(self, export: Export) -> None:
        """Draw its weights."""
        super().__init__()
        self.export = export
        self.rnn = getattr(nn, export.op)(I, 3, batch_first=export.batch_first, **export.settings)
        width = 6 if export.settings.get("bidirectional") else 3
        self.fc = nn.Linear(width, 4)
        with torch.no_grad():
            for name, parameter in self.named_parameters():
                parameter.copy_(torch.from_numpy(draw(f"{export.name} {name}", *parameter.shape)))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Run it."""
        output, state = self.rnn(x)
        if self.export.last_state:
            h_n = state[0] if self.export.op == "LSTM" else state
            forward_and_reverse = self.export.settings.get("bidirectional")
            output = torch.cat((h_n[-2], h_n[-1]), 1) if forward_and_reverse else h_n[-1]
        if self.export.head:
            if self.export.last_step:
                output = output[:, -1] if self.export.batch_first else output[-1]
            output = self.fc(output)
            if self.export.head == "softmax":
                output = torch.softmax(output, -1)
        return output


def exported(export: Export) -> dict[str, AnyArray]:
    """The file that PyTorch writes, and what ONNX Runtime computes with it."""
    module = Exported(export).eval()
    x = draw(f"{export.name} x", 5, 2, I)
    settings: dict[str, Any] = {"dynamo": export.dynamo, "verbose": False}
    if export.dynamic and export.dynamo:
        axes = {0: torch.export.Dim("a"), 1: torch.export.Dim("b")}
        settings["dynamic_shapes"] = (axes,)
    elif export.dynamic:
        settings |= {"input_names": ["x"], "dynamic_axes": {"x": {0: "a", 1: "b"}}}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        external = {"external_data": False} if export.dynamo else {}
        torch.onnx.export(module, (torch.from_numpy(x),), path, **settings, **external)
        model = onnx.load(path)
    # Where in the source a node came from makes files large and says nothing.
    for node in model.graph.node:
        node.ClearField("doc_string")
        node.ClearField("metadata_props")
    (y,) = runtime(model, x)
    return {"model": as_array(model), "x": x, "y": y}


def as_array(model: onnx.ModelProto) -> AnyArray:
    """The file's bytes."""
    return np.frombuffer(model.SerializeToString(), np.uint8)


def main() -> None:
    """Compute every case and write the file."""
    onnxruntime.set_default_logger_severity(4)
    arrays: dict[str, AnyArray] = {}
    for case in node_cases():
        arrays |= {f"{case}/{name}": value for name, value in one(case).items()}
    for export in EXPORTS:
        arrays |= {f"{export.name}/{name}": value for name, value in exported(export).items()}
    path = Path(__file__).with_name("onnx.npz")
    save(path, arrays)
    print(
        f"{path.name}: {len(arrays)} arrays, {path.stat().st_size / 1000:.0f} kB, with PyTorch "
        f"{torch.__version__}, ONNX Runtime {onnxruntime.__version__}, ONNX {onnx.__version__}"
    )


if __name__ == "__main__":
    main()
