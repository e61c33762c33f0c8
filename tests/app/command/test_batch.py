"""Input files: what numpy wrote is read, and what is no input is told in one sentence."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrolled import Network
from unrolled.app.command.batch import read
from unrolled.app.errors import ApiError

NET = Network("gru", 3, 2)


def npz(**arrays: Any) -> bytes:
    data = io.BytesIO()
    np.savez(data, **arrays)
    return data.getvalue()


def npy(x: Any) -> bytes:
    data = io.BytesIO()
    np.save(data, x)
    return data.getvalue()


def refused(*paths: Path) -> str:
    with pytest.raises(ApiError) as raised:
        read([str(path) for path in paths], NET, False)
    problem = raised.value.problem
    assert problem.field == "input"
    assert problem.message.endswith(".")
    assert "\n" not in problem.message
    return problem.message


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "is empty"),
        (b"1,2,3\n4,5\n", "Line 2 of the CSV has 2 columns"),
        (b"\xff\xfe\x00", "no CSV in UTF-8"),
        (b"\x93NUMPY\x01", "no npy or npz"),
        (b"PK\x03\x04", "no npy or npz"),
        (npz(z=np.ones((2, 3))), "it holds z; expected x"),
        (npz(x=np.ones((2, 3)), z=1), "it holds x, z; expected x"),
        (npy(np.array(["a"])), "has to hold numbers"),
        (npy(np.array([{}])), "allow_pickle=False"),
        (npy(np.ones(3)), "got shape (3,)"),
        (npy(np.ones((1, 2, 3, 4))), "got shape (1, 2, 3, 4)"),
        (npz(x=np.ones((2, 3)), lengths=[2]), "lengths beside a row"),
    ],
)
def test_what_is_no_input_is_told(tmp_path: Path, data: bytes, part: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    message = refused(path)
    assert message.startswith(f"{path}: ")
    assert part in message


def test_files_that_do_not_fit_together_are_told(tmp_path: Path) -> None:
    good, narrow, batch = (tmp_path / name for name in ("good", "narrow", "batch"))
    good.write_text("1,2,3\n")
    narrow.write_text("1,2\n")
    batch.write_bytes(npy(np.ones((4, 1, 3))))
    assert f"{narrow}: a step has 2 numbers, but 3 in {good}" in refused(good, narrow)
    assert f"{batch}: got shape (4, 1, 3)" in refused(good, batch)
    assert f"{tmp_path / 'none'} can't be read" in refused(good, tmp_path / "none")


def test_what_is_too_large_for_the_networks_type_is_infinite(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(npy(np.array([[1e300, -1e300, 1.0]])))
    x = read([str(tmp_path / "x")], NET, False).x
    assert x.dtype == NET.dtype
    assert x.tolist() == [[[np.inf, -np.inf, 1.0]]]


GOOD = [npy(np.ones((2, 3))), npz(x=np.ones((2, 1, 3)), lengths=[2])]
PLACES = st.tuples(st.integers(0, 400), st.sampled_from(b"\0\n({'9,\xff") | st.integers(0, 255))


@given(st.sampled_from(GOOD), st.lists(PLACES, max_size=3), st.integers(0, 9))
def test_a_damaged_file_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory,
    data: bytes,
    places: list[tuple[int, int]],
    cut: int,
) -> None:
    damaged = bytearray(data)
    for place, byte in places:
        damaged[place % len(data)] = byte
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(damaged[: len(data) - cut])
    assert "\n" not in outcome(path)


def outcome(path: Path) -> str:
    try:
        return str(read([str(path)], NET, False).x.shape)
    except ApiError as error:
        return str(error)
