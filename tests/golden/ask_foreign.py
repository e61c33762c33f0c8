"""What numpy, JAX, Keras or TensorFlow give for an expression, and what that was read from.

As in ``tests.golden.ask_torch``: moved elements are found by running the expression on numbers, one
for each state; what mixes them by putting a NaN in the place of one state after the other.
"""

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from tests.engine.asking import Asked, Leaf
from tests.golden.ask_cases import SETTINGS, Codes
from tests.golden.asked.foreign import Foreign
from tests.golden.store import AnyArray
from unrolled.engine.frameworks.returned import bound, refused
from unrolled.engine.sources.sets import Sets

FILED = {"keras": (1, 4), "jax": (0, 1), "onnx": (0, 1, 4), "tensorflow": (1, 4)}
"""The settings that are asked under each framework's words: two directions, B in front, padding."""


class NotGiven(Exception):
    """The framework refuses an expression."""


class Framework:
    """One network's tensors under a framework's names."""

    def __init__(self, words: str, number: int, modules: dict[str, Any]) -> None:
        """Take the tensors that the framework returns, which ``make parity`` holds to it.

        Args:
            words: whose words are used.
            number: of the setting.
            modules: by the names that they have in an expression.
        """
        self.asked = Asked(SETTINGS[number])
        trace, names = self.asked.trace, "keras" if words == "tensorflow" else words
        assert not refused(trace, names)
        sets = Sets(trace.places(0))
        returned = {
            name: each for name, each in bound(trace, names).items() if not isinstance(each, tuple)
        }
        self._words = words
        self._values = {name: each.value for name, each in returned.items()}
        self._values = _with_short_names(self._values, trace.network.num_layers)
        codes = {
            name: self.asked.codes_of(each.tracked(sets).ids) for name, each in returned.items()
        }
        self._codes: dict[str, Codes] = _with_short_names(codes, trace.network.num_layers)
        self._modules = modules
        self._sizes = {"B": trace.B, "T": trace.T}

    def answer(self, expression: Foreign) -> list[Leaf]:
        """The tensors and numbers that an expression gives.

        Raises:
            NotGiven: it isn't to be had.
        """
        values = self._run(expression.text, self._values)
        if expression.moves:
            sources = [
                np.rint(each)[..., None].astype(np.int64)
                for each in self._run(expression.text, self._codes)
            ]
        else:
            sources = self._read(expression.read)
        is_tensor = [isinstance(each, np.ndarray) for each in values]
        return [
            (np.asarray(value), read if tensor else None)
            for value, read, tensor in zip(values, sources, is_tensor, strict=True)
        ]

    def _read(self, text: str) -> list[Codes]:
        every = np.unique(np.concatenate([each.ravel() for each in self._codes.values()]))
        draws = np.random.RandomState(1).uniform(0.5, 1.5, int(every.max()) + 1)
        hits: list[list[Codes]] = []
        used = [one for name, codes in self._codes.items() if name in text for one in codes.ravel()]
        for one in np.unique(used):
            numbers = draws.copy()
            numbers[one] = np.nan
            found = self._run(text, {name: numbers[codes] for name, codes in self._codes.items()})
            nans = [np.isnan(np.asarray(each, float)) for each in found]
            hits = hits or [[] for _ in nans]
            for hit, nan in zip(hits, nans, strict=True):
                hit.append(np.where(nan, one, 0)[..., None])
        return [_packed(np.concatenate(hit, axis=-1)) for hit in hits]

    def _run(self, text: str, arrays: dict[str, Any]) -> list[Any]:
        given = {name: self._laid(np.asarray(each, np.float32)) for name, each in arrays.items()}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return [*_leaves(eval(text, {**self._modules, **self._sizes, **given}))]
        except Exception as error:
            raise NotGiven(f"{type(error).__name__}: {error}") from error

    def _laid(self, array: AnyArray) -> Any:
        """An array as the framework gives it; what Keras predicts is numpy's."""
        if self._words == "jax":
            return self._modules["jnp"].asarray(array)
        return self._modules["tf"].constant(array) if self._words == "tensorflow" else array


def _with_short_names(named: dict[str, Any], layers: int) -> dict[str, Any]:
    end = f"_l{layers - 1}"
    return named | {name.removesuffix(end): each for name, each in named.items()}


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple | list):
        for each in value:
            yield from _leaves(each)
    elif isinstance(value, bool | int | float):
        yield value
    else:
        value = value.detach() if hasattr(value, "detach") else value
        yield np.array(value)


def _packed(hits: Codes) -> Codes:
    """Lines with zeros in them, (*shape, n), as short as the fullest allows, in order."""
    n = int((hits > 0).sum(axis=-1).max(initial=1))
    found = np.sort(np.where(hits > 0, hits, np.iinfo(np.int64).max), axis=-1)[..., :n]
    return np.where(found == np.iinfo(np.int64).max, 0, found)
