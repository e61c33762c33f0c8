import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexOf } from '../../static/js/ask/answer.js';
import {
  columnsOf,
  otherRows,
  outcomeOf,
  shownOf,
  stepsRead,
} from '../../static/js/words/words.js';

/** @typedef {import('../../static/js/types.js').Answer} Answer */
/** @typedef {import('../../static/js/types.js').Piece} Piece */

/** @type {Piece} */
const piece = {
  name: '',
  shape: [2, 8],
  axes: ['B=2', 'H=8'],
  dtype: 'float32',
  values: null,
  elements: null,
  parts: [],
};
/** @type {Answer} */
const answer = {
  value: null,
  verdict: [],
  yes: '',
  pieces: [piece],
  rest: [],
  equality: null,
  warnings: [],
  notes: [],
  lines: [],
  lengths: [7],
};
const warning = { number: 2, name: '', message: '', fix: '', can_be_asked: true };
const part = { kind: '', where: '', seen: '', columns: null, boxes: [], layer: 1 };

/** @param {[number, number, number][]} runs @param {number|null} direction @param {string} state */
const read = (runs, direction = 0, state = 'h') =>
  stepsRead({ ...part, state, direction, runs }, 0, 7);

test('the outcome: an error, equality by states or by chance, a warning, a yes, a shape', () => {
  /** @param {boolean} by_value @param {boolean} by_source */
  const equal = (by_value, by_source) => ({
    ...answer,
    equality: { by_value, by_source, sentence: '' },
  });
  assert.match(outcomeOf(answer, true), /^!/);
  assert.match(outcomeOf(equal(true, true), false), /^✓ the same/);
  assert.match(outcomeOf(equal(true, false), false), /^≠ equal, but/);
  assert.match(outcomeOf(equal(false, true), false), /^≠ not equal/);
  assert.equal(outcomeOf({ ...answer, warnings: [warning] }, false), '! (B=2, H=8)');
  assert.equal(outcomeOf({ ...answer, yes: 'Yes.' }, false), '✓ (B=2, H=8)');
  assert.equal(outcomeOf(answer, false), '(B=2, H=8)');
  assert.equal(outcomeOf({ ...answer, pieces: [], value: 8 }, false), '8');
  assert.equal(outcomeOf({ ...answer, pieces: [], value: false }, false), 'False');
  const rest = [{ name: '[1]', text: '(7, 1, 8)' }];
  assert.equal(outcomeOf({ ...answer, rest }, false), '(B=2, H=8), …');
  assert.equal(outcomeOf(null, false), '');
});

test('the caret’s line is shown; on the last one, and elsewhere, what is asked', () => {
  const lines = [1, 3, 6].map((line) => ({ line, name: `v${line}`, pieces: [], rest: [] }));
  const program = { ...answer, lines };
  /** @param {number|null} line */
  const shown = (line) => shownOf(program, line).name;
  assert.deepEqual([1, 2, 3, 4, 5].map(shown), ['v1', 'v1', 'v3', 'v3', 'v3']);
  for (const line of [null, 0, 6, 7]) {
    assert.equal(shownOf(program, line).pieces, program.pieces);
    assert.equal(shownOf(program, line).line, null);
  }
});

test('forward has read the steps up to t, reverse those from t on', () => {
  for (let t = 0; t < 7; t++) {
    assert.deepEqual(read([[0, t, t]]), { all: [0, t + 1], some: [0, t + 1] });
    assert.deepEqual(read([[0, t, t]], 1), { all: [t, 7], some: [t, 7] });
  }
});

test('of several cells, some have read more than all have', () => {
  assert.deepEqual(
    read([
      [0, 4, 5],
      [0, 1, 2],
    ]),
    { all: [0, 2], some: [0, 6] },
  );
  assert.deepEqual(
    read(
      [
        [0, 1, 2],
        [0, 4, 5],
      ],
      1,
    ),
    { all: [5, 7], some: [1, 7] },
  );
});

test('inputs, states before the first step, padding and other rows have read nothing', () => {
  for (const state of ['x', 'y', 'h_0', 'c_0', 'padding']) {
    assert.equal(read([[0, 0, 0]], 0, state), null);
  }
  assert.equal(read([[1, 3, 3]]), null);
  assert.notEqual(read([[0, 3, 3]], 0, 'c'), null);
});

test('columns are an index, and nothing where they are all', () => {
  /** @param {[number, number]|null} columns */
  const columns = (columns) =>
    columnsOf(piece, { ...part, state: 'h', direction: 0, runs: [], columns });
  assert.equal(columns([0, 7]), '');
  assert.equal(columns(null), '');
  assert.equal(columns([0, 3]), '[..., :4]');
  assert.equal(columns([4, 7]), '[..., 4:]');
  assert.equal(columns([2, 5]), '[..., 2:6]');
  assert.equal(columns([3, 3]), '[..., 3]');
});

test('rows that are not shown are told', () => {
  /** @param {number[]} rows */
  const others = (...rows) =>
    otherRows({ ...part, state: 'h', direction: 0, runs: rows.map((b) => [b, 0, 3]) }, 0);
  assert.equal(others(0), '');
  assert.match(others(1), /^of b = 1; .* shows b = 0$/);
  assert.match(others(0, 2, 3), /^also of b = 2, 3/);
  assert.match(others(0, 1, 2, 3, 4), /^also of 4 more rows/);
});

test('an element’s number is its index, the last axis first', () => {
  const shape = [2, 3, 4];
  const found = Array.from({ length: 24 }, (_, i) => indexOf(shape, i));
  assert.deepEqual(found[0], [0, 0, 0]);
  assert.deepEqual(found[5], [0, 1, 1]);
  assert.deepEqual(found[23], [1, 2, 3]);
  assert.equal(new Set(found.map(String)).size, 24);
});
