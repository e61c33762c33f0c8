"""A file is told by its bytes, and what can't be read is one sentence."""

import io
import os
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

from tests.engine.importers.expected import FILES, assert_same
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.read import load, read
from unrolled.engine.network.network import Network

PRESETS = sorted((Path(__file__).parents[3] / "engine" / "presets").glob("*.safetensors"))
RNN = Network("rnn", 1, 1).state_dict()


def npz() -> bytes:
    file = io.BytesIO()
    np.savez(file, **RNN)  # type: ignore[arg-type]
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (safetensors.numpy.save(RNN), "safetensors"),
        (npz(), "npz"),
        ((FILES / "lstm.pt").read_bytes(), "PyTorch"),
        ((FILES / "older.pt").read_bytes(), "PyTorch"),
    ],
)
def test_the_bytes_tell_the_format(data: bytes, kind: str) -> None:
    contents = read(data)
    assert contents.format == kind
    origin = load(data).origin
    assert origin is not None
    assert origin.format == kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"weight_ih_l0,1.0\n",
        b"\x93NUMPY\1\0",
        b"version https://git-lfs.github.com/spec/v1\n",
        b"\x1f\x8b\x08\0\0\0\0\0\0\0",
        b"<!DOCTYPE html>",
        bytes(1000),
    ],
)
def test_other_files_are_refused_with_how_they_begin(data: bytes) -> None:
    with pytest.raises(EngineError) as refusal:
        load(data)
    assert repr(data[:8]) in str(refusal.value)
    assert "safetensors, npz, PyTorch, ONNX or Keras" in str(refusal.value)


def test_a_path_may_be_a_string_or_a_path() -> None:
    assert_same(load(FILES / "lstm.pt"), "lstm/")
    assert_same(load(str(FILES / "lstm.pt")), "lstm/")


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "weights.npz").write_bytes((FILES / "lstm.pt").read_bytes())
    assert_same(load(tmp_path / "weights.npz"), "lstm/")


def test_a_path_that_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")  # reading it would wait for ever
    for path in (tmp_path / "missing.pt", tmp_path, tmp_path / "pipe", "nul\0byte", 7):
        with pytest.raises(EngineError) as refusal:
            load(path)  # type: ignore[arg-type]
        assert refusal.value.name == "source"


@pytest.mark.parametrize("path", PRESETS, ids=lambda path: path.stem)
def test_every_preset_opens_with_its_head(path: Path) -> None:
    contents = read(path.read_bytes())
    net = contents.load()
    assert net.cell == contents.about["cell"]
    assert net.nonlinearity == contents.about["nonlinearity"]
    assert net.head is not None
    assert net.head.activation == contents.about["activation"]
    assert net.origin is not None
    assert (net.origin.ignored, net.origin.assumed) == ((), ())
