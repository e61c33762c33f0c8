"""What PyTorch computes for a case: the tensors it returns, their gradients, and every step."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from tests.golden.cases import Case, Numbers
from tests.golden.store import AnyArray

MODULES: dict[str, Callable[..., nn.Module]] = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
CELLS = {
    "rnn tanh": torch.rnn_tanh_cell,
    "rnn relu": torch.rnn_relu_cell,
    "gru tanh": torch.gru_cell,
}

Tensors = dict[str, Any]


def returned(case: Case, numbers: Numbers) -> dict[str, AnyArray]:
    """``output``, ``h_n``, ``c_n``; with lengths also what PyTorch packs by."""
    x, h_0, c_0 = (None if a is None else torch.from_numpy(a) for a in _inputs(numbers))
    with torch.no_grad():
        found = call(case, module_of(case, numbers), x, h_0, c_0)
    if case.lengths:
        packed = _pack(case, x)
        for name in ("batch_sizes", "sorted_indices", "unsorted_indices"):
            found[name] = getattr(packed, name)
    return {name: tensor.numpy() for name, tensor in found.items()}


def gradients(case: Case, numbers: Numbers) -> dict[str, AnyArray]:
    """dL/d(each parameter), and of ``x``, ``h_0``, ``c_0``; L is the sum of upstream · tensor.

    Initial states that are not given are zeros with a gradient.
    """
    module = module_of(case, numbers)
    leaves = {"x": torch.tensor(numbers.x, requires_grad=True)}
    for name, given in {"h_0": numbers.h_0, "c_0": numbers.c_0}.items():
        if name == "h_0" or case.cell == "lstm":
            zeros = torch.zeros(_state_shape(case, name[0]), dtype=leaves["x"].dtype)
            leaves[name] = (zeros if given is None else torch.tensor(given)).requires_grad_()
    found = call(case, module, leaves["x"], leaves["h_0"], leaves.get("c_0"))
    loss(found, numbers).backward()
    leaves |= dict(module.named_parameters())
    return {name: gradient(leaf).numpy() for name, leaf in leaves.items()}


def loss(found: Tensors, numbers: Numbers) -> Any:
    """Sum of upstream · tensor, over the tensors that the loss reads."""
    return sum((torch.from_numpy(d) * found[name]).sum() for name, d in numbers.upstream.items())


def gradient(leaf: Any) -> Any:
    """A leaf that the loss does not depend on has none in PyTorch; that is a gradient of 0."""
    return torch.zeros_like(leaf) if leaf.grad is None else leaf.grad


def _inputs(numbers: Numbers) -> tuple[AnyArray | None, ...]:
    return numbers.x, numbers.h_0, numbers.c_0


def _state_shape(case: Case, name: str) -> tuple[int, ...]:
    size = case.state_size if name == "h" else case.hidden_size
    rows = () if case.batch is None else (case.batch,)
    return (case.num_layers * case.num_directions, *rows, size)


def module_of(case: Case, numbers: Numbers) -> Any:
    options: dict[str, Any] = {"nonlinearity": case.nonlinearity} if case.cell == "rnn" else {}
    if case.proj_size:
        options["proj_size"] = case.proj_size
    module = MODULES[case.cell](
        case.input_size,
        case.hidden_size,
        case.num_layers,
        bias=case.bias,
        batch_first=case.batch_first,
        bidirectional=case.bidirectional,
        dtype=getattr(torch, case.dtype),
        **options,
    )
    module.load_state_dict({name: torch.from_numpy(w) for name, w in numbers.weights.items()})
    return module


def _pack(case: Case, x: Any) -> Any:
    return pack_padded_sequence(
        x, torch.tensor(case.lengths), batch_first=case.batch_first, enforce_sorted=False
    )


def call(case: Case, module: Any, x: Any, h_0: Any, c_0: Any) -> Tensors:
    initial = h_0 if c_0 is None else (h_0, c_0)
    output, last = module(_pack(case, x) if case.lengths else x, initial)
    if case.lengths:
        output, _ = pad_packed_sequence(output, batch_first=case.batch_first)
    if case.cell == "lstm":
        return {"output": output, "h_n": last[0], "c_n": last[1]}
    return {"output": output, "h_n": last}
