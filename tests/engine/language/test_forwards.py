"""Bodies of ``forward`` as people have published them, pasted as they stand.

Each is retyped from a public place: yunjey/pytorch-tutorial (its bidirectional network),
graykode/nlp-tutorial (Bi-LSTM with attention), spro/practical-pytorch (the encoder of seq2seq),
timbmg/Sentence-VAE (the encoder, which sorts its rows), HHTseng/video-classification (the decoder),
facebookresearch/InferSent (its pair of arguments as two), and the ways of a classifier and of a padded batch.
"""

from typing import Any

import numpy as np
import pytest

from tests.engine.verdict.asking import asked, found, trace_of
from unrolled import AskError

PACKED: dict[str, Any] = {"lengths": [7, 5, 2]}

CLASSIFIER = """
    def forward(self, x):
        # Initial states
        h0 = torch.zeros(self.num_layers*2, x.size(0), self.hidden_size).to(device)  # 2 directions
        c0 = torch.zeros(self.num_layers*2, x.size(0), self.hidden_size).to(device)

        out, _ = self.lstm(x, (h0, c0))

        # The hidden state of the last time step
        out = self.fc(out[:, -1, :])
        return out
"""

ATTENTION = """
    def attention_net(self, lstm_output, final_state):
        hidden = final_state.view(-1, n_hidden * 2, 1)
        attn_weights = torch.bmm(lstm_output, hidden).squeeze(2)
        soft_attn_weights = F.softmax(attn_weights, 1)
        context = torch.bmm(lstm_output.transpose(1, 2), soft_attn_weights.unsqueeze(2)).squeeze(2)
        return context, soft_attn_weights.data.numpy()

    def forward(self, X):
        input = self.embedding(X)
        input = input.permute(1, 0, 2)
        hidden_state = torch.zeros(1*2, len(X), n_hidden)
        cell_state = torch.zeros(1*2, len(X), n_hidden)
        output, (final_hidden_state, final_cell_state) = self.lstm(input, (hidden_state, cell_state))
        output = output.permute(1, 0, 2)
        attn_output, attention = self.attention_net(output, final_hidden_state)
        return self.out(attn_output), attention
"""

ENCODER = """
    def forward(self, input_seqs, input_lengths, hidden=None):
        embedded = self.embedding(input_seqs)
        packed = torch.nn.utils.rnn.pack_padded_sequence(embedded, input_lengths)
        outputs, hidden = self.gru(packed, hidden)
        outputs, output_lengths = torch.nn.utils.rnn.pad_packed_sequence(outputs)
        outputs = outputs[:, :, :self.hidden_size] + outputs[:, : ,self.hidden_size:]
        return outputs, hidden
"""

VIDEO = """
    def forward(self, x_RNN):
        self.LSTM.flatten_parameters()
        RNN_out, (h_n, h_c) = self.LSTM(x_RNN, None)
        x = self.fc1(RNN_out[:, -1, :])   # the last time step
        x = F.relu(x)
        x = F.dropout(x, p=self.drop_p, training=self.training)
        x = self.fc2(x)
        return x
"""

VAE = """
        batch_size = input_sequence.size(0)
        sorted_lengths, sorted_idx = torch.sort(length, descending=True)
        input_sequence = input_sequence[sorted_idx]
        input_embedding = self.embedding(input_sequence)
        packed_input = rnn_utils.pack_padded_sequence(input_embedding, sorted_lengths.data.tolist(), batch_first=True)
        _, hidden = self.encoder_rnn(packed_input)
        if self.bidirectional or self.num_layers > 1:
            # flatten hidden state
            hidden = hidden.view(batch_size, self.hidden_size*self.hidden_factor)
        else:
            hidden = hidden.squeeze()
        mean = self.hidden2mean(hidden)
        return mean
"""

SENTIMENT = """embedded = self.dropout(self.embedding(text))
        packed_embedded = nn.utils.rnn.pack_padded_sequence(embedded, text_lengths.to('cpu'))
        packed_output, (hidden, cell) = self.rnn(packed_embedded)
        output, output_lengths = nn.utils.rnn.pad_packed_sequence(packed_output)
        hidden = self.dropout(torch.cat((hidden[-2,:,:], hidden[-1,:,:]), dim = 1))
        return self.fc(hidden)
"""

SENTENCES = """
    def forward(self, sent, sent_len):
        sent_len_sorted, idx_sort = torch.sort(sent_len, descending=True)
        idx_unsort = torch.argsort(idx_sort)
        sent = sent.index_select(1, idx_sort)
        sent_packed = nn.utils.rnn.pack_padded_sequence(sent, sent_len_sorted)
        sent_output = self.enc_lstm(sent_packed)[0]
        sent_output = nn.utils.rnn.pad_packed_sequence(sent_output)[0]
        sent_output = sent_output.index_select(1, idx_unsort)
        emb = torch.max(sent_output, 0)[0]
        return emb
"""

PADDED = """
out, _ = self.lstm(nn.utils.rnn.pack_padded_sequence(x, seq_lens, batch_first=True, enforce_sorted=False))
out, _ = nn.utils.rnn.pad_packed_sequence(out, batch_first=True)
last = out[:, -1]
self.fc(last)
"""

MIXED: dict[str, Any] = {"cell": "gru", "batch_first": True, "lengths": [5, 7, 2]}

# forward, options of the trace, the rules that fire, the shapes that it returns; of a layer that
# is not known, what it reads
FORWARDS: list[tuple[str, dict[str, Any], list[str], list[tuple[int, ...]]]] = [
    (CLASSIFIER, {"batch_first": True}, ["one step read"], [(3, 5)]),
    (ATTENTION, {"batch_first": True, "L": 1}, ["rows mixed"], [(3, 8), (3, 7)]),
    (ENCODER, {"cell": "gru", **PACKED}, [], [(7, 3, 4), (4, 3, 4)]),
    (VIDEO, {"batch_first": True, "D": 1, "L": 1}, [], [(3, 4)]),
    (VAE, MIXED, ["rows mixed"], [(3, 16)]),
    (SENTIMENT, PACKED, [], [(3, 5)]),
    (SENTENCES, {"lengths": [2, 7, 5], "L": 1}, ["padding read"], [(3, 8)]),
    (PADDED, {"batch_first": True, "D": 1, "lengths": [2, 7, 5]}, ["padding read"], [(3, 5)]),
]


@pytest.mark.parametrize(("text", "options", "rules", "shapes"), FORWARDS)
def test_it_is_answered_and_what_is_wrong_with_it_is_told(
    text: str, options: dict[str, Any], rules: list[str], shapes: list[tuple[int, ...]]
) -> None:
    assert found(text, **options) == rules
    assert [piece.tensor.shape for piece in asked(text, **options).pieces] == shapes


@pytest.mark.parametrize(("text", "options"), [(text, options) for text, options, *_ in FORWARDS])
def test_every_assignment_stands_on_its_line(text: str, options: dict[str, Any]) -> None:
    lines = text.splitlines()
    answer = asked(text, **options)
    assert len(answer.lines) >= 4
    for line in answer.lines:
        name = line.name.strip("()").split(",")[0]
        assert name in lines[line.line]


def test_the_attention_is_that_of_numpy() -> None:
    """With a single row nothing is mixed, and the weights are a softmax of the products."""
    options: dict[str, Any] = {"batch_first": True, "L": 1, "B": 1}
    trace = trace_of(**options)
    _, attention = asked(ATTENTION, **options).value
    products = trace.output[0] @ trace.h_n.reshape(-1)
    weights = np.exp(products) / np.exp(products).sum()
    np.testing.assert_allclose(attention[0], weights, atol=1e-6)


def test_the_head_is_computed_and_a_layer_that_could_be_any_is_not_known() -> None:
    trace = trace_of(**PACKED)
    assert trace.network.head
    last = np.concatenate([trace.h_n[-2], trace.h_n[-1]], axis=1)
    np.testing.assert_allclose(
        asked(SENTIMENT, **PACKED).value, trace.network.head.sums(last), atol=1e-6
    )
    unknown = asked(VAE, **MIXED)
    assert unknown.value is None
    assert unknown.verdict.startswith("Not known: what hidden2mean makes of this.")
    assert [piece.name for piece in unknown.pieces] == ["what hidden2mean reads"]
    assert unknown.yes == ""


def test_what_names_were_taken_for_is_said() -> None:
    notes = asked(SENTIMENT, **PACKED).notes
    assert "text is taken for x." in notes
    assert "text_lengths is taken for lengths." in notes


def test_layers_behind_the_last_step_read_it_alone() -> None:
    answer = asked(VIDEO, D=1, L=1, batch_first=True)
    for b, row in enumerate(answer.sources):
        read = {(of.state, of.t, of.b, of.unit) for of in map(answer.source, row.ravel())}
        assert read == {("h", 6, b, unit) for unit in range(4)}


def test_methods_of_ones_own_are_called() -> None:
    text = """
    def _last(self, states):
        return states[-1]

    def forward(self, x):
        _, (h_n, _) = self._rnn(x)
        return self._last(h_n)
"""
    assert (asked(text, D=1).value == trace_of(D=1).h_n[-1]).all()


def test_imports_above_the_lines_are_left_out() -> None:
    text = "import torch\nfrom torch import nn\n\ntorch.flip(output, (0,))"
    assert (asked(text).value == trace_of().output[::-1]).all()


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("h0 = torch.ones(4, 3, 4)\nself.lstm(x, (h0, h0))", {}, "began with others"),
        ("out, _ = self.lstm(x)\nself.lstm2(out)", {}, "second"),
        (
            "p = nn.utils.rnn.pack_padded_sequence(x, [7, 7, 2])\nself.lstm(p)",
            PACKED,
            "the trace ran with [7, 5, 2]",
        ),
        (
            "p = nn.utils.rnn.pack_padded_sequence(x, lengths)\nself.lstm(p)",
            {"lengths": [2, 7, 5]},
            "enforce_sorted=False",
        ),
        ("self.lstm(x[:3])", {}, "is not x as the trace ran it"),
        ("self.conv(x) if self.conv(x) else 1", {}, "not known here"),
        ("output.index_select(0, torch.tensor([-1]))", {}, "out of range"),
        ("self.lstm()", {}, "given nothing"),
    ],
)
def test_what_this_trace_cannot_show_is_said(text: str, options: dict[str, Any], says: str) -> None:
    with pytest.raises(AskError) as caught:
        asked(text, **options)
    assert says in str(caught.value)


def test_in_a_single_expression_an_unknown_name_is_a_slip() -> None:
    with pytest.raises(AskError, match="There is no 'outptu' here; did you mean output"):
        asked("outptu[-1]")


@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("how", ["packed", "as they are"])
def test_rows_that_were_put_in_another_order_come_out_in_it(batch_first: bool, how: str) -> None:
    axis = int(not batch_first)
    lengths = [2, 7, 5] if how == "packed" else None
    lines = [
        "ordered, order = lengths.sort(descending=True)"
        if lengths
        else "order = torch.tensor([2, 0, 1])",
        f"rows = x.index_select({axis}, order)",
        f"rows = pack_padded_sequence(rows, ordered, batch_first={batch_first})" if lengths else "",
        "out, (h, c) = self.lstm(rows)",
        f"out, n = pad_packed_sequence(out, batch_first={batch_first})" if lengths else "",
    ]
    for asked_of in (
        f"out.index_select({axis}, order.argsort()) == output",
        "h[:, order.argsort()] == h_n",
        "c == c_n.index_select(1, order)",
        *(["n == lengths[order]"] if lengths else []),
    ):
        text = "\n".join([*filter(None, lines), asked_of])
        answer = asked(text, batch_first=batch_first, lengths=lengths)
        assert answer.value.all(), asked_of
        assert answer.equality
        assert answer.equality.by_source or asked_of.startswith("n")
