"""Saves what PyTorch answers to the expressions: ``python -m tests.golden.make_ask``.

``ask.npz`` holds, for some of the settings, ``<setting>/<expression>/<k>/value`` and ``.../read``
of the k-th tensor of each answer, as ``tests.golden.ask_torch`` finds them; ``.../number`` where it
is a number of Python's; and ``<setting>/<expression>/refused`` of what PyTorch refuses.
"""

import warnings
from pathlib import Path

import numpy as np
import torch

from tests.engine.asking import Asked
from tests.golden.ask_cases import FILED, SETTINGS, Setting
from tests.golden.ask_torch import Oracle, Refused
from tests.golden.asked import EXPRESSIONS
from tests.golden.store import AnyArray, save


def answers(setting: Setting, name: str) -> dict[str, AnyArray]:
    """What PyTorch gives for every expression that is asked of a setting."""
    oracle = Oracle(setting, Asked(setting).states())
    found: dict[str, AnyArray] = {}
    for expression in EXPRESSIONS:
        if not expression.suits(setting.case):
            continue
        key = f"{name}/{expression.key}"
        try:
            leaves = oracle.answer(expression)
        except Refused:
            found[f"{key}/refused"] = np.zeros(0, np.int64)
            continue
        for k, (value, read) in enumerate(leaves):
            is_number = read is None
            found[f"{key}/{k}/{'number' if is_number else 'value'}"] = value
            if read is not None:
                found[f"{key}/{k}/read"] = read
    return found


def main() -> None:
    """Ask PyTorch and write the file."""
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore", module="torch")
    found: dict[str, AnyArray] = {}
    for number in FILED:
        found |= answers(SETTINGS[number], str(number))
    save(Path(__file__).parent / "ask.npz", found)


if __name__ == "__main__":
    main()
