"""The task "sunspots": its data and its figures."""

import numpy as np

from ..arrays import Array
from . import sunspots
from .task import Answer

FIRST_TEST_YEAR = 1950
CENTRE = SPREAD = 50.0
STRETCH = 64

TEXT = """\
The yearly sunspot numbers, 1700–2008: each year's number is read, the next year's predicted.
`sunspots.csv` holds the 309 figures of the data set `sunspots` of the Python package statsmodels,
whose notes say "This data is public domain" and name as source the National Geophysical Data Center
of NOAA, http://www.ngdc.noaa.gov/stp/solar/solarda3.html. A reverse direction would read the very
year to be predicted; hence one direction only.

Training sees 1700–1949 alone, as random stretches of 64 years and the year after each, scaled by
(n − 50) / 50. The scale is then folded into `weight_ih_l0`, `bias_ih_l0` and the head, so that the
saved network reads and answers sunspot numbers. Of three seeds the one of least training loss is
kept. The error (root mean square, in sunspot numbers) is that of the saved weights on raw numbers,
over the 59 predictions for 1950–2008, each made from all years before it; beside it, the error of
repeating the last year's number. The largest state is that of the whole series.
"""


class Sunspots:
    """The task."""

    name = "sunspots"
    input_size = 1
    output_size = 1
    activation = "linear"
    directions: tuple[int, ...] = (1,)
    seeds: tuple[int, ...] = (0, 1, 2)
    steps = 300
    text = TEXT

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        first_year, self.numbers = sunspots()  # (309, 1)
        self.tested_from = FIRST_TEST_YEAR - first_year

    def batch(self, rng: np.random.Generator) -> tuple[Array, Array]:
        """Draw stretches of the years before 1950, scaled.

        Args:
            rng: where the stretches come from.

        Returns:
            x (64, 16, 1) and the years after each of its years, of the same shape.
        """
        starts = rng.integers(0, self.tested_from - STRETCH, 16)
        stretches = self.numbers[starts + np.arange(STRETCH + 1)[:, None]]
        scaled = (stretches - CENTRE) / SPREAD
        return scaled[:-1], scaled[1:]

    def fold(self, weights: dict[str, Array]) -> dict[str, Array]:
        """Fold the scale into the weights that meet the outside.

        W (n − m)/s + b = (W/s) n + (b − W m/s) for what is read, and s (W h + b) + m for what is
        answered.

        Args:
            weights: of a network and a head that were trained on scaled numbers.

        Returns:
            Those that do the same on raw numbers.
        """
        W_ih = weights["weight_ih_l0"]  # (G·H, 1)
        return weights | {
            "weight_ih_l0": W_ih / SPREAD,
            "bias_ih_l0": weights["bias_ih_l0"] - W_ih[:, 0] * CENTRE / SPREAD,
            "head.weight": weights["head.weight"] * SPREAD,
            "head.bias": weights["head.bias"] * SPREAD + CENTRE,
        }

    def figures(self, answer: Answer) -> dict[str, float]:
        """Errors over 1950–2008, in sunspot numbers.

        Args:
            answer: the network and its head, on raw numbers.

        Returns:
            ``rmse``, and ``rmse_repeat`` of repeating the year before.
        """
        truth = self.numbers[self.tested_from :]
        predicted = answer(self.longest())[self.tested_from - 1 : -1, 0]
        return {
            "rmse": _rmse(predicted - truth),
            "rmse_repeat": _rmse(self.numbers[self.tested_from - 1 : -1] - truth),
        }

    def missed(self, figures: dict[str, float]) -> str:
        """What is wanting, or nothing."""
        rmse, repeat = figures["rmse"], figures["rmse_repeat"]
        if rmse <= 0.75 * repeat:
            return ""
        return f"an error of {rmse:.1f} is above three quarters of {repeat:.1f}, that of repeating"

    def longest(self) -> Array:
        """The whole series, (309, 1, 1)."""
        return self.numbers[:, None]


def _rmse(errors: Array) -> float:
    return float(np.sqrt(np.mean(errors**2)))
