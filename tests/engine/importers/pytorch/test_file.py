"""Files that PyTorch wrote open without it, as the networks that PyTorch computes with."""

import zipfile
from io import BytesIO

import numpy as np
import pytest

from tests.engine.importers.expected import FILES, PLACES, assert_same
from tests.engine.importers.places import places
from unrolled.engine.errors import EngineError
from unrolled.engine.importers.read import load, read

REFUSED = {
    "whole": ["torch.nn.modules.rnn.LSTM", "torch.save(model.state_dict(), path)"],
    "whole-older": ["torch.nn.modules.rnn.LSTM", "torch.save(model.state_dict(), path)"],
    "script": ["TorchScript", "torch.save(model.state_dict(), path)"],
    "quantized": ["a quantized tensor", ".dequantize()"],
    "sparse": ["a sparse tensor", ".to_dense()"],
    "meta": ["a meta tensor"],
    "integers": ["weight_ih_l0 is int64", "float16, bfloat16, float32, float64"],
    "mixed": ["weight_ih_l0", "float64", "weight_hh_l0", "float32"],
    "arguments": ["argparse.Namespace", "torch.save(model.state_dict(), path)"],
    "scalar": ["numpy"],
    "weight-norm": ["weight_hh_l0 is missing", "parametrizations.weight_hh_l0.original0"],
}
VERSIONS = {path.stem for path in FILES.glob("torch-*.pt")}


def rewritten(name: str, byte_order: str, swap: int) -> bytes:
    """A golden file as a machine of the other byte order would have written it."""
    swapped = BytesIO()
    with zipfile.ZipFile(FILES / name) as old, zipfile.ZipFile(swapped, "w") as new:
        for entry in old.namelist():
            data = old.read(entry)
            if entry.endswith("/byteorder"):
                data = byte_order.encode()
            elif "/data/" in entry:
                data = b"".join(data[i : i + swap][::-1] for i in range(0, len(data), swap))
            new.writestr(entry, data)
    return swapped.getvalue()


@pytest.mark.parametrize("place", PLACES)
def test_a_network_in_a_file_of_pytorch_is_the_one_that_pytorch_has(place: str) -> None:
    file, name = place.split("/")
    net = load(FILES / f"{file}.pt", name)
    assert_same(net, place)
    assert net.origin is not None
    assert (net.origin.format, net.origin.name) == ("PyTorch", name)


@pytest.mark.parametrize("version", sorted(VERSIONS))
def test_what_earlier_versions_saved_opens_and_computes_the_same(version: str) -> None:
    net = load(FILES / f"{version}.pt", "state_dict.rnn")
    with np.load(FILES / f"{version}.npz") as expected:
        for name, value in net.state_dict().items():
            np.testing.assert_array_equal(value, expected[f"parameters/{name}"], strict=True)
        trace = net.run(expected["x"])
        assert net.head is not None
        for got, name in ((trace.output, "output"), (trace.h_n, "h_n")):
            np.testing.assert_allclose(got, expected[name], rtol=0, atol=1e-5)
        np.testing.assert_allclose(net.head.run(trace.output), expected["y"], rtol=0, atol=1e-5)


def test_earlier_versions_are_those_before_and_after_archives() -> None:
    assert VERSIONS == {f"torch-{v}" for v in ("1.0.0", "1.5.1", "1.5.1-archive", "1.12.1")}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_is_no_state_dict_of_floats_is_refused_by_name(reason: str) -> None:
    with pytest.raises(EngineError) as refusal:
        load(FILES / f"refused-{reason}.pt")
    for words in REFUSED[reason]:
        assert words in str(refusal.value)


def test_every_file_is_either_expected_to_open_or_to_be_refused() -> None:
    names = {path.stem for path in FILES.glob("*.pt")} - VERSIONS
    opening = {place.split("/")[0] for place in PLACES}
    assert names == opening | {f"refused-{reason}" for reason in REFUSED}


@pytest.mark.parametrize("width", [2, 4, 8])
def test_a_file_of_a_big_endian_machine_holds_the_same_numbers(width: int) -> None:
    name = {2: "bfloat16", 4: "lstm", 8: "double"}[width]
    assert_same(load(rewritten(f"{name}.pt", "big", width)), f"{name}/")


def test_a_file_without_a_byte_order_is_little_endian() -> None:
    older = BytesIO()
    with zipfile.ZipFile(FILES / "lstm.pt") as old, zipfile.ZipFile(older, "w") as new:
        for entry in old.namelist():
            if not entry.endswith("/byteorder"):
                new.writestr(entry, old.read(entry))
    assert_same(load(older.getvalue()), "lstm/")


def test_an_unknown_byte_order_is_refused() -> None:
    with pytest.raises(EngineError, match="byteorder is b'middle'; expected little or big"):
        load(rewritten("lstm.pt", "middle", 1))


def test_a_model_of_two_networks_is_listed_and_the_rest_is_ignored() -> None:
    contents = read((FILES / "translator.pt").read_bytes())
    assert [module.name for module in contents.modules] == ["encoder.rnn", "decoder.rnn"]
    net = contents.load("decoder.rnn")
    assert net.origin is not None
    assert net.origin.modules == ("encoder.rnn", "decoder.rnn")
    assert net.origin.ignored == (
        "decoder.norm.weight",
        "decoder.norm.bias",
        "out.weight",
        "out.bias",
    )


def test_of_two_networks_one_has_to_be_chosen() -> None:
    with pytest.raises(EngineError, match=r"2 networks, encoder.rnn, decoder.rnn: choose one"):
        load(FILES / "translator.pt")


def test_a_checkpoint_says_what_else_is_in_it() -> None:
    net = load(FILES / "tagger-checkpoint.pt")
    assert net.origin is not None
    assert net.origin.ignored[0] == "state_dict.embedding.weight"
    assert "optimizer.state.0.exp_avg" in net.origin.ignored
    assert len(net.origin.assumed) == 1
    assert "state_dict.fc is taken for the head" in net.origin.assumed[0]


def test_an_rnn_says_that_its_nonlinearity_is_assumed() -> None:
    net = load(FILES / "rnn.pt")
    assert net.nonlinearity == "tanh"
    assert net.origin is not None
    assert "tanh" in net.origin.assumed[0]
    assert "relu" in net.origin.assumed[0]
    relu = load(FILES / "rnn.pt", nonlinearity="relu")
    assert (relu.nonlinearity, relu.origin) == ("relu", net.origin)
    with pytest.raises(EngineError, match="only that of a plain RNN whose file doesn't tell it"):
        load(FILES / "gru.pt", nonlinearity="tanh")


def test_safetensors_of_the_same_model_hold_the_same_network() -> None:
    for name in ("half/", "bfloat16/", "tagger/rnn"):
        file, module = name.split("/")
        assert_same(load(FILES / f"{file}.safetensors", module), name)


@pytest.mark.parametrize("name", ["lstm", "older", "protocol-4"])
def test_a_truncated_file_is_one_sentence_wherever_it_is_cut(name: str) -> None:
    data = (FILES / f"{name}.pt").read_bytes()
    for end in places(len(data)):
        with pytest.raises(EngineError):
            load(data[:end])


def test_each_storage_has_to_be_there_in_full() -> None:
    short = BytesIO()
    with zipfile.ZipFile(FILES / "lstm.pt") as old, zipfile.ZipFile(short, "w") as new:
        for entry in old.namelist():
            data = old.read(entry)
            new.writestr(entry, data[:-4] if entry.endswith("/data/2") else data)
    with pytest.raises(EngineError, match=r"Storage 2 has 60 bytes .* expected 64 for 16 numbers"):
        load(short.getvalue())
