"""Asks numpy, JAX, Keras and the engine the same in their words: ``make parity``.

It ends with an error where a value, a shape or a source differs, or one refuses what another gives.
"""

import sys
from collections import Counter

from tests.engine.asking import Asked, Leaf, disagreement
from tests.golden.ask_cases import SETTINGS, Setting
from tests.golden.ask_foreign import Framework, NotGiven
from tests.golden.asked.foreign import FOREIGN, Foreign
from tests.golden.make_ask_foreign import modules_of
from unrolled.engine.frameworks.returned import refused


def suits(words: str, setting: Setting) -> bool:
    """Whether the framework has such a run, and in 32 bits, as all of them compute.

    Of one row, JAX reads past the end what is refused elsewhere, and a deviation is NaN anyhow.
    """
    if setting.case.dtype != "float32" or setting.case.batch in (None, 1):
        return False
    return not refused(Asked(setting).trace, words)


def given(framework: Framework, expression: Foreign) -> list[Leaf] | None:
    """What the framework gives; None where it refuses."""
    try:
        return framework.answer(expression)
    except NotGiven:
        return None


def main() -> None:
    """Compare, print a table, and end with a sentence where something differs."""
    counts: Counter[tuple[str, str]] = Counter()
    for words in ("keras", "jax", "onnx"):
        expressions = [each for each in FOREIGN if each.words == words]
        for number, setting in enumerate(SETTINGS):
            if not suits(words, setting):
                continue
            framework = Framework(words, number, modules_of(words))
            for expression in expressions:
                expected = given(framework, expression)
                why = disagreement(framework.asked, expression.text, expression.names, expected)
                what = "differ" if why else "refused" if expected is None else "same"
                counts[words, what] += 1
                if why:
                    print(f"{words}, {setting}: {expression.text!r}: {why}")
    print(f"{'words':8}{'same':>7}{'refused':>9}{'differ':>8}")
    for words in ("keras", "jax", "onnx"):
        same, none, differ = (counts[words, what] for what in ("same", "refused", "differ"))
        print(f"{words:8}{same:7}{none:9}{differ:8}")
    disagreements = sum(n for (_, what), n in counts.items() if what == "differ")
    print(f"{len(FOREIGN)} expressions, {counts.total()} pairs, {disagreements} disagreements")
    if disagreements:
        sys.exit(1)


if __name__ == "__main__":
    main()
