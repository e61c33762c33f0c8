"""Compares the tensors under other frameworks' names with what the frameworks return.

``make parity``. It ends with an error where a name, a shape or a number differs.
"""

import sys
from collections import defaultdict

import numpy as np

import unrolled
from tests.golden.frameworks import returned
from tests.golden.frameworks_cases import FrameworkCase, framework_cases

BOUND = 1e-5


def difference(case: FrameworkCase) -> float:
    """The largest of all tensors; infinite where a name or a shape differs."""
    given = case.inputs()
    trace = case.network.run(given["x"], given["h_0"], given.get("c_0"), case.lengths)
    if case.batch_first:
        trace = case.network.run(
            given["x"].swapaxes(0, 1), given["h_0"], given.get("c_0"), batch_first=True
        )
    ours, theirs = unrolled.returned(trace, case.framework, case.merge), returned(case)
    shapes = {name: each.shape for name, each in ours.items()}
    if shapes != {name: array.shape for name, array in theirs.items()}:
        return np.inf
    return max(float(np.abs(each.value - theirs[n]).max()) for n, each in ours.items())


def main() -> None:
    """Compare every case and print the largest difference of each framework."""
    found: dict[str, list[float]] = defaultdict(list)
    for case in framework_cases():
        off = difference(case)
        if not off <= BOUND:
            sys.exit(f"max |Δ| = {off:.1e} ({BOUND:.0e} is allowed): {case}")
        found[case.framework].append(off)
    for framework, every in found.items():
        print(f"{framework:8}{len(every):5} networks, max |Δ| {max(every):.1e}")


if __name__ == "__main__":
    main()
