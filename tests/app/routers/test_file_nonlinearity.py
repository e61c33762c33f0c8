"""The nonlinearity of a plain RNN whose file doesn't tell it."""

import pytest
from fastapi.testclient import TestClient

from tests.app.asking import assert_problem, made, post, pytorch_code
from tests.app.filing import as_csv, of_file, saved, sent, tensors, values
from tests.engine.golden import BOUNDS, CASES, assert_equal
from tests.golden.cases import Case, draw
from unrolled import Network

RELU = [
    case
    for case in CASES
    if (case.nonlinearity, case.batch, case.lengths, case.silent) == ("relu", 1, None, False)
    and not case.initial
]


@pytest.mark.parametrize("case", RELU, ids=str)
def test_a_plain_rnn_runs_with_the_nonlinearity_that_its_file_does_not_tell(
    client: TestClient, case: Case
) -> None:
    numbers = draw(case)
    id = sent(client, tensors(numbers.weights))["id"]
    whole = of_file(id, input=as_csv(numbers.x[:, 0]))
    whole["weights"]["nonlinearity"] = "relu"
    address = made(client, whole)
    for name in ("output", "h_n"):
        got = values(client, address, name).astype(case.dtype)
        assert_equal(case, name, got, BOUNDS[case.dtype])
    code = pytorch_code(client, address)
    assert 'nonlinearity="relu"' in code
    del whole["weights"]["nonlinearity"]
    assert 'nonlinearity="relu"' not in pytorch_code(client, made(client, whole))


@pytest.mark.parametrize("chosen", ["tanh", "relu"])
@pytest.mark.parametrize(
    "data",
    [saved(Network("rnn", 2, 3)), tensors(Network("gru", 2, 3).state_dict())],
    ids=["a file that tells it", "a cell without a choice"],
)
def test_a_nonlinearity_that_the_file_tells_is_refused(
    client: TestClient, data: bytes, chosen: str
) -> None:
    whole = of_file(sent(client, data)["id"])
    whole["weights"]["nonlinearity"] = chosen
    message = assert_problem(post(client, whole), 422, "bad_value", "weights.nonlinearity")
    assert message.startswith(f"nonlinearity is '{chosen}', but only that of a plain RNN")
