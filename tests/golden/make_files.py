"""Writes the files that PyTorch makes of small models, with what PyTorch computes from each.

Beside the files, ``expected.npz`` (tests/golden/store.py) has for every network in a file that
opens ``<file>/<network>/x``, ``output``, ``h_n``, an LSTM's ``c_n``, ``y`` where a dense layer
follows, and ``<file>/<network>/parameters/<name>``.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.torch
import torch
from torch import nn

from tests.golden.store import AnyArray, save

FOLDER = Path(__file__).with_name("files")

StateDict = dict[str, torch.Tensor]


def make_tagger() -> Any:
    """What people make: an embedding, a recurrent layer, a dense one."""
    layers = {"embedding": nn.Embedding(7, 3), "rnn": nn.LSTM(3, 4, bidirectional=True)}
    return nn.ModuleDict(layers | {"fc": nn.Linear(8, 5)})


def make_translator() -> Any:
    """Two recurrent networks in one model; behind the second, a norm and then a dense layer."""
    encoder = nn.ModuleDict({"rnn": nn.GRU(3, 4, 2)})
    decoder = nn.ModuleDict({"rnn": nn.LSTM(2, 4), "norm": nn.LayerNorm(4)})
    return nn.ModuleDict({"encoder": encoder, "decoder": decoder, "out": nn.Linear(4, 3)})


def compute(module: nn.Module, head: nn.Module | None = None) -> dict[str, AnyArray]:
    """What a recurrent module returns for a random x, and what a dense layer makes of it."""
    module = module.double() if next(module.parameters()).dtype == torch.float64 else module.float()
    first = next(module.parameters())
    x = torch.randn(6, 2, first.shape[1], dtype=first.dtype)
    with torch.no_grad():
        if isinstance(module, nn.RNNCellBase):
            output, last = run_cell(module, x)
        else:
            output, last = module(x)
        h_n, *c_n = last if isinstance(last, tuple) else (last,)
        found = {"x": x, "output": output, "h_n": h_n}
        found |= {"c_n": c_n[0]} if c_n else {}
        found |= {"y": head(output)} if head else {}
    found |= {f"parameters/{k}": v for k, v in module.state_dict().items()}
    return {name: tensor.detach().numpy().copy() for name, tensor in found.items()}


def run_cell(cell: nn.Module, x: torch.Tensor) -> tuple[torch.Tensor, Any]:
    """A loop over a single cell, its last states with the axis of layers."""
    state: Any = None
    outputs = []
    for x_t in x:
        state = cell(x_t, state)
        outputs.append(state[0] if isinstance(state, tuple) else state)
    last = tuple(s[None] for s in state) if isinstance(state, tuple) else state[None]
    return torch.stack(outputs), last


def views(module: nn.Module) -> StateDict:
    """The parameters as transposed, offset and spread views of few storages."""
    named = dict(module.state_dict())
    flat = torch.cat([torch.zeros(3), *(named[k].flatten() for k in ("bias_ih_l0", "bias_hh_l0"))])
    rows = len(named["bias_ih_l0"])
    transposed = named["weight_ih_l0"].t().contiguous().t()
    every_other = torch.zeros(rows, 2 * named["weight_hh_l0"].shape[1])
    every_other[:, 1::2] = named["weight_hh_l0"]
    return named | {
        "weight_ih_l0": transposed,
        "weight_hh_l0": every_other[:, 1::2],
        "bias_ih_l0": flat[3 : 3 + rows],
        "bias_hh_l0": flat[3 + rows :],
    }


def checkpoint(model: nn.Module) -> dict[str, Any]:
    """What a training loop keeps."""
    optimizer = torch.optim.Adam(model.parameters())
    sum(p.square().sum() for p in model.parameters()).backward()
    kept = {k: v.clone() for k, v in model.state_dict().items()}
    optimizer.step()
    return {
        "epoch": 3,
        "state_dict": kept,
        "optimizer": optimizer.state_dict(),
        "losses": [2.5, 1.25],
        "best": None,
        "done": False,
    }


def networks() -> dict[str, nn.Module]:
    """The plain modules, one a file."""
    return {
        "lstm": nn.LSTM(3, 4, 2, bidirectional=True),
        "lstm-proj": nn.LSTM(3, 4, 2, bidirectional=True, proj_size=2),
        "gru": nn.GRU(3, 4, 2, bias=False),
        "rnn": nn.RNN(3, 4, bidirectional=True),
        "double": nn.GRU(3, 4, dtype=torch.float64),
        "lstm-cell": nn.LSTMCell(3, 4),
        "gru-cell": nn.GRUCell(3, 4),
        "rnn-cell": nn.RNNCell(3, 4, bias=False),
    }


def write_networks() -> dict[str, dict[str, AnyArray]]:
    """Files that open, and what is expected of each network in them."""
    expected = {}

    def write(name: str, value: Any, **options: Any) -> None:
        torch.save(value, FOLDER / f"{name}.pt", **options)

    for name, module in networks().items():
        write(name, module.state_dict())
        expected[f"{name}/"] = compute(module)

    for name, dtype in {"half": torch.float16, "bfloat16": torch.bfloat16}.items():
        module = nn.LSTM(3, 4).to(dtype)
        write(name, module.state_dict())
        safetensors.torch.save_file(module.state_dict(), FOLDER / f"{name}.safetensors")
        expected[f"{name}/"] = compute(module)

    tagger = make_tagger()
    write("tagger", tagger.state_dict())
    write("tagger-parallel", nn.DataParallel(tagger).state_dict())
    safetensors.torch.save_file(tagger.state_dict(), FOLDER / "tagger.safetensors")
    computed = compute(tagger["rnn"], tagger["fc"])
    write("tagger-checkpoint", checkpoint(tagger))  # trains the model on
    for name in ("/rnn", "-parallel/module.rnn", "-checkpoint/state_dict.rnn"):
        expected[f"tagger{name}"] = computed

    translator = make_translator()
    write("translator", translator.state_dict())
    expected["translator/encoder.rnn"] = compute(translator["encoder"]["rnn"])
    expected["translator/decoder.rnn"] = compute(translator["decoder"]["rnn"])

    gru = nn.GRU(3, 4)
    expected["views/"] = expected["older-views/"] = compute(gru)
    write("views", views(gru))
    write("older-views", views(gru), _use_new_zipfile_serialization=False)
    lstm = nn.LSTM(3, 4)
    computed = compute(lstm)
    for name in ("older", "protocol-4", "parameters", "no-checksum"):
        expected[f"{name}/"] = computed
    write("older", lstm.state_dict(), _use_new_zipfile_serialization=False)
    write("protocol-4", lstm.state_dict(), pickle_protocol=4)
    write("parameters", lstm.state_dict(keep_vars=True))
    torch.serialization.set_crc32_options(False)
    write("no-checksum", lstm.state_dict())
    torch.serialization.set_crc32_options(True)
    return expected


def write_refused() -> None:
    """Files that are refused, each for one reason."""
    lstm = nn.LSTM(2, 3)
    named = lstm.state_dict()
    weight = named["weight_ih_l0"]
    quantized = torch.quantize_per_tensor(weight, 0.1, 0, torch.qint8)
    refused: dict[str, Callable[[Path], object]] = {
        "whole": lambda path: torch.save(lstm, path),
        "whole-older": lambda path: torch.save(lstm, path, _use_new_zipfile_serialization=False),
        "script": lambda path: torch.jit.script(lstm).save(str(path)),
        "quantized": lambda path: torch.save(named | {"weight_ih_l0": quantized}, path),
        "sparse": lambda path: torch.save(named | {"weight_ih_l0": weight.to_sparse()}, path),
        "meta": lambda path: torch.save(named | {"weight_ih_l0": weight.to("meta")}, path),
        "integers": lambda path: torch.save(named | {"weight_ih_l0": weight.long()}, path),
        "mixed": lambda path: torch.save(named | {"weight_ih_l0": weight.double()}, path),
        "arguments": lambda path: torch.save(
            {"state_dict": named, "args": argparse.Namespace(lr=0.1)}, path
        ),
        "scalar": lambda path: torch.save({"state_dict": named, "loss": np.float64(0.5)}, path),
        "weight-norm": lambda path: torch.save(
            nn.utils.parametrizations.weight_norm(nn.LSTM(2, 3), "weight_hh_l0").state_dict(), path
        ),
    }
    for name, write in refused.items():
        write(FOLDER / f"refused-{name}.pt")


def main() -> None:
    """Write all."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    FOLDER.mkdir(exist_ok=True)
    expected = write_networks()
    write_refused()
    arrays = {f"{name}/{k}": v for name, found in expected.items() for k, v in found.items()}
    version = np.frombuffer(torch.__version__.encode(), np.uint8)
    save(FOLDER / "expected.npz", arrays | {"torch": version})
    sizes = [path.stat().st_size for path in FOLDER.iterdir()]
    print(f"torch {torch.__version__}: {len(sizes)} files, {sum(sizes) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
