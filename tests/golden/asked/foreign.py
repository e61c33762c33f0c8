"""Expressions in other frameworks' words, generated: what numpy, JAX, Keras and TensorFlow are asked.

``A`` stands for what holds every step, ``outputs`` of Keras and JAX or ONNX' ``Y``; ``S`` for the
last states of the top layer, or what holds them.
"""

from dataclasses import dataclass
from itertools import product

from tests.golden.asked.of_one import JAX, KERAS, KERAS_MOVED, TENSORFLOW, TENSORFLOW_MOVED

_every = {"keras": "outputs", "jax": "outputs", "onnx": "Y", "tensorflow": "outputs"}
_last = {"keras": "output", "jax": "outputs[:, 0]", "onnx": "Y_h", "tensorflow": "output"}
_modules = {"keras": ("np", "keras.ops"), "jax": ("np", "jnp"), "onnx": ("np",), "tensorflow": ()}


@dataclass(frozen=True)
class Foreign:
    """What is asked of another framework.

    Attributes:
        text: an expression.
        words: whose words it uses, "keras", "jax", "onnx" or "tensorflow".
        moves: whether every element is one that was there before.
        read: an expression that reads the same, and shows it where one state is NaN.
    """

    text: str
    words: str
    moves: bool
    read: str

    @property
    def names(self) -> str:
        """The framework whose names the tensors have."""
        return "keras" if self.words == "tensorflow" else self.words

    @property
    def key(self) -> str:
        """Its name in a file, without spaces."""
        return f"{self.words}:{self.text}".replace(" ", "␣").replace("\n", "⏎").replace("/", "÷")


_axes = ("", ", axis=0", ", axis=-1", ", axis=1, keepdims=True")
_reductions = ("sum", "mean", "max", "min", "prod", "std", "var")

_moved = """
{m}.transpose(A)
{m}.transpose(S)
{m}.swapaxes(A, 0, 1)
{m}.moveaxis(A, 0, 1)
{m}.moveaxis(A, [0, 1], [1, 0])
{m}.reshape(A, (-1,))
{m}.reshape(S, (-1, B))
{m}.squeeze(S)
{m}.squeeze(A[:1])
{m}.squeeze(A[:1], axis=0)
{m}.expand_dims(A, 1)
{m}.expand_dims(A, axis=-1)
{m}.concatenate([A, A])
{m}.concatenate((A, A), axis=-1)
{m}.concatenate([A, A], 1)
{m}.stack([A, A])
{m}.stack([A, A], axis=-1)
{m}.hstack((S, S))
{m}.vstack((S, S))
{m}.split(A, [2], axis=1)
{m}.split(A, [1, 1], axis=0)
{m}.split(A, 1)
{m}.split(A, 5, axis=0)
{m}.flip(A)
{m}.flip(A, axis=1)
{m}.flip(A, (0, 1))
{m}.roll(A, 1)
{m}.roll(A, 1, axis=0)
{m}.roll(A, shift=-1, axis=-1)
{m}.repeat(A, 2)
{m}.repeat(A, 2, axis=1)
{m}.tile(S, 2)
{m}.tile(A, (2, 1, 1))
{m}.take(A, np.array([0, 2]))
{m}.take(A, np.array([0, -1]), axis=1)
{m}.take(A, np.array([[0, 1], [1, 0]]), axis=0)
{m}.zeros_like(A)
{m}.broadcast_to(A[0], A.shape)
{m}.take_along_axis(A, np.array([[[0], [1]]]), axis=-1)
"""

_methods = """
A.transpose()
A.transpose(None)
A.transpose(1, 0)
A.T
A.swapaxes(0, 1)
A.reshape(-1)
A.reshape((-1, B))
A.reshape(B, -1)
S.reshape(B, -1)
S.reshape(-1)
A.flatten()
A.ravel()
A.squeeze()
A[:1].squeeze(0)
A.squeeze(1)
A.repeat(2)
A.repeat(2, axis=0)
A.take(3)
A.take(np.array([0, 1]), axis=1)
np.squeeze(A, axis=1)
A.copy()
A.size
A.ndim
A.shape
A.shape[1]
len(A)
A[::-1]
A[:, ::-1]
A[..., ::-2]
A[-1]
A[:, -1]
A[0, :, [0, 1]]
A[0, :, 1]
A[:, 0, [0, 1]]
A[[0, 1], :, 0]
A[[0, 1], 0]
A[[0, 1], [1, 0]]
A[..., [0, 1]]
A[None, 0]
A[np.arange(A.shape[0]) > 0]
A[np.array([[0, 1], [1, 0]])]
A.max(dim=0)
A.sum(keepdim=True)
A.size(0)
A.nothing
A.transpose(0, 9)
np.softmax(A)
np.cat([A, A])
np.sum(A, dim=0)
np.concatenate([A, A[0]])
np.concatenate([A, A], axis=9)
np.concatenate([S, S], axis=None)
np.stack([A, A[0]])
np.take(A, 10000)
np.reshape(A, (7, -1))
np.expand_dims(A, 9)
np.flip(A, 9)
"""

_mixed = """
{m}.cumsum(A)
{m}.cumsum(A, axis=1)
{m}.abs(A)
{m}.tanh(A)
{m}.exp(A)
{m}.square(A)
{m}.maximum(A, 0)
{m}.minimum(A[0], A[-1])
{m}.matmul(A, {m}.swapaxes(A, -1, -2))
{m}.dot(S, {m}.swapaxes(S, -1, -2)[0])
{m}.dot(A, S[0])
{m}.add(A, A)
{m}.multiply(A, 2)
{m}.divide(A, 2.0)
{m}.sum(A, axis=(0, 1))
{m}.max(A, axis=(-1, 0))
{m}.std(A, (0, 1))
"""

_mixed_methods = """
A.mean((0, 1))
A.max(-1)
A.min()
A.cumsum()
A.cumsum(1)
A.dot(S[0].T)
A.clip(-0.1, 0.1)
A + A[0]
A @ A.swapaxes(-1, -2)
A / 2
-A
A.std(axis=0, ddof=1)
A.var(ddof=1)
np.clip(A, -0.1, 0.1)
"""

_reads = {
    "tf.argmax(A)": "tf.reduce_max(A, axis=0)",
    "tf.argmax(A, axis=-1)": "tf.reduce_max(A, axis=-1)",
    "A.argmax()": "A.max()",
    "A.argmax(1)": "A.max(1)",
    "A.argmin(axis=-1)": "A.min(axis=-1)",
}
"""A place shows no NaN."""

_own_moved = {"keras": KERAS_MOVED, "jax": "", "onnx": "", "tensorflow": TENSORFLOW_MOVED}
_own_mixed = {"keras": KERAS, "jax": JAX, "onnx": "", "tensorflow": TENSORFLOW}


def _written(words: str, texts: list[str], moves: bool) -> list[Foreign]:
    return [
        Foreign(
            _named(words, text),
            words,
            moves and text not in _reads,
            _named(words, _reads.get(text, text)),
        )
        for text in dict.fromkeys(texts)
        if text
    ]


def _named(words: str, text: str) -> str:
    """With the framework's names for A and S, where these stand alone."""
    found = []
    for at, letter in enumerate(text):
        around = text[at - 1 : at] + text[at + 1 : at + 2]
        is_alone = not any(each.isalnum() or each in '"_' for each in around)
        names = {"A": _every, "S": _last}.get(letter) if is_alone else None
        found.append(names[words] if names else letter)
    return "".join(found)


def _of(words: str) -> list[Foreign]:
    modules = _modules[words]
    moved = [each.format(m=m) for m, each in product(modules, _moved.split("\n"))] + _own_moved[
        words
    ].split("\n")
    mixed = [each.format(m=m) for m, each in product(modules, _mixed.split("\n"))]
    mixed += [
        f"{m}.{name}(A{axis})" for m, name, axis in product(modules, _reductions, _axes)
    ] + _own_mixed[words].split("\n")
    if modules:
        arguments = ("", "axis=1", "0", "axis=(0, 1), keepdims=True")
        moved += _methods.split("\n")
        if words == "jax":  # numpy hands on an argument that JAX refuses
            moved = [each for each in moved if not each.startswith("np.take(")]
        mixed += [f"A.{name}({each})" for name, each in product(_reductions, arguments)]
        mixed += [*_mixed_methods.split("\n"), "A.argmax()", "A.argmax(1)", "A.argmin(axis=-1)"]
    return [*_written(words, moved, moves=True), *_written(words, mixed, moves=False)]


FOREIGN = [each for words in ("keras", "jax", "onnx") for each in _of(words)]
OF_TENSORFLOW = _of("tensorflow")
