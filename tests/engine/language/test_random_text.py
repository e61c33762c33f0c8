"""Whatever is typed, at random out of the language, is answered or refused in a sentence."""

import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import unrolled
from tests.engine.verdict.asking import trace_of
from unrolled import AskError
from unrolled.engine.language.functions.keras import LAYER_FUNCTIONS, LAYERS, ops_of
from unrolled.engine.language.functions.numpy import NEURAL
from unrolled.engine.language.functions.numpy import functions_of as numpys_of
from unrolled.engine.language.functions.pytorch import METHODS, functions_of
from unrolled.engine.language.functions.tensorflow import functions_of as tensorflows_of
from unrolled.engine.language.tensors import Tensors

TRACE = trace_of(B=2, T=3, L=1)

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
