"""Ask answers other frameworks' words as numpy, JAX, Keras and TensorFlow do."""

from functools import cache
from pathlib import Path

import pytest

from tests.engine.asking import Asked, Leaf, difference, disagreement
from tests.golden.ask_cases import SETTINGS
from tests.golden.asked.foreign import FOREIGN, OF_TENSORFLOW
from tests.golden.store import AnyArray, load

FOLDER = Path(__file__).parents[2] / "golden"
FILES = {"ask_foreign.npz": FOREIGN, "ask_tensorflow.npz": OF_TENSORFLOW}


@cache
def filed(name: str) -> dict[str, AnyArray]:
    return load(FOLDER / name)


@cache
def asked_of(number: int) -> Asked:
    return Asked(SETTINGS[number])


@cache
def answers(name: str) -> dict[str, list[Leaf] | None]:
    """By the keys of the file, the leaves of an answer; None where the framework refuses."""
    found: dict[str, list[Leaf] | None] = {}
    for key, array in filed(name).items():
        *front, last = key.split("/")
        if last == "refused":
            found["/".join(front)] = None
        elif last in ("value", "number"):
            leaves = found.setdefault("/".join(front[:-1]), [])
            assert leaves is not None
            read = filed(name)["/".join([*front, "read"])] if last == "value" else None
            leaves.append((array, read))
    return found


@pytest.mark.parametrize("name", FILES)
def test_the_same_as_the_framework(name: str) -> None:
    texts = {each.key: each for each in FILES[name]}
    found = {
        f"{number}: {texts[key].text}": why
        for path, expected in answers(name).items()
        for number, key in [path.split("/", 1)]
        if (why := disagreement(asked_of(int(number)), texts[key].text, texts[key].names, expected))
    }
    assert found == {}


@pytest.mark.parametrize("name", FILES)
def test_the_file_holds_an_answer_to_every_expression(name: str) -> None:
    held = {path.split("/", 1)[1] for path in answers(name)}
    assert held == {each.key for each in FILES[name]}
    refused = [path for path, leaves in answers(name).items() if leaves is None]
    assert 0.02 < len(refused) / len(answers(name)) < 0.3


def test_a_default_of_another_framework_is_noticed() -> None:
    """Were an answer PyTorch's, it would be told."""
    for text, torchs in (
        ("np.std(outputs)", "torch.std(output)"),
        ("concatenate([outputs, outputs])", "torch.cat((output, output))"),
        ("outputs.max(axis=1)", "output.max(1)"),
    ):
        asked = asked_of(1)
        expected = answers("ask_foreign.npz")[
            f"1/{next(each.key for each in FOREIGN if each.text == text)}"
        ]
        assert expected is not None
        assert difference(asked.answer(torchs), expected, 1e-5) != ""
