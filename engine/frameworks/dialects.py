"""How each framework stores the weights of one layer and direction: the only place that knows.

The mathematics is the same everywhere. What differs is the order in which the gates' blocks of
``hidden_size`` rows are stacked, whether a matrix is stored for ``W @ x`` or for ``x @ W``, how
many bias vectors there are, and whether a GRU resets h before or after its product with W_hn.

The table is written in PyTorch's letters: the g of an LSTM and the n of a GRU are "c" and "h" in
Keras and ONNX. An entry names the blocks of one tensor, from its first row on: "W_ih zrn" is W_iz,
W_ir, W_in below each other; ", " puts vectors end to end and " / " makes each a row of its own.

Sources: https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html and GRU.html;
https://keras.io/api/layers/recurrent_layers/lstm/ and gru/ (reset_after);
https://onnx.ai/onnx/operators/onnx__LSTM.html, onnx__GRU.html (linear_before_reset) and
onnx__RNN.html; flax.linen's OptimizedLSTMCell, GRUCell and SimpleCell in
https://github.com/google/flax/blob/main/flax/linen/recurrent.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from .. import checks
from ..arrays import Named, NamedArrays
from ..errors import EngineError
from ..network.stack import Stack
from .blocks import Layout, pack, unpack

# What a layer may come without. Flax' cells always have their biases.
OPTIONAL = ("bias_ih", "bias_hh", "weight_hr", "weight_peephole", "bias", "B", "P")


@dataclass(frozen=True)
class Dialect:
    """One framework's habits.

    Attributes:
        title: its name as people write it.
        transposed: whether a matrix is stored as (inputs, G·H), for ``x @ W``.
        reset_after: the forms of the GRU that it has, its default first. True: n reads
            r * (W_hn h + b_hn); False: n reads W_hn (r * h) + b_hn.
        lacks: what its recurrent layers have no way to say, by ``Network``'s argument names.
        stored: for each cell, the tensors of one layer and direction: name -> blocks.
    """

    title: str
    transposed: bool
    reset_after: tuple[bool, ...]
    lacks: tuple[str, ...]
    stored: Mapping[str, Mapping[str, str]]

    @cached_property
    def layouts(self) -> Mapping[str, Mapping[str, Layout]]:
        """``stored``, read: how each tensor is laid out."""
        return {
            form: {
                name: Layout.parse(text, self.transposed, name in OPTIONAL)
                for name, text in tensors.items()
            }
            for form, tensors in self.stored.items()
        }

    def order(self, cell: str, kind: str = "W_ih") -> str:
        """A cell's gates in the order of their blocks of a kind, such as "W_ih" or "peephole"."""
        blocks = [block for layout in self.layouts[cell].values() for block in layout.blocks]
        return "".join(gate for each, gate in blocks if each == kind)


def _pytorch(gates: str) -> dict[str, str]:
    return {
        "weight_ih": f"W_ih {gates}",
        "weight_hh": f"W_hh {gates}",
        "bias_ih": f"b_ih {gates}",
        "bias_hh": f"b_hh {gates}",
    }


def _keras(gates: str, bias: str) -> dict[str, str]:
    return {"kernel": f"W_ih {gates}", "recurrent_kernel": f"W_hh {gates}", "bias": bias}


def _onnx(gates: str) -> dict[str, str]:
    return {"W": f"W_ih {gates}", "R": f"W_hh {gates}", "B": f"b_ih {gates}, b_hh {gates}"}


def _flax(gates: str, biases: Mapping[str, str]) -> dict[str, str]:
    # A Dense layer for each gate and side: ii, if, ... read x, and hi, hf, ... read h.
    kernels = {f"{side}{gate}/kernel": f"W_{side}h {gate}" for side in "ih" for gate in gates}
    return kernels | {
        f"{side}{gate}/bias": f"b_{side}h {gate}" for side in biases for gate in biases[side]
    }


DIALECTS = {
    "pytorch": Dialect(
        title="PyTorch",
        transposed=False,
        reset_after=(True,),
        lacks=("reset_after=False", "peepholes", "hard_sigmoid"),
        stored={
            "rnn": _pytorch("h"),
            "lstm": _pytorch("ifgo")
            | {
                "weight_hr": "W_hr h",
                # torch.nn.LSTM has no peepholes; this is what the engine calls them.
                "weight_peephole": "peephole i / peephole f / peephole o",
            },
            "gru": _pytorch("rzn"),
        },
    ),
    "keras": Dialect(
        title="Keras",
        transposed=True,
        reset_after=(True, False),
        lacks=("proj_size", "peepholes"),
        stored={
            "rnn": _keras("h", bias="b_ih h"),
            "lstm": _keras("ifgo", bias="b_ih ifgo"),
            "gru": _keras("zrn", bias="b_ih zrn / b_hh zrn"),
            "gru, reset before": _keras("zrn", bias="b_ih zrn"),
        },
    ),
    "onnx": Dialect(
        title="ONNX",
        transposed=False,
        reset_after=(False, True),
        lacks=("proj_size",),
        stored={
            "rnn": _onnx("h"),
            "lstm": _onnx("iofg") | {"P": "peephole i, peephole o, peephole f"},
            "gru": _onnx("zrn"),
            "gru, reset before": _onnx("zrn"),
        },
    ),
    "jax": Dialect(
        title="JAX (Flax)",
        transposed=True,
        reset_after=(True,),
        lacks=("reset_after=False", "proj_size", "peepholes"),
        stored={
            "rnn": {"i/kernel": "W_ih h", "i/bias": "b_ih h", "h/kernel": "W_hh h"},
            "lstm": _flax("ifgo", biases={"h": "ifgo"}),
            "gru": _flax("rzn", biases={"i": "rzn", "h": "n"}),
        },
    ),
}


def to_pytorch(
    dialect: str, cell: str, stored: NamedArrays, *, reset_after: bool = True, where: str = ""
) -> Named:
    """A framework's tensors of one layer and direction under PyTorch's names, order and shapes.

    Args:
        dialect: "pytorch", "keras", "onnx" or "jax".
        cell: "rnn", "lstm" or "gru".
        stored: its tensors by its own names, all of one type. Keras: kernel (I, G·H),
            recurrent_kernel (H, G·H), bias (G·H,), or (2, 3H) for a GRU with ``reset_after``.
            ONNX, one direction: W (G·H, I), R (G·H, H), B (2G·H,), P (3H,). Flax: "ii/kernel"
            (I, H), "hi/kernel" (H, H), "hi/bias" (H,) and so on. Biases and P may be missing.
        reset_after: of a GRU: whether n reads r * (W_hn h + b_hn) or W_hn (r * h) + b_hn.
        where: what stands in front of a tensor's name in a message, such as its path in a file.

    Returns:
        New arrays: weight_ih (G·H, I), weight_hh (G·H, H), and where there is a bias, bias_ih and
        bias_hh (G·H,); with peepholes, weight_peephole (3, H), rows i f o.

    Raises:
        EngineError: a tensor is missing or left over or has the wrong shape, or the framework has
            no such cell.
    """
    blocks = unpack(layouts(dialect, cell, reset_after), stored, _owner(dialect, cell), where)
    return pack(layouts("pytorch", cell), blocks, _owner("pytorch", cell))


def from_pytorch(
    dialect: str, cell: str, weights: NamedArrays, *, reset_after: bool = True
) -> Named:
    """The reverse of ``to_pytorch``: what a framework has to be given.

    Args:
        dialect: "pytorch", "keras", "onnx" or "jax".
        cell: "rnn", "lstm" or "gru".
        weights: weight_ih, weight_hh and, where there are, bias_ih, bias_hh, weight_peephole.
        reset_after: of a GRU, as in ``to_pytorch``.

    Returns:
        New arrays under the framework's names and in its shapes. Where it has a single bias vector
        it is the sum of both; where it can't do without one, it is zero.

    Raises:
        EngineError: a tensor doesn't fit, or the framework has no place for it (a projection, or
            peepholes in Keras) or no GRU of that form.
    """
    blocks = unpack(layouts("pytorch", cell), weights, _owner("pytorch", cell), "")
    return pack(layouts(dialect, cell, reset_after), blocks, _owner(dialect, cell))


def lacking(dialect: str, net: Stack) -> tuple[str, ...]:
    """What a network has and a framework's layers have no way to say, by name."""
    has = {
        "proj_size": bool(net.proj_size),
        "peepholes": net.peepholes,
        "hard_sigmoid": net.hard_sigmoid is not None,
        "reset_after=False": not net.reset_after,
    }
    return tuple(name for name in DIALECTS[dialect].lacks if has[name])


def layouts(dialect: str, cell: str, reset_after: bool = True) -> Mapping[str, Layout]:
    """How a framework lays out each tensor of a layer and direction, by its own names."""
    checks.choice("dialect", dialect, tuple(DIALECTS))
    checks.choice("cell", cell, ("rnn", "lstm", "gru"))
    spoken = DIALECTS[dialect]
    if cell == "gru" and reset_after not in spoken.reset_after:
        raise EngineError(
            f"reset_after is {reset_after}; the GRU of {spoken.title} has no other form than "
            f"reset_after={spoken.reset_after[0]}.",
            "reset_after",
        )
    form = "gru, reset before" if cell == "gru" and not reset_after else cell
    return spoken.layouts[form]


def _owner(dialect: str, cell: str) -> str:
    return f"the {cell} of {DIALECTS[dialect].title}"
