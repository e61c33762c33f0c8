"""Writes what one version of PyTorch saves, for versions older than make_files.py runs with.

Run it by itself, with any PyTorch since 1.0: ``python tests/golden/make_versions.py``. It writes
``files/torch-<version>.pt``, a checkpoint with a GRU and a dense layer, and beside it as ``.npz``
x, output, h_n and y, which that PyTorch computes, and the parameters. PyTorch 1.5 could write
archives already, but not by default: ``archive`` as an argument makes it do so.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn


def main() -> None:
    """Write both files."""
    torch.manual_seed(0)
    model = nn.Sequential()
    model.add_module("rnn", nn.GRU(3, 4, 2, bidirectional=True))
    model.add_module("fc", nn.Linear(8, 2))
    x = torch.randn(5, 2, 3)
    with torch.no_grad():
        output, h_n = model[0](x)
        arrays = {"x": x, "output": output, "h_n": h_n, "y": model[1](output)}
    arrays.update({"parameters/" + k: v for k, v in model[0].state_dict().items()})
    folder = Path(__file__).parent / "files"
    options = {"_use_new_zipfile_serialization": True} if "archive" in sys.argv else {}
    name = "torch-{}{}".format(torch.__version__.split("+")[0], "-archive" if options else "")
    checkpoint = {"epoch": 3, "state_dict": model.state_dict(), "loss": 0.5}
    torch.save(checkpoint, str(folder / name) + ".pt", **options)
    np.savez(str(folder / name) + ".npz", **{k: v.numpy() for k, v in arrays.items()})


if __name__ == "__main__":
    main()
