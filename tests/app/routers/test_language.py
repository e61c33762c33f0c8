"""The words of the language: all that are listed can be asked, and none is left out."""

import pytest
from fastapi.testclient import TestClient

from tests.app.asking import Json

# Each list with a text that uses one of its words, where what is not known is refused by its name.
USES = {
    "names": "{}",
    "calls": "{}()",
    "methods": "output.{}()",
    "attributes": "output.{}",
    "functions": "torch.{}(output)",
    "einops": "einops.{}(output)",
}
UNKNOWN = ("can't be asked", "There is no", "has no", "is not defined")


@pytest.fixture(scope="module")
def words(client: TestClient) -> Json:
    found: Json = client.get("/api/language").json()
    return found


def refused(client: TestClient, address: str, expression: str) -> bool:
    """Whether the answer is that there is no such word."""
    answer = client.post(f"{address}/ask", json={"expression": expression}).json()
    return any(sign in answer.get("message", "") for sign in UNKNOWN)


@pytest.mark.parametrize("kind", USES)
def test_every_word_is_known_and_a_made_up_one_is_not(
    client: TestClient, address: str, words: Json, kind: str
) -> None:
    assert words[kind] == sorted(set(words[kind]))
    unknown = [word for word in words[kind] if refused(client, address, USES[kind].format(word))]
    assert unknown == []
    assert refused(client, address, USES[kind].format("nothing"))


def test_the_words_of_the_field_are_among_them(words: Json) -> None:
    assert {"output", "h_n", "c_n", "x", "y", "lengths", *"TBLDHPIO"} <= set(words["names"])
    assert {"h", "c"} <= set(words["calls"])
    assert {"view", "permute", "unbind", "gather", "softmax", "size"} <= set(words["methods"])
    assert {"shape", "T", "mT"} <= set(words["attributes"])
    assert {"torch", "F", "np", "einops"} <= set(words["modules"])
    assert {"cat", "stack", "softmax", "equal"} <= set(words["functions"])
    assert words["einops"] == ["rearrange"]
