"""Programs and pasted forwards, as people write them; each moves elements and computes nothing."""

PROGRAMS = (
    "a = output[-1]\na",
    "a, b = output.chunk(2, -1)\ntorch.cat((b, a), -1)",
    "a, b = h_n[-1], h_n[0]\na, b = b, a\na",
    "z = output\nz = z.transpose(0, 1)\nz = z[:, -1]",
    "first, last = output[0], output[-1]\ntorch.stack([first, last], dim=0)",
    "output, h_n = self.rnn(x)\nh_n[-1]",
    "output, _ = self.lstm(x)\noutput[:, -1, :]",
    "out, (hn, cn) = self.lstm(x)\ntorch.cat((hn[-2], hn[-1]), dim=1)",
    "out, (hn, cn) = lstm(x)\ncn[-1]",
    "o, (h, c) = self.lstm(x)\nh.view(self.num_layers, self.num_directions, -1, self.hidden_size)",
    "out, hidden = self.gru(x)\nhidden = hidden.transpose(0, 1)\nhidden.reshape(hidden.size(0), -1)",
    "out, _ = self.rnn(x)\nout = self.dropout(out[-1])\nout",
    "out, _ = self.rnn(x)\nout = out.contiguous().view(-1, out.size(-1))\nout",
    "out, _ = self.rnn(x)\nforward = out[..., :P]\nbackward = out[..., P:]\n"
    "torch.cat([forward[-1], backward[0]], dim=-1)",
    "packed = pack_padded_sequence(x, lengths, batch_first=self.batch_first, enforce_sorted=False)\n"
    "packed_out, _ = self.rnn(packed)\n"
    "out, n = pad_packed_sequence(packed_out, batch_first=self.batch_first)\nout",
    "packed = pack_padded_sequence(x, lengths, batch_first=self.batch_first, enforce_sorted=False)\n"
    "packed_out, _ = self.rnn(packed)\n"
    "out, n = pad_packed_sequence(packed_out, batch_first=True)\nout[torch.arange(B), n - 1]",
    "packed = pack_padded_sequence(x, lengths, batch_first=self.batch_first, enforce_sorted=False)\n"
    "packed_out, _ = self.rnn(packed)\n"
    "out, n = pad_packed_sequence(packed_out, batch_first=True)\nout.view(B, -1)",
    "packed = nn.utils.rnn.pack_padded_sequence(x, lengths, self.batch_first)\n"
    "out, h = self.rnn(packed)\nout.data",
    "p = pack_padded_sequence(x, lengths, self.batch_first, enforce_sorted=False)\np.data",
    "p = pack_padded_sequence(output, lengths, self.batch_first, enforce_sorted=False)\np.data",
    "def forward(self, x):\n    out, _ = self.rnn(x)\n    return out[:, -1, :]",
    'def forward(self, x):\n    """Classify."""\n    output, (h_n, c_n) = self.lstm(x)\n'
    "    if self.bidirectional:\n        last = torch.cat((h_n[-2], h_n[-1]), dim=1)\n"
    "    else:\n        last = h_n[-1]\n    return last",
)
