"""Which dense layer is the head, and what is said of it."""

from typing import Any

import numpy as np
import pytest
import safetensors.numpy

from tests.engine.importers.named.listing import RNN, dense, listed, under
from tests.golden.store import AnyArray
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.read import read
from unrolled.engine.importers.remarks import BY_SIZE, NO_HEAD, remark
from unrolled.engine.network.network import Network

FC = dense("fc.", 2, 8)


@pytest.mark.parametrize(
    ("parts", "head"),
    [
        ([under("rnn.", RNN), FC], True),
        ([dense("fc_in.", 8, 8), under("rnn.", RNN), FC], True),  # the one behind it
        ([under("rnn.", RNN), dense("side.", 5, 3), FC], True),  # the one that fits
        ([under("rnn.", RNN), FC, dense("fc2.", 2, 8)], False),  # which of two isn't told
        ([RNN, dense("", 2, 8)], True),
        ([FC, under("rnn.", RNN)], False),  # before it
        ([under("rnn.", RNN), {"norm.weight": np.ones(8), "norm.bias": np.ones(8)}, FC], False),
        ([under("rnn.", RNN), dense("fc.", 2, 4)], False),  # reads one direction
        ([under("rnn.", RNN), {"fc.weight": FC["fc.weight"]}], True),
        ([{"table.weight": np.ones((9, 8), "f4")}, under("rnn.", RNN)], False),
        ([{"table.weight": np.ones((9, 8), "f4")}, under("rnn.", RNN), FC], True),
        ([under("rnn.", RNN), {"Embedding.weight": FC["fc.weight"]}], False),
        ([under("rnn.", RNN), FC, {"attn.weight": np.ones((8, 8), "f4")}], False),
        ([under("rnn.", RNN), {**FC, "fc.weight": FC["fc.weight"].astype(int)}], False),
        ([under("rnn.", RNN), {**FC, "fc.bias": FC["fc.bias"].astype(int)}], False),
        ([under("rnn.", RNN), dense("fc_", 2, 8)], False),
        ([under("rnn.", RNN), {"a.weight": np.ones((2, 3, 8)), "a.bias": np.ones((2, 3))}], False),
        ([under("rnn.", RNN), {"fc.weight": np.ones((0, 8)), "fc.bias": np.ones(0)}], False),
        ([under("rnn.", RNN), {"fc.weight": FC["fc.weight"], "fc.bias": np.ones(3)}], False),
    ],
)
def test_the_head_is_the_only_dense_layer_behind_the_network_that_fits(
    parts: Any, head: bool
) -> None:
    net = listed(*parts).load()
    assert (net.head is not None) == head
    if net.head:
        assert net.head.activation == "linear"
        assert net.head.weight.shape == (2, 8)


def in_sorted_order(*parts: dict[str, AnyArray]) -> dict[str, AnyArray]:
    return {k: v for part in parts for k, v in part.items()}


@pytest.mark.parametrize(
    ("parts", "head"),
    [
        ([under("rnn.", RNN), FC], True),
        ([under("rnn.", RNN), FC, dense("norm.", 8, 8)], False),  # which of two isn't told
        ([under("a.", RNN), under("b.", RNN), FC], False),
        ([under("rnn.", RNN), dense("fc.", 2, 4)], False),
        ([under("rnn.", RNN), {"fc.weight": FC["fc.weight"]}], True),
        ([under("rnn.", RNN), FC, {"table.weight": np.ones((9, 8), "f4")}], True),
        ([under("rnn.", RNN), {"embedding.weight": np.ones((9, 8), "f4")}], False),
        ([under("rnn.", RNN), {f"{k}.weight": np.ones((9, 8), "f4") for k in "ab"}], False),
        ([under("rnn.", RNN), FC, dense("in.", 8, 8), {"n": np.ones(1, "i8")}], False),
    ],
)
def test_where_names_are_sorted_the_head_is_the_only_one_that_fits(parts: Any, head: bool) -> None:
    data = safetensors.numpy.save(in_sorted_order(*parts))
    net = read(data).modules[0].make()
    assert (net.head is not None) == head


def test_a_head_without_a_bias_adds_nothing() -> None:
    weight = np.random.default_rng(1).normal(size=(2, 8)).astype("f4")
    net = listed(under("rnn.", RNN), {"fc.weight": weight}).load()
    output = net.run(np.ones((5, 1, 3), "f4")).output
    assert net.head is not None
    assert net.head.bias.dtype == "float32"
    np.testing.assert_allclose(net.head.run(output), output @ weight.T, rtol=1e-5)
    assert net.origin is not None
    assert net.origin.ignored == ()


LONE = Network("lstm", 3, 4).state_dict()
TWO = [under("a.", LONE), under("b.", LONE), dense("fc.", 2, 4)]
IN_AND_OUT = [dense("fc_in.", 4, 4), under("rnn.", LONE), dense("out.", 2, 4)]
THREE = [under("rnn.", LONE), dense("attn.", 4, 4), dense("a.", 2, 4), dense("b.", 7, 4)]
MANY = [under("rnn.", LONE), *(dense(f"fc{i}.", 2, 4) for i in range(9))]
NORMED = [under("rnn.", LONE), {"norm.weight": np.ones(4)}, dense("out.", 2, 4)]


@pytest.mark.parametrize(
    ("parts", "is_sorted", "said", "layers"),
    [
        (THREE, False, NO_HEAD, ["attn", "a", "b"]),
        (THREE, True, NO_HEAD, ["a", "attn", "b"]),
        (IN_AND_OUT, False, BY_SIZE, ["out"]),
        (IN_AND_OUT, True, NO_HEAD, ["fc_in", "out"]),
        (MANY, True, NO_HEAD, [*(f"fc{i}" for i in range(6)), *["more"] * 3]),
        (NORMED, False, NO_HEAD, ["out"]),
        (TWO, True, NO_HEAD, ["fc"]),
        ([LONE, dense("", 2, 4)], True, BY_SIZE, ["weight"]),
    ],
)
def test_why_a_head_is_taken_or_not_is_told(
    parts: Any, is_sorted: bool, said: str, layers: list[str]
) -> None:
    data = safetensors.numpy.save(in_sorted_order(*parts))
    contents = read(data) if is_sorted else listed(*parts)
    module = contents.modules[0]
    assert module.assumed == (remark(said, layers),)
    assert (module.make().head is not None) == (said is BY_SIZE)


def test_a_layer_is_the_head_of_the_network_in_front_of_it() -> None:
    contents = listed(under("a.", LONE), dense("x.", 2, 4), under("b.", LONE), dense("y.", 3, 4))
    heads = [module.make().head for module in contents.modules]
    assert [head and head.weight.shape for head in heads] == [(2, 4), (3, 4)]


def test_a_head_of_another_type_is_refused() -> None:
    wide = {name: value.astype("float64") for name, value in FC.items()}
    with pytest.raises(
        EngineError, match=r"fc\.weight is float64 and .*float32; expected one type"
    ):
        listed(under("rnn.", RNN), wide).load()
