"""The trained networks do what they were trained for, computed by this engine."""

import random
from itertools import product

import numpy as np
import pytest

from tests.engine.cases import CELLS
from unrolled.engine.arrays import Array
from unrolled.engine.presets import Preset, alphabet, load_presets, sunspots, symbols

PRESETS = load_presets()
LETTERS = [name for name, preset in PRESETS.items() if preset.about["task"] == "double-letters"]
SUNSPOTS = [name for name, preset in PRESETS.items() if preset.about["task"] == "sunspots"]

HELD_OUT = 1950  # training ends with the year before


def kinds(names: list[str]) -> set[tuple[str, str, int, int]]:
    networks = [PRESETS[name].network for name in names]
    return {(n.cell, n.nonlinearity, n.num_layers, n.num_directions) for n in networks}


def test_toggling_layers_and_directions_keeps_a_trained_network() -> None:
    assert kinds(LETTERS) == {(*cell, n, d) for cell, n, d in product(CELLS, (1, 2), (1, 2))}
    assert {cell[:2] for cell in kinds(SUNSPOTS)} == set(CELLS)
    # A reverse direction would read the very year that is to be predicted.
    assert {directions for *_, directions in kinds(SUNSPOTS)} == {1}
    assert {preset.network.hidden_size for preset in PRESETS.values()} == {8}


def test_a_preset_is_named_and_takes_and_gives_what_its_task_needs() -> None:
    for name, preset in PRESETS.items():
        sizes = {"double-letters": (4, 8, "softmax"), "sunspots": (1, 1, "linear")}
        head = preset.head
        found = (preset.network.input_size, len(head.bias), head.activation)
        assert found == sizes[preset.about["task"]], name
        assert preset.name == name
        assert preset.network.dtype == head.weight.dtype == head.bias.dtype == "float32"


def double_letters(rng: random.Random, length: int) -> tuple[str, str]:
    """A string of pairs, the last one cut where the length is odd, and what answers it.

    The first of a pair of the k-th letter is answered by the 2k-th symbol, the second by the next.
    """
    pairs = [rng.choice("abcd") for _ in range((length + 1) // 2)]
    answers = {"a": "ab", "b": "cd", "c": "ef", "d": "gh"}
    text = "".join(letter * 2 for letter in pairs)
    return text[:length], "".join(answers[letter] for letter in pairs)[:length]


def answers(preset: Preset, texts: list[str]) -> list[str]:
    """The likeliest symbol at every step of texts of one length."""
    x = np.array([[[letter == a for a in alphabet] for letter in text] for text in texts])
    y = preset.head.run(preset.network.run(x.astype("float32"), batch_first=True).output)
    return ["".join(symbols[k] for k in row) for row in y.argmax(axis=2)]


def test_the_strings_drawn_here_are_those_of_the_task() -> None:
    assert (alphabet, symbols) == ("abcd", "abcdefgh")
    rng = random.Random(1)
    drawn = [double_letters(rng, length) for length in (1, 6, 7) for _ in range(50)]
    for text, right in drawn:
        assert len(text) == len(right)
        assert all(a == b for a, b in zip(text[::2], text[1::2], strict=False))
    known = {"aaccbb": "abefcd", "ddd": "ghg"}
    rng = random.Random(2)
    seen = dict(double_letters(rng, length) for length in (3, 6) for _ in range(2000))
    assert {text: seen[text] for text in known} == known


@pytest.mark.parametrize("name", LETTERS)
def test_a_letters_preset_is_right_on_99_of_100_letters_of_fresh_strings(name: str) -> None:
    rng = random.Random(20_08)
    right = total = 0
    for length in range(1, 26):
        texts, expected = zip(*(double_letters(rng, length) for _ in range(20)), strict=True)
        for got, wanted in zip(answers(PRESETS[name], list(texts)), expected, strict=True):
            right += sum(a == b for a, b in zip(got, wanted, strict=True))
            total += length
    assert total == 20 * 25 * 13
    assert right / total >= 0.99


def rms(errors: Array) -> float:
    return float(np.sqrt(np.mean(np.square(errors, dtype="float64"))))


@pytest.mark.parametrize("name", SUNSPOTS)
def test_a_sunspots_preset_beats_repeating_last_year_on_years_it_never_saw(name: str) -> None:
    preset, (first, numbers) = PRESETS[name], sunspots()
    y = preset.head.run(preset.network.run(numbers[:, None]).output)[:, 0, 0]
    held_out = np.arange(HELD_OUT - first, len(numbers))
    series = numbers[:, 0]
    own = rms(y[held_out - 1] - series[held_out])
    repeating = rms(series[held_out - 1] - series[held_out])
    assert own < repeating
    assert own == pytest.approx(float(preset.about["rmse"]), abs=0.01)
    assert repeating == pytest.approx(float(preset.about["rmse_repeat"]), abs=0.01)


def test_the_sunspots_are_the_yearly_numbers_of_1700_to_2008() -> None:
    first, numbers = sunspots()
    assert (first, numbers.shape, numbers.dtype) == (1700, (309, 1), np.dtype("float32"))
    year = {first + t: round(float(n), 1) for t, n in enumerate(numbers[:, 0])}
    assert max(year) == 2008
    # The highest maximum on record, the flat one of the Dalton minimum, the two years without spots
    # after 1710, and the minimum that cycle 24 began with.
    assert max(year, key=lambda y: year[y]) == 1957
    assert (year[1957], year[1816], year[1711], year[1712], year[2008]) == (190.2, 45.8, 0, 0, 2.9)
    assert min(year.values()) == 0


def test_the_sunspots_come_and_go_in_eleven_years() -> None:
    _, numbers = sunspots()
    power = np.abs(np.fft.rfft(numbers[:, 0] - numbers.mean())) ** 2
    assert len(numbers) / power.argmax() == pytest.approx(11, abs=0.5)
