import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slotsOf, sourceOf } from '../../static/js/sources.js';
import { keyOf, lastOf } from '../../static/js/steps.js';
import { allCells, everyOf, summaryOf } from './summary.js';

/** @typedef {import('../../static/js/types.js').Summary} Summary */

/** @type {Summary[]} */
const summaries = everyOf({
  cell: ['rnn', 'lstm', 'gru'],
  T: [1, 4],
  L: [1, 3],
  D: [1, 2],
  reverse: [false, true],
  P: [2, 3], // of 3 units
  batchFirst: [false, true],
})
  .filter(({ cell, P }) => cell === 'lstm' || P === 3)
  .map(summaryOf);

/** Rows of batches that are packed. @type {Summary[]} */
const packed = everyOf({ L: [1, 2], D: [1, 2], b: [0, 1, 2], batchFirst: [false, true] }).map(
  (sizes) => summaryOf({ T: 4, B: 3, lengths: [2, 4, 1], ...sizes }),
);

const tensorsOf = (/** @type {Summary} */ s) =>
  ['output', 'h_n', 'c_n'].filter((name) => s.shapes[name]);

/**
 * Every element that was read from a state, or from one unit of it.
 * @param {Summary} s
 * @param {import('../../static/js/types.js').Source} source
 */
function elementsOf(s, source) {
  const { state: wanted, unit: only } = source;
  return slotsOf(s, source)
    .filter(({ state }) => wanted === undefined || wanted === state)
    .flatMap(({ tensor, units, index }) =>
      [...Array(units).keys()]
        .filter((unit) => only === undefined || only === unit)
        .map((unit) => ({ tensor, index: index(unit) })),
    );
}

/** Every index of a tensor in the row, but for padding. @param {Summary} s @param {string} tensor */
function indices(s, tensor) {
  const [a = 0, b = 0, c = 0] = s.shapes[tensor] ?? [];
  const batch = s.axes[tensor]?.indexOf('B');
  const all = { i: [...Array(a).keys()], j: [...Array(b).keys()], k: [...Array(c).keys()] };
  return everyOf(batch ? { ...all, j: [s.b] } : { ...all, i: [s.b] })
    .map(({ i, j, k }) => [i, j, k])
    .filter(([i = 0, j = 0]) => tensor !== 'output' || (batch ? i : j) < s.length);
}

test('every element is among the elements of its own source', () => {
  for (const s of [...summaries, ...packed]) {
    for (const tensor of tensorsOf(s)) {
      for (const index of indices(s, tensor)) {
        const found = elementsOf(s, sourceOf(s, tensor, index));
        const same = found.filter((element) => element.tensor === tensor);
        assert.deepEqual(same, [{ tensor, index }]);
      }
    }
  }
});

test('every element of a cell has that cell as its source', () => {
  for (const s of [...summaries, ...packed]) {
    let count = 0;
    for (const cell of allCells(s)) {
      for (const { tensor, index } of elementsOf(s, cell)) {
        const source = sourceOf(s, tensor, index);
        assert.equal(keyOf(source), keyOf(cell));
        assert.equal(source.state, tensor === 'c_n' ? 'c' : 'h');
        count++;
      }
    }
    const sizes = tensorsOf(s).map((tensor) => indices(s, tensor).length);
    assert.equal(
      count,
      sizes.reduce((a, b) => a + b),
    );
  }
});

test('one unit of a state stands at that unit of every slot, and only of that state', () => {
  for (const s of [...summaries, ...packed]) {
    for (const cell of allCells(s)) {
      for (const state of s.states) {
        for (const unit of [0, (state === 'h' ? s.P : s.H) - 1]) {
          const elements = elementsOf(s, { ...cell, state, unit });
          for (const { tensor, index } of elements) {
            assert.deepEqual(sourceOf(s, tensor, index), { ...cell, state, unit });
          }
          const slots = slotsOf(s, cell).filter((slot) => slot.state === state);
          assert.equal(elements.length, slots.length);
        }
      }
    }
  }
});

test('h_n runs over layer 0 forward, layer 0 reverse, layer 1 forward', () => {
  const s = summaryOf({ T: 6, L: 2, D: 2 });
  const order = [0, 1, 2, 3].map((i) => keyOf(sourceOf(s, 'h_n', [i, 0, 0])));
  assert.deepEqual(order, ['0:0:5', '0:1:0', '1:0:5', '1:1:0']);
});

test('output and h_n share the last h of each direction of the top layer', () => {
  for (const s of summaries) {
    const shared = allCells(s).filter((cell) => {
      const tensors = slotsOf(s, cell).map(({ tensor }) => tensor);
      return tensors.includes('output') && tensors.includes('h_n');
    });
    const wanted = s.directions.map((direction) =>
      keyOf({ layer: s.L - 1, direction, t: lastOf(s, direction) }),
    );
    assert.deepEqual(shared.map(keyOf), wanted);
  }
});

test('the last row of output holds the reverse direction’s first h, not its last', () => {
  const s = summaryOf({ T: 6, L: 1, D: 2, H: 3 });
  assert.equal(keyOf(sourceOf(s, 'output', [5, 0, 4])), '0:1:5');
  assert.equal(keyOf(sourceOf(s, 'h_n', [1, 0, 1])), '0:1:0');
});

test('h_n of a packed row is its own last step forward, and t = 0 in reverse', () => {
  for (const [b, last] of [1, 3, 0].entries()) {
    const s = summaryOf({ T: 4, L: 2, D: 2, B: 3, lengths: [2, 4, 1], b });
    const order = [0, 1, 2, 3].map((i) => keyOf(sourceOf(s, 'h_n', [i, b, 0])));
    assert.deepEqual(order, [`0:0:${last}`, '0:1:0', `1:0:${last}`, '1:1:0']);
  }
});

test('where output is padding, no last state stands', () => {
  for (const s of packed) {
    for (let t = s.length; t < s.T; t++) {
      const slots = slotsOf(s, { layer: s.L - 1, direction: 0, t });
      assert.deepEqual(
        slots.map(({ tensor }) => tensor),
        ['output'],
      );
    }
  }
});

test('batch_first swaps the axes of output and leaves h_n alone', () => {
  const plain = summaryOf({ batchFirst: false });
  const swapped = summaryOf({ batchFirst: true });
  for (const cell of allCells(plain)) {
    for (const [i, slot] of slotsOf(plain, cell).entries()) {
      const [a, b, k] = slot.index(1);
      const wanted = slot.tensor === 'output' ? [b, a, k] : [a, b, k];
      assert.deepEqual(slotsOf(swapped, cell)[i]?.index(1), wanted);
    }
  }
});
