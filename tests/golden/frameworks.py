"""What Keras, Flax and ONNX return for a case, under their own names and as they nest it."""

from collections.abc import Iterator
from typing import Any

import flax.linen
import jax
import keras
import numpy as np
import onnxruntime
from flax.traverse_util import unflatten_dict
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

from tests.golden.frameworks_cases import FrameworkCase
from tests.golden.store import AnyArray
from unrolled.engine.frameworks.dialects import from_pytorch

KERAS = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
FLAX = {
    "rnn": flax.linen.SimpleCell,
    "lstm": flax.linen.OptimizedLSTMCell,
    "gru": flax.linen.GRUCell,
}
ENDS = {"forward": ("",), "reverse": ("_reverse",), "both": ("", "_reverse")}

Tensors = dict[str, Any]


def returned(case: FrameworkCase) -> dict[str, AnyArray]:
    """Every tensor that comes out; of several layers with ``_l0``, ``_l1`` behind the names."""
    found = {"keras": of_keras, "jax": of_flax, "onnx": of_onnx}[case.framework](case)
    return {name: np.asarray(array) for name, array in found.items()}


def weights(case: FrameworkCase, layer: int) -> list[dict[str, AnyArray]]:
    """Of each direction of a layer, as the framework stores them."""
    found = []
    for end in (f"_l{layer}{side}" for side in ENDS[case.direction]):
        ours = case.network.state_dict()
        of_one = {name.removesuffix(end): a for name, a in ours.items() if name.endswith(end)}
        found.append(from_pytorch(case.framework, case.cell, of_one))
    return found


def initial(case: FrameworkCase, layer: int) -> dict[str, AnyArray]:
    """Of each state the rows of a layer, (D, B, H)."""
    D = len(ENDS[case.direction])
    given = case.inputs()
    return {
        name: given[f"{name}_0"][layer * D : (layer + 1) * D] for name in case.network.kind.states
    }


def end_of(case: FrameworkCase, layer: int) -> str:
    """What stands behind the names of a layer that is stacked by hand."""
    return f"_l{layer}" if case.num_layers > 1 else ""


def of_keras(case: FrameworkCase) -> Tensors:
    """Layers with return_state; the top one also without return_sequences, and its backward one."""
    found: Tensors = {}
    sequence = case.inputs()["x"].swapaxes(0, 1)
    lengths = np.array(case.lengths or [sequence.shape[1]] * len(sequence))
    call: Tensors = {}
    if case.packed:
        call["mask"] = np.arange(sequence.shape[1]) < lengths[:, None]
    sides = {"forward": ["state"], "reverse": ["state"], "both": ["forward", "backward"]}
    for layer in range(case.num_layers):
        is_top = layer == case.num_layers - 1
        stored = [w for side in weights(case, layer) for w in side.values()]
        states = initial(case, layer)
        D = len(ENDS[case.direction])
        call["initial_state"] = [states[name][d] for d in range(D) for name in states]
        made = _keras_layer(case, case.merge if is_top else "concat", True, sequence, stored)
        outputs, *last = made(sequence, **call)
        names = [f"{side}_{name}" for side in sides[case.direction] for name in states]
        found |= {
            f"{name}{end_of(case, layer)}": value for name, value in zip(names, last, strict=True)
        }
        if is_top:
            found["outputs"] = outputs
            short = _keras_layer(case, case.merge, False, sequence, stored)
            found["output"] = short(sequence, **call)[0]
            if case.direction == "both":
                call["initial_state"] = call["initial_state"][len(states) :]
                found["backward_outputs"] = made.backward_layer(sequence, **call)[0]
        sequence = keras.ops.convert_to_numpy(outputs)
        if case.direction == "reverse":
            sequence = sequence[:, ::-1]
    return {name: keras.ops.convert_to_numpy(value) for name, value in found.items()}


def _keras_layer(
    case: FrameworkCase, merge: str, return_sequences: bool, x: AnyArray, stored: list[AnyArray]
) -> Any:
    layer = KERAS[case.cell](
        case.network.hidden_size,
        return_sequences=return_sequences,
        return_state=True,
        go_backwards=case.direction == "reverse",
    )
    if case.direction == "both":
        layer = keras.layers.Bidirectional(layer, merge_mode=merge)
    layer.build(x.shape)
    layer.set_weights(stored)
    return layer


def of_flax(case: FrameworkCase) -> Tensors:
    """``nn.RNN``, or two of them in ``nn.Bidirectional``, with return_carry."""
    found: Tensors = {}
    sequence = case.inputs()["x"].swapaxes(0, 1)
    for layer in range(case.num_layers):
        cells = [unflatten_dict(side, sep="/") for side in weights(case, layer)]
        states = initial(case, layer)
        carries = [_carry(*(state[d] for state in states.values())) for d in range(len(cells))]
        size = case.network.hidden_size
        if case.direction == "both":
            forward, backward = (flax.linen.RNN(FLAX[case.cell](size)) for _ in range(2))
            rnn: Any = flax.linen.Bidirectional(forward, backward, return_carry=True)
            params: Tensors = {
                "forward_rnn": {"cell": cells[0]},
                "backward_rnn": {"cell": cells[1]},
            }
            start: Any = tuple(carries)
        else:
            rnn = flax.linen.RNN(
                FLAX[case.cell](size),
                return_carry=True,
                reverse=case.direction == "reverse",
                keep_order=True,
            )
            params, start = {"cell": cells[0]}, carries[0]
        carry, sequence = rnn.apply({"params": params}, sequence, initial_carry=start)
        found |= dict(_flat(f"carry{end_of(case, layer)}", carry))
    return {"outputs": sequence, **found}


def _carry(h: AnyArray, *c: AnyArray) -> Any:
    return (*c, h) if c else h


def _flat(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, tuple):
        for k, each in enumerate(value):
            yield from _flat(f"{name}[{k}]", each)
    else:
        yield name, value


def of_onnx(case: FrameworkCase) -> Tensors:
    """A node a layer: by ONNX Runtime, and with layout=1, which that hasn't got, by ONNX' own."""
    found: Tensors = {}
    sequence = case.inputs()["x"]
    sequence = sequence.swapaxes(0, 1) if case.batch_first else sequence
    names = [f"Y_{name}" for name in case.network.kind.states]
    for layer in range(case.num_layers):
        sides = weights(case, layer)
        feed: Tensors = {"X": sequence, **{n: np.stack([s[n] for s in sides]) for n in sides[0]}}
        if case.lengths:
            feed["sequence_lens"] = np.array(case.lengths, np.int32)
        for name, state in initial(case, layer).items():
            feed[f"initial_{name}"] = state.swapaxes(0, 1) if case.batch_first else state
        top, *last = _run_onnx(case, ["Y", *names], feed)
        found |= {
            f"{name}{end_of(case, layer)}": value for name, value in zip(names, last, strict=True)
        }
        found["Y"] = top
        # The node above reads the directions side by side.
        side_by_side = top if case.batch_first else top.transpose(0, 2, 1, 3)
        sequence = side_by_side.reshape(*side_by_side.shape[:2], -1)
    return found


def _run_onnx(case: FrameworkCase, outputs: list[str], feed: Tensors) -> list[AnyArray]:
    given = ["X", "W", "R", "B", "sequence_lens"]
    given += [f"initial_{name}" for name in case.network.kind.states]
    direction = {"both": "bidirectional"}.get(case.direction, case.direction)
    settings: Tensors = {"linear_before_reset": 1} if case.cell == "gru" else {}
    node = helper.make_node(
        case.cell.upper(),
        [name if name in feed else "" for name in given],
        outputs,
        hidden_size=case.network.hidden_size,
        direction=direction,
        layout=int(case.batch_first),
        **settings,
    )
    kinds = {"sequence_lens": TensorProto.INT32}
    graph = helper.make_graph(
        [node],
        "layer",
        [
            helper.make_tensor_value_info(n, kinds.get(n, TensorProto.FLOAT), a.shape)
            for n, a in feed.items()
        ],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    feed = {name: np.ascontiguousarray(array) for name, array in feed.items()}
    if case.batch_first:
        return list(ReferenceEvaluator(model).run(None, feed))
    session = onnxruntime.InferenceSession(model.SerializeToString())
    return list(session.run(None, feed))


jax.config.update("jax_default_matmul_precision", "highest")
