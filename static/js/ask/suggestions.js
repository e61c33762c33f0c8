// What may be asked of the network that is there.

/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {{label: string, text: string}} Suggestion */

/**
 * @param {Summary} s
 * @param {string} framework whose names the tensors have
 * @param {import('../types.js').Tensor[]} tensors
 * @returns {Suggestion[]}
 */
export function suggestionsOf(s, framework, tensors) {
  if (framework !== 'pytorch') return elsewhere(s, framework, tensors);
  const batchFirst = s.axes.output?.[0] === 'B';
  /** At a step, every row. @param {number} t */
  const at = (t) => (batchFirst ? `:, ${t}` : `${t}`);
  const time = batchFirst ? 1 : 0;
  const isPacked = s.lengths?.some((length) => length !== s.T) ?? false;
  return [
    ...(s.D === 2 ? bothWays(s, at, batchFirst, isPacked) : oneWay(s, at, isPacked)),
    ...(isPacked ? [eachRowsLast(batchFirst)] : []),
    ...(s.L > 1 ? [{ label: 'h_n per layer and direction', text: 'h_n.view(L, D, B, P)' }] : []),
    ...(s.states.includes('c') && s.P === s.H
      ? [{ label: 'c_n is not h_n', text: 'c_n[-1] == h_n[-1]' }]
      : []),
    { label: 'mean of all steps', text: `output.mean(dim=${time})` },
    { label: 'attention reads', text: attention(time, at) },
    { label: 'paste a forward', text: forward(s) },
  ];
}

/**
 * @param {Summary} s
 * @param {(t: number) => string} at
 * @param {boolean} batchFirst
 * @param {boolean} isPacked
 */
function bothWays(s, at, batchFirst, isPacked) {
  const rows = batchFirst ? '' : ' :,';
  const last = `output[${at(-1)}]`;
  const ends = 'torch.cat((h_n[-2], h_n[-1]), dim=-1)';
  return [
    // Of shorter rows, the last step is padding.
    ...(s.T > 1 ? [{ label: `is h_n ${last}?`, text: `${last} == ${ends}` }] : []),
    { label: 'is y output?', text: 'torch.equal(y, output)' },
    { label: 'what should a classifier read?', text: ends },
    ...(isPacked
      ? []
      : [{ label: 'last forward state', text: `output[${at(-1)},${rows} :P] == h_n[-2]` }]),
    { label: 'last reverse state', text: `output[${at(0)},${rows} P:] == h_n[-1]` },
  ];
}

/** @param {Summary} s @param {(t: number) => string} at @param {boolean} isPacked */
function oneWay(s, at, isPacked) {
  const isReverse = s.directions[0] === 1;
  const end = `output[${at(isReverse ? 0 : -1)}]`;
  const isLast = { label: `is h_n ${end}?`, text: `${end} == h_n[-1]` };
  return [
    ...(isPacked && !isReverse ? [] : [isLast]),
    { label: 'is y output?', text: 'torch.equal(y, output)' },
    { label: 'what should a classifier read?', text: 'h_n[-1]' },
  ];
}

/** @param {boolean} batchFirst */
function eachRowsLast(batchFirst) {
  const index = batchFirst ? 'torch.arange(B), lengths - 1' : 'lengths - 1, torch.arange(B)';
  return { label: 'each row’s last step', text: `output[${index}]` };
}

/** @param {number} time the axis @param {(t: number) => string} at */
function attention(time, at) {
  const query = time ? 'output[:, -1:]' : `output[${at(-1)}]`;
  return [
    `scores = (output * ${query}).sum(dim=-1)`,
    `weights = F.softmax(scores, dim=${time})`,
    `(weights.unsqueeze(-1) * output).sum(dim=${time})`,
  ].join('\n');
}

/** @param {Summary} s */
function forward({ cell, D }) {
  const last = cell === 'lstm' ? '(h_n, c_n)' : 'h_n';
  return [
    `output, ${last} = self.${cell}(x)`,
    D === 2 ? 'last = torch.cat((h_n[-2], h_n[-1]), dim=-1)' : 'last = h_n[-1]',
    'return self.fc(last)',
  ].join('\n');
}

/**
 * Under the names of another framework: the last step, the last states, and what holds both.
 * @param {Summary} s
 * @param {string} framework
 * @param {import('../types.js').Tensor[]} tensors
 * @returns {Suggestion[]}
 */
function elsewhere(s, framework, tensors) {
  if (!tensors.length) return [];
  const isBatchFirst = tensors[0]?.axes[0] === 'B';
  const every = tensors[0]?.name ?? '';
  const last = isBatchFirst ? `${every}[:, -1]` : `${every}[-1]`;
  const offers = [
    { label: s.D === 2 ? `${last} on a bidirectional net` : 'last step', text: last },
  ];
  if (framework === 'keras') {
    offers.push({ label: 'return_sequences=False', text: 'output' });
    if (s.D === 2) {
      const text = 'backward_outputs[:, -1] == backward_h';
      offers.push({ label: 'the backward layer ends at t = 0', text });
    }
    return offers;
  }
  const h = s.states.includes('c') ? '[1]' : '';
  const row = isBatchFirst ? ':, ' : '';
  const states = {
    jax: s.D === 2 ? [`carry[0]${h}`, `carry[1]${h}`] : [`carry${h}`],
    onnx: [0, 1].slice(0, s.D).map((d) => `Y_h[${row}${d}]`),
  }[framework];
  const [first = '', second] = states ?? [];
  const both = second ? `np.concatenate((${first}, ${second}), axis=-1)` : first;
  offers.push({ label: 'what should a classifier read?', text: both });
  if (s.states.includes('c')) {
    const pair = framework === 'jax' ? `${first.replace(/1\]$/, '0]')} == ${first}` : 'Y_c == Y_h';
    offers.push({ label: 'c is not h', text: pair });
  }
  return offers;
}
