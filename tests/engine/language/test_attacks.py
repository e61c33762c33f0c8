"""Nothing that can be typed is executed, crashes, or takes more than its share."""

import builtins
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unrolled
from tests.engine.verdict.asking import trace_of
from unrolled import AskError, Network
from unrolled.engine.language.functions.keras import LAYER_FUNCTIONS, LAYERS, ops_of
from unrolled.engine.language.functions.numpy import NEURAL
from unrolled.engine.language.functions.numpy import functions_of as numpys_of
from unrolled.engine.language.functions.pytorch import METHODS, functions_of
from unrolled.engine.language.functions.tensorflow import functions_of as tensorflows_of
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


PIECES = (
    "output h_n c_n x y lengths T B L D H P h( c( self.fc( self.lstm( torch.cat( torch.stack( "
    "F.softmax( einops.rearrange( np.flip( torch.where( torch.arange( torch.allclose( .view( "
    ".reshape( .permute( .transpose( .sum( .mean( .max( .chunk( .expand( .gather( .flip( [ ] ( ) "
    ", : ... None True -1 0 1 2 2.5 1e9 float('nan') == != < + - * / ** @ and or not if else "
    "is in lambda for = ; . 'a·b·c·->·c·(b·a)' dim= dim=-1 keepdim=True * ** _ __class__ .T "
    ".shape .values .__dict__ return def·forward(self,·x): pass"
)
WORDS = [*(word.replace("·", " ") for word in PIECES.split()), "\n", "\n    ", " "]
MODULES: dict[str, Callable[[Tensors], Any]] = {
    "torch": functions_of,
    "np": numpys_of,
    "keras.ops": ops_of,
    "tf": tensorflows_of,
    "layers": lambda _: LAYER_FUNCTIONS,
    "jax.nn": lambda _: NEURAL,
}
CALLED = [
    *(f"{m}.{name}" for m, of in MODULES.items() for name in sorted(of(Tensors.of(TRACE, None)))),
    *(f"layers.{name}()" for name in LAYERS),
    *("self.fc", "self.norm", "self.relu", "self.lstm", "self.lstm_cell", "self.init_hidden"),
]
EXPRESSION = st.recursive(
    st.sampled_from(
        [
            *("output", "h_n", "x", "lengths", "T", "-1", "0", "2", "None", "1.5", "(1, 2)"),
            *("self.norm(x)", "self.norm(output)", "output.numpy()", "self.lstm(x)"),
        ]
    ),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: f"{p[0]}[{p[1]}]"),
        st.tuples(inner, inner).map(lambda p: f"{p[0]}[{p[1]}:]"),
        st.tuples(
            inner,
            st.sampled_from(["+", "-", "*", "/", "//", "%", "**", "@", "==", "<", "and", "or"]),
            inner,
        ).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(inner, st.sampled_from(sorted(METHODS)), st.lists(inner, max_size=3)).map(
            lambda p: f"{p[0]}.{p[1]}({', '.join(p[2])})"
        ),
        st.tuples(st.sampled_from(CALLED), st.lists(inner, max_size=3)).map(
            lambda p: f"{p[0]}({', '.join(p[1])})"
        ),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
    ),
    max_leaves=8,
)


def answered_or_refused(text: str, names: str = "pytorch") -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            said = str(unrolled.ask(TRACE, text, names=names))
        except AskError as error:
            said = str(error)
    assert said


@given(st.lists(st.sampled_from(WORDS), max_size=14).map("".join) | st.text(max_size=40))
def test_any_text_is_answered_or_refused(text: str) -> None:
    answered_or_refused(text)


@given(EXPRESSION)
def test_any_expression_is_answered_or_refused(text: str) -> None:
    answered_or_refused(text)


@given(EXPRESSION)
def test_it_is_so_under_another_frameworks_names(text: str) -> None:
    answered_or_refused(text.replace("output", "outputs").replace("h_n", "forward_h"), "keras")


CLASS = """class A(nn.Module):
    def __init__(self, n, m=3):
        LINE
    def forward(self, x):
        return self.z(x)
"""


@pytest.mark.parametrize(
    "line",
    [
        "self.z = nn.Linear(*n)",
        "self.z = nn.Linear(**n)",
        "self.z = nn.LSTM()",
        "self.z = nn.LSTM(m ** m ** m)",
        "self.z = nn.LSTM(m * 2**40 * m)",
        "self.z = nn.Softmax(dim='a')",
        "self.z = nn.Softmax(99)",
        "self.z = nn.Flatten()",
        "self.z: nn.Linear",
        "self.z += 1",
        "self.z = self.z = nn.GRU(3, 4)",
        "self.z, self.y = nn.ReLU(), nn.Tanh()",
        "for i in n:\n            self.z = nn.ReLU()",
        "self.z = lambda: 1",
        "self.z = 3",
        "return self.z",
        "eval('1')",
    ],
)
def test_any_class_is_answered_or_refused(line: str) -> None:
    answered_or_refused(CLASS.replace("LINE", line))


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
