"""What an answer says beside its numbers: where they stand, and which fixes can be asked."""

import numpy as np
import pytest
from fastapi.testclient import TestClient

from tests.app.asking import Json, made, noise, spec

# A wrong expression for each thing that is written instead.
WRONG = [
    "output[-1]",
    "output[:, -1]",
    "h_n[-1]",
    "h_n[:2]",
    "h_n[:, -1]",
    "h_n.view(D, L, B, P)",
    "c_n[-1] == h_n[-1]",
    "F.softmax(output, -1)",
    "torch.cat((h_n[0], h_n[1]), -1)",
]


def asked(client: TestClient, address: str, expression: str) -> Json:
    response = client.post(f"{address}/ask", json={"expression": expression})
    assert response.status_code == 200, response.text
    answer: Json = response.json()
    return answer


def test_a_fix_that_can_be_asked_can_and_another_cannot(client: TestClient) -> None:
    three = spec(network__num_layers=3, input=noise(7))
    address = made(client, three)
    found = set()
    for expression in WRONG:
        for warning in asked(client, address, expression)["warnings"]:
            answer = client.post(f"{address}/ask", json={"expression": warning["fix"]})
            assert (answer.status_code == 200) == warning["can_be_asked"], warning
            found.add(warning["can_be_asked"])
    assert True in found


@pytest.mark.parametrize(
    "expression", ["output", "h_n", "output[..., 1::2]", "c(0, 1).flip(-1)[..., :2]"]
)
def test_boxes_are_the_places_that_the_elements_were_read_from(
    client: TestClient, address: str, expression: str
) -> None:
    answer = asked(client, address, expression)
    (piece,) = answer["pieces"]
    places = {tuple(element) for element in piece["elements"]}
    covered = [
        (k, t, b, unit)
        for k, part in enumerate(piece["parts"])
        for b, t0, t1, low, high in part["boxes"]
        for t in range(t0, t1 + 1)
        for unit in range(low, high + 1)
    ]
    assert set(covered) == places
    assert len(covered) == len(places) == np.prod(piece["shape"])
    assert answer["lengths"] == [7]


def test_padding_says_what_it_is_the_padding_of(client: TestClient) -> None:
    rows = {"kind": "text", "text": "aabbcca aabb"}
    address = made(client, spec(input=rows, lengths=[7, 4]))
    kinds = {"h(1, 0)[6]": "h", "c(1, 0)[6]": "c", "x[6]": "x", "y[6]": "y"}
    for expression, kind in kinds.items():
        (piece,) = asked(client, address, expression)["pieces"]
        found = {(part["state"], part["kind"]) for part in piece["parts"]}
        assert found == {(kind, kind), ("padding", kind)}, expression
