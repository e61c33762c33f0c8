"""Several rows: each is the run of that row alone, packed or not, and comes alone where asked."""

from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from tests.app.asking import Json, assert_problem, made, noise, numbers, post, pytorch_code, spec
from tests.app.filing import of_file, saved, sent
from tests.engine.golden import CASES, golden
from tests.golden.cases import INPUTS
from unrolled import Network
from unrolled.engine.arrays import Array

ROWS = ["aacc", "bddbacd", "dd"]
CELLS = ["rnn", "lstm", "gru"]
RECORDED = {"rnn": "h", "lstm": "hcifgo", "gru": "hrzn"}
BYTES = {"Accept": "application/octet-stream"}


def batch(packed: bool = True, **changes: Any) -> Json:
    lengths = [len(row) for row in ROWS] if packed else None
    return spec(input__text=" ".join(ROWS), lengths=lengths, **changes)


def alone(row: str, **changes: Any) -> Json:
    return spec(input__text=row, **changes)


def array(client: TestClient, address: str, name: str) -> Array:
    return numbers(client.get(f"{address}/arrays/{name}"))


@pytest.fixture(scope="module", params=[False, True], ids=["read as data", "packed"])
def address(client: TestClient, request: pytest.FixtureRequest) -> str:
    """A batch of three."""
    return made(client, batch(request.param))


@pytest.mark.parametrize("space", [" ", "\n", " \t\r\n ", "\u2003"])
def test_rows_are_parted_by_white_space_and_padded_with_zeros(
    client: TestClient, space: str
) -> None:
    x = array(client, made(client, spec(input__text=f"{space}bad{space}c{space}")), "x")
    assert x[:, 0].tolist() == [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1]]
    assert x[:, 1].tolist() == [[0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]]


def test_another_random_row_leaves_those_that_are_there(client: TestClient) -> None:
    few, more = (
        array(client, made(client, spec(input={**noise(6), "rows": rows})), "x") for rows in (2, 3)
    )
    assert more.shape == (6, 3, 2)
    assert np.array_equal(more[:, :2], few)
    assert not np.array_equal(more[:, 1], more[:, 0])


@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("cell", CELLS)
def test_a_packed_row_is_that_row_run_alone(
    client: TestClient, cell: str, batch_first: bool
) -> None:
    changes: Json = {"network__cell": cell, "network__batch_first": batch_first}
    whole = made(client, batch(**changes))
    for b, row in enumerate(ROWS):
        single = made(client, alone(row, **changes))
        for name in ("output", "y"):
            got, expected = array(client, whole, name), array(client, single, name)
            if not batch_first:
                got, expected = got.swapaxes(0, 1), expected.swapaxes(0, 1)
            got, expected = got[b], expected[0]
            np.testing.assert_allclose(got[: len(row)], expected, rtol=0, atol=1e-6)
            if name == "output":
                assert not got[len(row) :].any()
        for name in ("h_n", "c_n") if cell == "lstm" else ("h_n",):
            got, expected = array(client, whole, name)[:, b], array(client, single, name)[:, 0]
            np.testing.assert_allclose(got, expected, rtol=0, atol=1e-6)
        for name in RECORDED[cell]:
            got = array(client, whole, name)[:, :, b]
            expected = array(client, single, name)[:, :, 0]
            np.testing.assert_allclose(got[:, : len(row)], expected, rtol=0, atol=1e-6)
            assert not got[:, len(row) :].any()


def test_without_lengths_padding_is_read_as_data(client: TestClient) -> None:
    whole, packed = made(client, batch(packed=False)), made(client, batch())
    net = Network("lstm", 4, 3, 2, True, seed=7)
    trace = net.run(array(client, whole, "x"))
    assert np.array_equal(array(client, whole, "output"), trace.output)
    assert np.array_equal(array(client, whole, "h_n"), trace.h_n)
    # The last row of output is padding's; the reverse direction began in padding.
    assert not np.allclose(array(client, whole, "h_n"), array(client, packed, "h_n"), atol=1e-3)
    assert array(client, whole, "output")[-1, 2].all()


@pytest.mark.parametrize("lengths", [given[1] for given in INPUTS if given[1]], ids=str)
def test_what_a_packed_sequence_holds_is_what_pytorch_packs(
    client: TestClient, lengths: tuple[int, ...]
) -> None:
    case = next(c for c in CASES if c.lengths == lengths and c.cell == "gru")
    given = {**noise(case.T), "rows": len(lengths)}
    body = post(client, spec(input=given, lengths=list(lengths))).json()
    for name in ("sorted_indices", "unsorted_indices"):
        assert body[name] == golden("gru")[f"{case}/{name}"].tolist(), name
    assert body["lengths"] == list(lengths)
    assert (body["T"], body["B"]) == (max(lengths), len(lengths))
    assert body["shapes"]["x"] == [case.T, len(lengths), 2]
    assert body["shapes"]["output"] == [max(lengths), len(lengths), 6]
    whole = array(client, f"/api/traces/{body['id']}", "x")
    assert whole.shape == (case.T, len(lengths), 2)


def test_what_is_not_packed_has_no_lengths(client: TestClient) -> None:
    body = post(client, batch(packed=False)).json()
    names = ("lengths", "sorted_indices", "unsorted_indices")
    assert [body[name] for name in names] == [None] * 3
    assert (body["B"], body["T"]) == (3, 7)


@pytest.mark.parametrize("b", [0, 1, 2])
def test_a_window_holds_one_row_of_the_arrays(client: TestClient, address: str, b: int) -> None:
    body = client.get(f"{address}/window?t0=1&t1=6&b={b}").json()
    axes = {"h": 2, "c": 2, "x": 1, "y": 1, "h_n": 1, "c_n": 1}
    assert list(body) == list(axes)
    for name, axis in axes.items():
        part = client.get(f"{address}/arrays/{name}?t0=1&t1=6")
        assert np.array_equal(np.float32(body[name]), np.take(numbers(part), [b], axis)), name


def test_no_window_grows_with_the_batch(client: TestClient, address: str) -> None:
    single = made(client, alone(ROWS[1]))
    sizes = {
        len(client.get(f"{place}/window", headers=BYTES).content) for place in (address, single)
    }
    assert len(sizes) == 1


@pytest.mark.parametrize("b", [0, 1, 2])
def test_plots_and_the_numbers_of_a_cell_are_of_the_row(
    client: TestClient, address: str, b: int
) -> None:
    packed = client.get(address).json()["lengths"] is not None
    length = len(ROWS[b]) if packed else 7
    h = array(client, address, "h")
    course = client.get(f"{address}/course?layer=1&direction=1&b={b}")
    assert np.array_equal(numbers(course), h[3, :length, b])
    overview = numbers(client.get(f"{address}/overview?b={b}"))
    np.testing.assert_allclose(overview, np.abs(h[:, :, b]).mean(axis=2), rtol=1e-6)
    for t in range(length):
        body = client.get(f"{address}/cell?layer=1&direction=1&t={t}&b={b}").json()
        assert np.array_equal(np.float32(body["states"]["h"]), h[3, t, b])
        f = array(client, address, "f")[3, t, b]
        assert np.array_equal(np.float32(body["gates"]["f"]), f)


@pytest.mark.parametrize("route", ["cell?gate=h", "explain?gate=h&unit=0"])
def test_padding_has_no_numbers_to_show(client: TestClient, route: str) -> None:
    address = made(client, batch())
    asked = f"{address}/{route}&layer=0&direction=1&b=2"
    assert client.get(f"{asked}&t=1").status_code == 200
    message = assert_problem(client.get(f"{asked}&t=2"), 422, "bad_value", "t")
    assert message == "t is 2, but row 2 ends at t = 1."


@pytest.mark.parametrize(("b", "words"), [("3", "from 0 to 2"), ("-1", "at least 0"), ("x", "'x'")])
@pytest.mark.parametrize(
    "route",
    [
        "window?t0=0",
        "overview?points=5",
        "course?layer=0&direction=0",
        "cell?layer=0&direction=0&t=0",
    ],
)
def test_a_row_that_is_not_there_is_refused(
    client: TestClient, address: str, route: str, b: str, words: str
) -> None:
    message = assert_problem(client.get(f"{address}/{route}&b={b}"), 422, "bad_value", "b")
    assert words in message


def test_states_before_the_first_step_are_one_for_each_row(client: TestClient) -> None:
    h_0 = np.random.default_rng(2).standard_normal((4, 3, 3)).astype("f4")
    whole = made(client, batch(network__cell="gru", h_0=h_0.tolist()))
    for b, row in enumerate(ROWS):
        own = h_0[:, b : b + 1].tolist()
        single = made(client, alone(row, network__cell="gru", h_0=own))
        got, expected = array(client, whole, "h_n")[:, b], array(client, single, "h_n")[:, 0]
        np.testing.assert_allclose(got, expected, rtol=0, atol=1e-6)
    few = post(client, batch(h_0=h_0[:, :2].tolist()))
    assert "B=3" in assert_problem(few, 422, "bad_value", "h_0")


def test_a_text_has_a_limit_of_rows(client: TestClient) -> None:
    assert post(client, spec(input__text="a " * 64)).json()["B"] == 64
    response = post(client, spec(input__text="a " * 65))
    assert "65 rows; at most 64" in assert_problem(response, 413, "too_large", "input.text")


def test_rows_count_against_what_is_recorded(client: TestClient) -> None:
    large = {"network__hidden_size": 64, "network__num_layers": 4}
    response = post(client, spec(**large, input={**noise(2000), "rows": 3}))
    message = assert_problem(response, 413, "too_large", "network.hidden_size")
    together = int(message.rsplit("to ", 1)[1].split(" steps")[0].replace(",", ""))
    assert message.endswith("its 3 rows together.")
    made(client, spec(**large, input={**noise(together // 3), "rows": 3}))


def test_a_wide_file_draws_no_more_than_it_may(client: TestClient) -> None:
    id = sent(client, saved(Network("rnn", 4000, 1)))["id"]
    given = {"kind": "random", "steps": 100, "rows": 11}
    response = post(client, of_file(id, input=given))
    message = assert_problem(response, 413, "too_large", "input.steps")
    assert "4,400,000 numbers, at most 4,000,000" in message
    made(client, of_file(id, input={**given, "rows": 10}))


@pytest.mark.parametrize(("dropout", "layers"), [(0.0, []), (0.3, [0, 1])])
def test_the_summary_says_where_dropout_would_act(
    client: TestClient, dropout: float, layers: list[int]
) -> None:
    net = Network("gru", 2, 3, 3, dropout=dropout)
    address = made(client, of_file(sent(client, saved(net))["id"]))
    assert client.get(address).json()["dropout"] == layers
    assert ("rnn.eval()" in pytorch_code(client, address)) == bool(layers)
