"""Nothing that can be typed is executed, crashes, or takes more than its share."""

import builtins
from typing import Any

import numpy as np
import pytest

import unrolled
from tests.engine.verdict.asking import trace_of
from unrolled import AskError, Network
from unrolled.engine.language.functions.pytorch import METHODS, functions_of
from unrolled.engine.language.tensors import Tensors
from unrolled.engine.sources.tracked import Tracked

TRACE = trace_of(B=2, T=3, L=1)

ATTACKS = [
    "().__class__.__bases__[0].__subclasses__()",
    "range(10**9)",
    "range(0, 5, 0)",
    "range(2**63)",
    "max(lengths, key=len)",
    "sum('a')",
    "torch.einsum('àbc->b', output)",
    "torch.einsum('abc->abc->a', output)",
    "torch.einsum('abc,def,ghi->abcdefghi', *[output.repeat(9, 9, 1)] * 3)",
    "output.view_as(5)",
    "output.repeat_interleave(2**62, 0)",
    "output.repeat(9999, 1, 1).cumsum(0)",
    "output.__class__",
    "output.value",
    "output.ids",
    "output.sets.places",
    "output.shape.__len__()",
    "x.__reduce__()",
    "'{0.__class__}'.format(x)",
    "'%s' % x",
    "f'{x}'",
    "f'{x.__class__!r:>{T}}'",
    "__import__('os').system('true')",
    "eval('1')",
    "exec('1')",
    "open('/etc/passwd')",
    "getattr(x, 'value')",
    "globals()",
    "vars(x)",
    "type(x)",
    "print",
    "torch.load('x')",
    "torch.save(x, 'x')",
    "torch.ops",
    "torch.__dict__",
    "torch.utils.data",
    "np.load('x')",
    "np.fromfile('x')",
    "np.lib.stride_tricks",
    "numpy.ctypeslib",
    "einops.einops",
    "torch.nn.Linear(3, 4)",
    "nn.utils.rnn.pack_sequence([x])",
    "self.__class__",
    "self.lstm.__call__(x)",
    "self",
    "torch",
    "lambda: 1",
    "(lambda a: a)(x)",
    "[a for a in x]",
    "[0 for a in range(10**9)]",
    "{1: 2}",
    "{1, 2}",
    "(a for a in x)",
    "(a := x)",
    "x if (y := 1) else x",
    "yield x",
    "await x",
    "import os\nos",
    "from os import system",
    "for i in range(3):\n    x",
    "while True:\n    pass",
    "with x as a:\n    a",
    "del x",
    "global x",
    "class A:\n    x = 1",
    "try:\n    x\nexcept Exception:\n    x",
    "x[0] = 1",
    "x.shape = 3",
    "x, *y = output\ny\nlambda: y",
    "10**10**10",
    "2**63",
    "9" * 30,
    "(2**62) * 4",
    "2.0 ** 10000",
    "1 / 0",
    "1 % 0",
    "(-1) ** 0.5",
    "[0] * 10**9",
    "'a' * 10**9",
    "(0,) * 10**9",
    "1 << 10**9",
    "torch.zeros(10**9)",
    "torch.zeros(10**5, 10**5)",
    "torch.zeros(2**62, 4)",
    "torch.ones(-1)",
    "torch.arange(10**12)",
    "torch.arange(0, 1, 1e-30)",
    "torch.arange(0, float('inf'))",
    "torch.arange(float('nan'))",
    "torch.allclose(x, x, float('nan'))",
    "torch.allclose(x, x, atol=-1)",
    "output.expand(10**9, 10**9, 3, 2, 8)",
    "output.repeat(10**6, 10**6, 1)",
    "output[[0] * 10**8]",
    "int(float('inf'))",
    "int(1e300)",
    "output[2**62]",
    "output[:, None, None, None].view(-1, 2**40)",
    "output.reshape(-1, 0)",
    "output.unflatten(0, (2**33, -1))",
    "einops.rearrange(output, 'a b c -> ' + 'a ' * 100)",
    "einops.rearrange(output, 'a b c -> (a b c) __class__')",
    "einops.rearrange(output, 'a b (c d) -> a b c d', c=0)",
    "einops.rearrange(output, 'a b (c d) -> a b c d', c=-2)",
    "einops.rearrange(output, 'a b c -> a b c', **{'a': 1})",
    "torch.cat(*[(x,)] * 10**7)",
    "(" * 1500 + "x" + ")" * 1500,
    "-" * 3000 + "1",
    "x" + "[0]" * 1000,
    "x" + ".T" * 1500,
    "x" + " + x" * 900,
    "not " * 1000 + "x",
    "x\0",
    "\ud800",
    "x" * 5000,
    "",
    "   \n\n",
    "# a comment",
    "'only text'",
    "ｏｕｔｐｕｔ.＿＿class＿＿",
    "x.__ｃlass__",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_an_attack_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(AskError) as caught:
        unrolled.ask(TRACE, text)
    message = str(caught.value)
    assert message
    assert "\n" not in message
    assert len(message) < 500


def test_axes_may_be_called_as_python_words() -> None:
    text = "einops.rearrange(output, 'for if class -> if for class') == output.transpose(0, 1)"
    assert unrolled.ask(TRACE, text).value.all()


def test_the_white_lists_hold_no_name_of_pythons_own() -> None:
    names = {*METHODS, *functions_of(Tensors.of(TRACE, None))}
    assert not any(name.startswith("_") for name in names)
    dangerous = {"eval", "exec", "compile", "open", "getattr", "setattr", "vars", "__import__"}
    assert names.isdisjoint(dangerous & set(dir(builtins)))


def test_what_is_assigned_changes_nothing_for_the_next() -> None:
    unrolled.ask(TRACE, "output = x\nT = 3\ntorch = 1\nself = 2\nh_n = output\nh_n")
    answer = unrolled.ask(TRACE, "output[-1]")
    assert answer.value.shape == (2, 8)


def test_the_trace_cannot_be_written_to() -> None:
    before = {name: a.copy() for name, a in TRACE.records[0, 0].items()}
    for text in ("output += 1\noutput", "a = h(0, 0)\na *= 0\na", "x -= x\nx"):
        unrolled.ask(TRACE, text)
    assert all(np.array_equal(a, before[name]) for name, a in TRACE.records[0, 0].items())


def test_a_tensor_of_python_objects_never_comes_about() -> None:
    for text in (
        "torch.tensor(['a'])",
        "torch.tensor([None])",
        "torch.tensor(x)",
        "np.array([[1], 2])",
    ):
        try:
            value: Any = unrolled.ask(TRACE, text).value
        except AskError:
            continue
        assert value.dtype != object


def test_a_tracked_array_is_no_answer() -> None:
    value = unrolled.ask(
        Network("rnn", 2, 3).run(np.ones((2, 1, 2), "float32")), "output, h_n"
    ).value
    assert not any(isinstance(each, Tracked) for each in value)
