// Rows of traces as the server sends them, of any size, without a server.

import { rowOfBatch } from '../../static/js/model/rows.js';

/** @typedef {import('../../static/js/types.js').Summary} Summary */
/** @typedef {import('../../static/js/types.js').Cell} Cell */

/**
 * @param {{T?: number, L?: number, D?: number, H?: number, P?: number, I?: number, O?: number,
 *   cell?: 'rnn'|'lstm'|'gru', batchFirst?: boolean, id?: string, largest?: number,
 *   reverse?: boolean, B?: number, b?: number, lengths?: number[],
 *   together?: number}} [sizes] `reverse` is of a single
 *   direction, T the longest of lengths
 * @returns {Summary}
 */
export function summaryOf(sizes = {}) {
  const { T = 5, L = 2, D = 2, H = 3, I = 4, O = 8, cell = 'lstm', batchFirst = false } = sizes;
  const { P = H, reverse = false } = sizes;
  const { B = 1, b = 0, lengths = null } = sizes;
  const time = batchFirst ? [B, T] : [T, B];
  const axes = batchFirst ? ['B', 'T'] : ['T', 'B'];
  const isLstm = cell === 'lstm';
  const directions = D === 2 ? [0, 1] : [Number(reverse)];
  // A layer above one with a reverse direction has to wait for all of it.
  const apart = { layers: T, wavefront: D === 2 ? T : 1 };
  const answer = {
    id: sizes.id ?? 'an-id',
    cell,
    states: isLstm ? ['h', 'c'] : ['h'],
    gates: { rnn: [], lstm: ['i', 'f', 'g', 'o'], gru: ['r', 'z', 'n'] }[cell],
    dtype: /** @type {const} */ ('float32'),
    directions,
    T,
    B,
    L,
    D,
    I,
    H,
    P,
    O,
    shapes: {
      x: [...time, I],
      y: [...time, O],
      output: [...time, D * P],
      h_n: [L * D, B, P],
      ...(isLstm ? { c_n: [L * D, B, H] } : {}),
    },
    axes: {
      x: [...axes, 'I'],
      y: [...axes, 'O'],
      output: [...axes, P === H ? 'D·H' : 'D·P'],
      h_n: ['L·D', 'B', P === H ? 'H' : 'P'],
      ...(isLstm ? { c_n: ['L·D', 'B', 'H'] } : {}),
    },
    schedules: Object.fromEntries(
      Object.entries(apart).map(([order, wait]) => {
        const first = Array.from({ length: L }, (_, layer) => layer * wait);
        return [order, { steps: (L - 1) * wait + T, first }];
      }),
    ),
    features: [...'abcd'].slice(0, I),
    symbols: [...'abcdefgh'].slice(0, O),
    activation: /** @type {const} */ ('softmax'),
    first: null,
    largest: { h: 0.9, c: sizes.largest ?? 1, x: 1, y: 1 },
    equations: {},
    lengths,
    sorted_indices: null,
    unsorted_indices: null,
    dropout: [],
    steps_together: sizes.together ?? 64,
  };
  return rowOfBatch(answer, b);
}

/** Every cell of a row, none in its padding. @param {Summary} s @returns {Cell[]} */
export function allCells({ length, L, directions }) {
  const cells = [];
  for (let layer = 0; layer < L; layer++)
    for (const direction of directions)
      for (let t = 0; t < length; t++) cells.push({ layer, direction, t });
  return cells;
}

/**
 * What a cell reads: its own direction's step before, and all of the layer below at its t.
 * @param {Summary} s
 * @param {Cell} cell
 * @returns {Cell[]}
 */
export function readBy({ length, directions }, { layer, direction, t }) {
  const before = { layer, direction, t: direction ? t + 1 : t - 1 };
  const below = directions.map((d) => ({ layer: layer - 1, direction: d, t }));
  return [before, ...below].filter((cell) => cell.layer >= 0 && cell.t >= 0 && cell.t < length);
}

/** Every combination of some sizes. @param {Record<string, any[]>} choices @returns {any[]} */
export function everyOf(choices) {
  /** @type {Record<string, any>[]} */
  let rows = [{}];
  for (const [name, values] of Object.entries(choices)) {
    rows = rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value })));
  }
  return rows;
}
