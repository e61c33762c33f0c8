"""What goes wrong with an expression, each in a rule of its own, and what to write instead.

A rule looks at what was asked and gives a finding, or None.
"""

from collections.abc import Callable
from dataclasses import replace

from ...frameworks import returned as frameworks
from .asked import Asked, Finding
from .kinds import c_for_h, output_for_y
from .order import first_layer, halves_interleaved, last_of_h_n
from .rows import batch_and_time, batch_dropped, h_n_batch_first, rows_mixed, rows_reordered
from .time import one_step_read, padding_read, steps_turned, zeros_read

__all__ = ["RULES", "Asked", "Finding", "findings"]

RULES: tuple[Callable[[Asked], Finding | None], ...] = (
    one_step_read,
    rows_mixed,
    batch_dropped,
    halves_interleaved,
    last_of_h_n,
    first_layer,
    h_n_batch_first,
    batch_and_time,
    rows_reordered,
    padding_read,
    zeros_read,
    steps_turned,
    c_for_h,
    output_for_y,
)


ANYWHERE = (one_step_read, rows_mixed, batch_dropped, padding_read, zeros_read)
"""What goes wrong under every framework's names; what to write instead is the framework's."""


def findings(asked: Asked) -> list[Finding]:
    """What all the rules find, in their order."""
    tensors = asked.tensors
    if tensors.names == "pytorch":
        return [found for rule in RULES if (found := rule(asked))]
    fix = frameworks.whole(tensors.trace, tensors.names)
    findings = [replace(found, fix=fix) for rule in ANYWHERE if (found := rule(asked))]
    turned = steps_turned(asked)
    return [*findings, turned] if turned else findings
