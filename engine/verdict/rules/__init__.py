"""What goes wrong with an expression, each in a rule of its own, and what to write instead.

A rule looks at what was asked and gives a finding, or None.
"""

from collections.abc import Callable

from engine.verdict.rules.asked import Asked, Finding
from engine.verdict.rules.kinds import c_for_h, output_for_y
from engine.verdict.rules.order import first_layer, halves_interleaved, last_of_h_n
from engine.verdict.rules.rows import batch_and_time, h_n_batch_first, rows_mixed
from engine.verdict.rules.time import one_step_read, padding_read, zeros_read

__all__ = ["RULES", "Asked", "Finding", "findings"]

RULES: tuple[Callable[[Asked], Finding | None], ...] = (
    one_step_read,
    rows_mixed,
    halves_interleaved,
    last_of_h_n,
    first_layer,
    h_n_batch_first,
    batch_and_time,
    padding_read,
    zeros_read,
    c_for_h,
    output_for_y,
)


def findings(asked: Asked) -> list[Finding]:
    """What all the rules find, in their order."""
    return [found for rule in RULES if (found := rule(asked))]
