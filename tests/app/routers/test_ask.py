"""What is answered to an expression, held to numpy on the arrays that the other routes send."""

from collections.abc import Callable

import numpy as np
import pytest
from fastapi.testclient import TestClient

from tests.app.asking import asked
from tests.app.places import arrays, assert_places
from unrolled.engine.arrays import Array, Named

# Both an expression of PyTorch's and one of numpy's that gives the same.
MOVED: dict[str, Callable[[Named], Array]] = {
    "output": lambda a: a["output"],
    "output[:, -1]": lambda a: a["output"][:, -1],
    "output[-1:, ..., ::2]": lambda a: a["output"][-1:, ..., ::2],
    "h_n.transpose(0, 1).reshape(B, -1)": lambda a: a["h_n"].swapaxes(0, 1).reshape(1, -1),
    "h_n.view(L, D, B, H)[-1, 1]": lambda a: a["h_n"].reshape(2, 2, 1, 3)[-1, 1],
    "torch.cat((h_n[-2], c_n[0]), dim=-1)": lambda a: np.concatenate(
        (a["h_n"][-2], a["c_n"][0]), -1
    ),
    "c(1, 1)[..., [2, 0]].squeeze()": lambda a: a["c"][3][..., [2, 0]].squeeze(),
    "output.squeeze()[[0, 4, 5]]": lambda a: a["output"].squeeze()[[0, 4, 5]],
    "x.flip(0)": lambda a: a["x"][::-1],
    "y[..., :3]": lambda a: a["y"][..., :3],
    "rearrange(h_n, '(l d) b h -> b d (l h)', d=2)": lambda a: (
        a["h_n"].reshape(2, 2, 1, 3).transpose(2, 1, 0, 3).reshape(1, 2, 6)
    ),
}


@pytest.mark.parametrize("expression", MOVED)
def test_what_is_moved_is_the_number_at_the_place_that_is_said(
    client: TestClient, address: str, expression: str
) -> None:
    named = arrays(client, address)
    (piece,) = asked(client, address, expression)["pieces"]
    expected = MOVED[expression](named)
    assert piece["shape"] == list(expected.shape)
    assert (np.array(piece["values"], "float32") == expected).all()
    assert [axis.split("=")[-1] for axis in piece["axes"] if "of" not in axis] == [
        str(n) for axis, n in zip(piece["axes"], expected.shape, strict=True) if "of" not in axis
    ]
    assert_places(piece, named)


MIXED: dict[str, Callable[[Named], Array]] = {
    "output.mean((0, 1))": lambda a: a["output"].mean((0, 1)),
    "h_n.sum()": lambda a: a["h_n"].sum(),
    "torch.stack((h_n[0], h_n[1])).amax(0)": lambda a: a["h_n"][:2].max(0),
}


@pytest.mark.parametrize("expression", MIXED)
def test_what_is_mixed_has_parts_but_no_places_of_its_elements(
    client: TestClient, address: str, expression: str
) -> None:
    (piece,) = asked(client, address, expression)["pieces"]
    expected = MIXED[expression](arrays(client, address))
    np.testing.assert_allclose(np.array(piece["values"]), expected, rtol=0, atol=1e-6)
    assert piece["elements"] is None
    assert {(part["state"], part["direction"]) for part in piece["parts"]} == {("h", 0), ("h", 1)}


def test_a_comparison_tells_values_from_places(client: TestClient, address: str) -> None:
    named = arrays(client, address)
    cases = {
        "h_n == h_n.flip(0).flip(0)": (True, True),
        "h_n[0] * 0 == h_n[1] * 0": (True, False),
        "h_n[0] == h_n[1]": (bool((named["h_n"][0] == named["h_n"][1]).all()), False),
        "h_n + 1 == h_n": (False, True),
    }
    for expression, (by_value, by_source) in cases.items():
        answer = asked(client, address, expression)
        held = answer["equality"]
        assert (held["by_value"], held["by_source"]) == (by_value, by_source), expression
        assert held["sentence"] in answer["verdict"]
        assert len(answer["pieces"]) == 2


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("T * B + L", 9),
        ("torch.equal(output, h_n)", False),
        ("h_n.dim() == 3 and D == 2", True),
        ("(h_n * 0).sum().item()", 0.0),
        ("1 / 4", 0.25),
    ],
)
def test_a_truth_or_number_is_the_value(
    client: TestClient, address: str, expression: str, value: object
) -> None:
    got = asked(client, address, expression)["value"]
    assert (type(got), got) == (type(value), value)


def test_several_tensors_are_several_pieces(client: TestClient, address: str) -> None:
    answer = asked(client, address, "output, (h_n, c_n)")
    named = arrays(client, address)
    assert [piece["name"] for piece in answer["pieces"]] == ["[0]", "[1][0]", "[1][1]"]
    for piece, name in zip(answer["pieces"], ("output", "h_n", "c_n"), strict=True):
        assert (np.array(piece["values"], "float32") == named[name]).all()
        assert_places(piece, named)


FORWARD = """
    def forward(self, sentence):
        seq, (hidden, cell) = self.lstm(sentence)
        last = torch.cat((hidden[-2], hidden[-1]), dim=-1)
        return last
"""


def test_each_line_of_a_program_is_answered(client: TestClient, address: str) -> None:
    answer = asked(client, address, FORWARD)
    named = arrays(client, address)
    last = np.concatenate((named["h_n"][2], named["h_n"][3]), -1)
    assert [line["line"] for line in answer["lines"]] == [2, 3, 4]
    assert [len(line["pieces"]) for line in answer["lines"]] == [3, 1, 1]
    assert answer["lines"][1]["name"] == "last"
    (piece,) = answer["pieces"]
    assert (np.array(piece["values"], "float32") == last).all()
    assert answer["yes"]
    assert answer["warnings"] == []
    assert any("sentence" in note for note in answer["notes"])


def test_a_warning_comes_with_what_is_right(client: TestClient, address: str) -> None:
    batch_first = client.get(address).json()["axes"]["x"][0] == "B"
    (warning, *_) = asked(client, address, "output[:, -1]" if batch_first else "output[-1]")[
        "warnings"
    ]
    assert warning["number"] == 2
    right = asked(client, address, warning["fix"])
    assert right["yes"]
    assert right["warnings"] == []
