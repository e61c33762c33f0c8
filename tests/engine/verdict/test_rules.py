"""Each rule fires where it should, and only there; what it says to write is right."""

from typing import Any

import pytest

from tests.engine.verdict.asking import asked, found
from unrolled.engine.verdict.rules import RULES

KERAS: dict[str, Any] = {"names": "keras"}
JAX: dict[str, Any] = {"names": "jax"}
ONNX: dict[str, Any] = {"names": "onnx"}
PACKED = {"lengths": [7, 5, 2]}
MIXED = {"lengths": [2, 7, 5]}
UNSORTED = """
packed = pack_padded_sequence(x, lengths, enforce_sorted=False)
output, (h, c) = self.lstm(packed)
"""
CAT = "torch.cat((h_n[-2], h_n[-1]), dim=-1)"
ATTENTION = """
mask = torch.arange(T)[:, None] < lengths
weights = torch.where(mask, output.sum(-1), float("-inf")).softmax(0)
torch.einsum("tb,tbh->bh", weights, output)
"""

# rule, its confusion's number, expression, options of the trace
FIRES: list[tuple[str, int, str, dict[str, Any]]] = [
    ("one step read", 2, "output[-1]", {}),
    ("one step read", 2, "output[:, -1]", {"batch_first": True}),
    ("one step read", 2, "output[:, -1, :]", {"batch_first": True, "cell": "gru", "L": 1}),
    ("one step read", 2, "self.fc(output[-1])", {"B": 1}),
    ("one step read", 2, "output[0]", {}),
    ("one step read", 2, "output[-1, :, P:]", {"L": 1}),
    ("one step read", 2, "output[lengths - 1, torch.arange(B)]", PACKED),
    ("one step read", 2, "output[-1, :, P:] == h_n[-1]", {}),
    ("one step read", 2, "output[lengths - 1, torch.arange(B)]", {"lengths": [1, 7, 2]}),
    ("one step read", 2, "h(1, 0)[-1] + h(1, 1)[-1]", {}),
    ("rows mixed", 3, "h_n.view(B, -1)", {}),
    ("rows mixed", 3, "h_n.reshape(B, 2, -1)", {"D": 1}),
    ("rows mixed", 3, "h_n.view(B, -1)", {"B": 1}),
    ("rows mixed", 3, "h_n.view(B, -1)", {"B": 4}),
    ("rows mixed", 3, "self.fc(h_n.view(B, D * P * L))", {}),
    ("rows mixed", 3, "output.reshape(B, -1)", {"D": 1}),
    ("rows mixed", 3, "_, (hidden, cell) = self.lstm(x)\nhidden.view(x.size(1), -1)", {}),
    ("rows mixed", 3, "h_n[-2:].reshape(B, -1)", {"L": 3}),
    ("rows mixed", 3, "h_n.view(L, B, -1)", {}),
    ("rows mixed", 3, "h_n.reshape(L, B, D * P)", {"B": 2}),
    ("rows mixed", 3, "c_n.view(1, B, -1)", {"L": 1}),
    ("rows mixed", 3, "h_n.view(1, B, -1)", {"D": 1}),
    ("rows mixed", 3, "output.reshape(T, B, -1)", {"batch_first": True}),
    ("rows mixed", 3, "h_0.view(B, -1)", {}),
    ("rows mixed", 3, "h_n.view_as(torch.zeros(B, L * D * P))", {}),
    ("rows mixed", 3, "torch.cat((h_n[-2], h_n[-1])).view(B, -1)", {}),
    ("rows mixed", 3, "(h_n[-2:] * 2).reshape(3, -1)", {}),
    ("rows mixed", 3, "Y_h.reshape(3, -1)", ONNX),
    ("rows mixed", 3, "np.reshape(Y_h, (B, -1))", ONNX),
    ("rows mixed", 3, "Y.reshape(B, -1)", {**ONNX, "D": 1}),
    ("rows mixed", 3, "outputs.transpose(1, 0, 2).reshape(B, -1)", KERAS),
    ("rows mixed", 3, "tf.reshape(tf.transpose(outputs, [1, 0, 2]), [3, -1])", KERAS),
    ("rows mixed", 3, "jnp.stack((carry[0][1], carry[1][1])).reshape(3, -1)", JAX),
    ("batch dropped", 3, "h_n.squeeze()", {"B": 1, "L": 1, "D": 1}),
    ("batch dropped", 3, "h_n.squeeze()", {"B": 1}),
    ("batch dropped", 3, "torch.squeeze(output)", {"B": 1, "D": 1}),
    ("batch dropped", 3, "output[-1].squeeze()", {"B": 1, "D": 1}),
    ("batch dropped", 3, "self.fc(h_n[-1]).squeeze()", {"B": 1, "D": 1}),
    ("batch dropped", 3, "np.squeeze(outputs)", {**KERAS, "B": 1, "D": 1}),
    ("batch dropped", 3, "Y_h.squeeze()", {**ONNX, "B": 1, "D": 1}),
    ("halves interleaved", 4, "h_n[:L]", {}),
    ("halves interleaved", 4, "torch.cat(h_n.chunk(2), -1)", {"L": 3}),
    ("halves interleaved", 4, "h_n.split(L)[0]", {"L": 3}),
    ("halves interleaved", 4, "h_n[L:]", {"L": 3}),
    ("halves interleaved", 4, "h_n[-3:]", {"L": 3}),
    ("halves interleaved", 4, "f, b = h_n.chunk(2)\ntorch.cat((f, b), -1)", {}),
    ("halves interleaved", 4, "torch.cat((h_n[0:3], h_n[3:6]), 2)", {"L": 3}),
    ("halves interleaved", 4, "h_n.view(2, L, B, P)[0]", {"L": 3}),
    ("reverse alone", 4, "h_n[-1]", {}),
    ("reverse alone", 4, "self.fc(h_n[-1])", {"cell": "gru", "L": 1}),
    ("reverse alone", 4, "c_n[-1]", {}),
    ("reverse alone", 4, "h_n[-1:]", {}),
    ("reverse alone", 4, "h_n[L * D - 1]", {}),
    ("reverse alone", 4, "h_n.select(0, -1)", {}),
    ("first layer", 4, "torch.cat((h_n[0], h_n[1]), dim=1)", {}),
    ("first layer", 4, "h_n[0] + h_n[1]", {"L": 3}),
    ("first layer", 4, "h_n[:2].transpose(0, 1).reshape(B, -1)", {"L": 3}),
    ("h_n is never batch-first", 5, "h_n[:, -1]", {"batch_first": True}),
    ("first layer", 4, "torch.cat((c_n[0], c_n[1]), dim=1)", {}),
    ("h_n is never batch-first", 5, "c_n[:, -1, :]", {}),
    ("batch and time exchanged", 6, "output[-1]", {"batch_first": True}),
    ("batch and time exchanged", 6, "output[:, -1]", {}),
    ("batch and time exchanged", 6, "self.fc(output[:, -1])", {"D": 1}),
    ("batch and time exchanged", 6, "output[:, -1]", {**PACKED, "D": 1}),
    ("batch and time exchanged", 6, "x[:, -1]", {}),
    ("batch and time exchanged", 6, "output[:, -1:]", {"D": 1}),
    ("batch and time exchanged", 6, "output.select(1, -1)", {"D": 1}),
    ("rows reordered", 10, f"{UNSORTED}h[-1][packed.unsorted_indices]", {**MIXED, "D": 1}),
    ("rows reordered", 10, f"{UNSORTED}self.fc(h[-1, packed.sorted_indices])", {**MIXED, "D": 1}),
    ("rows reordered", 10, f"{UNSORTED}c[:, packed.sorted_indices]", MIXED),
    ("padding read", 7, "output[-1]", {**PACKED, "D": 1}),
    ("padding read", 7, "output[:, -1]", {**PACKED, "D": 1, "batch_first": True}),
    ("padding read", 7, "output.mean(0)", PACKED),
    ("padding read", 7, "output.max(dim=1).values", {**PACKED, "batch_first": True}),
    ("padding read", 7, "output.amin(0)", PACKED),
    ("padding read", 7, "h(0, 1).mean(1)", {**PACKED, "batch_first": True}),
    ("padding read", 7, "c(0, 0)[-1]", PACKED),
    ("padding read", 7, "F.softmax(output.sum(-1), 0).sum(0)", PACKED),
    ("padding read", 7, "x[-1]", PACKED),
    ("padding read", 7, "self.fc(output[-1])", {**PACKED, "D": 1}),
    ("steps turned", 18, "outputs[..., H:] == backward_outputs", KERAS),
    ("steps turned", 18, "np.concatenate((outputs[..., :H], backward_outputs), -1)", KERAS),
    ("steps turned", 18, "outputs[..., :H] + backward_outputs", {**KERAS, "L": 1}),
    ("steps turned", 18, "torch.cat((output[..., :P], output.flip(0)[..., P:]), dim=-1)", {}),
    ("c taken for h", 12, "output[-1] == c_n[-1]", {"D": 1, "L": 1}),
    ("c taken for h", 12, "output[:, -1] == c_n[-1]", {"D": 1, "L": 1, "batch_first": True}),
    ("c taken for h", 12, "output[-1] == c_n[-1]", {**PACKED, "D": 1, "L": 1}),
    ("c taken for h", 12, "torch.allclose(h_n, c_n)", {}),
    ("c taken for h", 12, "output, hidden = self.lstm(x)\nhidden[-1]", {}),
    ("c taken for h", 12, "self.lstm(x)[1][1][-1]", {"D": 1}),
    ("output is h", 1, "F.softmax(output, dim=-1)", {}),
    ("output is h", 1, "output[-1].argmax(1)", {"D": 1}),
    ("output is h", 1, "torch.log_softmax(h_n[-1], 1)", {"D": 1}),
    ("output is h", 1, "y == output[:, :, :O]", {"D": 2}),
]

QUIET: list[tuple[str, str, dict[str, Any]]] = [
    ("one step read", CAT, {}),
    ("one step read", "output", {}),
    ("one step read", "output[-1]", {"D": 1}),
    ("one step read", "output[-1]", {"T": 1}),
    ("one step read", "output[lengths - 1, torch.arange(B)]", {"lengths": [1, 1, 1]}),
    ("one step read", "output[-2]", {}),
    ("one step read", "h(1, 1)[-1]", {}),
    ("one step read", "output[-1, :, :P]", {}),
    ("one step read", "output[0, :, P:]", {}),
    ("one step read", "output.mean(0)", {}),
    ("one step read", "output[-1, :, :P] == h_n[-2]", {}),
    ("rows mixed", "h_n.transpose(0, 1).reshape(B, -1)", {}),
    ("rows mixed", "h_n.view(L, D, B, P)", {}),
    ("rows mixed", "h_n.view(L, D, B, P)", {"L": 3}),
    ("rows mixed", "h_n.view(L, D, B, P)", {"L": 3, "D": 1}),
    ("rows mixed", "h_n.view(B, -1)", {"L": 1, "D": 1}),
    ("rows mixed", "h_n.view(L, B, -1)", {"D": 1}),
    ("rows mixed", "h_n.view(L * D, -1)", {}),
    ("rows mixed", "h_n.view(L, D, B, P).transpose(1, 2).reshape(L, B, -1)", {}),
    ("rows mixed", "output.reshape(B, -1)", {"batch_first": True}),
    ("rows mixed", "output.reshape(T * B, -1)", {}),
    ("rows mixed", "output.view(-1, D * P)", {}),
    ("rows mixed", "torch.stack((h_n[-2], h_n[-1]), 1).view(B, -1)", {}),
    ("rows mixed", "torch.cat((h_n[-2], h_n[-1]), 1).view(B, -1)", {}),
    ("rows mixed", "h_n[:, 0].reshape(B, -1)", {"L": 3, "D": 1}),
    ("rows mixed", "Y_h.transpose(1, 0, 2).reshape(B, -1)", ONNX),
    ("rows mixed", "outputs.reshape(B, -1)", KERAS),
    ("rows mixed", "x.mean(1).view(-1, 3)", {}),
    ("batch dropped", "h_n.squeeze(0)", {"B": 1, "L": 1, "D": 1}),
    ("batch dropped", "h_n.squeeze()", {"L": 1, "D": 1}),
    ("batch dropped", "h_n[:, 0].squeeze()", {"B": 1, "L": 1, "D": 1}),
    ("batch dropped", "np.squeeze(Y_h, axis=0)", {**ONNX, "B": 1, "D": 1}),
    ("halves interleaved", "h_n[0::2]", {}),
    ("halves interleaved", "h_n[-2:]", {"L": 3}),
    ("halves interleaved", "h_n.view(L, D, B, P)", {"L": 3}),
    ("halves interleaved", "h_n.split(D)[-1]", {"L": 3}),
    ("halves interleaved", "h_n[-2:]", {}),
    ("halves interleaved", "h_n[2:].transpose(0, 1).reshape(B, -1)", {}),
    ("halves interleaved", "h_n.chunk(2)[1]", {}),
    ("halves interleaved", "h_n[:L]", {"D": 1}),
    ("halves interleaved", "h_n[:1]", {"L": 1}),
    ("reverse alone", "h_n[-1]", {"D": 1}),
    ("reverse alone", "h_n[-2]", {}),
    ("reverse alone", CAT, {}),
    ("reverse alone", "h_n.view(L, D, B, P)[-1]", {}),
    ("reverse alone", "output[0, :, P:] == h_n[-1]", {}),
    ("first layer", "torch.cat((h_n[0], h_n[1]), dim=1)", {"L": 1}),
    ("first layer", "torch.cat((h_n[0], h_n[1]), dim=1)", {"D": 1}),
    ("first layer", CAT, {}),
    ("first layer", "h_n[0]", {}),
    ("h_n is never batch-first", "h_n[-1]", {"batch_first": True}),
    ("h_n is never batch-first", "h_n[:, 0]", {}),
    ("h_n is never batch-first", "h_n[:, -1:]", {}),
    ("h_n is never batch-first", "h_n.transpose(0, 1)[:, -1]", {}),
    ("batch and time exchanged", "output[:, -1]", {"batch_first": True}),
    ("batch and time exchanged", "output[-1]", {}),
    ("batch and time exchanged", "output[-1, -1]", {}),
    ("batch and time exchanged", "output.transpose(0, 1)[:, -1]", {}),
    ("rows reordered", f"{UNSORTED}h[-1]", MIXED),
    ("rows reordered", f"{UNSORTED}h[-1][packed.sorted_indices][packed.unsorted_indices]", MIXED),
    ("rows reordered", "h_n[-1, [0, 2]]", MIXED),
    ("rows reordered", "h_n[-1, [0, 0, 2]]", MIXED),
    ("rows reordered", "output[lengths - 1, torch.arange(B)]", MIXED),
    ("rows reordered", "h_n.mean(1, keepdim=True).expand(-1, B, -1)", MIXED),
    ("rows reordered", "h_n.flip(1)", {}),
    ("padding read", "output", PACKED),
    ("padding read", "output[-1]", {"D": 1}),
    ("padding read", "output[lengths - 1, torch.arange(B)]", {**PACKED, "D": 1}),
    ("padding read", "output[0]", PACKED),
    ("padding read", "h_n[-1]", PACKED),
    ("padding read", "output.sum(0) / lengths[:, None]", PACKED),
    ("padding read", "output[2:6]", PACKED),
    ("padding read", "output.permute(1, 0, 2).reshape(B, -1)", PACKED),
    ("padding read", ATTENTION, PACKED),
    ("padding read", "output, h_n", PACKED),
    ("padding read", "output.reshape(T * B, -1)", PACKED),
    ("padding read", "self.fc(output.contiguous().view(-1, D * P))", PACKED),
    ("steps turned", "outputs[..., H:] == backward_outputs[:, ::-1]", KERAS),
    ("steps turned", "keras.ops.flip(backward_outputs, axis=1) == outputs[..., H:]", KERAS),
    ("steps turned", "backward_outputs", KERAS),
    ("steps turned", "outputs, backward_outputs", KERAS),
    ("steps turned", "backward_outputs[:, -1] == backward_h_l1", KERAS),
    ("steps turned", "output", {}),
    ("steps turned", "output + output.flip(0)", {"D": 1}),
    ("steps turned", "output.flip(0)", {}),
    ("steps turned", "x, output[:0]", {}),
    ("c taken for h", "c_n[-1]", {"D": 1}),
    ("c taken for h", "output, (h, c) = self.lstm(x)\nc[-1]", {"D": 1}),
    ("c taken for h", "output, hidden = self.lstm(x)\nhidden[0]", {}),
    ("c taken for h", "output, hidden = self.gru(x)\nhidden[-1]", {"cell": "gru"}),
    ("c taken for h", "c_n == c_n", {}),
    ("output is h", "F.softmax(self.fc(output), dim=-1)", {}),
    ("output is h", "y.argmax(-1)", {}),
    ("output is h", "F.softmax(output @ output.transpose(1, 2), dim=-1)", {}),
    ("output is h", "F.softmax(output, dim=0)", {}),
]


@pytest.mark.parametrize(("rule", "number", "text", "options"), FIRES)
def test_fires(rule: str, number: int, text: str, options: dict[str, Any]) -> None:
    answer = asked(text, **options)
    assert [each.number for each in answer.warnings if each.name == rule] == [number]
    assert not answer.yes


@pytest.mark.parametrize(("rule", "number", "text", "options"), FIRES)
def test_what_it_says_to_write_is_free_of_warnings(
    rule: str, number: int, text: str, options: dict[str, Any]
) -> None:
    fixes = [each.fix for each in asked(text, **options).warnings if each.name == rule]
    assert [found(fix, **options) for fix in fixes if fix] in ([], [[]])


@pytest.mark.parametrize(
    ("text", "batch_first", "told"),
    [
        (
            "output[-1]",
            False,
            "The reverse half is where that direction begins",
        ),
        (
            "output[0]",
            False,
            "The forward half is where that direction begins",
        ),
        ("output[:, -1]", False, "so [:, -1] is the last row of the batch"),
        ("output[-1]", True, "so [-1] is the last row of the batch"),
    ],
)
def test_it_says_what_was_typed_and_to_write_forward_before_reverse(
    text: str, batch_first: bool, told: str
) -> None:
    (warning,) = (
        each for each in asked(text, batch_first=batch_first).warnings if told in each.message
    )
    assert warning.fix == CAT


@pytest.mark.parametrize(("rule", "text", "options"), QUIET)
def test_stays_quiet(rule: str, text: str, options: dict[str, Any]) -> None:
    assert rule not in found(text, **options)


@pytest.mark.parametrize("text", ["c_n[-1]", "torch.cat((c_n[0], c_n[1]), dim=1)", "c_n[:, -1]"])
def test_what_it_says_to_write_for_c_n_reads_c(text: str) -> None:
    (warning,) = asked(text).warnings
    assert {part.state for part in asked(warning.fix).pieces[0].readings} == {"c"}


@pytest.mark.parametrize(
    ("text", "cell", "says"),
    [
        (
            "out, hidden = self.lstm(x)\nhidden[0].size(1)",
            "lstm",
            "so its size 1 is B = 3; of a GRU",
        ),
        ("out, hidden = self.lstm(x)\nhidden[0].shape[1]", "lstm", "so its size 1 is B = 3"),
        ("out, hidden = self.gru(x)\nhidden[0].size(1)", "gru", "its size 1 is H = 4; of an LSTM"),
        ("out, hidden = self.rnn(x)\nn = hidden[0].shape[1]\nn", "rnn", "its size 1 is H = 4"),
    ],
)
def test_a_size_that_another_cell_has_otherwise_is_remarked(
    text: str, cell: str, says: str
) -> None:
    answer = asked(text, cell=cell)
    assert answer.value == (3 if cell == "lstm" else 4)
    assert [note for note in answer.notes if says in note]
    for quiet in ("h_n[0].size(1)", text.replace("hidden[0]", "out"), text.split("\n")[0]):
        assert not [note for note in asked(quiet, cell=cell).notes if "size 1" in note]


def test_every_rule_is_seen_to_fire() -> None:
    seen = {rule for rule, *_ in FIRES} | {"zeros read as data"}
    assert len(seen) == len(RULES)
