"""Tensors under PyTorch's names, and what is found among them."""

from typing import Any

import numpy as np
import pytest
import safetensors.numpy

from tests.golden.store import AnyArray
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.contents import Contents
from unrolled.engine.importers.named.file import find
from unrolled.engine.importers.read import load
from unrolled.engine.importers.tensors import FileTensor
from unrolled.engine.network.network import Network

RNN = Network("rnn", 3, 4, bidirectional=True).state_dict()


def under(prefix: str, tensors: dict[str, Any]) -> dict[str, Any]:
    return {f"{prefix}{name}": value for name, value in tensors.items()}


def listed(*parts: dict[str, AnyArray]) -> Contents:
    """What is found among tensors in this very order, which a safetensors file wouldn't keep."""
    tensors = {
        key: FileTensor(str(value.dtype), value.shape, lambda value=value: value)  # type: ignore[misc]
        for part in parts
        for key, value in part.items()
    }
    return find("npz", tensors, {}, 10**6)


def dense(prefix: str, rows: int, columns: int) -> dict[str, AnyArray]:
    return {f"{prefix}weight": np.ones((rows, columns), "f4"), f"{prefix}bias": np.ones(rows, "f4")}


def sentence(tensors: dict[str, AnyArray], name: str | None = None) -> str:
    with pytest.raises(EngineError) as refusal:
        load(safetensors.numpy.save(tensors), name)
    text = str(refusal.value)
    assert text.endswith(".")
    assert "\n" not in text
    return text
