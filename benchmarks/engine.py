"""A full recording of the engine against what a user would otherwise run, in one process and run.

Peers: a loop of torch.nn.LSTMCell (GRUCell, RNNCell) that keeps every h and c; torch.nn.LSTM (GRU,
RNN), which records nothing inside; ONNX Runtime, which returns h alone; and for the backward run
torch's autograd through that loop, which knows the gradient in every h and c, and through
torch.nn.LSTM, which gives those of the parameters and of x alone. A round measures all of them one
after the other; ratios are of the fastest of the rounds, which is what is left when another process
took a core for a while. All of them run on one thread (``benchmarks`` sees to it): two threads make
torch up to 18 times slower on small recurrences, and what is compared is the work.
"""

import os
import platform
from collections.abc import Callable
from time import perf_counter

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

import unrolled
from unrolled.engine.frameworks.dialects import from_pytorch

SIZES = [  # T, B, I, H
    (20, 1, 4, 4),
    (20, 1, 8, 16),
    (200, 1, 16, 16),
    (200, 1, 64, 64),
    (10000, 1, 16, 64),
    (200, 1, 128, 256),
    (200, 1, 256, 1024),
    (200, 32, 256, 256),
]
ROUNDS = 7
Run = Callable[[], object]
Forward = Callable[[torch.Tensor], tuple[torch.Tensor, ...]]  # output first


def main() -> None:
    """Print the table: milliseconds of the engine, and its ratios to the peers."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, {torch.get_num_threads()} thread a side;")
    print(f"numpy {np.__version__}, torch {torch.__version__}, ORT {onnxruntime.__version__}\n")
    print(
        "              T   B    I     H |     ms | ×loop | ×nn.  | ×ORT  "
        "|| backward ms | ×loop | ×nn."
    )
    for cell in ("lstm", "gru", "rnn"):
        for size in SIZES:
            print(f"{cell:4}" + _row(cell, *size), flush=True)


def _row(cell: str, T: int, B: int, I: int, H: int) -> str:
    torch.manual_seed(0)
    module = getattr(torch.nn, cell.upper())(I, H)
    x = torch.randn(T, B, I)
    weights = {name: value.numpy() for name, value in module.state_dict().items()}
    net = unrolled.Network.from_state_dict(cell, weights)
    trace = net.run(x.numpy())
    one = getattr(torch.nn, f"{cell.upper()}Cell")(I, H)
    one.load_state_dict({k.removesuffix("_l0"): v for k, v in module.state_dict().items()})
    loop = _loop(one)
    assert np.abs(loop(x)[0].detach().numpy() - trace.output).max() < 1e-5
    d_output = torch.randn(T, B, H)
    with torch.no_grad():
        forward = _fastest(
            {
                "engine": lambda: net.run(x.numpy()),
                "loop": lambda: loop(x),
                "module": lambda: module(x),
                "ort": _onnx_runtime(cell, weights, x.numpy()),
            }
        )
    back = _fastest(
        {
            "engine": lambda: unrolled.backward(trace, d_output.numpy()),
            "loop": _autograd(one, loop, x, d_output),
            "module": _autograd(module, module, x, d_output),
        }
    )
    ours, ours_back = forward["engine"], back["engine"]
    return (
        f"{T:11d} {B:3d} {I:4d} {H:5d} |{ours * 1e3:7.2f} |{ours / forward['loop']:6.2f} "
        f"|{ours / forward['module']:6.2f} |{ours / forward['ort']:6.2f} "
        f"||{ours_back * 1e3:12.2f} |{ours_back / back['loop']:6.2f} "
        f"|{ours_back / back['module']:6.2f}"
    )


def _loop(one: torch.nn.RNNCellBase) -> Forward:
    """What a user writes to see every state: a cell a step, and lists."""

    def run(x: torch.Tensor) -> tuple[torch.Tensor, ...]:
        h = c = torch.zeros(x.shape[1], one.hidden_size)
        hs, cs = [], []
        for x_t in x:
            if isinstance(one, torch.nn.LSTMCell):
                h, c = one(x_t, (h, c))
                cs.append(c)
            else:
                h = one(x_t, h)
            hs.append(h)
        return tuple(torch.stack(states) for states in (hs, cs) if states)

    return run


def _autograd(
    module: torch.nn.Module, forward: Forward, x: torch.Tensor, d_output: torch.Tensor
) -> Run:
    """Torch's backward through a forward run that was done before."""
    read = [x.clone().requires_grad_(), *module.parameters()]
    output = forward(read[0])[0]
    return lambda: torch.autograd.grad(output, read, d_output, retain_graph=True)


def _onnx_runtime(cell: str, weights: dict[str, np.ndarray], x: np.ndarray) -> Run:
    """A session with one node, as torch's cells need it (linear_before_reset=1)."""
    of_layer = {name.removesuffix("_l0"): value for name, value in weights.items()}
    stored = from_pytorch("onnx", cell, of_layer)
    H = weights["weight_hh_l0"].shape[1]
    node = helper.make_node(cell.upper(), ["x", "W", "R", "B"], ["Y"], hidden_size=H)
    if cell == "gru":
        node.attribute.append(helper.make_attribute("linear_before_reset", 1))
    floats = TensorProto.FLOAT
    graph = helper.make_graph(
        [node],
        "one",
        [helper.make_tensor_value_info("x", floats, x.shape)],
        [helper.make_tensor_value_info("Y", floats, [len(x), 1, x.shape[1], H])],
        [numpy_helper.from_array(stored[name][None], name) for name in ("W", "R", "B")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)
    onnx.checker.check_model(model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return lambda: session.run(None, {"x": x})


def _fastest(runs: dict[str, Run]) -> dict[str, float]:
    """Seconds of the fastest call of each, measured in turns."""
    found = dict.fromkeys(runs, float("inf"))
    for _ in range(ROUNDS):
        for name, run in runs.items():
            run()
            # Short runs many times: threads of the peer before may still spin at the beginning.
            end = perf_counter() + 0.05
            while True:
                start = perf_counter()
                run()
                now = perf_counter()
                found[name] = min(found[name], now - start)
                if now > end:
                    break
    return found


if __name__ == "__main__":
    main()
