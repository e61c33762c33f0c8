"""The list of deliberate breaks fits the tree: a line that fits nothing breaks nothing."""

import tomllib
from pathlib import Path

from tests.breaks import LIST, ROOT

BREAKS = tomllib.loads(LIST.read_text(encoding="utf-8"))["breaks"]


def test_every_break_has_its_place_and_tests_that_are_there() -> None:
    for line in BREAKS:
        text = (ROOT / line["file"]).read_text(encoding="utf-8")
        assert text.count(line["old"]) == 1, line
        assert line["old"] != line["new"], line
        for test in line["seen_by"]:
            path, _, name = test.partition("::")
            function = f"def {name.partition('[')[0]}(" if name else ""
            assert function in Path(ROOT, path).read_text(encoding="utf-8"), test


def test_there_are_sixty_and_most_of_them_raise_nothing() -> None:
    silent = [line for line in BREAKS if line["changes"] in ("number", "axis", "order", "sentence")]
    assert len(BREAKS) >= 60
    assert len(silent) >= 40
