"""Tensors as blocks: cut into one block a gate, and put together in another order."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from .. import checks
from ..arrays import Array, Named, NamedArrays
from ..errors import EngineError

Blocks = dict[tuple[str, str], Array]
"""By kind and gate: ("W_ih", "z") -> (H, I), ("b_ih", "z") and ("peephole", "i") -> (H,)."""

BIASES = ("b_ih", "b_hh")


@dataclass(frozen=True)
class Layout:
    """How one stored tensor is made of blocks.

    Attributes:
        blocks: kind and gate of each, from the first row on.
        rows: of a tensor of vectors: how many rows they are laid out in, 1 being a plain vector.
        transposed: of a matrix: whether it is stored for ``x @ W``.
        optional: whether a layer may come without it.
    """

    blocks: tuple[tuple[str, str], ...]
    rows: int
    transposed: bool
    optional: bool

    @classmethod
    def parse(cls, text: str, transposed: bool, optional: bool) -> "Layout":
        """Read an entry of the dialects' table, such as "W_ih zrn" or "b_ih zrn / b_hh zrn"."""
        rows = text.split(" / ")
        parts = [part.split() for row in rows for part in row.split(", ")]
        blocks = tuple((kind, gate) for kind, gates in parts for gate in gates)
        return cls(blocks, len(rows), transposed and parts[0][0].startswith("W"), optional)

    @property
    def kind(self) -> str:
        """What its first block is."""
        return self.blocks[0][0]

    @property
    def is_matrix(self) -> bool:
        """Whether its blocks are matrices."""
        return self.kind.startswith("W")

    def shape(self, inputs: int, H: int, P: int) -> tuple[int, ...]:
        """The shape it has to have, for H units and h of size P."""
        if self.kind == "W_hr":
            return (P, H)
        count = len(self.blocks)
        if not self.is_matrix:
            return (count * H,) if self.rows == 1 else (self.rows, count // self.rows * H)
        upright = (count * H, inputs if self.kind == "W_ih" else P)
        return upright[::-1] if self.transposed else upright

    def split(self, value: Array) -> Blocks:
        """The blocks of a tensor of the right shape, views of it."""
        upright = value.T if self.transposed else value
        if not self.is_matrix:
            upright = upright.reshape(-1)
        return dict(zip(self.blocks, np.split(upright, len(self.blocks)), strict=True))

    def join(self, blocks: Mapping[tuple[str, str], Array]) -> Array:
        """A new tensor out of blocks."""
        upright = np.concatenate([blocks[block] for block in self.blocks])
        if self.rows > 1:
            upright = upright.reshape(self.rows, -1)
        return np.ascontiguousarray(upright.T if self.transposed else upright)


def unpack(known: Mapping[str, Layout], stored: NamedArrays, owner: str, where: str) -> Blocks:
    """Cut a layer's tensors into blocks.

    Args:
        known: how each is laid out, by its name.
        stored: the tensors by the same names.
        owner: whose they are, for messages.
        where: what stands in front of a name in a message.

    Returns:
        The blocks, views of the tensors.

    Raises:
        EngineError: a tensor is missing, left over or of another shape.
    """
    for name, value in stored.items():
        checks.ndarray(f"{where}{name}", value)
        if name not in known:
            names = ", ".join(known)
            raise EngineError(f"{where}{name} is left over: {owner} has {names}.", name)
    for name, layout in known.items():
        if name not in stored and not layout.optional:
            got = ", ".join(stored) or "nothing"
            raise EngineError(f"{where}{name} is missing; got {got}.", name)
    widths: dict[str, int] = {}
    for name, value in stored.items():
        if known[name].is_matrix:
            if value.ndim != 2:
                raise EngineError(
                    f"{where}{name} has shape {value.shape}; expected two axes.", name
                )
            widths[known[name].kind] = value.shape[0 if known[name].transposed else 1]
    P = widths["W_hh"]
    H = widths.get("W_hr", P)
    blocks: Blocks = {}
    for name, value in stored.items():
        shape = known[name].shape(widths["W_ih"], H, P)
        if value.shape != shape:
            raise EngineError(
                f"{where}{name} has shape {value.shape}; {owner} with "
                f"input_size={widths['W_ih']}, hidden_size={H} stores {shape}.",
                name,
            )
        blocks |= known[name].split(value)
    return blocks


def pack(known: Mapping[str, Layout], blocks: Blocks, owner: str) -> Named:
    """Put a layer's tensors together out of blocks.

    Args:
        known: how each is laid out, by its name.
        blocks: the blocks; each gate's biases may be two or one, or there are none at all.
        owner: whose the tensors are to be, for messages.

    Returns:
        New tensors. Where there is only one place for a gate's biases it is their sum, and zero
        where a bias is wanted that there isn't.

    Raises:
        EngineError: there is no place for a projection or for peepholes.
    """
    places = {block for layout in known.values() for block in layout.blocks}
    for kind, what in (("W_hr", "projection (weight_hr)"), ("peephole", "peepholes")):
        if any(block[0] == kind and block not in places for block in blocks):
            raise EngineError(f"{owner} has no {what}.", kind)
    given = any(kind in BIASES for kind, _ in blocks)
    always = any(layout.kind in BIASES and not layout.optional for layout in known.values())
    if given or always:
        blocks = _with_biases(blocks, places)
    return {
        name: layout.join(blocks)
        for name, layout in known.items()
        if all(block in blocks for block in layout.blocks)
    }


def _with_biases(blocks: Blocks, places: Collection[tuple[str, str]]) -> Blocks:
    """The same with each gate's biases where there is place for them: two, or their sum."""
    moved = {block: value for block, value in blocks.items() if block[0] not in BIASES}
    for gate, matrix in [(gate, value) for (kind, gate), value in blocks.items() if kind == "W_ih"]:
        b_ih, b_hh = (
            blocks.get((kind, gate), np.zeros(len(matrix), matrix.dtype)) for kind in BIASES
        )
        for kind, other, bias in (("b_ih", "b_hh", b_ih), ("b_hh", "b_ih", b_hh)):
            if (kind, gate) in places:
                alone = (other, gate) not in places
                moved[kind, gate] = b_ih + b_hh if alone else bias
    return moved
