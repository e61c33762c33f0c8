"""The engine beside what PyTorch gives for an expression, leaf by leaf."""

from collections.abc import Iterator
from typing import Any

import numpy as np

import unrolled
from tests.golden.ask_cases import Codes, O, Setting, code, head_of, numbers_of
from tests.golden.store import AnyArray
from unrolled.engine.errors import EngineError
from unrolled.engine.language.evaluate import Evaluator
from unrolled.engine.language.tensors import Tensors
from unrolled.engine.language.text.parse import parse
from unrolled.engine.network.head import Head
from unrolled.engine.sources.places import Ids
from unrolled.engine.sources.tracked import Tracked

Leaf = tuple[AnyArray, Codes | None]


class Asked:
    """One network's trace, of which expressions are asked."""

    def __init__(self, setting: Setting) -> None:
        """Run it, and count its places in the numbers of the cases."""
        case, numbers = setting.case, numbers_of(setting)
        weights = {
            f"{name}{'_reverse' * setting.reverse}": w for name, w in numbers.weights.items()
        }
        net = unrolled.Network.from_state_dict(case.cell, weights, case.nonlinearity)
        self.trace = net.run(numbers.x, lengths=case.lengths, batch_first=case.batch_first)
        self.head = Head(*head_of(setting), "linear")
        places = self.trace.places(O)
        found = [places.source(id) for id in range(places.count)]
        fields = [(s.state, s.layer, s.direction, s.t or 0, s.b, s.unit) for s in found]
        self._codes = np.array([0, *(code(*of[:3], *map(np.array, of[3:])) for of in fields)])
        is_padding = np.array([False, *(of[0] == "padding" for of in fields)])
        self._without_padding = np.where(is_padding, 0, self._codes)
        self.bound = 1e-12 if net.dtype == "float64" else 1e-5

    def states(self) -> dict[str, AnyArray]:
        """Every state at every step, by its name in the cases, "h 0 1"."""
        return {
            f"{name} {layer} {d}": self.trace.as_given(record[name])
            for (layer, d), record in self.trace.records.items()
            for name in self.trace.network.kind.states
        }

    def codes_of(self, ids: Ids) -> Codes:
        """The numbers of places, 0 of what is none."""
        return self._codes[ids + 1]

    def answer(self, text: str, names: str = "pytorch") -> list[Leaf]:
        """The tensors and numbers that an expression gives; raises what ``unrolled.ask`` does."""
        value = Evaluator(Tensors.of(self.trace, self.head, names), parse(text)).run()
        # PyTorch's padding comes from nowhere; here it is told apart from other constants.
        codes = self._without_padding if "pad_packed" in text else self._codes
        return [_leaf(each, codes) for each in _leaves(value)]


def _leaf(value: Any, codes: Codes) -> Leaf:
    if not isinstance(value, Tracked):
        return np.asarray(value), None
    members = value.sets.members(value.ids)
    return value.value, np.sort(codes[members + 1], axis=-1)  # NOWHERE + 1 is 0


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple | list):
        for each in value:
            yield from _leaves(each)
    else:
        yield value


def difference(got: list[Leaf], expected: list[Leaf], bound: float) -> str:
    """The first thing in which two answers differ, in words; empty where they agree.

    Values agree to a bound; all else exactly. A single truth or number that PyTorch gives as one
    of Python's has sources here all the same.
    """
    if len(got) != len(expected):
        return f"{len(got)} values, expected {len(expected)}"
    for (value, read), (wanted, wanted_read) in zip(got, expected, strict=True):
        if value.shape != wanted.shape:
            return f"shape {value.shape}, expected {wanted.shape}"
        if value.dtype != wanted.dtype:
            return f"{value.dtype}, expected {wanted.dtype}"
        if (wanted_read is None and value.ndim) or (read is None and wanted_read is not None):
            return f"{'a number' if read is None else 'a tensor'}, expected the other"
        if not np.allclose(value, wanted, 0, bound, equal_nan=True):
            return f"value {value.ravel()[:4]}, expected {wanted.ravel()[:4]}"
        if read is not None and wanted_read is not None and not _same(read, wanted_read):
            return f"sources {_some(read, wanted_read)}"
    return ""


def disagreement(asked: Asked, text: str, names: str, expected: list[Leaf] | None) -> str:
    """What is wrong with an answer, or a refusal; empty where nothing is.

    None is expected where the framework refuses. A type may be another of its kind, as JAX counts
    in 32 bits.
    """
    try:
        found = asked.answer(text, names)
    except EngineError as error:
        return "" if expected is None else f"refused: {error}"
    if expected is None:
        return "answered, but the framework refuses it"
    alike = [
        (value.astype(ours.dtype) if value.dtype.kind == ours.dtype.kind else value, read)
        for (value, read), (ours, _) in zip(expected, found, strict=False)
    ]
    return difference(found, [*alike, *expected[len(alike) :]], 1e-5)


def _same(a: Codes, b: Codes) -> bool:
    n = max(a.shape[-1], b.shape[-1])
    return np.array_equal(_wide(a, n), _wide(b, n))


def _wide(a: Codes, n: int) -> Codes:
    """Lines in ascending order, with zeros in front up to n."""
    lines = np.sort(a, axis=-1)
    return np.pad(lines, [(0, 0)] * (a.ndim - 1) + [(n - a.shape[-1], 0)])


def _some(got: Codes, expected: Codes) -> str:
    n = max(got.shape[-1], expected.shape[-1])
    differs = (_wide(got, n) != _wide(expected, n)).any(axis=-1)
    first = tuple(int(k) for k in np.argwhere(differs)[0])
    return f"differ at {first}: {got[first].tolist()}, expected {expected[first].tolist()}"
