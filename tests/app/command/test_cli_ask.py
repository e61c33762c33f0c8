"""``unrolled ask``: the API's answers, of files in a folder."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from tests.app.asking import Json, ask, asked, made
from tests.app.filing import as_csv, of_file, saved, sent, several, tensors, with_head
from unrolled import Network
from unrolled.app.command.main import main
from unrolled.engine.arrays import Array

Run = Callable[..., tuple[int, str, str]]

NET = with_head(Network("lstm", 3, 4, 2, True, seed=1), 5)
FORWARD = """
    def forward(self, sentence):
        seq, (hidden, cell) = self.lstm(sentence)
        return self.fc(torch.cat((hidden[-2], hidden[-1]), dim=-1))
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``unrolled ask`` beside NET in a file, 80 columns wide: its status and its output."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    Path("net.safetensors").write_bytes(saved(NET))

    def ask(*words: str, model: str = "net.safetensors") -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["ask", model, *words])
        assert isinstance(ended.value.code, int)
        return ended.value.code, *capsys.readouterr()

    return ask


def answered(run: Run, *words: str, model: str = "net.safetensors") -> Json:
    """The JSON of an answer."""
    status, out, _ = run("--json", *words, model=model)
    assert status == 0, out
    answer: Json = json.loads(out)
    return answer


def drawn(T: int, seed: int = 0) -> Array:
    return np.random.default_rng(seed).standard_normal((T, 3)).astype("float32")


def write(name: str, x: Array) -> str:
    """A CSV with all the digits."""
    Path(name).write_text(as_csv(x)["csv"])
    return name


@pytest.mark.parametrize(
    "expression",
    ["output[-1]", "h_n[-2] == output[-1, :, :4]", "y", "T", "x, c_n", "output / 0", FORWARD],
)
def test_it_answers_what_the_api_does(client: TestClient, run: Run, expression: str) -> None:
    x = drawn(6)
    address = made(client, of_file(sent(client, saved(NET))["id"], input=as_csv(x)))
    got = answered(run, "--input", write("x.csv", x), expression)
    assert got == asked(client, address, expression)


@pytest.mark.parametrize(
    ("names", "merge", "expression"),
    [("keras", "sum", "outputs[:, -1]"), ("jax", "concat", "carry"), ("onnx", "concat", "Y_h[-1]")],
)
def test_it_takes_other_frameworks_names_as_the_api_does(
    client: TestClient, run: Run, names: str, merge: str, expression: str
) -> None:
    x = drawn(6)
    address = made(client, of_file(sent(client, saved(NET))["id"], input=as_csv(x)))
    question = {"expression": expression, "names": names, "merge": merge}
    words = ["--names", names, "--merge", merge, "--input", write("x.csv", x)]
    response = client.post(f"{address}/ask", json=question)
    assert response.status_code == 200
    assert answered(run, *words, expression) == response.json()


@pytest.mark.parametrize("expression", ["output[9]", "a = h_n\na + nonsense", "h_n[", "", "c(7)"])
def test_it_refuses_what_the_api_does(client: TestClient, run: Run, expression: str) -> None:
    x = drawn(4)
    address = made(client, of_file(sent(client, saved(NET))["id"], input=as_csv(x)))
    status, out, _ = run("--json", "--input", write("x.csv", x), expression)
    response = ask(client, address, expression)
    assert response.status_code == 422
    assert (status, json.loads(out)) == (1, response.json())


@pytest.mark.parametrize("steps", [None, 3])
def test_without_an_input_x_is_the_apis_random_one(
    client: TestClient, run: Run, steps: int | None
) -> None:
    drawn = {"kind": "random", "seed": 0, "steps": steps or 7}
    address = made(client, of_file(sent(client, saved(NET))["id"], input=drawn))
    words = [] if steps is None else ["--steps", str(steps)]
    assert answered(run, *words, "x") == asked(client, address, "x")
    _, _, said = run(*words, "T")
    assert said == f"x is random, of shape ({steps or 7}, 1, 3); give your own by --input.\n"


def test_a_random_x_has_the_rows_and_steps_that_the_file_has_lengths_for(run: Run) -> None:
    net = Network("gru", 3, 4)
    net.lengths = (2, 9)
    Path("own.safetensors").write_bytes(saved(net))
    status, out, said = run("h_n[-1]", model="own.safetensors")
    assert (status, said.split(";")[0]) == (0, "x is random, of shape (9, 2, 3)")
    assert "(1, 8)" in out  # where each row ends
    status, _, said = run("--steps", "4", "h_n[-1]", model="own.safetensors")
    assert status == 1
    assert "The lengths [2, 9] of the network's file don't fit x" in said


def values(answer: Json) -> Array:
    (piece,) = answer["pieces"]
    return np.array(piece["values"], "float32")


@pytest.mark.parametrize("batch_first", [False, True])
def test_files_of_different_lengths_are_a_packed_batch(run: Run, batch_first: bool) -> None:
    rows = [drawn(5, 1), drawn(2, 2), drawn(3, 3)]
    words = [w for b, row in enumerate(rows) for w in ("--input", write(f"{b}.csv", row))]
    words += ["--batch-first"] if batch_first else []
    # A row of a packed batch is what it is alone.
    alone = [NET.run(row[:, None]) for row in rows]
    h_n = values(answered(run, *words, "h_n"))
    np.testing.assert_allclose(h_n, np.concatenate([t.h_n for t in alone], 1), atol=1e-6)
    output = values(answered(run, *words, "output"))
    output = output.swapaxes(0, 1) if batch_first else output
    for b, trace in enumerate(alone):
        np.testing.assert_allclose(output[: trace.T, b], trace.output[:, 0], atol=1e-6)
        assert not output[trace.T :, b].any()
    assert "padding" in run(*words, "output")[1]


def test_files_of_one_length_are_a_batch_without_padding(run: Run) -> None:
    rows = [drawn(4, 1), drawn(4, 2)]
    words = ["--input", write("0.csv", rows[0]), "--input", write("1.csv", rows[1])]
    assert (values(answered(run, *words, "x")) == np.stack(rows, 1)).all()
    assert "padding" not in run(*words, "output")[1]


def test_arrays_are_read_as_they_are(run: Run) -> None:
    x = np.stack([drawn(4, 1), drawn(4, 2)], 1)
    np.save("row.npy", x[:, 0].astype("float64"))
    np.save("batch.npy", x)
    np.savez("padded.npz", x=x, lengths=[2, 4])
    assert (values(answered(run, "--input", "row.npy", "x")) == x[:, :1]).all()
    assert (values(answered(run, "--input", "batch.npy", "x")) == x).all()
    first = answered(run, "--input", "batch.npy", "--batch-first", "x")
    assert (values(first) == x).all()
    assert first["pieces"][0]["axes"] == ["B=4", "T=2", "I=3"]
    padded = answered(run, "--input", "padded.npz", "h_n")
    expected = NET.run(x, lengths=[2, 4]).h_n
    assert (values(padded) == expected).all()


def test_the_expression_comes_from_standard_input_too(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    direct = answered(run, FORWARD)
    for encoding in ("utf-8", "utf-8-sig"):  # as editors on Windows begin a file
        data = io.BytesIO(FORWARD.encode(encoding))
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data))
        assert answered(run, "-") == direct


def test_a_network_is_chosen_by_its_name(run: Run) -> None:
    Path("several.safetensors").write_bytes(several())
    for name, units in (("rnn", 4), ("decoder", 6)):
        assert answered(run, "--name", name, "H", model="several.safetensors")["value"] == units
    status, out, said = run("H", model="several.safetensors")
    assert (status, out) == (1, "")
    assert "several.safetensors: The file holds 3 networks" in said


def test_what_a_file_does_not_tell_is_said_and_can_be_told(run: Run) -> None:
    net = Network("rnn", 3, 2, nonlinearity="relu")
    Path("rnn.safetensors").write_bytes(tensors(net.state_dict()))
    status, _, said = run("h_n", model="rnn.safetensors")
    assert status == 0
    assert said.startswith("rnn.safetensors: ")
    assert "tanh" in said
    words = ("--input", write("x.csv", drawn(4)))
    told = answered(run, *words, "--nonlinearity", "relu", "output", model="rnn.safetensors")
    assert (values(told) == net.run(drawn(4)[:, None]).output).all()


def assert_sentence(result: tuple[int, str, str], part: str) -> None:
    status, out, said = result
    assert (status, out, said.count("\n")) == (1, "", 1)
    assert part in said


def test_a_file_that_cannot_be_read_is_one_sentence(run: Run) -> None:
    write("wide.csv", np.ones((2, 4)))
    Path("ragged.csv").write_text("1,2,3\n4,5\n")
    assert_sentence(run("--input", "ragged.csv", "h_n"), "ragged.csv: Line 2 of the CSV has 2")
    assert_sentence(run("--input", "wide.csv", "h_n"), "expected (T, B, I=3)")
    assert_sentence(run("h_n", model="ragged.csv"), "ragged.csv: The file begins with")
    assert_sentence(run("h_n", model="none.pt"), "none.pt can't be read: no such file")
    assert_sentence(run("h_n", model="."), ". can't be read: is a directory")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--steps", "0", "h_n"], "'0' is no whole number"),
        (["--steps", "2.5", "h_n"], "'2.5'"),
        (["--steps", "3", "--input", "x.csv", "h_n"], "--steps is of a random x"),
        (["--merge", "sum", "h_n"], "give --names keras with it"),
        ([], "expression"),
    ],
)
def test_wrong_usage_has_status_2(run: Run, words: list[str], part: str) -> None:
    status, out, said = run(*words)
    assert (status, out) == (2, "")
    assert part in said


def test_it_does_not_wait_for_the_web_framework(tmp_path: Path) -> None:
    (tmp_path / "net").write_bytes(saved(NET))
    words = ["ask", str(tmp_path / "net"), "--json", "h_n"]
    script = (
        "import atexit, sys, unrolled.app.command.main\n"
        "atexit.register(lambda: print(*sys.modules))\n"
        f"unrolled.app.command.main.main({words})"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert result.returncode == 0
    modules = result.stdout.splitlines()[-1].split()
    assert "unrolled.app.views.answer" in modules
    assert {"uvicorn", "fastapi", "starlette", "pydantic_settings"}.isdisjoint(modules)


def test_whoever_reads_may_stop_early(tmp_path: Path) -> None:
    (tmp_path / "net").write_bytes(saved(NET))
    command = [sys.executable, "-m", "unrolled", "ask", str(tmp_path / "net"), "output", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        said = process.stderr.read().decode()
    assert (process.returncode, said.count("\n")) == (0, 1)
