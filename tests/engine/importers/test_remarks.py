"""The sentences about a file: each is said somewhere, with as many names as it has gaps."""

import ast
from collections import Counter
from pathlib import Path
from string import Formatter

from unrolled.engine.importers import remarks
from unrolled.engine.importers.remarks import FRONT, TRAINING, remark

SENTENCES = {
    name: value
    for name, value in vars(remarks).items()
    if name.isupper() and isinstance(value, str)
}


def gaps(sentence: str) -> int:
    return sum(field is not None for _, field, _, _ in Formatter().parse(sentence))


def test_every_sentence_is_said_with_as_many_names_as_it_has_gaps() -> None:
    said: Counter[str] = Counter()
    for path in Path(remarks.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name("remark"), args=[ast.Name(name), *names]):
                    assert len(names) == gaps(SENTENCES[name]), f"{path}: {name}"
                    said[name] += 1
                case ast.Name(name) if name in SENTENCES and gaps(SENTENCES[name]) == 0:
                    said[name] += path.name != "remarks.py"
    assert {name for name in SENTENCES if not said[name]} == set()


def test_every_sentence_is_whole() -> None:
    assert len(SENTENCES) > 10
    for sentence in SENTENCES.values():
        assert sentence.endswith(".")
        assert "\n" not in sentence


def test_names_are_written_as_they_are_unless_they_are_odd_long_or_many() -> None:
    assert remark(FRONT, "a {node}", "b") == (
        "x is what a {node} gives b; it is no part of the network."
    )
    assert remark(FRONT, "a\nb", "b").startswith(r"x is what 'a\nb' gives b;")
    assert len(remark(FRONT, "a" * 999, "b")) < 300
    assert remark(TRAINING, [f"d{i}" for i in range(9)]).endswith("d4, d5 and 3 more.")
