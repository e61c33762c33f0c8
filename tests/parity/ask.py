"""Asks PyTorch, numpy and the engine the same of many networks: ``make parity``.

Every element has to have the value that PyTorch gives it, and be read from the same states; what
PyTorch refuses has to be refused.
"""

import sys
import warnings
from collections import Counter

import torch

import unrolled
from tests.engine.asking import Asked, difference
from tests.golden.ask_cases import SETTINGS
from tests.golden.ask_torch import Oracle, Refused
from tests.golden.asked import EXPRESSIONS, Expression
from unrolled.engine.errors import EngineError


def compared(asked: Asked, oracle: Oracle, expression: Expression) -> tuple[str, str]:
    """Ask both: "same", "refused" or "differ", and in what."""
    try:
        expected = oracle.answer(expression)
    except Refused as refused:
        try:
            unrolled.ask(asked.trace, expression.text, asked.head)
        except EngineError:
            return "refused", ""
        except Exception as error:
            return "differ", f"crashed: {error!r}"
        return "differ", f"answered, but refused there: {refused}"
    try:
        got = asked.answer(expression.text)
        unrolled.ask(asked.trace, expression.text, asked.head)
    except EngineError as error:
        return "differ", f"refused: {error}"
    except Exception as error:
        return "differ", f"crashed: {error!r}"
    found = difference(got, expected, asked.bound)
    return ("differ" if found else "same"), found


def main() -> None:
    """Compare, print a table, and end with a sentence where something differs."""
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore", module="torch")
    counts: Counter[tuple[str, str]] = Counter()
    answered = set()
    for setting in SETTINGS:
        asked = Asked(setting)
        oracle = Oracle(setting, asked.states())
        for expression in EXPRESSIONS:
            if not expression.suits(setting.case):
                continue
            what, why = compared(asked, oracle, expression)
            counts[expression.group, what] += 1
            if what == "same":
                answered.add(expression)
            if why:
                print(f"{setting}: {expression.text!r}: {why}")
    groups = Counter(expression.group for expression in EXPRESSIONS)
    print(f"{'group':14}{'expressions':>12}{'same':>7}{'refused':>9}{'differ':>8}")
    for group, n in groups.items():
        same, refused, differ = (counts[group, what] for what in ("same", "refused", "differ"))
        print(f"{group:14}{n:12}{same:7}{refused:9}{differ:8}")
    misplaced = [one for one in EXPRESSIONS if (one in answered) == (one.group == "refused")]
    for expression in misplaced:
        print(f"{expression.text!r} stands in the wrong group: {expression.group}.")
    differ = sum(n for (_, what), n in counts.items() if what == "differ")
    print(f"{len(EXPRESSIONS)} expressions, {counts.total()} pairs, {differ} disagreements")
    if differ or misplaced:
        sys.exit(1)


if __name__ == "__main__":
    main()
