"""What PyTorch refuses is refused, and what it lets pass in silence: which input, got, expected.

PyTorch 2.13 is silent on True as a size, on lengths that are fewer than the rows, and on lengths
that are fractions or truth values; and it takes no h_0 without c_0, which here means zeros.
"""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unrolled
from unrolled import EngineError, Network
from unrolled.engine.arrays import Array

LSTM = {"cell": "lstm", "input_size": 3, "hidden_size": 4}
NAN = float("nan")


def zeros(*shape: int, dtype: str = "float32") -> Array:
    return np.zeros(shape, dtype)


def assert_refused(caught: pytest.ExceptionInfo[EngineError], name: str, parts: list[str]) -> None:
    """One sentence, that names the input first and says what was got and what was expected."""
    message = str(caught.value)
    assert caught.value.name == name
    assert message.startswith(name), message
    assert message.endswith(".")
    assert len(message) < 250
    assert "\n" not in message
    assert [part for part in parts if part not in message] == [], message


WHOLE = "whole number of at least 1"

# What is changed in LSTM(3, 4): (arguments, the one at fault, what the message says).
NETWORKS: list[tuple[dict[str, Any], str, list[str]]] = [
    ({"cell": "transformer"}, "cell", ["'transformer'", "rnn or lstm or gru"]),
    ({"cell": "LSTM"}, "cell", ["'LSTM'", "rnn or lstm or gru"]),
    ({"cell": None}, "cell", ["None", "rnn or lstm or gru"]),
    ({"cell": ["lstm"]}, "cell", ["['lstm']", "rnn or lstm or gru"]),
    ({"cell": np.array(["lstm", "gru"])}, "cell", ["array", "rnn or lstm or gru"]),
    *[
        ({size: value}, size, [repr(value), WHOLE])
        for size in ("input_size", "hidden_size", "num_layers")
        for value in (0, -3, 2.5, 2.0, True, "8", None, NAN, [4], np.float64(4))
    ],
    *[
        ({"proj_size": value}, "proj_size", [repr(value), "whole number of at least 0"])
        for value in (-1, 1.0, True, "1", None)
    ],
    ({"proj_size": 4}, "proj_size", ["4", "smaller than hidden_size"]),
    ({"proj_size": 5}, "proj_size", ["5", "smaller than hidden_size"]),
    ({"cell": "rnn", "proj_size": 2}, "proj_size", ["lstm", "'rnn'"]),
    ({"cell": "gru", "proj_size": 2}, "proj_size", ["lstm", "'gru'"]),
    *[
        ({flag: value}, flag, [repr(value), "True or False"])
        for flag in ("bidirectional", "bias", "reverse", "reset_after", "peepholes")
        for value in (1, 0, None, "yes")
    ],
    ({"bidirectional": True, "reverse": True}, "reverse", ["bidirectional"]),
    *[
        ({"dropout": value}, "dropout", [repr(value), "from 0 to 1"])
        for value in (-0.1, 1.1, True, "0.5", NAN, None, 1j)
    ],
    ({"nonlinearity": "relu"}, "nonlinearity", ["'relu'", "'lstm'", "tanh"]),
    ({"cell": "gru", "nonlinearity": "relu"}, "nonlinearity", ["'relu'", "'gru'", "tanh"]),
    ({"cell": "rnn", "nonlinearity": "gelu"}, "nonlinearity", ["'gelu'", "tanh or relu"]),
    ({"cell": "rnn", "nonlinearity": None}, "nonlinearity", ["None", "tanh or relu"]),
    ({"cell": "lstm", "reset_after": False}, "reset_after", ["gru", "'lstm'"]),
    ({"cell": "rnn", "reset_after": False}, "reset_after", ["gru", "'rnn'"]),
    ({"cell": "gru", "peepholes": True}, "peepholes", ["lstm", "'gru'"]),
    ({"cell": "rnn", "peepholes": True}, "peepholes", ["lstm", "'rnn'"]),
    ({"cell": "rnn", "hard_sigmoid": (0.2, 0.5)}, "hard_sigmoid", ["lstm or gru", "'rnn'"]),
    *[
        ({"hard_sigmoid": value}, "hard_sigmoid", [repr(value), "two numbers"])
        for value in (0.2, (0.2,), (0.2, 0.5, 1), True, (NAN, 0.5), ("a", 0.5), "25", (True, False))
    ],
    *[
        ({"dtype": value}, "dtype", [str(value), "float32 or float64"])
        for value in ("float16", "int64", "double", None)
    ],
    *[({"seed": value}, "seed", [repr(value), "at least 0"]) for value in (-1, 1.5, True, "a")],
]


def ids(table: list[tuple[dict[str, Any], str, list[str]]]) -> list[str]:
    return [f"{name}: {', '.join(parts)}" for _, name, parts in table]


@pytest.mark.parametrize(("changed", "name", "parts"), NETWORKS, ids=ids(NETWORKS))
def test_a_network(changed: dict[str, Any], name: str, parts: list[str]) -> None:
    with pytest.raises(EngineError) as caught:
        Network(**{**LSTM, **changed})
    assert_refused(caught, name, parts)


X = zeros(5, 2, 3)
H_0 = zeros(4, 2, 6)
STATE = "(L·D=4, B=2, H=6)"
D = "float64"

# What is passed to LSTM(3, 6, num_layers=2, bidirectional=True).
RUNS: list[tuple[dict[str, Any], str, list[str]]] = [
    ({"x": X.tolist()}, "x", ["list", "numpy array"]),
    ({"x": None}, "x", ["NoneType", "numpy array"]),
    ({"x": zeros(3)}, "x", ["(3,)", "T, B, I=3"]),
    ({"x": zeros()}, "x", ["()", "T, B, I=3"]),
    ({"x": zeros(5, 2, 3, 1)}, "x", ["(5, 2, 3, 1)", "T, B, I=3"]),
    ({"x": zeros(5, 2, 4)}, "x", ["(5, 2, 4)", "T, B, I=3"]),
    ({"x": zeros(5, 4)}, "x", ["(5, 4)", "T, I=3"]),
    ({"x": zeros(2, 5, 4), "batch_first": True}, "x", ["(2, 5, 4)", "B, T, I=3"]),
    ({"x": zeros(5, 2, 3, dtype=D)}, "x", [D, "float32", "x.astype"]),
    ({"x": np.zeros((5, 2, 3), int)}, "x", ["int64", "float32"]),
    ({"x": np.zeros((5, 2, 3), bool)}, "x", ["bool", "float32"]),
    ({"x": zeros(0, 2, 3)}, "x", ["T = 0", "at least 1"]),
    ({"x": zeros(0, 0, 3)}, "x", ["T = 0", "at least 1"]),
    ({"x": zeros(0, 3)}, "x", ["T = 0", "at least 1"]),
    ({"x": zeros(2, 0, 3), "batch_first": True}, "x", ["T = 0", "at least 1"]),
    ({"x": X, "batch_first": 1}, "batch_first", ["1", "True or False"]),
    ({"x": X, "batch_first": None}, "batch_first", ["None", "True or False"]),
    ({"x": X, "h_0": zeros(2, 2, 6)}, "h_0", ["(2, 2, 6)", STATE]),
    ({"x": X, "h_0": zeros(4, 1, 6)}, "h_0", ["(4, 1, 6)", STATE]),
    ({"x": X, "h_0": zeros(2, 4, 6)}, "h_0", ["(2, 4, 6)", STATE]),
    ({"x": X, "h_0": zeros(4, 2, 5)}, "h_0", ["(4, 2, 5)", STATE]),
    ({"x": X, "h_0": zeros(4, 6)}, "h_0", ["(4, 6)", STATE]),
    ({"x": X, "h_0": zeros(4, 2, 6, dtype=D)}, "h_0", [D, "float32"]),
    ({"x": X, "h_0": H_0.tolist()}, "h_0", ["list", "numpy array"]),
    ({"x": X, "h_0": (H_0, H_0)}, "h_0", ["tuple", "numpy array"]),
    ({"x": X, "c_0": zeros(4, 2, 5)}, "c_0", ["(4, 2, 5)", STATE]),
    ({"x": X, "c_0": zeros(4, 1, 6)}, "c_0", ["(4, 1, 6)", STATE]),
    ({"x": X, "c_0": zeros(4, 2, 6, dtype=D)}, "c_0", [D, "float32"]),
    ({"x": X, "c_0": 0.0}, "c_0", ["float", "numpy array"]),
    ({"x": X[:, 0], "h_0": zeros(4, 1, 6)}, "h_0", ["(4, 1, 6)", "(L·D=4, H=6)"]),
    ({"x": X[:, 0], "c_0": zeros(4, 1, 6)}, "c_0", ["(4, 1, 6)", "(L·D=4, H=6)"]),
    # The two axes of x in the wrong order show in the states that go with them.
    ({"x": X, "h_0": H_0, "batch_first": True}, "h_0", ["(4, 2, 6)", "B=5"]),
    *[
        ({"x": X, "lengths": value}, "lengths", parts)
        for value, parts in (
            ([], ["empty"]),
            (np.zeros(0, int), ["empty"]),
            ([3], ["(1,)", "B = 2"]),
            ([3, 2, 1], ["(3,)", "B = 2"]),
            (5, ["()", "B = 2"]),
            ([[5, 2]], ["(1, 2)", "B = 2"]),
            ([5, 0], ["lengths[1] is 0", "from 1 to T = 5"]),
            ([-1, 5], ["lengths[0] is -1", "from 1 to T = 5"]),
            ([5, 6], ["lengths[1] is 6", "from 1 to T = 5"]),
            ([5.0, 2.0], ["5.0", "whole numbers"]),
            ([2.5, 2], ["2.5", "whole numbers"]),
            (np.array([5.0, 2.0]), ["5.", "whole numbers"]),
            ([NAN, 2], ["nan", "whole numbers"]),
            ([True, True], ["True", "whole numbers"]),
            ([2, True], ["True", "whole numbers"]),
            (["5", "2"], ["'5'", "whole numbers"]),
            ([5, None], ["None", "whole numbers"]),
            ([[5], [2, 3]], ["[2, 3]", "whole numbers"]),
            ("52", ["'52'", "whole numbers"]),
            ([2**64, 2], ["18446744073709551616"]),
            (np.array([2**64 - 1, 2], "uint64"), ["18446744073709551615", "from 1 to T = 5"]),
        )
    ],
    ({"x": X[:, 0], "lengths": [5]}, "lengths", ["no batch", "leave it out"]),
    ({"x": X[:, :0], "lengths": []}, "lengths", ["empty"]),
]


@pytest.mark.parametrize(("arguments", "name", "parts"), RUNS, ids=ids(RUNS))
def test_a_run(arguments: dict[str, Any], name: str, parts: list[str]) -> None:
    net = Network("lstm", input_size=3, hidden_size=6, num_layers=2, bidirectional=True)
    with pytest.raises(EngineError) as caught:
        net.run(**arguments)
    assert_refused(caught, name, parts)


def test_an_h_0_of_a_projected_lstm_has_the_projections_size_and_c_0_has_not() -> None:
    net = Network("lstm", input_size=3, hidden_size=6, proj_size=2)
    with pytest.raises(EngineError) as of_h:
        net.run(X, zeros(1, 2, 6), zeros(1, 2, 6))
    assert_refused(of_h, "h_0", ["(1, 2, 6)", "(L·D=1, B=2, P=2)"])
    with pytest.raises(EngineError) as of_c:
        net.run(X, zeros(1, 2, 2), zeros(1, 2, 2))
    assert_refused(of_c, "c_0", ["(1, 2, 2)", "(L·D=1, B=2, H=6)"])


@pytest.mark.parametrize("cell", ["rnn", "gru"])
def test_a_c_0_of_a_cell_without_c(cell: str) -> None:
    net = Network(cell, input_size=3, hidden_size=6, num_layers=2, bidirectional=True)
    with pytest.raises(EngineError) as caught:
        net.run(X, H_0, H_0)
    assert_refused(caught, "c_0", [f"the cell {cell!r} has no c", "leave it out"])


NET = Network("lstm", input_size=3, hidden_size=6)
TRACE = NET.run(X)
OTHERS = [
    (lambda: unrolled.backward(None), "trace is a NoneType"),  # type: ignore[arg-type]
    (lambda: unrolled.explain(None, 0, 0, 0, 0, "h", 0), "trace is a NoneType"),  # type: ignore[arg-type]
    (lambda: unrolled.misread(None, X), "net is a NoneType"),  # type: ignore[arg-type]
    (lambda: unrolled.as_code(3, "pytorch"), "net is a int"),  # type: ignore[arg-type]
    (lambda: unrolled.cross_entropy(TRACE, None, X), "head is a NoneType"),  # type: ignore[arg-type]
    (lambda: unrolled.mean_squared_error(None, None, X), "trace is a NoneType"),  # type: ignore[arg-type]
    (lambda: unrolled.save(NET, 3), "path is a int"),  # type: ignore[arg-type]
    (lambda: unrolled.save(None, "a.npz"), "net is a NoneType"),  # type: ignore[arg-type]
    (lambda: unrolled.save(NET, "a\0.npz"), "path can't be written to"),
    (lambda: NET.weights(1, 0), "layer is 1"),
    (lambda: TRACE.before(0, 1), "direction is 1"),
    (lambda: Network("lstm", 10**9, 10**9).state_dict(), "parameters, more than fit"),
    (lambda: Network("lstm", 1, 10**30).state_dict(), "parameters, more than fit"),
    (lambda: Network("lstm", 1, 10**200).state_dict(), "parameters, more than fit"),
]


@pytest.mark.parametrize(("call", "part"), OTHERS, ids=[part for _, part in OTHERS])
def test_other_calls(call: Callable[[], object], part: str) -> None:
    with pytest.raises(EngineError, match=re.escape(part)):
        call()


def test_what_a_trace_gives_away_is_not_what_it_computes_with() -> None:
    x = X.copy()
    trace = NET.run(x)
    before = unrolled.backward(trace, d_h_n=np.ones_like(trace.h_n)).params["weight_ih_l0"]
    x[:] = 9
    trace.output[:] = 9
    after = unrolled.backward(trace, d_h_n=np.ones_like(trace.h_n)).params["weight_ih_l0"]
    np.testing.assert_array_equal(before, after)
