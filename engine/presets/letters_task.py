"""The task "double-letters": its data and its figures."""

import numpy as np
import numpy.typing as npt

from ..arrays import Array
from . import alphabet, symbols
from .task import Answer

Letters = npt.NDArray[np.integer]  # (T, B), each the place of a letter in the alphabet

LONGEST = 24

TEXT = """\
Letters come in pairs over `abcd` (`a a c c b b`; a pair may be followed by a pair of the same
letter). The first of a pair of the k-th letter is answered by the 2k-th symbol of `abcdefgh`, the
second by the next one: `a a c c` → `a b e f`. A network that sees one letter at a time cannot tell
which of the two it is; the answer needs one bit of memory, whether a pair is open.

Strings are drawn at random, lengths 1 to 24 equally often; at an odd length the last letter is a
first one without its second, so that a reverse direction cannot count from the end. The test set is
drawn before any training: 64 different strings of every length (half of those that exist where they
are fewer than 128), 1,236 in all, and no training batch holds any of them. Accuracy is the share of
single steps answered rightly, on the test set and, as information, on 500 strings twice as long as
any in training; the largest state is that of 64 strings of 200 letters.
"""


class DoubleLetters:
    """The task, with its own test set."""

    name = "double-letters"
    input_size = len(alphabet)
    output_size = len(symbols)
    activation = "softmax"
    directions: tuple[int, ...] = (1, 2)
    seeds: tuple[int, ...] = (0,)
    steps = 2000
    text = TEXT

    def __init__(self) -> None:
        rng = np.random.default_rng(0)
        self.words = {"alphabet": alphabet, "symbols": symbols}
        self.held_out: dict[int, set[bytes]] = {}
        for length in range(1, LONGEST + 1):
            chosen: set[bytes] = set()
            there_are = len(alphabet) ** ((length + 1) // 2)
            while len(chosen) < min(64, there_are // 2):
                chosen.update(_strings(draw(rng, length, 1)))
            self.held_out[length] = chosen

    def batch(self, rng: np.random.Generator) -> tuple[Array, npt.NDArray[np.integer]]:
        """Draw strings of one length, none of them in the test set.

        Args:
            rng: where the strings come from.

        Returns:
            x (T, B, 4), one-hot, and the right symbols' places (T, B).
        """
        length = int(rng.integers(1, LONGEST + 1))
        letters = draw(rng, length, 64)
        fresh = [string not in self.held_out[length] for string in _strings(letters)]
        return one_hot(letters[:, fresh]), answers(letters[:, fresh])

    def fold(self, weights: dict[str, Array]) -> dict[str, Array]:
        """The weights as they are: letters were trained as they will be read."""
        return weights

    def figures(self, answer: Answer) -> dict[str, float]:
        """Accuracy per step on the test set, and on strings twice as long.

        Args:
            answer: the network and its head.

        Returns:
            ``accuracy`` and ``accuracy_48``, from 0 to 1.
        """
        right: list[npt.NDArray[np.bool_]] = []
        for strings in self.held_out.values():
            letters = np.stack([np.frombuffer(s, np.uint8) for s in sorted(strings)], axis=1)
            right.append(_is_right(answer, letters).ravel())
        long = draw(np.random.default_rng(1), 2 * LONGEST, 500)
        return {
            "accuracy": float(np.concatenate(right).mean()),
            "accuracy_48": float(_is_right(answer, long).mean()),
        }

    def missed(self, figures: dict[str, float]) -> str:
        """What is wanting, or nothing."""
        accuracy = figures["accuracy"]
        return "" if accuracy >= 0.99 else f"an accuracy of {accuracy:.2%} is below 99 %"

    def longest(self) -> Array:
        """An x over which states would show that they grow, (200, 64, 4)."""
        return one_hot(draw(np.random.default_rng(2), 200, 64))


def draw(rng: np.random.Generator, length: int, count: int) -> Letters:
    """Draw ``count`` strings of pairs, (length, count); an odd length cuts the last pair."""
    pairs = rng.integers(0, len(alphabet), ((length + 1) // 2, count))
    return np.repeat(pairs, 2, axis=0)[:length]


def answers(letters: Letters) -> Letters:
    """The places of the right symbols, (T, B) for letters (T, B)."""
    return 2 * letters.astype(np.int64) + np.arange(len(letters))[:, None] % 2


def one_hot(letters: Letters) -> Array:
    """(T, B) -> (T, B, 4) of float32."""
    return np.eye(len(alphabet), dtype=np.float32)[letters]


def _strings(letters: Letters) -> list[bytes]:
    return [row.tobytes() for row in letters.T.astype(np.uint8)]


def _is_right(answer: Answer, letters: Letters) -> npt.NDArray[np.bool_]:
    return np.asarray(answer(one_hot(letters)).argmax(axis=2) == answers(letters))
